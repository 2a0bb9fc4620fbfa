import type { Id, Instant } from '../../schema.ts'
import type { CancelReason } from '../slot-schema.ts'
import type { WeekTemplate } from '../week-schema.ts'
import { dutyDays } from '../../calendar/duty-days.ts'
import { shiftsOfWeek } from './shifts-of-week.ts'
import type { PlannedShift, WeekContext } from './shifts-of-week.ts'
import { localDate } from '../../calendar/zoned-time.ts'

const DAY_MS = 86_400_000

/** A shift that a template gave before. */
export interface MadeShift {
  id: Id
  templateId: Id
  startsAt: Instant
  cancelled: boolean
}

export interface PlanContext extends WeekContext {
  /** First local date. */
  from: string
  weeks: number
  /** Epoch milliseconds: what has begun stays as it is. */
  now: number
}

export interface ShiftPlan {
  /** To be made, by start. */
  make: PlannedShift[]
  /** Made before, and no template of now gives them any more: to be called off. */
  withdraw: { id: Id; reason: CancelReason }[]
  /** Dates of the time whose holidays nobody knows yet. */
  provisional: string[]
}

/**
 * What is to be made, and called off, so that the coming weeks are as their templates say. Whatever was made once stays: a
 * shift that was called off does not come back, one that has begun is not touched, and a template that is not there says
 * nothing of its shifts.
 * @param made all shifts that these templates gave and that start in the time
 * @example planShifts(templates, planShifts(templates, [], context).make, context).make // []
 */
export function planShifts(templates: readonly WeekTemplate[], made: readonly MadeShift[], context: PlanContext): ShiftPlan {
  const { from, weeks, now, calendar, timeZone } = context
  const days = dutyDays(from, weeks * 7, calendar)
  const starts = days.filter((_, index) => index % 7 === 0)
  const wanted = templates.flatMap((template) => starts.flatMap(({ date }) => shiftsOfWeek(template, date, context)))
  const known = new Set(made.map(({ id }) => id))
  const make = wanted.filter(({ id, startsAt }) => !known.has(id) && now < Date.parse(startsAt))
  make.sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt) || (one.id < other.id ? -1 : 1))

  const kept = new Set(wanted.map(({ id }) => id))
  const templateIds = new Set(templates.map(({ id }) => id))
  const kinds = new Map(days.map(({ date, kind }) => [date, kind]))
  const isLeft = ({ id, templateId, startsAt, cancelled }: MadeShift) => {
    const isOfTime = kinds.has(localDate(Date.parse(startsAt), timeZone))
    return isOfTime && !cancelled && now < Date.parse(startsAt) && templateIds.has(templateId) && !kept.has(id)
  }
  const withdraw = made.filter(isLeft).map(({ id, startsAt }) => {
    const isHoliday = kinds.get(localDate(Date.parse(startsAt), timeZone)) === 'holiday'
    return { id, reason: isHoliday ? ('holiday' as const) : ('other' as const) }
  })
  return { make, withdraw, provisional: days.flatMap(({ date, provisional }) => (provisional ? [date] : [])) }
}

/** The Monday of the week that a local date is in. @example mondayOf('2026-06-07') // '2026-06-01' */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`)
  return new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10)
}
