// How long it takes to bring fifteen thousand people in by table: first all new, then all there already, as a workbook and as a CSV.
//   node bench/import.ts            prints, and writes bench/results/import.json
// The peer of the same run: the same rows put into one table of the same database, neither read, sealed nor compared.
import { availableParallelism, cpus } from 'node:os'
import { writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import writeWorkbook from 'write-excel-file/node'
import { createContext } from '../packages/server/src/context.ts'
import { readTable } from '../packages/server/src/formats/read-table.ts'
import { bulkInsert } from '../packages/server/src/seed/bulk-insert.ts'
import { openDatabase } from '../packages/server/src/storage/database.ts'
import type { Database } from '../packages/server/src/storage/database.ts'
import { importPeople } from '../packages/server/src/storage/import-people.ts'
import { migrate } from '../packages/server/src/storage/migrate.ts'
import { startPostgres } from '../packages/server/test/postgres.ts'
import { readRecords } from '../seeds/read-data.ts'
import { seedSample } from './access/district.ts'
import { newKeyring } from './access/measure.ts'

const PEOPLE = 15_000
const HEADER = ['姓名', '手机', '所属党组织', '工号', '政治面貌', '政治面貌单独同意书版本', '双报到社区']

const organisations = readRecords('organisations').filter(({ kind }) => kind === 'twoNew')
const rows = Array.from({ length: PEOPLE }, (_, at) => {
  const organisation = organisations[at % organisations.length]!
  return [`某人${at}`, `139${String(at).padStart(8, '0')}`, organisation.name.zh, `W${at}`, '中共党员', '1', '']
})
const csv = new TextEncoder().encode([HEADER, ...rows].map((cells) => cells.join(',')).join('\r\n'))
const xlsx = new Uint8Array(await writeWorkbook([HEADER, ...rows].map((cells) => cells.map((text) => text || null))).toBuffer())

async function seconds<T>(work: () => Promise<T>): Promise<{ result: T; s: number }> {
  const startedAt = performance.now()
  const result = await work()
  return { result, s: Number(((performance.now() - startedAt) / 1000).toPrecision(3)) }
}

async function measure(database: Database) {
  await migrate(database)
  const keyring = newKeyring()
  await seedSample(database, keyring)
  const context = createContext({ database, keyring })
  const run = async (bytes: Uint8Array, dryRun = false) =>
    importPeople(context, { table: await readTable(bytes, 'people'), dryRun }, 'bench')
  await sql`create table plain_people (district_id text, name text, phone text, org text, number text)`.execute(database.db)
  const records = rows.map(([name, phone, org, number]) => ({ name, phone, org, number }))
  const columns = { name: 'text', phone: 'text', org: 'text', number: 'text' }
  const peer = await seconds(() =>
    database.db
      .transaction()
      .execute((tx) => bulkInsert(tx, 'main', { file: '', table: 'plain_people', columns }, records, () => {})),
  )
  const preview = await seconds(() => run(csv, true))
  const first = await seconds(() => run(csv))
  const again = await seconds(() => run(xlsx))
  if (first.result.created !== PEOPLE || again.result.unchanged !== PEOPLE) {
    throw new Error(`Expected ${PEOPLE} new, then none, got ${JSON.stringify([first.result, again.result])}`)
  }
  return {
    'preview of a CSV, s': preview.s,
    'all new, from a CSV, s': first.s,
    'all there, from a workbook, s': again.s,
    'people a second': Math.round(PEOPLE / first.s),
    'all new ÷ the same rows put into one plain table': Number((first.s / peer.s).toPrecision(3)),
  }
}

const postgres = await startPostgres()
try {
  const onPostgres = await openDatabase({ databaseUrl: await postgres.createDatabase('import') })
  const onPglite = await openDatabase()
  const results = {
    how: `${PEOPLE} people of ${organisations.length} organisations with number, status and consent; wall time, one run each`,
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`,
    PGlite: await measure(onPglite),
    PostgreSQL: await measure(onPostgres),
  }
  await onPglite.close()
  await onPostgres.close()
  console.log(JSON.stringify(results, null, 2))
  writeFileSync(new URL('results/import.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
} finally {
  await postgres.stop()
}
