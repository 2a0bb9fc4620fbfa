import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { issueChange } from '../storage/issue-change.ts'
import type { NewChange } from '../storage/changes.ts'
import type { Tx } from '../storage/database.ts'
import type { RowCounts } from './row-counts.ts'

/** Stands in a record for whoever is not to be known any more. */
export const ERASED_ACTOR = 'erased'

/**
 * Takes the reporter's words, photos, exact place and receipt code out of issues. The issue itself stays: that there was one,
 * where and how it ended, counts. Whatever staff wrote about it is about the issue and stays too.
 * @returns the changes to tell of
 */
export async function eraseReports(
  tx: Tx,
  { districtId }: Pick<Context, 'districtId'>,
  { issueIds, at, rows }: { issueIds: readonly string[]; at: string; rows: RowCounts },
): Promise<NewChange[]> {
  if (issueIds.length === 0) return []
  const issues = await tx
    .selectFrom('issues')
    .select(['id', 'version', 'state', 'grid_path as gridPath', 'photos'])
    .where('district_id', '=', districtId)
    .where('id', 'in', issueIds)
    .where('erased_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (issues.length === 0) return []
  const ids = issues.map(({ id }) => id)
  // The attributes that are words: which ones those are, the category says.
  const { numAffectedRows: erased } = await sql`
    update issues set description = '', place_text = null, position = null, photos = '[]', receipt = null, reporter_id = null,
      erased_at = ${at}::timestamptz, updated_at = greatest(updated_at, ${at}::timestamptz), version = version + 1,
      attributes = (
        select coalesce(jsonb_object_agg(given.key, given.value), '{}') from jsonb_each(issues.attributes) given
        where exists (
          select 1 from categories, jsonb_array_elements(categories.attributes) known
          where categories.district_id = issues.district_id and categories.id = issues.category_id
            and known->>'code' = given.key and known->>'datatype' not in ('string', 'text')
        )
      )
    where district_id = ${districtId} and id = any(${ids}::text[])`.execute(tx)
  rows.add('issues', erased)
  const { numAffectedRows: reports } = await sql`
    update issue_transitions set actor = jsonb_set(actor, '{id}', ${JSON.stringify(ERASED_ACTOR)}::jsonb),
      reason = case when action = 'report' then null else reason end
    where district_id = ${districtId} and issue_id = any(${ids}::text[]) and (action = 'report' or actor->>'role' = 'resident')`.execute(
    tx,
  )
  rows.add('issue_transitions', reports)
  await erasePhotos(tx, districtId, { photos: issues.flatMap(({ photos }) => photos.map(({ sha256 }) => sha256)), rows })
  await forgetAnswers(tx, districtId, { keys: ids, rows })
  return issues.map(({ version, ...issue }) => issueChange({ ...issue, version: version + 1 }))
}

/** Deletes those photos that no issue and no step of one names. */
export async function erasePhotos(
  tx: Tx,
  districtId: string,
  { photos, rows }: { photos: readonly string[]; rows: RowCounts },
): Promise<void> {
  if (photos.length === 0) return
  const { numAffectedRows } = await sql`
    delete from photos where district_id = ${districtId} and sha256 = any(${photos}::text[]) and not ${isNamed()}`.execute(tx)
  rows.add('photos', numAffectedRows)
}

/** Whether a row of `photos` is named by anything that is kept. */
export const isNamed = () => sql<boolean>`(
  exists (
    select 1 from issues where issues.district_id = photos.district_id
      and issues.photos @> jsonb_build_array(jsonb_build_object('sha256', photos.sha256))
  ) or exists (
    select 1 from issue_transitions where issue_transitions.district_id = photos.district_id
      and issue_transitions.evidence @> jsonb_build_array(jsonb_build_object('sha256', photos.sha256))
  )
)`

/**
 * Empties what commands were answered. The key stays taken: a command that is sent again after the erasure is refused, and
 * brings nothing back.
 */
export async function forgetAnswers(
  tx: Tx,
  districtId: string,
  { keys, rows }: { keys: readonly string[]; rows: RowCounts },
): Promise<void> {
  if (keys.length === 0) return
  const { numUpdatedRows } = await tx
    .updateTable('idempotency')
    .set({ status: null, answer: null, fingerprint: '' })
    .where('district_id', '=', districtId)
    .where('key', 'in', keys)
    .executeTakeFirst()
  rows.add('idempotency', numUpdatedRows)
}
