import { localDate } from '@wangge/core/roster'
import { calendarAddressCommandSchema, calendarAddressSchema, calendarStatusSchema } from '@wangge/core/roster/schema'
import type { CalendarStatus } from '@wangge/core/roster/schema'
import { textAnswer } from '../answer.ts'
import { principalName } from '../auth/principal.ts'
import type { Person } from '../auth/principal.ts'
import { dutyFeed, remindMinutes } from '../duty-feed.ts'
import { icalendar } from '../formats/icalendar.ts'
import { operation } from '../operation.ts'
import { notFound, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import {
  calendarAddressOf,
  calendarDuties,
  findCalendarAddress,
  noteReading,
  renewCalendarAddress,
  revokeCalendarAddress,
} from '../storage/calendar-addresses.ts'
import { districtCode } from '../storage/load-reference.ts'

const DAY_MS = 86_400_000
/** Days for which a duty that is over stays in the calendar. */
const KEPT_DAYS = 31

const OWN = { access: ['person'], scope: 'own', query: noQuerySchema } as const

export const postMyCalendar = operation({
  ...OWN,
  method: 'POST',
  path: '/v1/me/calendar',
  id: 'renewMyCalendar',
  summary: 'Makes a secret address of one’s own duties for a calendar program; the one before is dead',
  json: { schema: calendarAddressCommandSchema },
  answers: { 201: { description: 'The address, told this once', schema: calendarAddressSchema } },
  async handle({ context, principal, body: { lang = 'zh' }, now }) {
    const person = principal as Person
    // Who never signed up has no duties, and has agreed to nothing.
    if (person.personId === undefined) throw refused('no-sign-ups')
    const { personId } = person
    const at = new Date(now).toISOString()
    const secret = await act(context, { action: 'renew-calendar', actor: principalName(principal) }, async (inside) => {
      const { db, districtId, randomBytes } = inside
      return { subject: personId, result: await renewCalendarAddress(db, districtId, { personId, lang, at, randomBytes }) }
    })
    return { status: 201, body: { path: `/v1/calendars/${secret}.ics`, createdAt: at } }
  },
})

export const getMyCalendar = operation({
  ...OWN,
  method: 'GET',
  path: '/v1/me/calendar',
  id: 'getMyCalendar',
  summary: 'Whether there is an address of one’s own duties, and when it was last read',
  answers: { 200: { description: 'Empty where there is none', schema: calendarStatusSchema } },
  async handle({ context: { db, districtId }, principal }) {
    const { personId } = principal as Person
    const found = personId === undefined ? undefined : await calendarAddressOf(db, districtId, personId)
    const body: CalendarStatus = found
      ? { createdAt: found.createdAt, ...(found.readOn !== null && { lastReadOn: found.readOn }) }
      : {}
    return { status: 200, body }
  },
})

export const postRevokeCalendar = operation({
  ...OWN,
  method: 'POST',
  path: '/v1/me/calendar/revoke',
  id: 'revokeMyCalendar',
  summary: 'Takes the address of one’s own duties back, at once and for good',
  json: { schema: calendarAddressCommandSchema },
  answers: { 200: { description: 'There is none any more', schema: calendarStatusSchema } },
  async handle({ context, principal }) {
    const { personId } = principal as Person
    await act(context, { action: 'revoke-calendar', actor: principalName(principal) }, async ({ db, districtId }) => {
      const revoked = personId !== undefined && (await revokeCalendarAddress(db, districtId, personId))
      return { ...(revoked && { subject: personId }), result: undefined }
    })
    return { status: 200, body: {} }
  },
})

export const getCalendar = operation({
  method: 'GET',
  path: '/v1/calendars/{secret}.ics',
  id: 'getCalendar',
  summary: 'A person’s duties for whoever holds the secret address: times and posts, no names',
  access: ['anyone'],
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'iCalendar (RFC 5545)', type: 'text/calendar' } },
  async handle({ context: { db, districtId, reference }, params, request, now }) {
    const found = await findCalendarAddress(db, districtId, params.secret!)
    if (!found) throw notFound('unknown-calendar', 'There is no such calendar')
    const { timeZone, policy } = await reference.current()
    const { personId, lang, readOn } = found
    const today = localDate(now, timeZone)
    if (readOn !== today) await noteReading(db, districtId, personId, today)
    const after = new Date(now - KEPT_DAYS * DAY_MS).toISOString()
    const duties = await calendarDuties(db, districtId, personId, after)
    const feed = dutyFeed(duties, { lang, districtCode: await districtCode(db, districtId), remind: remindMinutes(policy) })
    return textAnswer(request, icalendar(feed), { type: 'text/calendar; charset=utf-8', filename: 'duties.ics' })
  },
})
