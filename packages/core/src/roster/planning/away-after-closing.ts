import type { Id, Instant } from '../../schema.ts'
import { isAfterClosing } from './is-after-closing.ts'

export interface AwayAfterClosing {
  /** From then on they come to nothing: the closing, or the end of the last shift that it finds under way. */
  from: Instant
  /** Shifts before that which are not theirs: they begin and end while another is under way. */
  slotIds: Id[]
}

/**
 * What somebody does not come to whose organisation closes, as a time in which they are away and shifts besides. Which shift is theirs goes by
 * when it begins (`isAfterClosing`), and being away by any minute of it.
 * @example
 * // Closed at midnight; one shift from ten in the evening to two, one from one to two.
 * awayAfterClosing([night, small], midnight) // { from: twoOClock, slotIds: [small.id] }
 */
export function awayAfterClosing(
  slots: readonly { id: Id; startsAt: Instant; endsAt: Instant }[],
  closesAt: Instant,
): AwayAfterClosing {
  const [after, before] = [
    slots.filter((slot) => isAfterClosing(slot, { closesAt })),
    slots.filter((slot) => !isAfterClosing(slot, { closesAt })),
  ]
  const from = before.reduce((latest, { endsAt }) => (Date.parse(latest) < Date.parse(endsAt) ? endsAt : latest), closesAt)
  const slotIds = after.filter(({ endsAt }) => Date.parse(endsAt) <= Date.parse(from)).map(({ id }) => id)
  return { from, slotIds }
}
