// What access and personal data cost on the server: each figure beside a peer of the same run, on a PostgreSQL of its own.
//   node bench/server.ts            all of it; results/access.json is written anew
//   node bench/server.ts tokens     some of it, printed only
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { startPostgres } from '../packages/server/test/postgres.ts'
import { measureAppend, measureVerification } from './access/audit.ts'
import { measureErasure, measureStatus, seedSample } from './access/district.ts'
import { measureIssueRates } from './access/issue-rates.ts'
import { newKeyring, openMigrated } from './access/measure.ts'
import { measureRateLimit } from './access/rate-limit.ts'
import { measureSealing } from './access/sealing.ts'
import { measureTokens } from './access/tokens.ts'

const ENTRIES = 1_000_000

const postgres = await startPostgres()
let made = 0
const keyring = newKeyring()
async function onDatabase<T>(work: (database: Awaited<ReturnType<typeof openMigrated>>, url: string) => Promise<T>): Promise<T> {
  const url = await postgres.createDatabase(`bench_${made++}`)
  const database = await openMigrated(url)
  try {
    return await work(database, url)
  } finally {
    await database.close()
  }
}

const PARTS = {
  rateLimit: () =>
    onDatabase(async (database) => {
      await seedSample(database, keyring)
      return measureRateLimit(database, keyring)
    }),
  append: () => onDatabase((database) => measureAppend(database, keyring)),
  verification: () => onDatabase((database, url) => measureVerification(database, url, ENTRIES)),
  tokens: measureTokens,
  sealing: measureSealing,
  erasure: () =>
    onDatabase(async (database) => {
      await seedSample(database, keyring)
      return measureErasure(database, keyring)
    }),
  issueRates: () =>
    onDatabase(async (database) => {
      await seedSample(database, keyring)
      return measureIssueRates(database, keyring)
    }),
  status: () =>
    onDatabase(async (database) => {
      await seedSample(database, keyring)
      return measureStatus(database, keyring)
    }),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in PARTS))
if (unknown.length > 0) throw new RangeError(`Expected some of ${Object.keys(PARTS).join(', ')}; got ${unknown.join(', ')}`)
const results: Record<string, unknown> = {}
try {
  for (const [name, measure] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    results[name] = await measure()
    console.log(name, JSON.stringify(results[name], null, 2))
  }
} finally {
  await postgres.stop()
}
if (wanted.length === 0) {
  const where = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} shared cores, PostgreSQL on the same machine`
  const kept = {
    what: 'Access and personal data on the server',
    again: 'node bench/server.ts',
    date: new Date().toISOString().slice(0, 10),
    where,
    ...results,
  }
  writeFileSync(new URL('results/access.json', import.meta.url), `${JSON.stringify(kept, null, 2)}\n`)
}
