import { isListed, isOpen, open311Status } from '@wangge/core/issue'
import { issueStateSchema } from '@wangge/core/issue/schema'
import type { Issue, Open311Status, Transition } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { currentCursor } from './changes.ts'
import type { Queries } from './database.ts'
import { hasIssueNews } from './issue-counts.ts'

const LISTED = issueStateSchema.options.filter(isListed)
const statesOf = (status: Open311Status) => LISTED.filter((state) => open311Status(state) === status)

export interface ListedQuery {
  /** RFC 3339, both included. */
  from: string
  to: string
  /** @defaultValue all */
  categoryIds?: readonly string[] | undefined
  statuses: readonly Open311Status[]
  limit: number
  offset: number
}

/** How many of a status lie in a community, by the path that they came with; null where a path has none. */
export interface ListedCount {
  communityId: string | null
  status: Open311Status
  count: number
}

/** Ids of the issues that a list for everybody may have, by when they were reported, the newest first. */
export async function listedIds(
  db: Queries,
  districtId: string,
  { from, to, categoryIds, statuses, limit, offset }: ListedQuery,
): Promise<string[]> {
  const states = statuses.flatMap(statesOf)
  if (states.length === 0) return []
  let query = db
    .selectFrom('issues')
    .select('id')
    .where('district_id', '=', districtId)
    .where('state', 'in', states)
    .where('created_at', '>=', from)
    .where('created_at', '<=', to)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
  if (categoryIds) query = query.where('category_id', 'in', categoryIds)
  return (await query.execute()).map(({ id }) => id)
}

/** As much of an issue as a list for everybody is made from. */
export type ListedIssue = Pick<
  Issue,
  | 'id'
  | 'categoryId'
  | 'categorySet'
  | 'gridPath'
  | 'state'
  | 'createdAt'
  | 'updatedAt'
  | 'description'
  | 'photos'
  | 'terms'
  | 'history'
> & { closedAt?: string }

/** Of what has ended no clock runs: only what says whether anybody may read it is told of its history. */
const PUBLISHING: readonly Transition['action'][] = ['report', 'accept', 'publish', 'withhold']
const OPEN_STATES = issueStateSchema.options.filter(isOpen)

/**
 * The issues with these ids in any order, with what a list for everybody is made from: no hashes, no words of those who work on
 * it, no photos of theirs, and of what nobody may read not even that.
 */
export async function listedIssues(db: Queries, districtId: string, ids: readonly string[]): Promise<ListedIssue[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('issues')
    .select([
      'id',
      'category_id as categoryId',
      'category_set as categorySet',
      'grid_path as gridPath',
      'state',
      'created_at as createdAt',
      'closed_at as closedAt',
    ])
    .select(['updated_at as updatedAt', 'description', 'photos', 'terms'])
    .where('district_id', '=', districtId)
    .where('id', 'in', ids)
    .execute()
  const { rows: steps } = await sql<ListedStep>`
    select issue_id as "issueId", seq, action, from_state as "from", to_state as "to", actor->>'role' as role, at, details
    from issue_transitions where district_id = ${districtId} and issue_id = any(${ids}::text[])
      and (action = any(${PUBLISHING}::text[]) or issue_id in (
        select id from issues where district_id = ${districtId} and id = any(${ids}::text[]) and state = any(${OPEN_STATES}::text[])))
    order by issue_id, seq`.execute(db)
  const histories = Map.groupBy(steps, ({ issueId }) => issueId)
  return rows.map(({ closedAt, terms, ...row }) => ({
    ...row,
    ...(closedAt !== null && { closedAt }),
    ...(terms && { terms }),
    history: (histories.get(row.id) ?? []).map(stepOf),
  }))
}

interface ListedStep extends Pick<Transition, 'issueId' | 'seq' | 'action' | 'to' | 'at'> {
  from: Transition['from'] | null
  role: Transition['actor']['role']
  details: Partial<Transition> | null
}

/** Whoever took it is nobody here. */
const stepOf = ({ from, role, details, ...step }: ListedStep): Transition => ({
  ...step,
  ...(from && { from }),
  actor: { id: '', role },
  ...details,
})

export interface ListedCountsStore {
  /** How many there are of all time, by community and status. @param now epoch milliseconds */
  current(now: number): Promise<ListedCount[]>
}

/** What is deleted after its time tells nobody: the counts are never older. */
const MOST_AGE_MS = 60_000

/** Counted again once an issue has changed: whoever reads a list without a key must not make the database count each time. */
export function createListedCounts({ db, districtId }: Pick<Context, 'db' | 'districtId'>): ListedCountsStore {
  let known: { cursor: number; until: number; value: Promise<ListedCount[]> } | undefined
  return {
    async current(now) {
      const cursor = await currentCursor(db, districtId)
      const isFresh = known !== undefined && now < known.until && now >= known.until - MOST_AGE_MS
      if (known && isFresh && !(await hasIssueNews(db, districtId, known.cursor, cursor))) {
        known.cursor = Math.max(known.cursor, cursor)
        return known.value
      }
      const entry = { cursor, until: now + MOST_AGE_MS, value: listedCounts(db, districtId) }
      known = entry
      entry.value.catch(() => {
        // Whoever asked hears of it; the next one asks anew.
        if (known === entry) known = undefined
      })
      return entry.value
    },
  }
}

async function listedCounts(db: Queries, districtId: string): Promise<ListedCount[]> {
  const { rows } = await sql<{ communityId: string | null; isOpen: boolean; count: number }>`
    select grid_path[2] as "communityId", state = any(${statesOf('open')}::text[]) as "isOpen", count(*) as count
    from issues where district_id = ${districtId} and state = any(${LISTED}::text[]) group by 1, 2`.execute(db)
  return rows.map(({ isOpen, ...row }) => ({ ...row, status: isOpen ? 'open' : 'closed' }))
}
