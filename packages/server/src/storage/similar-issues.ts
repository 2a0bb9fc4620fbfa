import { isListed, isOpen } from '@wangge/core/issue'
import type { KnownIssue } from '@wangge/core/issue'
import { issueStateSchema } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

const STATES = issueStateSchema.options.filter((state) => isOpen(state) && isListed(state))
/** What is compared at most, the newest first: so many of one community in two weeks are a district in trouble. */
const MOST = 2_000

const COLUMNS = [
  'id',
  'category_id as categoryId',
  'grid_path as gridPath',
  'position',
  'description',
  'state',
  'created_at as createdAt',
] as const

/** Open issues of a community since an instant that a list for everybody may have, with their words: to be compared, not told. */
export async function comparableIssues(
  db: Queries,
  districtId: string,
  { communityId, since }: { communityId: string; since: number },
): Promise<KnownIssue[]> {
  const rows = await db
    .selectFrom('issues')
    .select(COLUMNS)
    .where('district_id', '=', districtId)
    .where(sql<boolean>`grid_path && ${[communityId]}::text[]`)
    .where('state', 'in', STATES)
    .where('erased_at', 'is', null)
    .where('created_at', '>=', new Date(since).toISOString())
    .orderBy('created_at', 'desc')
    .limit(MOST)
    .execute()
  return rows.map(withoutNulls)
}

/** One of any state that has not been erased, as the rule compares it; nobody changes it before the transaction ends. */
export async function comparableIssue(db: Queries, districtId: string, id: string): Promise<KnownIssue | undefined> {
  const row = await db
    .selectFrom('issues')
    .select(COLUMNS)
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('erased_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row && withoutNulls(row)
}
