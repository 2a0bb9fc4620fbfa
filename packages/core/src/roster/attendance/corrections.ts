import type { Grant } from '../../access/schema.ts'
import type { GridTree } from '../../grid/grid-tree.ts'
import type { CorrectedFacts, CorrectionAction, CorrectionState } from '../correction-schema.ts'
import type { Id, Instant } from '../../schema.ts'
import { checkInSpan, overAt } from './called-off.ts'
import { instant } from '../slot-times.ts'
import type { SlotTimes } from '../slot.ts'
import type { AttendancePolicy } from './policy.ts'
import { changedFacts } from './record-facts.ts'
import type { RecordFact, RecordFacts } from './record-facts.ts'
import { keeperRoles } from './recorded-grids.ts'

/**
 * Whoever acts, as the correction sees them: whose hours they are, whose organisation sent them, who keeps the record, who is
 * above.
 */
export type CorrectionRole = 'self' | 'employer' | 'recorder' | 'street'

/** What somebody may be to a correction. */
export interface CorrectionActor {
  grants: readonly Grant[]
  /** The hours are their own. */
  isSelf: boolean
}

/** The seat whose hours are to be corrected. */
export interface CorrectedSeat {
  /** Who sent the person. */
  orgId: Id
  /** Of the post. */
  gridId: Id
}

/**
 * What somebody is to a correction. By decree 67 (志愿服务记录与证明出具办法) whoever recorded the service corrects it: the post's
 * community, and the street above it; the organisation that sent the person asks for it and sees how it stands. Whoever's own hours
 * they are is nothing else.
 */
export function correctionRoles(
  { grants, isSelf }: CorrectionActor,
  { orgId, gridId }: CorrectedSeat,
  tree: GridTree,
): CorrectionRole[] {
  if (isSelf) return ['self']
  const keepers = keeperRoles(grants, gridId, tree)
  return [
    ...(grants.some((grant) => grant.role === 'liaison' && grant.orgId === orgId) ? (['employer'] as const) : []),
    ...(keepers.length > 0 ? (['recorder'] as const) : []),
    ...(keepers.includes('street') ? (['street'] as const) : []),
  ]
}

/**
 * 更正与异议: a request, a decision by whoever keeps the record, once a dispute that the street decides. Nobody decides their own
 * request; what is at its end stays.
 */
export const CORRECTION_WORKFLOW: Record<
  CorrectionState,
  Partial<Record<CorrectionAction, { to: CorrectionState; by: readonly CorrectionRole[]; noteRequired?: true }>>
> = {
  requested: {
    accept: { to: 'accepted', by: ['recorder', 'street'] },
    refuse: { to: 'refused', by: ['recorder', 'street'], noteRequired: true },
    withdraw: { to: 'withdrawn', by: ['self'] },
  },
  refused: { dispute: { to: 'disputed', by: ['self'], noteRequired: true } },
  disputed: {
    accept: { to: 'accepted', by: ['street'] },
    refuse: { to: 'upheld', by: ['street'], noteRequired: true },
    withdraw: { to: 'withdrawn', by: ['self'] },
  },
  accepted: {},
  upheld: {},
  withdrawn: {},
}

/** What somebody may do with a correction now. `requester`: it is their own request, made for somebody else. */
export function correctionActions(
  state: CorrectionState,
  roles: readonly CorrectionRole[],
  requester = false,
): CorrectionAction[] {
  return Object.entries(CORRECTION_WORKFLOW[state]).flatMap(([action, { by }]) =>
    by.some((role) => roles.includes(role) && (role === 'self' || !requester)) ? [action as CorrectionAction] : [],
  )
}

export type CorrectionRefusal = { ok: false } & (
  | { reason: 'action-not-allowed'; detail: { state: CorrectionState; actions: CorrectionAction[] } }
  | { reason: 'note-required'; detail: { action: CorrectionAction } }
  | { reason: 'correction-open'; detail: { state: CorrectionState } }
  | { reason: 'out-before-in'; detail: { checkedInAt: Instant; checkedOutAt: Instant } }
  | { reason: 'outside-shift'; detail: { from: Instant; to: Instant } }
  | { reason: 'shift-not-over'; detail: { endsAt: Instant } }
  /** All that is asked for is what the record tells. */
  | { reason: 'already-recorded'; detail: { facts: RecordFact[] } }
)

export interface CorrectionStep {
  action: CorrectionAction
  roles: readonly CorrectionRole[]
  /** The request is the actor's own, though the hours are not. */
  requester?: boolean
  note?: string | undefined
}

/** The state that a step leads to. */
export function stepCorrection(
  state: CorrectionState,
  { action, roles, requester = false, note }: CorrectionStep,
): { ok: true; state: CorrectionState } | CorrectionRefusal {
  const actions = correctionActions(state, roles, requester)
  const step = CORRECTION_WORKFLOW[state][action]
  if (!step || !actions.includes(action)) return { ok: false, reason: 'action-not-allowed', detail: { state, actions } }
  if (step.noteRequired && (note ?? '').trim() === '') return { ok: false, reason: 'note-required', detail: { action } }
  return { ok: true, state: step.to }
}

/** What should stand in a record: both times or neither, and facts. */
export interface CorrectionClaim {
  checkedInAt?: Instant | undefined
  checkedOutAt?: Instant | undefined
  facts?: CorrectedFacts | undefined
}

export interface CorrectionContext {
  slot: SlotTimes
  now: number
  policy: AttendancePolicy
  /** Of other requests for the same record. */
  open: readonly CorrectionState[]
  /** What the record tells. */
  stands: RecordFacts
}

/**
 * Why something cannot be asked for: the shift is not over, another request is open, the times are none, or lie outside of what a
 * check-in could have shown, or it is what the record tells already.
 */
export function correctionRefusal(
  { checkedInAt, checkedOutAt, facts = {} }: CorrectionClaim,
  { slot, now, policy, open, stands }: CorrectionContext,
): CorrectionRefusal | undefined {
  const endsAt = overAt(slot)
  if (now < Date.parse(endsAt)) return { ok: false, reason: 'shift-not-over', detail: { endsAt } }
  const pending = open.find((state) => state === 'requested' || state === 'disputed')
  if (pending) return { ok: false, reason: 'correction-open', detail: { state: pending } }
  if (checkedInAt === undefined || checkedOutAt === undefined) {
    const isChange = Object.keys(changedFacts(facts, stands)).length > 0
    return isChange ? undefined : { ok: false, reason: 'already-recorded', detail: { facts: Object.keys(facts) as RecordFact[] } }
  }
  const [came, went] = [Date.parse(checkedInAt), Date.parse(checkedOutAt)]
  if (went < came) return { ok: false, reason: 'out-before-in', detail: { checkedInAt, checkedOutAt } }
  const { opens: from, closes: to } = checkInSpan(slot, policy)
  if (came < from || went > to) return { ok: false, reason: 'outside-shift', detail: { from: instant(from), to: instant(to) } }
  return undefined
}
