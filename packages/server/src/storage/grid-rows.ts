import type { GridRecord } from '@wangge/core/grid/schema'
import { sql } from 'kysely'
import type { Queries, Tx } from './database.ts'

/** Columns by the field of the record that they hold. */
const COLUMNS = {
  level: ['level', 'text'],
  parentId: ['parent_id', 'text'],
  name: ['name', 'jsonb'],
  pinyin: ['pinyin', 'text'],
  codes: ['codes', 'jsonb'],
  placeClasses: ['place_classes', 'jsonb'],
  households: ['households', 'int'],
  residentPop: ['resident_pop', 'int'],
  servicePop: ['service_pop', 'int'],
  validFrom: ['valid_from', 'timestamptz'],
  validTo: ['valid_to', 'timestamptz'],
  geometry: ['geometry', 'jsonb'],
  crs: ['crs', 'text'],
  lineage: ['lineage', 'jsonb'],
  formerParents: ['former_parents', 'jsonb'],
} as const satisfies Partial<Record<keyof GridRecord, readonly [string, string]>>

/** Records a statement: large enough to be quick, small enough for the embedded database's memory. */
const BATCH = 500

/**
 * Writes records, over those of the same id where there are some.
 * @param sourceOf by id, the one by which the file names it; what is known of the others stays
 */
export async function saveGrids(
  tx: Tx,
  districtId: string,
  records: readonly GridRecord[],
  sourceOf: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const fields = Object.entries(COLUMNS).map(([field, [column, type]]) => ({ field, column, type }))
  const columns = sql.join(fields.map(({ column }) => sql.id(column)))
  const shape = sql.join(fields.map(({ field, type }) => sql`${sql.id(field)} ${sql.raw(type)}`))
  const values = sql.join(fields.map(({ field }) => sql`record.${sql.id(field)}`))
  const renewed = sql.join(fields.map(({ column }) => sql`${sql.id(column)} = excluded.${sql.id(column)}`))
  for (let start = 0; start < records.length; start += BATCH) {
    const rows = records.slice(start, start + BATCH).map((record) => ({ ...record, sourceId: sourceOf.get(record.id) }))
    await sql`
      insert into grids (district_id, id, source_id, ${columns})
      select ${districtId}, record.id, record."sourceId", ${values}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as record(id text, "sourceId" text, ${shape})
      on conflict (district_id, id) do update set
        source_id = coalesce(excluded.source_id, grids.source_id), ${renewed}`.execute(tx)
  }
}

/** Of the grids that are valid at an instant: by the id that a file gave them, their own. */
export async function loadSources(db: Queries, districtId: string, at: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('grids')
    .select(['id', 'source_id'])
    .where('district_id', '=', districtId)
    .where('source_id', 'is not', null)
    .where((is) => is.or([is('valid_from', 'is', null), is('valid_from', '<=', at)]))
    .where((is) => is.or([is('valid_to', 'is', null), is('valid_to', '>', at)]))
    .execute()
  return new Map(rows.map((row) => [row.source_id!, row.id]))
}
