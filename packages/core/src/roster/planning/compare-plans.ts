import type { Id } from '../../schema.ts'
import { groupBy } from '../quota/group-by.ts'

/** Somebody's seat in a slot. */
export interface PlanSeat {
  slotId: Id
  personId: Id
}

export interface PlanDifference<Before extends PlanSeat, After extends PlanSeat> {
  added: After[]
  removed: Before[]
  /** `from`: the slot whose seat is given for it. */
  moved: (After & { from: Id })[]
  kept: After[]
}

/**
 * How one plan differs from another, person by person. Whoever loses a seat and gets another has moved: paired in the order
 * of the plans, the rest is added or removed.
 * @example
 * comparePlans([{ slotId: 'a', personId: 'p' }], [{ slotId: 'b', personId: 'p' }])
 * // { added: [], removed: [], moved: [{ slotId: 'b', personId: 'p', from: 'a' }], kept: [] }
 */
export function comparePlans<Before extends PlanSeat, After extends PlanSeat>(
  before: readonly Before[],
  after: readonly After[],
): PlanDifference<Before, After> {
  const had = new Set(before.map(keyOf))
  const has = new Set(after.map(keyOf))
  const given = groupBy(
    before.filter((seat) => !has.has(keyOf(seat))),
    ({ personId }) => personId,
  )
  const added: After[] = []
  const moved: (After & { from: Id })[] = []
  for (const seat of after) {
    if (had.has(keyOf(seat))) continue
    const from = given.get(seat.personId)?.shift()
    if (from) moved.push({ ...seat, from: from.slotId })
    else added.push(seat)
  }
  return { added, removed: [...given.values()].flat(), moved, kept: after.filter((seat) => had.has(keyOf(seat))) }
}

const keyOf = ({ slotId, personId }: PlanSeat) => `${slotId} ${personId}`
