import type { Instant } from '@wangge/core/schema'
import type { Locale } from './locale.ts'

/**
 * A moment beside another that is told with its day: its day too, unless that is the same.
 * @example
 * timeBeside(locale, '2026-03-01T12:00:00Z', '2026-03-03T01:00:00Z') // '3月1日 20:00'
 */
export const timeBeside = ({ dayKey, time, dateTime }: Locale, at: Instant | number, other: Instant | number): string =>
  dayKey(at) === dayKey(other) ? time(at) : dateTime(at)
