import { sql } from 'kysely'
import { SEALED_COLUMNS } from '../src/privacy/reseal.ts'
import type { District } from './harness.ts'

/** Every row of every table as text, as a dump of the database has it. */
export async function dump({ database: { db } }: District): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db)
  const texts = []
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select row.*::text as text from ${sql.table(name)} row`.execute(db)
    texts.push(`-- ${name}`, ...rows.map(({ text }) => text))
  }
  return texts.join('\n')
}

/** What is sealed, opened. */
export async function openAll({ database: { db }, keyring }: District): Promise<string[]> {
  const texts = []
  for (const { table, column, id } of SEALED_COLUMNS) {
    const { rows } = await sql<{ id: string; sealed: string }>`
      select ${sql.ref(id)} as id, ${sql.ref(column)} as sealed from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(
      db,
    )
    for (const row of rows) texts.push(keyring.open(row.sealed, { districtId: 'main', table, column, id: row.id }))
  }
  return texts
}

/** What stands beside it, and in which table. */
export const around = (text: string, needle: string): string => {
  const at = text.indexOf(needle)
  const start = text.lastIndexOf('\n-- ', at)
  return at < 0 ? '' : `${text.slice(start, start + 40)} … ${text.slice(Math.max(0, at - 80), at + 80)}`
}
