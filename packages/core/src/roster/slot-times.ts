import type { Instant } from '../schema.ts'
import type { SignUpPolicy } from './schema.ts'
import type { Duty, SlotTimes } from './slot.ts'

const MINUTE = 60_000

export const minutes = (count: number): number => count * MINUTE

export const instant = (ms: number): Instant => new Date(ms).toISOString()

/** From this moment on sign-up is closed. */
export const closingTime = (slot: SlotTimes, policy: SignUpPolicy): number =>
  Date.parse(slot.startsAt) - minutes(policy.closesBeforeMinutes)

type Span = Pick<Duty, 'startsAt' | 'endsAt'>

/** Milliseconds between a duty and a slot, whichever comes first; negative where they overlap. */
export function restBetween(duty: Span, slot: Span): number {
  return Math.max(Date.parse(slot.startsAt) - Date.parse(duty.endsAt), Date.parse(duty.startsAt) - Date.parse(slot.endsAt))
}

/**
 * Earliest start, not before the slot's own, at which a slot of the same length would be open for sign-up at `now` and
 * leave enough rest to every duty.
 */
export function nextPossibleStart(slot: SlotTimes, now: number, duties: readonly Duty[], policy: SignUpPolicy): number {
  const length = Date.parse(slot.endsAt) - Date.parse(slot.startsAt)
  const rest = minutes(policy.minRestMinutes)
  let start = Math.max(Date.parse(slot.startsAt), firstOpenStart(now, policy))
  const busy = duties.map((duty) => ({ from: Date.parse(duty.startsAt) - rest, to: Date.parse(duty.endsAt) + rest }))
  for (const { from, to } of busy.sort((a, b) => a.from - b.from)) {
    if (start < to && from < start + length) start = to
  }
  return start
}

/** The next whole minute whose sign-up is still open: a time to say to a person. */
const firstOpenStart = (now: number, { closesBeforeMinutes }: SignUpPolicy) =>
  (Math.floor((now + minutes(closesBeforeMinutes)) / MINUTE) + 1) * MINUTE

/** Until this moment relief may take a seat that was given up since closing; none where the district does without. */
export const reliefEnd = (slot: Pick<SlotTimes, 'startsAt'>, { reliefMinutes }: SignUpPolicy): number | undefined =>
  reliefMinutes === undefined ? undefined : Date.parse(slot.startsAt) + minutes(reliefMinutes)

const hours = (count: number): number => minutes(60 * count)

/** From this moment on those with a seat are told that the shift is near. */
export const reminderTime = (slot: Pick<SlotTimes, 'startsAt'>, { remindBeforeHours = 0 }: SignUpPolicy): number | undefined =>
  remindBeforeHours === 0 ? undefined : Date.parse(slot.startsAt) - hours(remindBeforeHours)

/** By when presence is confirmed, and from when on it can be: with the reminder, or as long again before. */
export function confirmation(
  slot: Pick<SlotTimes, 'startsAt'>,
  policy: SignUpPolicy,
): { opens: number; closes: number } | undefined {
  const { confirmBeforeHours } = policy
  if (confirmBeforeHours === undefined) return undefined
  const closes = Date.parse(slot.startsAt) - hours(confirmBeforeHours)
  return { opens: Math.min(reminderTime(slot, policy) ?? closes, closes - hours(confirmBeforeHours)), closes }
}
