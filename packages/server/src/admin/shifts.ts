import { checkPosts } from '@wangge/core/roster'
import type { PostFinding } from '@wangge/core/roster'
import { madeShiftsSchema } from '@wangge/core/roster/schema'
import { CHINESE_CALENDAR_SOURCE, chineseCalendar } from '../calendar/chinese-calendar.ts'
import { refused } from '../problem.ts'
import {
  calendarListSchema,
  calendarSetSchema,
  makeShiftsSchema,
  nothingSchema,
  templateListSchema,
  templatesSetSchema,
} from '../schema.ts'
import { act } from '../storage/act.ts'
import { dutyCalendar, setCalendarYears } from '../storage/duty-calendar.ts'
import { makeShifts } from '../storage/make-shifts.ts'
import { postsToCheck, saveWeekTemplates, weekTemplates } from '../storage/week-templates.ts'
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
  'templates-show': command({
    summary: 'The weeks of the posts, from which their shifts are made',
    input: nothingSchema,
    output: templateListSchema,
    forStreet: true,
    run: async ({ db, districtId }) => ({ templates: await weekTemplates(db, districtId) }),
  }),
  'templates-set': command({
    summary:
      'Sets weeks of posts, each under its id, unless something would be wrong with them; shifts are made, and those that are planned changed, the next time they are made',
    input: templatesSetSchema,
    output: templateListSchema,
    forStreet: true,
    run: async (context, { templates }, actor = OWNER) =>
      act(context, { action: 'templates-set', actor }, async ({ db, districtId }) => {
        const posts = new Map((await weekTemplates(db, districtId)).map(({ id, postId }) => [id, postId]))
        await saveWeekTemplates(db, districtId, templates)
        const all = await weekTemplates(db, districtId)
        const ids = new Set(templates.map(({ id }) => id))
        const findings = checkPosts(await postsToCheck(db, districtId), all).filter((finding) => isAbout(finding, ids))
        if (findings.length > 0) throw refused('templates-unsound', { findings: findings.slice(0, 20) })
        const moved = templates.find(({ id, postId }) => (posts.get(id) ?? postId) !== postId)
        if (moved) throw refused('template-of-other-post', { templateId: moved.id, postId: posts.get(moved.id) })
        return { subject: [...ids].slice(0, 20).join(','), result: { templates: all } }
      }),
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

/** What is wrong elsewhere was so before. */
function isAbout(finding: PostFinding, ids: ReadonlySet<string>): boolean {
  if (finding.code === 'lines-overlap') return finding.lines.some(({ templateId }) => ids.has(templateId))
  return 'templateId' in finding && ids.has(finding.templateId)
}
