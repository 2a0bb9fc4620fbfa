import type { PhotoRef } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { issueChange } from '../storage/issue-change.ts'
import type { NewChange } from '../storage/changes.ts'
import type { Tx } from '../storage/database.ts'
import { deletePhotos } from '../storage/photo-leftovers.ts'
import { isReporters } from './reported-photos.ts'
import type { RowCounts } from './row-counts.ts'

/** Stands in a record for whoever is not to be known any more. */
export const ERASED_ACTOR = 'erased'

export interface ReportErasure {
  issueIds: readonly string[]
  at: string
  rows: RowCounts
  /** What staff wrote and photographed goes too, and who did what: the matter has been closed for long. @defaultValue false */
  whole?: boolean
}

/**
 * Takes the reporter's words, photos, exact place and receipt code out of issues. The issue itself stays: that there was one,
 * where and how it ended, counts. Whatever staff wrote about it is about the issue and stays too, unless
 * the whole is erased. Whoever calls it has to tell the audit (`tellErasedSteps`) when all else is written.
 * @returns the changes to tell of
 */
export async function eraseReports(
  tx: Tx,
  { districtId }: Pick<Context, 'districtId'>,
  { issueIds, at, rows, whole = false }: ReportErasure,
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
  // The attributes that are words, or ever were: which ones those are, each version of the category says.
  const { numAffectedRows: erased } = await sql`
    update issues set description = '', place_text = null, photos = '[]', receipt = null, hotline_number = null, reporter_id = null,
      to_publish = false, position = null, declared_position = null, declared_crs = null,
      erased_at = ${at}::timestamptz, updated_at = greatest(updated_at, ${at}::timestamptz),
      attributes = (
        select coalesce(jsonb_object_agg(given.key, given.value), '{}') from jsonb_each(issues.attributes) given
        where exists (
          select 1 from categories, jsonb_array_elements(categories.attributes) known
          where categories.district_id = issues.district_id and categories.id = issues.category_id
            and known->>'code' = given.key and known->>'datatype' not in ('string', 'text')
        ) and not exists (
          select 1 from category_sets sets, jsonb_array_elements(sets.categories) past, jsonb_array_elements(past->'attributes') known
          where sets.district_id = issues.district_id and past->>'id' = issues.category_id
            and known->>'code' = given.key and known->>'datatype' in ('string', 'text')
        )
      )
    where district_id = ${districtId} and id = any(${ids}::text[])`.execute(tx)
  rows.add('issues', erased)
  const evidence = await evidenceOf(tx, districtId, ids, whole)
  // A step of the reporter's says what they said; of staff only the name goes, unless the whole does.
  const { numAffectedRows: reports } = await sql`
    update issue_transitions set actor = jsonb_set(actor, '{id}', ${JSON.stringify(ERASED_ACTOR)}::jsonb), reason = null, evidence = null,
      salts = salts - array['actor', 'reason', 'evidence', 'report'], erasure_told = false
    where district_id = ${districtId} and issue_id = any(${ids}::text[]) and (${whole} or ${isReporters})`.execute(tx)
  rows.add('issue_transitions', reports)
  const photos = [...issues.flatMap((issue) => issue.photos), ...evidence].map(({ sha256 }) => sha256)
  await erasePhotos(tx, districtId, { photos, at, rows })
  await forgetAnswers(tx, districtId, { keys: ids, rows })
  // No step: its history, and so its version, stays as it is.
  return issues.map(issueChange)
}

async function evidenceOf(tx: Tx, districtId: string, issueIds: readonly string[], whole: boolean): Promise<PhotoRef[]> {
  const { rows: steps } = await sql<{ evidence: PhotoRef[] | null }>`
    select evidence from issue_transitions
    where district_id = ${districtId} and issue_id = any(${issueIds}::text[]) and evidence is not null
      and (${whole} or ${isReporters})`.execute(tx)
  return steps.flatMap(({ evidence }) => evidence ?? [])
}

/** Deletes those photos that no issue and no step of one names. */
export async function erasePhotos(
  tx: Tx,
  districtId: string,
  { photos, at, rows }: { photos: readonly string[]; at: string; rows: RowCounts },
): Promise<void> {
  if (photos.length === 0) return
  const where = sql`sha256 = any(${photos}::text[]) and not ${isNamed(districtId)}`
  rows.add('photos', await deletePhotos(tx, districtId, where, at))
}

/** Whether a row of `photos` is named by anything that is kept. All names are gathered once, not for each photo. */
export const isNamed = (districtId: string) => sql<boolean>`photos.sha256 in (
  select named->>'sha256' from issues, jsonb_array_elements(issues.photos) named where issues.district_id = ${districtId}
  union all
  select named->>'sha256' from issue_transitions, jsonb_array_elements(issue_transitions.evidence) named
  where issue_transitions.district_id = ${districtId} and issue_transitions.evidence is not null
)`

/**
 * Empties what commands were answered, and who sent them. The key stays taken: a command that is sent again after the erasure is refused, and
 * brings nothing back.
 */
export async function forgetAnswers(
  tx: Tx,
  districtId: string,
  { keys, actors = [], rows }: { keys: readonly string[]; actors?: readonly string[]; rows: RowCounts },
): Promise<void> {
  if (keys.length + actors.length === 0) return
  // An earlier version kept whole records in the answers: their id leads there.
  const { numAffectedRows } = await sql`
    update idempotency set status = null, answer = null, fingerprint = '', actor = null
    where district_id = ${districtId}
      and (key = any(${keys}::text[]) or answer->>'id' = any(${keys}::text[]) or actor = any(${actors}::text[]))`.execute(tx)
  rows.add('idempotency', numAffectedRows)
}
