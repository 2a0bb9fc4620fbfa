import { sql } from 'kysely'
import type { Tx } from '../storage/database.ts'
import { columnOf } from './tables.ts'
import type { SeedTable } from './tables.ts'

/** Records a statement: large enough to be quick, small enough for the embedded database's memory. */
const BATCH = 2_000

/** Writes records by the thousand: one statement parses a JSON array into rows. */
export async function bulkInsert(
  tx: Tx,
  districtId: string,
  { table, columns }: SeedTable,
  records: readonly object[],
  onBatch: (count: number) => void,
): Promise<void> {
  const names = Object.keys(columns)
  const fields = names.map((name) => columnOf(name, columns[name]!))
  const shape = sql.join(fields.map(({ field, type }) => sql`${sql.id(field)} ${sql.raw(type)}`))
  const target = sql.join(names.map((name) => sql.id(name)))
  const source = sql.join(fields.map(({ field }) => sql`record.${sql.id(field)}`))
  for (let start = 0; start < records.length; start += BATCH) {
    const batch = records.slice(start, start + BATCH)
    await sql`
      insert into ${sql.table(table)} (district_id, ${target})
      select ${districtId}, ${source} from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as record(${shape})`.execute(tx)
    onBatch(batch.length)
  }
}
