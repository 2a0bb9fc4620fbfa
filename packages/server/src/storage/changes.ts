import type { Change, ChangesPage } from '@wangge/core/schema'
import { sql } from 'kysely'
import { COMMIT_CHANNEL } from './commit-channel.ts'
import type { Queries, Tx } from './database.ts'

export interface NewChange {
  topic: Change['topic']
  id: string
  gridPath: string[]
  data: Record<string, unknown>
}

/**
 * Appends in the order given and tells other processes. Raises the district's counter, whose row stays locked until the
 * commit: call it last, so that nobody waits for the counter longer than a commit takes.
 * @returns the last entry's `seq`
 */
export async function appendChanges(tx: Tx, districtId: string, at: string, changes: NewChange[]): Promise<number> {
  const entries = changes.map(({ topic, id, gridPath, data }, index) => ({ index, topic, id, gridPath, data }))
  const { rows } = await sql<{ seq: number }>`
    with counter as (
      update change_counters set seq = seq + ${changes.length}::bigint where district_id = ${districtId} returning seq
    ), appended as (
      insert into changes (district_id, seq, topic, id, at, grid_path, data)
      select ${districtId}, counter.seq - ${changes.length}::bigint + 1 + entry.index, entry.topic, entry.id, ${at}::timestamptz,
        array(select jsonb_array_elements_text(entry."gridPath")), entry.data
      from counter, jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        as entry(index bigint, topic text, id text, "gridPath" jsonb, data jsonb)
    )
    select seq, pg_notify(${COMMIT_CHANNEL}, ${`${districtId}:`} || seq) from counter`.execute(tx)
  return rows[0]!.seq
}

/** Newest committed change; 0 before the first. */
export async function currentCursor(db: Queries, districtId: string): Promise<number> {
  const row = await db.selectFrom('change_counters').select('seq').where('district_id', '=', districtId).executeTakeFirst()
  return row?.seq ?? 0
}

export interface ChangesQuery {
  after: number
  limit: number
  /** Of the whole district. */
  topics: Change['topic'][]
  /** More, of what lies in the subtrees of these grids. */
  within?: { gridIds: string[]; topics: Change['topic'][] } | undefined
}

export async function listChanges(
  db: Queries,
  districtId: string,
  { after, limit, topics, within }: ChangesQuery,
): Promise<ChangesPage> {
  // The counter is read first: what commits between the two statements is for the next page.
  const newest = await currentCursor(db, districtId)
  const rows = await db
    .selectFrom('changes')
    .select(['seq', 'topic', 'id', 'at', 'grid_path', 'data'])
    .where('district_id', '=', districtId)
    .where('seq', '>', after)
    .where('seq', '<=', newest)
    .where((is) => is.or([is('topic', 'in', topics), ...(within ? [isWithin(within)] : [])]))
    .orderBy('seq')
    .limit(limit + 1)
    .execute()
  const more = rows.length > limit
  const page = rows.slice(0, limit)
  return {
    changes: page.map(({ grid_path: gridPath, ...change }) => ({ ...change, gridPath })),
    cursor: more ? page.at(-1)!.seq : newest,
    more,
  }
}

const isWithin = ({ gridIds, topics }: NonNullable<ChangesQuery['within']>) =>
  sql<boolean>`(topic = any(${topics}::text[]) and grid_path && ${gridIds}::text[])`
