import { localDate } from '../../calendar/zoned-time.ts'
import { minutes } from '../slot-times.ts'
import type { SlotTimes } from '../slot.ts'
import type { AttendancePolicy } from './policy.ts'

export interface HostedTodayContext {
  /** Epoch milliseconds. */
  now: number
  timeZone: string
  policy: Pick<AttendancePolicy, 'opensBeforeMinutes' | 'closesAfterMinutes'>
}

/**
 * Whether whoever stands at the post has to do with a shift today: it starts on the local day, or people check in or out at it
 * now, as at one that goes on past midnight or begins soon after it.
 * @example
 * isHostedToday({ startsAt: '2026-03-02T22:00:00+08:00', endsAt: '2026-03-03T01:00:00+08:00' }, context)
 * // true until 3 o'clock on the 3rd, where people check out for two hours after the end
 */
export function isHostedToday(
  { startsAt, endsAt }: Pick<SlotTimes, 'startsAt' | 'endsAt'>,
  { now, timeZone, policy }: HostedTodayContext,
): boolean {
  const [starts, ends] = [Date.parse(startsAt), Date.parse(endsAt)]
  if (localDate(starts, timeZone) === localDate(now, timeZone)) return true
  return now >= starts - minutes(policy.opensBeforeMinutes) && now <= ends + minutes(policy.closesAfterMinutes)
}
