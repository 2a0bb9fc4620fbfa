import { addDays, daysBetween, localDate, mondayOf } from '@wangge/core/roster'
import type { Call } from '../operation.ts'
import { ProblemError } from '../problem.ts'

/** Days that one answer may have: a line of each organisation for each. */
const MOST_DAYS = 31
/** Days of a report that has one line for all of them. */
export const LONGEST_REPORT = 366
export const WEEK = 7
/** Days ahead. */
const FARTHEST = 366

export interface Span {
  from: string
  to: string
}

export async function dayOf({ context, now }: Call<unknown, unknown>): Promise<{ today: string; timeZone: string }> {
  const { timeZone } = await context.reference.current()
  return { today: localDate(now, timeZone), timeZone }
}

/** @throws ProblemError 400 `invalid-query` */
export function spanOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  today: string,
  most: number = MOST_DAYS,
): Span {
  const start = from ?? (to === undefined ? mondayOf(today) : addDays(to, -WEEK))
  const end = to ?? addDays(start, WEEK)
  const days = daysBetween(start, end)
  if (days < 1 || days > most) throw outOfRange('to', `Expected 1 to ${most} days from \`from\` to before \`to\`, got ${days}`)
  return { from: start, to: expectNear(end, today) }
}

/** Each day is reckoned from the days before: nobody has the server reckon a thousand years. */
export function expectNear(end: string, today: string): string {
  const last = addDays(today, FARTHEST)
  if (end > last) throw outOfRange('to', `Expected a day up to ${last}, got ${end}`)
  return end
}

export const outOfRange = (field: string, message: string) =>
  new ProblemError(400, 'invalid-query', 'The query is not as expected', {
    errors: [{ path: [field], code: 'out_of_range', message }],
  })
