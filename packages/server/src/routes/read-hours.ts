import { reachesDistrict } from '@wangge/core/access'
import { localDate, zonedTime } from '@wangge/core/roster'
import type { OrganisationHours } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import type { Call } from '../operation.ts'
import { namesOf } from '../privacy/names-of.ts'
import { notFound } from '../problem.ts'
import { daySpanQuerySchema } from '../schema.ts'
import type { DaySpanQuery } from '../schema.ts'
import { appendAudit } from '../storage/audit.ts'
import { openCorrections } from '../storage/corrections.ts'
import type { StoredCorrection } from '../storage/corrections.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { serviceRecords } from '../storage/service-records.ts'
import type { PersonRecord } from '../storage/service-records.ts'

/** Who reads an organisation's hours. */
export const HOURS_RULES = {
  access: ['staff'],
  roles: ['street', 'liaison'],
  scope: 'organisation',
  query: daySpanQuerySchema,
} as const

/** An organisation's records of some days, and what of it is asked to be corrected; the reading is audited. */
export async function readHours({ context, principal, params, query, now }: Call<DaySpanQuery, unknown>) {
  const { db, districtId } = context
  const orgId = params.id!
  const reference = await context.reference.current()
  expectOwnOrganisation(principal, orgId, reference.tree)
  if (!(await findOrganisation(db, districtId, orgId))) throw notFound('unknown-organisation', 'There is no such organisation')
  const { timeZone } = reference
  const { from, to, span } = daysAsked(query, { now, timeZone })
  const records = await serviceRecords(db, context, reference, { orgId, ...span, now })
  const known = new Map(records.map((record) => [record.signUpId, record]))
  const asked: { correction: StoredCorrection; record: PersonRecord }[] = []
  const open = await openCorrections(db, districtId, orgId)
  // They may be of days that were not asked for.
  const signUpIds = open.flatMap(({ sign_up_id: id }) => (known.has(id) ? [] : [id]))
  if (signUpIds.length > 0) {
    for (const record of await serviceRecords(db, context, reference, { signUpIds, now })) known.set(record.signUpId, record)
  }
  for (const correction of open) {
    const record = known.get(correction.sign_up_id)
    if (record) asked.push({ correction, record })
  }
  const ids = [...records, ...asked.map(({ record }) => record)].map(({ personId }) => personId)
  const isStreet = (principal as Staff).grants.some((grant) => reachesDistrict(grant, reference.tree))
  const nameOf = await namesOf(db, context, ids, { seesMinors: isStreet })
  const act = { at: new Date(now).toISOString(), actor: principalName(principal), action: 'read-hours', subject: orgId }
  await db.transaction().execute((tx) => appendAudit(tx, context, act))
  const people = hoursByPerson(records, nameOf)
  return { orgId, from, to, minutes: minutesOf(records), people, records, asked, nameOf, timeZone }
}

/** Days as they were asked for, this month up to today where they were not; and the instants that they lie between. */
export function daysAsked(query: DaySpanQuery, { now, timeZone }: { now: number; timeZone: string }) {
  const today = localDate(now, timeZone)
  const { from = `${today.slice(0, 7)}-01`, to = today } = query
  const at = (date: string, minutes: number) => new Date(zonedTime(date, minutes, timeZone)).toISOString()
  return { from, to, span: { from: at(from, 0), to: at(to, 24 * 60) } }
}

/** Whole minutes that count by person, and how often each came. */
export const hoursByPerson = (
  records: readonly PersonRecord[],
  nameOf: (personId: string) => string,
): OrganisationHours['people'] =>
  [...Map.groupBy(records, ({ personId }) => personId)].map(([personId, own]) => ({
    personId,
    name: nameOf(personId),
    minutes: minutesOf(own),
    times: own.filter(({ checkedInAt }) => checkedInAt !== undefined).length,
  }))

const minutesOf = (records: readonly PersonRecord[]): number => records.reduce((sum, one) => sum + one.minutes, 0)
