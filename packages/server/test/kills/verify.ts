import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { openDatabase } from '../../src/storage/database.ts'
import type { Sent } from './ledger.ts'
import type { Place } from './server-process.ts'

/** Looks into the database itself: everything acknowledged is there once, and all counts agree. */
export async function verify({ dataDir, databaseUrl }: Place, sent: Sent[]): Promise<void> {
  const database = await openDatabase({ dataDir, databaseUrl })
  const { db } = database
  const taken = sent.filter(({ answer }) => answer && answer.status < 300)
  const idsOf = (kind: Sent['kind']) => taken.filter((each) => each.kind === kind).map(({ body }) => body.id)

  const signUps = await db.selectFrom('sign_ups').selectAll().orderBy('ordinal').execute()
  assert.deepEqual(signUps.map(({ id }) => id).sort(), idsOf('sign-up').sort())
  const cancelled = new Set(taken.flatMap(({ signUpId }) => signUpId ?? []))
  for (const row of signUps) assert.equal(row.state === 'cancelled', cancelled.has(row.id), row.id)

  const reported = await db.selectFrom('issues').selectAll().where('receipt', '<>', 'AAAA-BBBB-CC').execute()
  assert.deepEqual(reported.map(({ id }) => id).sort(), idsOf('report').sort())
  const receipts = new Map(taken.map(({ body, answer }) => [body.id, answer!.body.receipt]))
  for (const issue of reported) assert.equal(issue.receipt, receipts.get(issue.id))
  const steps = await db.selectFrom('issue_transitions').select('issue_id').execute()
  assert.equal(steps.length, reported.length + 1)
  for (const { photo } of taken) {
    if (!photo) continue
    const stored = await db.selectFrom('photos').select('bytes').where('sha256', '=', photo.ref.sha256).executeTakeFirst()
    assert.equal(createHash('sha256').update(stored!.bytes).digest('hex'), photo.ref.sha256)
  }

  const records = await db.selectFrom('idempotency').selectAll().execute()
  assert.deepEqual(records.map(({ key }) => key).sort(), taken.map(({ body }) => body.id).sort())
  const audit = await db.selectFrom('audit_entries').select('action').where('action', '<>', 'photo').execute()
  assert.equal(audit.length, taken.length)

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
    const seated = own.filter(({ state }) => state === 'seated').length
    const waitlisted = own.filter(({ state }) => state === 'waitlisted').length
    assert.ok(seated <= shift.need, `${shift.id} is oversold`)
    if (waitlisted > 0) assert.equal(seated, shift.need)
    const last = told('slot', shift.id).at(-1)
    if (own.length > 0) assert.deepEqual([last!.data.seated, last!.data.waitlisted], [seated, waitlisted])
  }
  await database.close()
}
