import type { PlanAssignment, PlanDraft, PlanJob } from '@wangge/core/roster/schema'
import type { PlanProgress } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Queries, Tx } from './database.ts'
import type { PlanBaseRecord, PlanChoices, RosterPlanTable } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

export type PlanRow = Selectable<RosterPlanTable>

/** A seat of a draft, and whether it was there before; without `need` the draft takes it away. */
export interface DraftSeat {
  slotId: string
  personId: string
  need: number | null
  wasSeated: boolean
}

export interface NewPlan {
  id: string
  gridId: string
  from: string
  days: number
  choices: PlanChoices
  basedOn?: string | undefined
  at: string
}

/** @returns false where the id is another plan's */
export async function insertPlan(tx: Tx, districtId: string, plan: NewPlan): Promise<boolean> {
  const { id, gridId, from, days, choices, basedOn = null, at } = plan
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('roster_plans')
    .values({
      district_id: districtId,
      id,
      state: 'queued',
      grid_id: gridId,
      from_date: from,
      days,
      options: JSON.stringify(choices),
      based_on: basedOn,
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export const findPlan = (db: Queries, districtId: string, id: string, { lock = false } = {}): Promise<PlanRow | undefined> =>
  db
    .selectFrom('roster_plans')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()

/** Of some grids, newest first. */
export const listPlans = (db: Queries, districtId: string, gridIds: readonly string[]): Promise<PlanRow[]> =>
  db
    .selectFrom('roster_plans')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('grid_id', '=', sql<string>`any(${[...gridIds]}::text[])`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute()

/**
 * How many plans of some grids wait or are being made. Whoever else asks for one waits here until the transaction ends: it is
 * counted then.
 */
export async function unendedPlans(tx: Tx, districtId: string, gridIds: readonly string[]): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`roster-plans ${districtId}`}, 0))`.execute(tx)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from roster_plans where district_id = ${districtId} and state in ('queued', 'running')
      and grid_id = any(${gridIds}::text[])`.execute(tx)
  return rows[0]!.count
}

export function planJobOf(row: PlanRow): PlanJob {
  const { id, state, grid_id: gridId, from_date: from, days, options, attempts, seq } = row
  const { based_on: basedOn, created_at: createdAt, started_at: startedAt, ended_at: endedAt, published_at: publishedAt } = row
  const { progress, summary, failure } = row
  const told = withoutNulls({ basedOn, startedAt, endedAt, publishedAt, progress, summary, failure })
  return { id, state, gridId, from, days, existing: options.existing ?? 'keep', createdAt, attempts, seq, ...told }
}

export interface Lease {
  /** Who plans. */
  by: string
  /** Epoch milliseconds. */
  now: number
  /** For how long nobody else may, without word from `by`; milliseconds. */
  leaseMs: number
}

/** Whoever died over a plan so often has not died by chance. */
const MOST_ATTEMPTS = 3

/**
 * Takes the oldest plan that nobody makes: one that is queued, or whose maker has not been heard of. Of several processes one
 * gets it. A plan that was begun too often has failed.
 */
export async function claimPlan(db: Queries, districtId: string, { by, now, leaseMs }: Lease): Promise<PlanRow | undefined> {
  const at = new Date(now).toISOString()
  const isLost = sql<boolean>`state = 'running' and lease_until <= ${at}::timestamptz`
  const failure = { code: 'interrupted', message: `The server ended ${MOST_ATTEMPTS} times while it made this plan` }
  await sql`
    update roster_plans set state = 'failed', ended_at = ${at}::timestamptz, failure = ${JSON.stringify(failure)}::jsonb, seq = seq + 1
    where district_id = ${districtId} and ${isLost} and attempts >= ${MOST_ATTEMPTS}::int`.execute(db)
  const { rows } = await sql<{ id: string }>`
    update roster_plans set state = 'running', lease_by = ${by}, attempts = attempts + 1, seq = seq + 1,
      started_at = ${at}::timestamptz, lease_until = ${new Date(now + leaseMs).toISOString()}::timestamptz, progress = null
    where district_id = ${districtId} and id = (
      select id from roster_plans where district_id = ${districtId} and (state = 'queued' or ${isLost})
      order by created_at, id limit 1 for update skip locked
    ) returning id`.execute(db)
  return rows[0] && findPlan(db, districtId, rows[0].id)
}

/** Says that the plan is being made still. @returns what was asked meanwhile; `lost` where it is somebody else's now */
export async function keepLease(
  db: Queries,
  districtId: string,
  { id, progress, by, now, leaseMs }: Lease & { id: string; progress?: PlanProgress | undefined },
): Promise<'keep' | 'drop' | 'lost' | undefined> {
  const until = new Date(now + leaseMs).toISOString()
  const { rows } = await sql<{ stop: 'keep' | 'drop' | null }>`
    update roster_plans set lease_until = ${until}::timestamptz,
      progress = coalesce(${progress ? JSON.stringify(progress) : null}::jsonb, progress), seq = seq + ${progress ? 1 : 0}::int
    where district_id = ${districtId} and id = ${id} and state = 'running' and lease_by = ${by} returning stop`.execute(db)
  return rows[0] ? (rows[0].stop ?? undefined) : 'lost'
}

/** Puts a plan that was begun back, to be begun again. */
export async function releasePlan(db: Queries, districtId: string, { id, by }: { id: string; by: string }): Promise<void> {
  await sql`
    update roster_plans set state = 'queued', lease_by = null, lease_until = null, attempts = attempts - 1, seq = seq + 1
    where district_id = ${districtId} and id = ${id} and state = 'running' and lease_by = ${by}`.execute(db)
}

export interface PlanEnd {
  state: 'done' | 'failed' | 'cancelled'
  at: string
  summary?: NonNullable<PlanJob['summary']>
  failure?: NonNullable<PlanJob['failure']>
  base?: PlanBaseRecord
  draft?: Omit<PlanDraft, 'planId' | 'assignments'>
  seats?: readonly DraftSeat[]
}

/**
 * Writes what came of a plan, by whoever still makes it; where it was called off at the last moment, that it was.
 * @returns the state that it has now; undefined where somebody else makes it
 */
export async function endPlan(
  tx: Tx,
  districtId: string,
  { id, by }: { id: string; by: string },
  made: PlanEnd,
): Promise<PlanEnd['state'] | undefined> {
  const { rows } = await sql<{ stop: PlanRow['stop'] }>`
    select stop from roster_plans where district_id = ${districtId} and id = ${id} and state = 'running' and lease_by = ${by}
    for update`.execute(tx)
  if (!rows[0]) return undefined
  const end: PlanEnd = rows[0].stop === 'drop' ? { state: 'cancelled', at: made.at } : made
  const { state, at, summary, failure, base, draft, seats = [] } = end
  const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  await sql`
    update roster_plans set state = ${state}, ended_at = ${at}::timestamptz, lease_by = null, lease_until = null, seq = seq + 1,
      summary = ${text(summary)}::jsonb, failure = ${text(failure)}::jsonb, base = ${text(base)}::jsonb, draft = ${text(draft)}::jsonb
    where district_id = ${districtId} and id = ${id}`.execute(tx)
  // Whoever was erased meanwhile is in no row any more.
  await sql`
    insert into roster_plan_seats (district_id, plan_id, slot_id, person_id, need, was_seated)
    select ${districtId}, ${id}, seat."slotId", seat."personId", seat.need, seat."wasSeated"
    from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) as seat("slotId" text, "personId" text, need int, "wasSeated" boolean)
    join people on people.district_id = ${districtId} and people.id = seat."personId" and people.erased_at is null`.execute(tx)
  return state
}

export async function draftSeats(db: Queries, districtId: string, planId: string): Promise<DraftSeat[]> {
  const rows = await db
    .selectFrom('roster_plan_seats')
    .select(['slot_id as slotId', 'person_id as personId', 'need', 'was_seated as wasSeated'])
    .where('district_id', '=', districtId)
    .where('plan_id', '=', planId)
    .orderBy('slot_id')
    .orderBy('person_id')
    .execute()
  return rows
}

/** Seats as the draft has them. */
export const assignmentsOf = (seats: readonly DraftSeat[]): PlanAssignment[] =>
  seats.flatMap(({ slotId, personId, need }) => (need === null ? [] : [{ slotId, personId, need }]))

/** Asks whoever makes the plan to end; one that nobody makes is ended at once. */
export async function stopPlan(
  tx: Tx,
  districtId: string,
  { id, keep, at }: { id: string; keep: boolean; at: string },
): Promise<void> {
  await sql`
    update roster_plans set stop = ${keep ? 'keep' : 'drop'}, seq = seq + 1,
      state = case when state = 'queued' then 'cancelled' else state end,
      ended_at = case when state = 'queued' then ${at}::timestamptz end
    where district_id = ${districtId} and id = ${id}`.execute(tx)
}

export async function markPublished(tx: Tx, districtId: string, { id, at }: { id: string; at: string }): Promise<void> {
  await tx
    .updateTable('roster_plans')
    .set({ state: 'published', published_at: at, seq: sql<number>`seq + 1` })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}
