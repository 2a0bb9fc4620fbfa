import * as z from 'zod/mini'
import { dateSchema, idSchema, localizedSchema } from '../schema.ts'
import { skillSchema, slotRoleSchema } from './slot-role-schema.ts'

/** Local time of day, e.g. `07:30`. */
export const clockTimeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Expected a time of day such as 07:30'))

/** 假日 (with the days off in lieu) | 调休上班: a weekend's day that is worked. */
export const specialDayKindSchema = z.enum(['holiday', 'makeUpDay'])

/** A day that is not what its weekday says. */
export const specialDaySchema = z.strictObject({
  date: dateSchema,
  kind: specialDayKindSchema,
  name: z.strictObject(localizedSchema.shape),
})
export type SpecialDay = z.infer<typeof specialDaySchema>

/** 工作日 | 休息日 | 假日 | 调休上班. */
export const dayKindSchema = z.enum(['workday', 'dayOff', 'holiday', 'makeUpDay'])
export type DayKind = z.infer<typeof dayKindSchema>

/** A year's holidays and make-up days as its notice has them; it may begin in the December before. */
export const calendarYearSchema = z
  .strictObject({
    year: z.int().check(z.gte(2000), z.lte(2100)),
    days: z.array(specialDaySchema).check(z.maxLength(200)),
  })
  .check(
    z.refine(({ year, days }) => days.every(({ date }) => isOfYear(date, year)), {
      path: ['days'],
      error: 'Expected days of the year, or of the December before',
    }),
    z.refine(({ days }) => areDistinct(days.map(({ date }) => date)), { path: ['days'], error: 'Expected each day once' }),
  )
export type CalendarYear = z.infer<typeof calendarYearSchema>

/** What becomes of a line on a special day: it is left out, kept where it is of that weekday, or kept on any. */
const onSpecialDaySchema = z.enum(['off', 'asWeekday', 'on'])

/** Hours of a post that come again each week. */
export const weekLineSchema = z.strictObject({
  /** Own within the template; goes into the ids of the shifts. */
  id: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,16}$/)),
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  weekdays: z.array(z.int().check(z.gte(1), z.lte(7))).check(z.maxLength(7)),
  /** On holidays. @defaultValue `off` */
  holidays: z.optional(onSpecialDaySchema),
  /** On days that are worked in lieu (调休). @defaultValue `off` */
  makeUpDays: z.optional(onSpecialDaySchema),
  from: clockTimeSchema,
  /** Of the next day where it is not after `from`. */
  to: clockTimeSchema,
  /** Seats. */
  need: z.int().check(z.gte(1), z.lte(1000)),
  /** 1+1+N: places for those with a role, together no more than the seats. */
  mix: z.optional(z.array(z.strictObject({ role: slotRoleSchema, need: z.int().check(z.gte(0), z.lte(1000)) }))),
  /** Whoever comes needs all of them. */
  skills: z.optional(z.array(skillSchema).check(z.maxLength(10))),
  /** Years. */
  minAge: z.optional(z.int().check(z.gte(0), z.lte(99))),
  campaign: z.optional(idSchema),
})
export type WeekLine = z.infer<typeof weekLineSchema>

/**
 * A post's week, from one local date until before another. Shifts that are planned change with their lines; a template stays at
 * its post: to have another, end it and begin a new one.
 */
export const weekTemplateSchema = z.strictObject({
  id: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,35}$/)),
  postId: idSchema,
  from: dateSchema,
  to: z.optional(dateSchema),
  lines: z.array(weekLineSchema).check(
    z.minLength(1),
    z.maxLength(50),
    z.refine((lines) => areDistinct(lines.map(({ id }) => id)), 'Expected each line under an id of its own'),
  ),
})
export type WeekTemplate = z.infer<typeof weekTemplateSchema>

/** What came of making shifts from the templates. */
export const madeShiftsSchema = z.object({
  made: z.int().check(z.gte(0)),
  /** Made before, and given other hours, seats or demands. */
  changed: z.int().check(z.gte(0)),
  /** Made before, and their line asks for something else now, but they are too near for whoever is on them: they stay as they were. */
  kept: z.array(idSchema),
  /** Made before, and given by no template any more. */
  calledOff: z.int().check(z.gte(0)),
  /** Called off when no template gave them, and to take place again now that one does. */
  restored: z.int().check(z.gte(0)),
  /** Dates of the time whose holidays nobody knows yet: they are looked at again once they are. */
  provisional: z.array(dateSchema),
})
export type MadeShifts = z.infer<typeof madeShiftsSchema>

const isOfYear = (date: string, year: number): boolean => date.startsWith(`${year}-`) || date.startsWith(`${year - 1}-12-`)

const areDistinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length
