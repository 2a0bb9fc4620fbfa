import { localClock, localDate, zonedTime } from '@wangge/core/roster'
import { TIME_ZONE } from './locale.ts'

/** An instant as a `datetime-local` field shows it, by the district's clocks. */
export const toLocalInput = (at: string | number, timeZone = TIME_ZONE): string => {
  const ms = new Date(at).getTime()
  return `${localDate(ms, timeZone)}T${localClock(ms, timeZone)}`
}

/** The instant that is meant by what was typed; undefined where it is none. */
export function fromLocalInput(value: string, timeZone = TIME_ZONE): string | undefined {
  const [, date, hour, minute] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(value) ?? []
  if (date === undefined || Number.isNaN(Date.parse(date))) return undefined
  return new Date(zonedTime(date, Number(hour) * 60 + Number(minute), timeZone)).toISOString()
}

/** The local date of an instant, as a date field shows it. */
export const toDateInput = (at: number): string => localDate(at, TIME_ZONE)
