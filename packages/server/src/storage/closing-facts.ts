import { addDays, quotaDays } from '@wangge/core/roster'
import type { ClosingFacts, IntersectionDuty, LiaisonAppointment, Membership, PlaceToCome } from '@wangge/core/roster'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { dutyCalendar } from './duty-calendar.ts'
import { listOrganisations } from './organisations.ts'
import { intersectionDuties } from './posts.ts'
import { currentPlan, loadRolls } from './quota.ts'
import { withoutNulls } from './without-nulls.ts'

interface Asked {
  orgId: string
  /** Epoch milliseconds. */
  now: number
  /** Local date. */
  today: string
}

/** What closing an organisation is decided by (core's `closeOrganisation`). */
export async function closingFacts(db: Queries, districtId: string, { orgId, now, today }: Asked): Promise<ClosingFacts> {
  const of = (table: 'memberships' | 'role_appointments' | 'teams') =>
    sql`${sql.table(table)} where district_id = ${districtId} and org_id = ${orgId}`
  const { rows: memberships } = await sql<Membership & { to: string | null }>`
    select person_id as "personId", org_id as "orgId", from_at as "from", to_at as "to" from ${of('memberships')}
    order by person_id, from_at`.execute(db)
  const { rows: appointments } = await sql<LiaisonAppointment & { to: string | null }>`
    select id, person_id as "personId", from_at as "from", to_at as "to" from ${of('role_appointments')} and role = 'liaison'
    order by id`.execute(db)
  const { rows: teams } = await sql<{ id: string; name: Localized }>`select id, name from ${of('teams')} order by id`.execute(db)
  const duties = await dutiesThere(db, districtId, orgId)
  return {
    ...{ orgId, teams, duties },
    organisations: await listOrganisations(db, districtId),
    isTold: await owesToday(db, districtId, { orgId, today }),
    memberships: memberships.map(withoutNulls),
    places: await placesToCome(db, districtId, { orgId, now }),
    appointments: appointments.map(withoutNulls),
    intersections: await namesOf(db, districtId, duties),
  }
}

/** Places at shifts that have not begun, by shift; whoever has said that they cannot come has none any more. */
async function placesToCome(
  db: Queries,
  districtId: string,
  { orgId, now }: { orgId: string; now: number },
): Promise<PlaceToCome[]> {
  const { rows } = await sql<PlaceToCome>`
    select sign_ups.id as "signUpId", shift_id as "slotId", person_id as "personId", starts_at as "startsAt", state from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    where sign_ups.district_id = ${districtId} and org_id = ${orgId} and state <> 'cancelled' and absence is null
      and starts_at > ${new Date(now).toISOString()}::timestamptz
    order by starts_at, shift_id, ordinal`.execute(db)
  return rows
}

/** Whether a share of today's quota is the organisation's: what is due of whom is told by now, and stays. */
async function owesToday(db: Queries, districtId: string, { orgId, today }: { orgId: string; today: string }): Promise<boolean> {
  const view = await currentPlan(db, districtId)
  if (!view) return false
  const [roll, calendar] = [await loadRolls(db, districtId), await dutyCalendar(db, districtId)]
  const { organisations } = quotaDays({ plan: view.plan, roll, from: today, to: addDays(today, 1), calendar })
  return organisations.find((one) => one.orgId === orgId)?.days.some(({ entitlement }) => entitlement > 0) ?? false
}

/** Of all branches at the intersections that it has or had. */
async function dutiesThere(db: Queries, districtId: string, orgId: string): Promise<IntersectionDuty[]> {
  const all = await intersectionDuties(db, districtId)
  const own = new Set(all.filter((duty) => duty.orgId === orgId).map(({ intersectionId }) => intersectionId))
  return all.filter(({ intersectionId }) => own.has(intersectionId))
}

async function namesOf(
  db: Queries,
  districtId: string,
  duties: readonly IntersectionDuty[],
): Promise<{ id: string; name: Localized }[]> {
  const ids = [...new Set(duties.map(({ intersectionId }) => intersectionId))]
  const { rows } = await sql<{ id: string; name: Localized }>`
    select id, name from places where district_id = ${districtId} and id = any(${ids}::text[]) and name is not null`.execute(db)
  return rows
}
