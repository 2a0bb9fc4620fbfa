import type { RosterFacts, RosterNoticeTopic } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { isOpenAt } from './closed-organisations.ts'
import type { Tx } from './database.ts'

/** Something that happened to a shift, or to somebody's sign-up for it. */
export interface RosterHappening {
  topic: RosterNoticeTopic
  facts: RosterFacts
  /** Absent for a plan. */
  slotId?: string
  /** Absent too where the facts name a swap: then it is about the colleague who is offered it, or has accepted it. */
  signUpId?: string
  /** Of a plan: the root of what it is about, and its own id. */
  plan?: { id: string; gridId: string }
}

/**
 * Puts what happened in the queue of each target that hears of it, in the transaction that brought it about: both are there, or
 * neither is. A target of a subtree hears of the shifts of its posts, and of plans for a part of it or for more than it; one of an
 * organisation of its own people alone. A group is told of shifts; of people no more than how many are reminded, or, where it is
 * their organisation's, how many of theirs are concerned.
 */
export async function queueRosterNotices(
  tx: Tx,
  districtId: string,
  happenings: readonly RosterHappening[],
  at: string,
): Promise<void> {
  if (happenings.length === 0 || !(await isHeard(tx, districtId, happenings))) return
  const told = happenings.map(({ topic, facts, slotId, signUpId, plan }, n) => {
    const key = `${signUpId ?? facts.swapId ?? slotId ?? plan?.id}.${topic.slice('roster.'.length)}.${Date.parse(at).toString(36)}`
    return { n, key, topic, facts, slotId, signUpId, gridId: plan?.gridId }
  })
  await sql`
    with recursive told as (
      select * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
        as one(n int, key text, topic text, facts jsonb, "slotId" text, "signUpId" text, "gridId" text)
    ), placed as (
      select told.*, coalesce(told."gridId", posts.grid_id) as place, coalesce(sign_ups.org_id, swaps.org_id) as org from told
      left join shifts on shifts.district_id = ${districtId} and shifts.id = told."slotId"
      left join posts on posts.district_id = ${districtId} and posts.id = shifts.post_id
      left join sign_ups on sign_ups.district_id = ${districtId} and sign_ups.id = told."signUpId"
      left join swaps on swaps.district_id = ${districtId} and swaps.id = told.facts->>'swapId'
    ), above(place, id) as (
      (select place, place from placed where place is not null
        union select grid_id, grid_id from notice_targets where district_id = ${districtId} and revoked_at is null)
      union
      select above.place, grids.parent_id from above
      join grids on grids.district_id = ${districtId} and grids.id = above.id and grids.parent_id is not null
    )
    insert into notices (district_id, id, target_id, topic, slot_id, sign_up_id, facts, at)
    select ${districtId}, placed.key || '.' || target.id, target.id, placed.topic, placed."slotId", placed."signUpId",
      placed.facts, ${at}::timestamptz
    from placed
    join notice_targets target on target.district_id = ${districtId} and target.revoked_at is null
      and placed.topic = any(target.topics) and ${isOpenAt(districtId, sql`target.org_id`, Date.parse(at))}
    where case when target.org_id is not null then placed.org = target.org_id
        else exists (select from above where (above.place = placed.place and above.id = target.grid_id)
          or (above.place = target.grid_id and above.id = placed."gridId")) end
      and (target.format = 'json' or placed."signUpId" is null or target.org_id is not null
        or placed.topic = 'roster.reminder')
    order by placed.n, target.id`.execute(tx)
}

/** Where nobody asked for it nothing more is to be found out. */
async function isHeard(tx: Tx, districtId: string, happenings: readonly RosterHappening[]): Promise<boolean> {
  const topics = [...new Set(happenings.map(({ topic }) => topic))]
  const { rows } = await sql<{ heard: boolean }>`
    select exists (
      select from notice_targets where district_id = ${districtId} and revoked_at is null and topics && ${topics}::text[]
    ) as heard`.execute(tx)
  return rows[0]!.heard
}
