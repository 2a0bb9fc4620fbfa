import type { OutboxEntry } from '@wangge/core/ports'
import type { CheckInCommand } from '@wangge/core/roster/schema'
import type { Problem } from '@wangge/core/schema'

/** A host's word on somebody that has not arrived at the server yet, or that the server did not take. */
export interface HostWord {
  id: string
  signUpId: string
  kind: CheckInCommand['kind']
  /** When it was said. */
  at: string
  isRefused: boolean
  /** The server's no. */
  problem?: Problem | undefined
}

/** What of this device's outbox is a host's word, oldest first. */
export function hostWords(entries: readonly OutboxEntry[]): HostWord[] {
  return entries.flatMap(({ id, kind, state, body, problem }): HostWord[] => {
    if (kind !== 'check-in') return []
    const { kind: end, at, proof } = body as CheckInCommand
    return proof.by === 'host' ? [{ id, signUpId: proof.signUpId, kind: end, at, isRefused: state === 'refused', problem }] : []
  })
}
