import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id, Instant } from '../../schema.ts'
import type { CancelShiftsCommand } from '../cancel-shifts-schema.ts'
import type { PostKind } from '../slot-schema.ts'

/** A shift as far as it may be called off. */
export interface CancellableShift {
  id: Id
  kind: PostKind
  /** Of its post. */
  gridId: Id
  startsAt: Instant
  endsAt: Instant
  cancelled: boolean
}

export type CancelOrder = Pick<CancelShiftsCommand, 'from' | 'to' | 'kinds' | 'gridIds' | 'slotIds'>

export interface CancelPlan {
  cancel: Id[]
  /** Meant too, but over or under way, or called off before. */
  passedBy: Id[]
}

/**
 * Which shifts an order calls off: a storm from three to six takes whatever lies in that time as a whole or in part. Who has
 * begun is on duty, and their hours count: it is for the host to send them home.
 * @example
 * shiftsToCancel(shifts, { from: '2026-06-01T15:00:00+08:00', to: '2026-06-01T18:00:00+08:00', kinds: ['mobile'] }, { tree, now })
 * // { cancel: ['s2', 's3'], passedBy: ['s1'] }
 */
export function shiftsToCancel(
  shifts: readonly CancellableShift[],
  order: CancelOrder,
  { tree, now }: { tree: GridTree; now: number },
): CancelPlan {
  const meant = shifts.filter((shift) => isMeant(shift, order, tree))
  const isOpen = ({ cancelled, startsAt }: CancellableShift) => !cancelled && now < Date.parse(startsAt)
  return {
    cancel: meant.filter(isOpen).map(({ id }) => id),
    passedBy: meant.filter((shift) => !isOpen(shift)).map(({ id }) => id),
  }
}

function isMeant(shift: CancellableShift, { from, to, kinds, gridIds, slotIds }: CancelOrder, tree: GridTree): boolean {
  if (Date.parse(shift.endsAt) <= Date.parse(from) || Date.parse(to) <= Date.parse(shift.startsAt)) return false
  if (kinds && !kinds.includes(shift.kind)) return false
  if (slotIds && !slotIds.includes(shift.id)) return false
  return !gridIds || tree.path(shift.gridId).some(({ id }) => gridIds.includes(id))
}
