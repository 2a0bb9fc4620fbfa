import type { BoardSlot } from '../week/week-view.ts'

/**
 * Which of a day's shifts, by start, is open at first: the one that goes on or comes next, else the last; one that was called off
 * only where there is no other.
 * @param now epoch milliseconds
 */
export function shiftToOpen<Slot extends Pick<BoardSlot, 'endsAt' | 'cancelled'>>(
  slots: readonly Slot[],
  now: number,
): Slot | undefined {
  const held = slots.filter(({ cancelled }) => !cancelled)
  return held.find(({ endsAt }) => Date.parse(endsAt) > now) ?? held.at(-1) ?? slots[0]
}
