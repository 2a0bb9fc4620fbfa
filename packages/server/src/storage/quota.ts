import { addDays, closedRolls, localDate } from '@wangge/core/roster'
import type { RollEntry } from '@wangge/core/roster'
import { quotaKindSchema } from '@wangge/core/roster/schema'
import type { QuotaPlan, QuotaPlanView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { countsAtShift } from './attendance.ts'
import { closingDays } from './closed-organisations.ts'
import type { Queries, Tx } from './database.ts'

/** Whether an organisation has members of its own that may be called. */
export const hasRoll = ({ kind }: { kind: string }): boolean => (quotaKindSchema.options as readonly string[]).includes(kind)

/** The plan that holds; undefined before the first. */
export async function currentPlan(db: Queries, districtId: string): Promise<QuotaPlanView | undefined> {
  const row = await db
    .selectFrom('quota_plans')
    .select(['version', 'plan', 'at'])
    .where('district_id', '=', districtId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { version: row.version, plan: row.plan, updatedAt: row.at }
}

/** @returns false where somebody else has made this version meanwhile */
export async function insertPlan(
  tx: Tx,
  districtId: string,
  { version, plan, at }: { version: number; plan: QuotaPlan; at: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('quota_plans')
    .values({ district_id: districtId, version, plan: JSON.stringify(plan), at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** How many members organisations have and had, and nobody from the day on which one is closed. */
export const loadRolls = async (db: Queries, districtId: string): Promise<RollEntry[]> =>
  closedRolls(await keptRolls(db, districtId), await closingDays(db, districtId))

async function keptRolls(db: Queries, districtId: string): Promise<RollEntry[]> {
  const rows = await db.selectFrom('quota_rolls').selectAll().where('district_id', '=', districtId).execute()
  return rows.map((row) => ({
    orgId: row.org_id,
    kind: row.kind,
    from: row.from_day,
    registered: row.registered,
    ...(row.members !== null && { members: row.members }),
  }))
}

interface RollTime {
  now: number
  timeZone: string
  /** Whether a plan goes by memberships: only then their number makes a roll another one. */
  byMembers: boolean
}

/** Whether any step of a plan goes by memberships. */
export const isByMembers = (plan: QuotaPlan | undefined): boolean =>
  plan?.steps.some(({ basis }) => basis === 'memberships') ?? false

/** The rolls as they will be once `recordRolls` has been called under a plan. */
export async function rollsToCome(db: Queries, districtId: string, time: RollTime): Promise<RollEntry[]> {
  const { rows } = await sql<RollEntry>`
    select "orgId", kind, "from", registered, members from (${otherRolls(districtId, time)}) as other`.execute(db)
  // The later entry of one day holds.
  return closedRolls([...(await keptRolls(db, districtId)), ...rows], await closingDays(db, districtId))
}

/** How many members organisations have now, declared and by membership, where that is not what was kept last, with its first day. */
function otherRolls(districtId: string, { now, timeZone, byMembers }: RollTime) {
  const at = new Date(now).toISOString()
  const today = localDate(now, timeZone)
  const tomorrow = addDays(today, 1)
  return sql`
    with kept as (
      select distinct on (org_id) org_id, kind, registered, members from quota_rolls
      where district_id = ${districtId} order by org_id, from_day desc
    ), present as (
      select id, kind, registered, (
          select count(distinct person_id)::int from memberships
          where memberships.district_id = organisations.district_id and org_id = organisations.id
            and from_at <= ${at}::timestamptz and (to_at is null or to_at > ${at}::timestamptz)) as members
      from organisations where district_id = ${districtId} and kind = any(${quotaKindSchema.options}::text[])
    )
    select coalesce(present.id, kept.org_id) as "orgId",
      case when exists (select from kept) then ${tomorrow}::text else ${today}::text end as "from",
      coalesce(present.kind, kept.kind) as kind, coalesce(present.registered, 0) as registered,
      coalesce(present.members, 0) as members
    from present full join kept on kept.org_id = present.id
    where (kept.kind, kept.registered) is distinct from (coalesce(present.kind, kept.kind), coalesce(present.registered, 0))
      or (${byMembers}::boolean and coalesce(kept.members, kept.registered) is distinct from coalesce(present.members, 0))`
}

/**
 * Keeps how many members organisations have now, where that is not what was kept last: at first from today on, later from
 * tomorrow, because what is due today is told already. Without a plan nothing is kept. To be called by whatever changes an
 * organisation, or who belongs to one, and once a day.
 * @returns organisations whose roll is another
 */
export async function recordRolls(tx: Tx, districtId: string, time: Omit<RollTime, 'byMembers'>): Promise<number> {
  const byMembers = isByMembers((await currentPlan(tx, districtId))?.plan)
  const { numAffectedRows = 0n } = await sql`
    insert into quota_rolls (district_id, org_id, from_day, kind, registered, members)
    select ${districtId}, "orgId", "from", kind, registered, members from (${otherRolls(districtId, { ...time, byMembers })}) as other
    where exists (select from quota_plans where district_id = ${districtId})
    on conflict (district_id, org_id, from_day) do update set
      kind = excluded.kind, registered = excluded.registered, members = excluded.members`.execute(tx)
  return Number(numAffectedRows)
}

/**
 * Keeps what time alone has changed: memberships that have begun or ended since, though nobody did anything today. Done again on the same day it
 * changes nothing. @returns organisations whose roll is another
 */
export async function keepRolls({ db, districtId, clock, reference }: Context): Promise<number> {
  const { timeZone } = await reference.current()
  return db.transaction().execute((tx) => recordRolls(tx, districtId, { now: clock(), timeZone }))
}

export interface DutyCount {
  /**
   * Persons with a seat on a shift that begins on the day; of those who are told not to have come, whoever came after all, and of a
   * shift that was called off, whoever had come.
   */
  assigned: number
  /** Of those, persons who came. */
  fulfilled: number
}

/**
 * How many turns (人次) of each organisation are taken on each local date, and to how many of them somebody came; by `key` of organisation
 * and date. Whoever has checked in, or out, has come (`isFulfilled`). A turn at a shift that was called off is none beside another of that
 * day: the other may be in its place.
 */
export async function dutyCounts(
  db: Queries,
  districtId: string,
  { from, to, timeZone }: { from: string; to: string; timeZone: string },
): Promise<{ of(orgId: string, date: string): DutyCount }> {
  const came = sql`coalesce(attendances.corrected_in_at, attendances.in_at, attendances.out_at) is not null`
  const { rows } = await sql<DutyCount & { orgId: string; date: string }>`
    select "orgId", date, sum(greatest(live, off)) as assigned, sum(greatest(came, off)) as fulfilled from (
    select sign_ups.org_id as "orgId", to_char(shifts.starts_at at time zone ${timeZone}, 'YYYY-MM-DD') as date,
      count(*) filter (where not shifts.cancelled)::int as live,
      count(*) filter (where not shifts.cancelled and ${came})::int as came,
      max(shifts.cancelled::int) as off
    from sign_ups
    left join attendances
      on attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    where sign_ups.district_id = ${districtId} and sign_ups.state = 'seated' and ${countsAtShift(sql`sign_ups`)}
      and (sign_ups.absence is null or ${came})
      and shifts.starts_at >= (${from}::timestamp at time zone ${timeZone})
      and shifts.starts_at < (${to}::timestamp at time zone ${timeZone})
    group by 1, 2, sign_ups.person_id) as turns
    group by 1, 2`.execute(db)
  const counts = new Map(rows.map(({ orgId, date, assigned, fulfilled }) => [`${date} ${orgId}`, { assigned, fulfilled }]))
  return { of: (orgId, date) => counts.get(`${date} ${orgId}`) ?? { assigned: 0, fulfilled: 0 } }
}
