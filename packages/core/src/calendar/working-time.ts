import { SdkError } from '../errors.ts'
import type { CalendarYear, DayKind } from '../roster/week-schema.ts'
import { dutyDays } from './duty-days.ts'
import { addDays } from './local-days.ts'
import { localDate, zonedTime } from './zoned-time.ts'

/** When somebody is at work. */
export interface WorkingCalendar {
  timeZone: string
  /** Local times of each working day, in order and apart: two where it is split by noon. `to` may be `24:00`. */
  hours: readonly { from: string; to: string }[]
  /** Holidays and days worked in lieu; of a year that is not here only the weekdays speak. */
  years: readonly CalendarYear[]
}

/** Working time on one calendar. Instants and durations in milliseconds, dates local. */
export interface WorkingTime {
  /** A workday, or a weekend’s day that is worked in lieu. */
  isWorkingDay(date: string): boolean
  /** Working time from one instant to a later one; 0 where it is not later. */
  between(from: number, to: number): number
  /** The first instant at which so much working time has gone by. */
  after(from: number, duration: number): number
  /** The last working moment of a date; of one that is no working day its midnight. */
  closing(date: string): number
  /** The date so many days after another: each counts, or only those that are worked. */
  dayAfter(date: string, days: number, counts: 'each' | 'working'): string
  /** How many days after `from`, up to and with `to`: each of them, or only those that are worked. */
  daysBetween(from: string, to: string, counts: 'each' | 'working'): number
  dateOf(instant: number): string
}

type Window = readonly [from: number, to: number]

/** No calendar has a longer time without work; beyond it there is none to be found. */
const MOST_DAYS_OFF = 400
/** So many instants are kept with their dates. */
const MOST_INSTANTS = 10_000

/**
 * Counts working time on a calendar. What it has looked up it keeps: use one for many issues.
 * @throws SdkError `bad-argument` for hours that are not in order, or where there are none; RangeError for a zone that there is not
 * @example
 * const time = workingTime({ timeZone: 'Asia/Shanghai', hours: [{ from: '09:00', to: '12:00' }, { from: '13:00', to: '17:00' }], years })
 * time.between(Date.parse('2026-09-30T16:00+08:00'), Date.parse('2026-10-08T10:00+08:00')) // 2 h: the National Day’s week lies between
 */
export function workingTime({ timeZone, hours, years }: WorkingCalendar): WorkingTime {
  const clocks = hours.map(({ from, to }): Window => [minutesOf(from), minutesOf(to)])
  expectInOrder(hours, clocks)
  const kinds = new Map<string, DayKind>()
  const windows = new Map<string, Window[]>()
  const dates = new Map<number, string>()

  const isWorkingDay = (date: string): boolean => {
    if (!kinds.has(date)) {
      const year = date.slice(0, 4)
      for (const { date: day, kind } of dutyDays(`${year}-01-01`, 366, years)) kinds.set(day, kind)
    }
    const kind = kinds.get(date)
    return kind === 'workday' || kind === 'makeUpDay'
  }
  const windowsOn = (date: string): Window[] => {
    const known = windows.get(date)
    if (known) return known
    const found = isWorkingDay(date)
      ? clocks.map(([from, to]): Window => [zonedTime(date, from, timeZone), zonedTime(date, to, timeZone)])
      : []
    windows.set(date, found)
    return found
  }
  const dateOf = (instant: number): string => {
    const known = dates.get(instant)
    if (known !== undefined) return known
    // An issue's steps are asked for again and again; what was is not kept for ever.
    if (dates.size >= MOST_INSTANTS) dates.clear()
    const date = localDate(instant, timeZone)
    dates.set(instant, date)
    return date
  }

  return {
    isWorkingDay,
    dateOf,
    between(from, to) {
      let sum = 0
      for (let date = dateOf(from); from < to && date <= dateOf(to); date = addDays(date, 1)) {
        for (const [opens, closes] of windowsOn(date)) sum += Math.max(0, Math.min(closes, to) - Math.max(opens, from))
      }
      return sum
    },
    after(from, duration) {
      if (duration <= 0) return from
      let left = duration
      let off = 0
      for (let date = dateOf(from); ; date = addDays(date, 1)) {
        for (const [opens, closes] of windowsOn(date)) {
          const start = Math.max(opens, from)
          if (start >= closes) continue
          if (left <= closes - start) return start + left
          left -= closes - start
          off = 0
        }
        if (off++ > MOST_DAYS_OFF) throw noWork(date)
      }
    },
    closing(date) {
      return windowsOn(date).at(-1)?.[1] ?? zonedTime(addDays(date, 1), 0, timeZone)
    },
    dayAfter(date, days, counts) {
      if (counts === 'each') return addDays(date, days)
      let found = date
      let off = 0
      for (let left = days; left > 0;) {
        found = addDays(found, 1)
        if (isWorkingDay(found)) {
          left--
          off = 0
        } else if (off++ > MOST_DAYS_OFF) throw noWork(found)
      }
      return found
    },
    daysBetween(from, to, counts) {
      let sum = 0
      for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) if (counts === 'each' || isWorkingDay(date)) sum++
      return sum
    },
  }
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

function expectInOrder(hours: WorkingCalendar['hours'], clocks: readonly Window[]): void {
  const isRight = clocks.every(([from, to], at) => from < to && to <= 24 * 60 && (at === 0 || clocks[at - 1]![1] <= from))
  if (isRight && clocks.length > 0) return
  const came = hours.map(({ from, to }) => `${from}–${to}`).join(', ') || 'none'
  throw new SdkError('bad-argument', `Expected hours in order and apart, e.g. 09:00–12:00, 13:00–17:00; got ${came}`)
}

const noWork = (date: string) =>
  new SdkError('bad-argument', `Expected a calendar with working days, got none in the ${MOST_DAYS_OFF} days before ${date}`)
