import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createContext } from '../../src/context.ts'
import { openDatabase } from '../../src/storage/database.ts'
import type { Database } from '../../src/storage/database.ts'
import { verifyAudit } from '../../src/storage/verify-audit.ts'
import { newKeyring } from '../harness.ts'
import type { Sent } from './ledger.ts'
import type { Place } from './server-process.ts'

/** Looks into the database itself: everything acknowledged is there once, and all counts agree. */
export async function verify({ dataDir, databaseUrl }: Place, sent: Sent[]): Promise<void> {
  const database = await openDatabase({ dataDir, databaseUrl })
  try {
    await look(database, sent)
  } finally {
    await database.close()
  }
}

async function look(database: Database, sent: Sent[]): Promise<void> {
  const { db } = database
  const taken = sent.filter(({ answer }) => answer && answer.status < 300)
  const idsOf = (kind: Sent['kind']) => taken.filter((each) => each.kind === kind).map(({ body }) => body.id)

  const signUps = await db.selectFrom('sign_ups').selectAll().orderBy('ordinal').execute()
  assert.deepEqual(signUps.map(({ id }) => id).sort(), idsOf('sign-up').sort())
  const cancelled = new Set(taken.flatMap(({ signUpId }) => signUpId ?? []))
  const erased = new Set(taken.flatMap(({ kind, signUpId }) => (kind === 'erase' ? (signUpId ?? []) : [])))
  for (const row of signUps) {
    assert.equal(row.state === 'cancelled', cancelled.has(row.id), row.id)
    assert.equal(row.person_id.startsWith('erased-'), erased.has(row.id), row.id)
  }

  const reported = await db.selectFrom('issues').selectAll().where('receipt', '<>', 'AAAA-BBBB-CC').execute()
  assert.deepEqual(reported.map(({ id }) => id).sort(), idsOf('report').sort())
  const receipts = new Map(taken.map(({ body, answer }) => [body.id, answer!.body.receipt]))
  for (const issue of reported) assert.equal(issue.receipt, receipts.get(issue.id))
  const steps = await db.selectFrom('issue_transitions').select('issue_id').execute()
  assert.equal(steps.length, reported.length + 1)
  for (const { photo } of taken) {
    if (!photo) continue
    const stored = await db
      .selectFrom('photos')
      .select(['bytes', 'digest'])
      .where('sha256', '=', photo.ref.sha256)
      .executeTakeFirst()
    assert.equal(createHash('sha256').update(stored!.bytes!).digest('hex'), stored!.digest)
  }

  const records = await db.selectFrom('idempotency').selectAll().execute()
  const commands = taken.filter(({ kind }) => kind !== 'revoke')
  assert.deepEqual(records.map(({ key }) => key).sort(), commands.map(({ body }) => body.id).sort())
  await verifyActs(database, taken, erased)

  const changes = await db.selectFrom('changes').selectAll().orderBy('seq').execute()
  const counter = await db.selectFrom('change_counters').selectAll().executeTakeFirstOrThrow()
  assert.deepEqual(
    changes.map(({ seq }) => seq),
    Array.from({ length: counter.seq }, (_, index) => index + 1),
  )
  const told = (topic: string, id: string) => changes.filter((change) => change.topic === topic && change.id === id)
  for (const id of idsOf('report')) assert.equal(told('issue', id).length, 1)
  for (const row of signUps) {
    const states = told('sign-up', row.id).map(({ data }) => data.state)
    assert.equal(new Set(states).size, states.length, `${row.id} told twice: ${states.join(', ')}`)
    assert.equal(states.at(-1), row.state)
  }

  for (const shift of await db.selectFrom('shifts').selectAll().execute()) {
    const own = signUps.filter((row) => row.shift_id === shift.id)
    // A seat that is held for whoever was offered it is taken too.
    const seated = own.filter(({ state }) => state === 'seated' || state === 'offered').length
    const waitlisted = own.filter(({ state }) => state === 'waitlisted').length
    assert.ok(seated <= shift.need, `${shift.id} is oversold`)
    if (waitlisted > 0) assert.equal(seated, shift.need)
    const last = told('slot', shift.id).at(-1)
    if (own.length > 0) assert.deepEqual([last!.data.seated, last!.data.waitlisted], [seated, waitlisted])
  }
}

/** The chain of the audit holds, and every acknowledged write is in it once. */
async function verifyActs(database: Database, taken: Sent[], erased: ReadonlySet<string>): Promise<void> {
  const { db } = database
  const { ok, findings } = await verifyAudit(createContext({ database, keyring: newKeyring() }))
  assert.deepEqual([ok, findings], [true, []])
  const acts = await db.selectFrom('audit_entries').select(['action', 'subject']).orderBy('seq').execute()
  for (const [kind, action] of Object.entries(ACTIONS)) {
    const done = acts.filter((act) => act.action === action)
    const writes = taken.filter((write) => write.kind === kind)
    assert.equal(done.length, writes.length, action)
    // What an erased person did stands in the chain without saying on what.
    const subjects = done.flatMap(({ subject }) => subject ?? [])
    if (kind === 'erase') assert.ok(subjects.every((subject) => subject.startsWith('erased-')))
    else assert.deepEqual(subjects.sort(), subjectsOf(writes, erased).sort(), action)
  }
  const keys = await db.selectFrom('site_keys').select('key').where('revoked_at', 'is not', null).execute()
  assert.deepEqual(keys.map(({ key }) => key).sort(), taken.flatMap(({ key }) => key ?? []).sort())
}

/** What each kind of write is called in the audit. */
const ACTIONS: Record<Sent['kind'], string> = {
  'sign-up': 'sign-up',
  cancel: 'cancel-sign-up',
  report: 'report',
  erase: 'erase-person',
  revoke: 'key-revoke',
}

const subjectsOf = (writes: Sent[], erased: ReadonlySet<string>): string[] =>
  writes
    .map(({ kind, key, signUpId, body }) => (kind === 'revoke' ? key! : (signUpId ?? body.id)))
    .filter((id) => !erased.has(id))
