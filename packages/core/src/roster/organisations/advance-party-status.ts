import type { PartyStatus } from '../../privacy/schema.ts'

/** 群众 → 入党申请人 → 入党积极分子 → 预备党员 → 正式党员. */
export const PARTY_LADDER: readonly PartyStatus[] = ['none', 'applicant', 'activist', 'probationary', 'full']

export type PartyStatusResult =
  | { ok: true; status: PartyStatus }
  /** What the status may be next; the one before it is where an application or a probation ends without the step. */
  | { ok: false; reason: 'not-a-step'; detail: { from: PartyStatus; to: PartyStatus; allowed: PartyStatus[] } }

/**
 * Moves a person's political status one step along the ladder, never over a step (INV-14). It also goes back by one: an
 * application is taken back, a probation ends without admission. A full member who leaves is entered anew as `none`.
 * @example
 * advancePartyStatus('activist', 'full') // { ok: false, reason: 'not-a-step', detail: { …, allowed: ['probationary', 'applicant'] } }
 */
export function advancePartyStatus(from: PartyStatus, to: PartyStatus): PartyStatusResult {
  if (from === to) return { ok: true, status: to }
  const at = PARTY_LADDER.indexOf(from)
  const back = from === 'full' ? 'none' : PARTY_LADDER[at - 1]
  const allowed = [PARTY_LADDER[at + 1], back].filter((status) => status !== undefined)
  if (allowed.includes(to)) return { ok: true, status: to }
  return { ok: false, reason: 'not-a-step', detail: { from, to, allowed } }
}
