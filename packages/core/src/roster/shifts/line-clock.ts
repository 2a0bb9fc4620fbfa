import type { WeekLine } from '../week-schema.ts'

const MINUTES_OF_DAY = 24 * 60

/** When a line begins and ends, in minutes after the midnight of its day; past 1,440 it ends on the next. */
export function lineClock({ from, to }: Pick<WeekLine, 'from' | 'to'>): { start: number; end: number } {
  const start = minutesOf(from)
  const end = minutesOf(to)
  return { start, end: end > start ? end : end + MINUTES_OF_DAY }
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
