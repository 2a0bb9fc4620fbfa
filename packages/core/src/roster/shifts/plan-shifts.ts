import type { Id } from '../../schema.ts'
import type { CancelReason } from '../slot-schema.ts'
import type { WeekTemplate } from '../week-schema.ts'
import { dutyDays } from '../../calendar/duty-days.ts'
import { shiftsOfWeek } from './shifts-of-week.ts'
import type { PlannedShift, WeekContext } from './shifts-of-week.ts'
import { localDate } from '../../calendar/zoned-time.ts'

const DAY_MS = 86_400_000

/** A shift that a template gave before, with what it asks for. */
export interface MadeShift extends Terms {
  id: Id
  templateId: Id
  cancelled: boolean
  /** Called off because no template gave it any more, and by nobody's order. */
  withdrawn: boolean
  /** Somebody had come to it before it was called off: it stays on record as it was. @defaultValue false */
  served?: boolean
}

type Terms = Pick<PlannedShift, 'startsAt' | 'endsAt' | 'need' | 'mix' | 'skills' | 'minAge' | 'campaign'>

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
  /** Made before, and their line asks for something else now: to be given its hours, seats and demands. */
  change: PlannedShift[]
  /** Called off when no template gave them, and one gives them again: to take place as their line has them now, by start. */
  restore: PlannedShift[]
  /** Made before, and no template of now gives them any more: to be called off. */
  withdraw: { id: Id; reason: CancelReason }[]
  /** Made before, and to begin, as their line has it now, at a time that is past: they stay as they are. */
  kept: Id[]
  /** Dates of the time whose holidays nobody knows yet. */
  provisional: string[]
}

/**
 * What is to be made, changed and called off, so that the coming weeks are as their templates say. Whatever was made once stays:
 * a shift that somebody called off does not come back, one that has begun is not touched, and a template that is not there says
 * nothing of its shifts. What was called off because its line went, or its day became a holiday, comes back with it; where somebody had
 * come to it, it stays as it was served, and another is made in its place, with an id of its own. Where a line asks for something else under its old id, its shifts are changed, not made anew: whoever
 * is on them is told (`changeShifts`).
 * @param made all shifts that these templates gave and that start in the time
 * @example planShifts(templates, planShifts(templates, [], context).make, context).make // nothing
 */
export function planShifts(templates: readonly WeekTemplate[], made: readonly MadeShift[], context: PlanContext): ShiftPlan {
  const { from, weeks, now, calendar, timeZone } = context
  const days = dutyDays(from, weeks * 7, calendar)
  const starts = days.filter((_, index) => index % 7 === 0)
  const madeById = new Map(made.map((shift) => [shift.id, shift]))
  const wanted = templates
    .flatMap((template) => starts.flatMap(({ date }) => shiftsOfWeek(template, date, context)))
    .map((shift) => ({ ...shift, id: idInPlace(shift.id, madeById) }))
  const make = wanted.filter(({ id, startsAt }) => !madeById.has(id) && now < Date.parse(startsAt))
  make.sort(byStart)

  const given = new Map(wanted.map((shift) => [shift.id, shift]))
  const others = made.flatMap((shift) => {
    const asked = given.get(shift.id)
    const isToCome = !shift.cancelled && now < Date.parse(shift.startsAt)
    return isToCome && asked && !isAskedAlike(shift, asked) ? [asked] : []
  })
  const restore = made.flatMap(({ id, cancelled, withdrawn }) => {
    const asked = cancelled && withdrawn ? given.get(id) : undefined
    return asked && now < Date.parse(asked.startsAt) ? [asked] : []
  })
  const isPast = ({ startsAt }: PlannedShift) => Date.parse(startsAt) <= now
  const templateIds = new Set(templates.map(({ id }) => id))
  const kinds = new Map(days.map(({ date, kind }) => [date, kind]))
  const isLeft = ({ id, templateId, startsAt, cancelled }: MadeShift) => {
    const isOfTime = kinds.has(localDate(Date.parse(startsAt), timeZone))
    return isOfTime && !cancelled && now < Date.parse(startsAt) && templateIds.has(templateId) && !given.has(id)
  }
  const withdraw = made.filter(isLeft).map(({ id, startsAt }) => {
    const isHoliday = kinds.get(localDate(Date.parse(startsAt), timeZone)) === 'holiday'
    return { id, reason: isHoliday ? ('holiday' as const) : ('other' as const) }
  })
  return {
    make,
    change: others.filter((shift) => !isPast(shift)),
    restore: restore.sort(byStart),
    withdraw,
    kept: others.filter(isPast).map(({ id }) => id),
    provisional: days.flatMap(({ date, provisional }) => (provisional ? [date] : [])),
  }
}

/** Id of what a line gives on a day now: its first shift, or the last of those that were made in place of one that stays on record. */
function idInPlace(id: Id, made: ReadonlyMap<Id, MadeShift>): Id {
  // No longer than the first, which may be as long as an id can be.
  const another = (number: number): Id => `${id.replace(/(\d{4})-(\d\d)-(\d\d)$/, '$1$2$3')}:${number}`
  let [last, next] = [id, 2]
  while (made.has(another(next))) last = another(next++)
  const shift = made.get(last)
  return shift?.cancelled && shift.withdrawn && shift.served ? another(next) : last
}

const byStart = (one: PlannedShift, other: PlannedShift): number =>
  Date.parse(one.startsAt) - Date.parse(other.startsAt) || (one.id < other.id ? -1 : 1)

/** The order in which a database gives fields, and whether it says nothing or none, tell nothing. */
function isAskedAlike(one: Terms, other: Terms): boolean {
  const said = ({ startsAt, endsAt, need, mix = [], skills = [], minAge, campaign }: Terms) =>
    JSON.stringify([
      ...[Date.parse(startsAt), Date.parse(endsAt), need, minAge ?? null, campaign ?? null],
      ...[mix.map(({ role, need: of }) => [role, of]), skills],
    ])
  return said(one) === said(other)
}

/** The Monday of the week that a local date is in. @example mondayOf('2026-06-07') // '2026-06-01' */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`)
  return new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10)
}
