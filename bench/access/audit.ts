import { createHash, randomBytes } from 'node:crypto'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { commitmentOf, entryHash, FIRST_HASH } from '@wangge/core/audit'
import { sql } from 'kysely'
import { createContext } from '../../packages/server/src/context.ts'
import type { Keyring } from '../../packages/server/src/privacy/keyring.ts'
import { appendAudit } from '../../packages/server/src/storage/audit.ts'
import type { Database, Tx } from '../../packages/server/src/storage/database.ts'
import { rounded, sideBySide } from './measure.ts'

/** One row in one transaction, with its entry in the chain and without. */
export async function measureAppend(database: Database, keyring: Keyring) {
  const context = createContext({ database, keyring })
  let number = 0
  const row = async (tx: Tx) => {
    const values = {
      district_id: 'bench',
      key: `row-${number++}`,
      fingerprint: 'f',
      status: 200,
      answer: '{}',
      at: new Date().toISOString(),
    }
    await tx.insertInto('idempotency').values(values).execute()
  }
  const act = { at: new Date().toISOString(), actor: 'public', action: 'report', subject: 'issue' }
  const write = await sideBySide(
    { rounds: 1_000 },
    {
      audited: () =>
        database.db.transaction().execute(async (tx) => {
          await row(tx)
          await appendAudit(tx, context, act)
        }),
      plain: () => database.db.transaction().execute(row),
    },
  )
  return { 'a write with its audit entry, ms': write.audited, 'the same without, ms': write.plain }
}

const BATCH = 10_000

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Verifies so many entries in a process of its own, whose memory is measured; beside it one that only reads them. */
export async function measureVerification(database: Database, databaseUrl: string, count: number) {
  await sql`delete from audit_entries`.execute(database.db)
  await sql`delete from audit_heads`.execute(database.db)
  await fill(database, count)
  const runs: Record<'verify' | 'read' | 'nothing', Run[]> = { verify: [], read: [], nothing: [] }
  for (let round = 0; round < 3; round += 1) {
    for (const what of ['verify', 'read', 'nothing'] as const) runs[what].push(await run(databaseUrl, what))
  }
  const median = (numbers: number[]) => rounded(numbers.toSorted((one, other) => one - other)[1]!)
  const figures = (what: keyof typeof runs) => ({
    seconds: median(runs[what].map(({ seconds }) => seconds)),
    'peak memory, MB': median(runs[what].map(({ peak }) => peak)),
  })
  return {
    entries: count,
    verified: figures('verify'),
    'only read': figures('read'),
    'process alone': { 'peak memory, MB': figures('nothing')['peak memory, MB'] },
  }
}

interface Run {
  seconds: number
  peak: number
}

async function run(databaseUrl: string, what: string): Promise<Run> {
  const program = fileURLToPath(new URL('audit-process.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program, databaseUrl, what])
  return JSON.parse(stdout) as Run
}

async function fill({ db }: Database, count: number): Promise<void> {
  let hash = FIRST_HASH
  for (let start = 0; start < count; start += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, count - start) }, (_, index) => {
      const seq = start + index + 1
      const opening = { salt: randomBytes(16).toString('hex'), actor: 'org:org-a', subject: `sign-up-${seq}` }
      const entry = { seq, at: new Date(seq * 1000).toISOString(), action: 'sign-up', commitment: commitmentOf(opening, sha256) }
      hash = entryHash('main', entry, hash, sha256)
      return { ...entry, ...opening, hash }
    })
    await sql`
      insert into audit_entries (district_id, seq, at, action, commitment, hash, salt, actor, subject)
      select 'main', entry.* from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as entry(
        seq bigint, at text, action text, commitment text, hash text, salt text, actor text, subject text)`.execute(db)
  }
  await sql`insert into audit_heads (district_id, seq, hash) values ('main', ${count}, ${hash})`.execute(db)
}
