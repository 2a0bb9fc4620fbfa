import type { OutboxEntry } from '@wangge/core/ports'
import type { CancelSignUpCommand, SignUpCommand, SignUpView } from '@wangge/core/roster/schema'
import type { Problem } from '@wangge/core/schema'

/** A sign-up of the person's: what the server said of it, or that it has not been asked yet. */
export interface MySignUp {
  id: string
  slotId: string
  state: 'queued' | 'refused' | SignUpView['state']
  /** Place in the waitlist, from 1. */
  position?: number | undefined
  /** The server's no. */
  problem?: Problem | undefined
  /** A cancellation is under way. */
  cancelling: boolean
}

/** Unsent ones first, then the server's in its order, then what was cancelled. */
export function mySignUps(views: readonly SignUpView[], entries: readonly OutboxEntry[], orgId: string): MySignUp[] {
  const cancelling = new Set(
    entries
      .filter(({ kind, state }) => kind === 'cancel-sign-up' && state !== 'refused')
      .map(({ body }) => (body as CancelSignUpCommand).signUpId),
  )
  const known = new Set(views.map(({ id }) => id))
  const unsent = entries.flatMap((entry): MySignUp[] => {
    const { slotId, orgId: org } = entry.body as SignUpCommand
    if (entry.kind !== 'sign-up' || org !== orgId || known.has(entry.id)) return []
    const state = entry.state === 'refused' ? 'refused' : 'queued'
    return [{ id: entry.id, slotId, state, problem: entry.problem, cancelling: false }]
  })
  const settled = views
    .filter((view) => view.orgId === orgId)
    .map(({ id, slotId, state, position }): MySignUp => ({ id, slotId, state, position, cancelling: cancelling.has(id) }))
  const isOver = ({ state }: MySignUp) => state === 'cancelled'
  return [...unsent, ...settled.filter((own) => !isOver(own)), ...settled.filter(isOver)]
}
