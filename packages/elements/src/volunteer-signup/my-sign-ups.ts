import { slotOfCode } from '@wangge/core/roster'
import type { OutboxEntry } from '@wangge/core/ports'
import type { CheckInCommand, SignUpCommand, SignUpView } from '@wangge/core/roster/schema'
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
  /** What the server said; absent while it has not been asked. */
  view?: SignUpView
  /** What of it waits on this device to be sent. */
  waiting: readonly OutboxEntry[]
}

/** Unsent ones first, then the server's in its order, then what was cancelled. */
export function mySignUps(views: readonly SignUpView[], entries: readonly OutboxEntry[], orgId: string): MySignUp[] {
  const known = new Set(views.map(({ id }) => id))
  const unsent = entries.flatMap((entry): MySignUp[] => {
    const { slotId, orgId: org } = entry.body as SignUpCommand
    if (entry.kind !== 'sign-up' || org !== orgId || known.has(entry.id)) return []
    const state = entry.state === 'refused' ? 'refused' : 'queued'
    return [{ id: entry.id, slotId, state, problem: entry.problem, cancelling: false, waiting: [] }]
  })
  const onTheirWay = entries.filter(({ state }) => state !== 'refused')
  const settled = views
    .filter((view) => view.orgId === orgId)
    .map((view): MySignUp => {
      const { id, slotId, state, position } = view
      const waiting = onTheirWay.filter((entry) => isAbout(entry, view))
      return { id, slotId, state, position, view, waiting, cancelling: waiting.some(({ kind }) => kind === 'cancel-sign-up') }
    })
  const isOver = ({ state }: MySignUp) => state === 'cancelled'
  return [...unsent, ...settled.filter((own) => !isOver(own)), ...settled.filter(isOver)]
}

/** Whether a command is about a sign-up: by its id, by the slot of a check-in, by the swap of its seat. */
function isAbout({ kind, body }: OutboxEntry, view: SignUpView): boolean {
  if (kind === 'sign-up' || kind === 'report') return false
  if (kind === 'check-in') return view.state !== 'cancelled' && slotOfCheckIn(body as CheckInCommand) === view.slotId
  const { signUpId, swapId } = body as { signUpId?: string; swapId?: string }
  return signUpId === view.id || (kind === 'withdraw-swap' && swapId !== undefined && swapId === view.swapId)
}

const slotOfCheckIn = ({ proof }: CheckInCommand): string | undefined => {
  if (proof.by === 'host') return undefined
  return proof.by === 'code' ? slotOfCode(proof.code) : proof.slotId
}
