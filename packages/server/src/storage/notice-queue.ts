import { noticeTopic } from '@wangge/core/issue'
import type { Issue, Transition } from '@wangge/core/issue/schema'
import type { RosterFacts } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { AnyNoticeTopic, NoticeFailure } from '../notices/schema.ts'
import { isOpenAt } from './closed-organisations.ts'
import type { Queries, Tx } from './database.ts'
import type { NoticeTargetRow } from './notice-targets.ts'
import { withoutNulls } from './without-nulls.ts'

/**
 * Puts a step in the queue of each target that hears of it, in the transaction of the step: both are there, or neither is. The
 * issue’s row is locked, or new, so that its notices have places in the order of its steps.
 */
export async function queueNotice(
  tx: Tx,
  districtId: string,
  { gridPath }: Pick<Issue, 'gridPath'>,
  { issueId, seq, action }: Transition,
): Promise<void> {
  const topic = noticeTopic(action)
  if (topic === undefined) return
  await sql`
    insert into notices (district_id, id, target_id, topic, issue_id, seq)
    select district_id, ${`${issueId}.${seq}.`} || id, id, ${topic}, ${issueId}, ${seq}::int from notice_targets
    where district_id = ${districtId} and revoked_at is null and org_id is null and ${topic} = any(topics) and grid_id = any(${gridPath}::text[])
    order by id`.execute(tx)
}

export interface NoticeLease {
  /** Who sends. */
  by: string
  /** Epoch milliseconds. */
  now: number
  /** For how long nobody else may, without word from `by`; milliseconds. */
  leaseMs: number
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** Of what nobody has looked at yet the wait begins now: as long as no server runs, nothing grows old. */
export async function beginWaiting(db: Queries, districtId: string, now: number): Promise<void> {
  await sql`update notices set queued_at = ${iso(now)}::timestamptz where district_id = ${districtId} and queued_at is null`.execute(
    db,
  )
}

/** What waits for a target of an organisation that is closed (撤销) by now is told to nobody. */
export async function giveUpClosed(db: Queries, districtId: string, now: number): Promise<void> {
  await sql`
    update notices set gave_up_at = ${iso(now)}::timestamptz, last_error = 'organisation-closed' from notice_targets target
    where notices.district_id = ${districtId} and notices.gave_up_at is null and notices.queued_at is not null
      and target.district_id = ${districtId} and target.id = notices.target_id and target.org_id is not null
      and not ${isOpenAt(districtId, sql`target.org_id`, now)}`.execute(db)
}

/** Takes targets for which something waits, whose time has come and to whom nobody sends. Of several processes one gets each. */
export async function claimTargets(
  db: Queries,
  districtId: string,
  { by, now, leaseMs, most }: NoticeLease & { most: number },
): Promise<NoticeTargetRow[]> {
  const at = iso(now)
  const { rows } = await sql<{ id: string }>`
    update notice_targets set lease_by = ${by}, lease_until = ${iso(now + leaseMs)}::timestamptz
    where district_id = ${districtId} and id in (
      select id from notice_targets target where district_id = ${districtId} and revoked_at is null
        and ${isOpenAt(districtId, sql`target.org_id`, now)}
        and (next_at is null or next_at <= ${at}::timestamptz) and (lease_until is null or lease_until <= ${at}::timestamptz)
        and exists (
          select from notices where district_id = ${districtId} and target_id = target.id and gave_up_at is null
            and queued_at is not null
        )
      order by next_at nulls first, id limit ${most}::int for update skip locked
    ) returning id`.execute(db)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  return db.selectFrom('notice_targets').selectAll().where('district_id', '=', districtId).where('id', 'in', ids).execute()
}

export interface WaitingNotice {
  /** Its place in the queue. */
  place: number
  id: string
  topic: AnyNoticeTopic
  /** Of an issue: the number of its step. */
  issueId: string | null
  seq: number | null
  /** Of the roster: a shift, or somebody’s sign-up for it; neither for a plan. */
  slotId: string | null
  signUpId: string | null
  facts: RosterFacts | null
  at: string | null
  /** Since when it waits. */
  queuedAt: string
  lastError: string | null
}

/** The first that waits for a target. */
export async function firstNotice(db: Queries, districtId: string, targetId: string): Promise<WaitingNotice | undefined> {
  const { rows } = await sql<WaitingNotice>`
    select ${WAITING} from notices
    where district_id = ${districtId} and target_id = ${targetId} and gave_up_at is null and queued_at is not null
    order by place limit 1`.execute(db)
  return rows[0]
}

const WAITING = sql`place, id, topic, issue_id as "issueId", seq, slot_id as "slotId", sign_up_id as "signUpId", facts, at,
  queued_at as "queuedAt", last_error as "lastError"`

/**
 * The first that waits for a target with all of the roster that follow it and say the same of other shifts or people, so that a storm is one
 * message: up to the first that says something else, so that what is told keeps its order.
 */
export async function gatheredNotices(
  db: Queries,
  districtId: string,
  targetId: string,
  first: WaitingNotice,
): Promise<WaitingNotice[]> {
  const isSame = sql`topic = ${first.topic} and facts->>'reason' is not distinct from ${first.facts?.reason ?? null}::text`
  const { rows } = await sql<WaitingNotice>`
    with waiting as (
      select * from notices where district_id = ${districtId} and target_id = ${targetId} and gave_up_at is null
        and queued_at is not null
    )
    select ${WAITING} from waiting
    where place < coalesce((select min(place) from waiting where not (${isSame})), ${String(Number.MAX_SAFE_INTEGER)}::bigint)
    order by place limit ${MOST_GATHERED}::int`.execute(db)
  return rows.length > 0 ? rows : [first]
}

/** So many are told in one message. */
const MOST_GATHERED = 10_000

export type NoticeEnd =
  | { kind: 'sent' }
  /** It stays the first. */
  | { kind: 'failed'; error: string }
  | { kind: 'gave-up'; error: string }

/**
 * Writes down how sending went, and when the target’s next turn is. @returns false where the target is somebody else’s by now:
 * they begin with the same notice
 */
export async function settleNotice(
  tx: Tx,
  districtId: string,
  {
    targetId,
    places,
    end,
    nextAt,
    lease,
  }: { targetId: string; places: readonly number[]; end: NoticeEnd; nextAt: number; lease: NoticeLease },
): Promise<boolean> {
  const { by, now, leaseMs } = lease
  const error = end.kind === 'sent' ? null : end.error
  const isTold = sql`place = any(${places.map(String)}::bigint[])`
  const { rows } = await sql`
    update notice_targets set next_at = ${iso(nextAt)}::timestamptz, lease_until = ${iso(now + leaseMs)}::timestamptz,
      last_error = ${error}, failures = ${end.kind === 'failed' ? sql`failures + 1` : end.kind === 'sent' ? sql`0` : sql`failures`}
    where district_id = ${districtId} and id = ${targetId} and lease_by = ${by} and revoked_at is null returning id`.execute(tx)
  if (rows.length === 0) return false
  if (end.kind === 'sent') {
    await sql`delete from notices where district_id = ${districtId} and ${isTold}`.execute(tx)
  } else {
    await sql`
      update notices set last_error = ${error}, attempts = attempts + ${end.kind === 'failed' ? 1 : 0}::int,
        gave_up_at = ${end.kind === 'gave-up' ? iso(now) : null}::timestamptz
      where district_id = ${districtId} and ${isTold}`.execute(tx)
  }
  return true
}

/** Anybody may send to the target again. */
export async function releaseTarget(db: Queries, districtId: string, { id, by }: { id: string; by: string }): Promise<void> {
  await sql`
    update notice_targets set lease_by = null, lease_until = null
    where district_id = ${districtId} and id = ${id} and lease_by = ${by}`.execute(db)
}

/** So many are listed. */
const MOST_FAILURES = 200

/** What was given up, the last first. */
export async function noticeFailures(db: Queries, districtId: string): Promise<NoticeFailure[]> {
  const { rows } = await sql<{ [Field in keyof NoticeFailure]-?: NoticeFailure[Field] | null }>`
    select id, target_id as "targetId", topic, issue_id as "issueId", seq as version, slot_id as "slotId",
      sign_up_id as "signUpId", queued_at as "queuedAt",
      gave_up_at as "gaveUpAt", attempts, last_error as "lastError"
    from notices where district_id = ${districtId} and gave_up_at is not null
    order by gave_up_at desc, place desc limit ${MOST_FAILURES}::int`.execute(db)
  return rows.map((row) => withoutNulls(row) as NoticeFailure)
}
