import type { Instant } from '../../schema.ts'
import { minutes } from '../slot-times.ts'
import { CLOCK_SKEW_MS } from './check-in.ts'
import type { AttendancePolicy } from './policy.ts'

export interface SaidContext {
  /** The time that is told: nobody tells of it before. */
  at: Instant
  /** Until when it is to be recorded. */
  recordBy: Instant
  /** When it arrived, epoch milliseconds. */
  now: number
  policy: Pick<AttendancePolicy, 'arrivesWithinHours'>
}

/**
 * When a host's word counts as said, epoch milliseconds, by which it is in time or late. Without a connection it arrives later than it was
 * said, and only the device tells when that was. Whoever runs a shift is believed when somebody came; they are believed this too, as
 * far as a code of a device without a connection is: until so many hours (`arrivesWithinHours`) after the time to record it has
 * passed. What comes later, says a time to come, or one before what it tells of, counts as said when it arrives.
 * @example
 * momentSaid('2026-03-16T15:00:00Z', { at, recordBy: '2026-03-16T16:00:00Z', now: Date.parse('2026-03-17T09:00:00Z'), policy })
 * // Date.parse('2026-03-16T15:00:00Z')
 */
export function momentSaid(saidAt: Instant | undefined, { at, recordBy, now, policy }: SaidContext): number {
  if (saidAt === undefined || now > Date.parse(recordBy) + minutes(policy.arrivesWithinHours * 60)) return now
  const said = Date.parse(saidAt)
  return said + CLOCK_SKEW_MS < Date.parse(at) ? now : Math.min(said, now)
}
