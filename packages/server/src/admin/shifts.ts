import { madeShiftsSchema } from '@wangge/core/roster/schema'
import { CHINESE_CALENDAR_SOURCE, chineseCalendar } from '../calendar/chinese-calendar.ts'
import { calendarListSchema, calendarSetSchema, makeShiftsSchema, nothingSchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import { dutyCalendar, setCalendarYears } from '../storage/duty-calendar.ts'
import { makeShifts } from '../storage/make-shifts.ts'
import { command, OWNER } from './command.ts'

/** How far ahead shifts are made where nobody says otherwise. */
export const WEEKS_AHEAD = 4

export const SHIFT_COMMANDS = {
  'shifts-make': command({
    summary: 'Makes the shifts of the coming weeks from their templates; done twice it is done once',
    input: makeShiftsSchema,
    output: madeShiftsSchema,
    forStreet: true,
    run: async (context, { weeks = WEEKS_AHEAD, from }, actor = OWNER) => makeShifts(context, { weeks, from, actor }),
  }),
  'calendar-show': command({
    summary: 'Holidays and days worked in lieu, year by year, and where they are from',
    input: nothingSchema,
    output: calendarListSchema,
    forStreet: true,
    run: async ({ db, districtId }) => ({ years: await dutyCalendar(db, districtId) }),
  }),
  'calendar-set': command({
    summary: 'Sets whole years of the calendar; without any, all that come with this version',
    input: calendarSetSchema,
    output: calendarListSchema,
    forStreet: true,
    async run(context, { years = chineseCalendar(), source = CHINESE_CALENDAR_SOURCE }, actor = OWNER) {
      await context.reference.current()
      const at = new Date(context.clock()).toISOString()
      return act(context, { action: 'calendar-set', actor }, async ({ db, districtId }) => {
        await setCalendarYears(db, districtId, { years, source, at })
        const subject = years.map(({ year }) => year).join(',')
        return { subject, result: { years: await dutyCalendar(db, districtId) } }
      })
    },
  }),
}
