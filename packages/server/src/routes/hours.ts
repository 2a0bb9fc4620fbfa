import { maskName } from '@wangge/core/privacy'
import { hoursOf, localDate, zonedTime } from '@wangge/core/roster'
import { myHoursSchema, organisationHoursSchema, RECORD_KIND } from '@wangge/core/roster/schema'
import { stringify } from 'csv-stringify/sync'
import { reachesDistrict } from '@wangge/core/access'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { principalName } from '../auth/principal.ts'
import type { Person, Staff } from '../auth/principal.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { notFound } from '../problem.ts'
import { daySpanQuerySchema, noQuerySchema } from '../schema.ts'
import type { DaySpanQuery } from '../schema.ts'
import { appendAudit } from '../storage/audit.ts'
import { correctionsOf, correctionView, openCorrections } from '../storage/corrections.ts'
import type { StoredCorrection } from '../storage/corrections.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { findPeople } from '../storage/people.ts'
import { recordOf, serviceRecords } from '../storage/service-records.ts'
import type { PersonRecord } from '../storage/service-records.ts'

/** Shown for somebody of whom nothing is known any more. */
const ERASED = '—'

export const getMyHours = operation({
  method: 'GET',
  path: '/v1/me/hours',
  id: 'getMyHours',
  summary: 'One’s own hours of service, with what is recorded of each activity',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  answers: { 200: { description: 'Newest first', schema: myHoursSchema } },
  async handle({ context, principal, now }) {
    const { personId, orgId } = principal as Person
    const reference = await context.reference.current()
    const known = personId === undefined ? [] : await serviceRecords(context.db, context, reference, { personId, orgId, now })
    const corrections = await correctionsOf(
      context.db,
      context.districtId,
      known.map(({ signUpId }) => signUpId),
    )
    const reader = { roles: ['self'] as const, actor: principalName(principal) }
    const records = known.map((one) => {
      const newest = corrections.find((correction) => correction.sign_up_id === one.signUpId)
      return { ...recordOf(one), ...(newest && { correction: correctionView(context, newest, reader) }) }
    })
    const minutes = records.reduce((sum, one) => sum + one.minutes, 0)
    const body = { asOf: new Date(now).toISOString(), kind: RECORD_KIND, minutes, records }
    return { status: 200, body, tag: records }
  },
})

const RULES = { access: ['staff'], roles: ['street', 'liaison'], scope: 'organisation', query: daySpanQuerySchema } as const

export const getOrganisationHours = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/organisations/{id}/hours',
  id: 'getOrganisationHours',
  summary:
    'An organisation’s hours of service by person, what is not recorded yet, corrections to decide; the reading is audited',
  answers: { 200: { description: 'This month, where no days are named', schema: organisationHoursSchema } },
  async handle(call) {
    const { context, principal, now } = call
    const { orgId, from, to, records, asked, nameOf } = await readHours(call)
    const people = Map.groupBy(records, ({ personId }) => personId)
    const { tree } = await context.reference.current()
    const isStreet = (principal as Staff).grants.some((grant) => reachesDistrict(grant, tree))
    const isLiaison = (principal as Staff).grants.some((grant) => grant.orgId === orgId)
    const roles = [...(isLiaison ? (['recorder'] as const) : []), ...(isStreet ? (['street'] as const) : [])]
    const reader = { roles, actor: principalName(principal) }
    const body = {
      kind: RECORD_KIND,
      orgId,
      from,
      to,
      minutes: minutesOf(records),
      people: [...people].map(([personId, own]) => ({
        personId,
        name: nameOf(personId),
        minutes: minutesOf(own),
        times: own.filter(({ checkedInAt }) => checkedInAt !== undefined).length,
      })),
      unrecorded: records
        .filter(({ recorded, endsAt }) => !recorded && Date.parse(endsAt) <= now)
        .toReversed()
        .map(({ signUpId, slotId, activity, personId, startsAt, endsAt, recordBy }) => {
          const late = now > Date.parse(recordBy)
          return { signUpId, slotId, activity, personId, name: nameOf(personId), startsAt, endsAt, recordBy, late }
        }),
      corrections: asked.map(({ correction, record: { activity, personId, startsAt, endsAt } }) => {
        const view = correctionView(context, correction, reader)
        return { ...view, activity, personId, name: nameOf(personId), startsAt, endsAt }
      }),
    }
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...body }, tag: body }
  },
})

/** The columns that decree 67 asks for. The system that the ministry designates knows its volunteers by itself. */
const COLUMNS = [
  '姓名 name',
  '活动名称 activity',
  '日期 date',
  '地点 place',
  '服务内容 content',
  '签到 checked in',
  '签退 checked out',
  '服务时间（小时） hours',
  '服务时间（分钟） minutes',
  '活动组织单位 organiser',
  '活动负责人 in charge',
  '记录类别 record',
]

export const getOrganisationHoursCsv = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/organisations/{id}/hours.csv',
  id: 'exportOrganisationHours',
  summary: 'The same record by record, for the system that the ministry designates; no cell is taken for a formula',
  answers: { 200: { description: 'UTF-8 with a byte order mark', type: 'text/csv' } },
  async handle(call) {
    const { records, nameOf, timeZone } = await readHours(call)
    const clock = clockIn(timeZone)
    const rows = records
      .filter(({ recorded }) => recorded)
      .map((one) => [
        nameOf(one.personId),
        one.activity.zh,
        localDate(Date.parse(one.startsAt), timeZone),
        one.place.zh,
        one.content.zh,
        clock(one.checkedInAt!),
        clock(one.checkedOutAt!),
        hoursOf(one.minutes).toFixed(1),
        one.minutes,
        one.organiser.zh,
        one.inCharge ?? '',
        '平台记录 platform record',
      ])
    const body = stringify([COLUMNS, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
    const headers = {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="service-hours.csv"',
      'cache-control': 'no-store',
    }
    return new Response(body, { status: 200, headers })
  },
})

async function readHours({ context, principal, params, query, now }: Call<DaySpanQuery, unknown>) {
  const { db, districtId } = context
  const orgId = params.id!
  const reference = await context.reference.current()
  expectOwnOrganisation(principal, orgId, reference.tree)
  if (!(await findOrganisation(db, districtId, orgId))) throw notFound('unknown-organisation', 'There is no such organisation')
  const { timeZone } = reference
  const today = localDate(now, timeZone)
  const { from = `${today.slice(0, 7)}-01`, to = today } = query
  const span = {
    from: new Date(zonedTime(from, 0, timeZone)).toISOString(),
    to: new Date(zonedTime(to, 24 * 60, timeZone)).toISOString(),
  }
  const records = await serviceRecords(db, context, reference, { orgId, ...span, now })
  const known = new Map(records.map((record) => [record.signUpId, record]))
  const asked: { correction: StoredCorrection; record: PersonRecord }[] = []
  for (const correction of await openCorrections(db, districtId, orgId)) {
    const signUpId = correction.sign_up_id
    // It may be of days that were not asked for.
    const record = known.get(signUpId) ?? (await serviceRecords(db, context, reference, { signUpId, now }))[0]
    if (record) asked.push({ correction, record })
  }
  const ids = [...records, ...asked.map(({ record }) => record)].map(({ personId }) => personId)
  const names = new Map((await findPeople(db, context, [...new Set(ids)])).map((one) => [one.id, one]))
  const isStreet = (principal as Staff).grants.some((grant) => reachesDistrict(grant, reference.tree))
  const act = { at: new Date(now).toISOString(), actor: principalName(principal), action: 'read-hours', subject: orgId }
  await db.transaction().execute((tx) => appendAudit(tx, context, act))
  /** A minor's name is masked, as in the roster, but for the street. */
  const nameOf = (personId: string) => {
    const { name = ERASED, minor = false } = names.get(personId) ?? {}
    return minor && !isStreet ? maskName(name) : name
  }
  return { orgId, from, to, records, asked, nameOf, timeZone }
}

const minutesOf = (records: readonly PersonRecord[]): number => records.reduce((sum, one) => sum + one.minutes, 0)

/** The local date and time of day. */
function clockIn(timeZone: string): (instant: string) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return (instant) => format.format(Date.parse(instant))
}
