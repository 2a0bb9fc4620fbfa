import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { createContext } from '../../src/context.ts'
import { runRetention, runRetentionAlone } from '../../src/privacy/retention.ts'
import { png, reportCommand, signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'

const DAY_MS = 86_400_000

export function retention(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let start: number
    before(async () => {
      district = await open()
      start = district.clock.now
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const run = (days: number, dryRun = false) => {
      const { database, keyring } = district
      return runRetention(createContext({ database, keyring }), { now: start + days * DAY_MS, dryRun })
    }
    const text = async (table: string) => {
      const { rows } = await sql<{ text: string }>`select row.*::text as text from ${sql.table(table)} row`.execute(
        district.database.db,
      )
      return rows.map((row) => row.text).join('\n')
    }

    it('keeps what is still needed', async () => {
      assert.equal((await district.post('/v1/sign-ups', signUpCommand(), 'employee:R1')).status, 201)
      const named = png('named')
      const lone = png('lone')
      for (const photo of [named, lone]) {
        const headers = { 'content-type': 'image/png' }
        await district.call('PUT', `/v1/photos/${photo.ref.sha256}`, { as: 'public', body: photo.bytes, headers })
      }
      const report = reportCommand({ description: 'words of a reporter', photos: [named.ref] })
      assert.equal((await district.post('/v1/issues', report, 'public')).status, 201)
      await district.database.db
        .updateTable('issues')
        .set({ state: 'closed', closed_at: new Date(start + DAY_MS).toISOString() })
        .where('id', '=', report.id)
        .execute()
      assert.deepEqual(await run(0), {})
    })

    it('lists what it would delete, and leaves it', async () => {
      const rows = await run(400, true)
      assert.deepEqual(Object.keys(rows).sort(), ['idempotency', 'issue_transitions', 'issues', 'photos'])
      assert.match(await text('issues'), /words of a reporter/)
    })

    it('deletes photos that nothing names after a day, and answers after thirty', async () => {
      assert.deepEqual(await run(2), { photos: 1 })
      const rows = await run(31)
      assert.ok(rows.idempotency! >= 2)
      assert.doesNotMatch(await text('idempotency'), /seated|receipt/)
    })

    it('empties a report a year after it was closed, and keeps the count', async () => {
      assert.equal((await run(365)).issues, undefined)
      assert.equal((await run(367)).issues, 1)
      assert.doesNotMatch(await text('issues'), /words of a reporter/)
      assert.equal((await text('photos')).length, 0)
      assert.equal((await text('issues')).split('\n').length, 2)
    })

    it('forgets who was on duty two years after, and the employee whom nothing else names', async () => {
      assert.equal((await run(729)).sign_ups, undefined)
      const rows = await run(740)
      assert.deepEqual([rows.sign_ups, rows.employees, rows.people, rows.consents], [1, 1, 1, 1])
      assert.match(await text('sign_ups'), /erased-/)
      assert.deepEqual(await run(740), {})
    })

    it('opens no act of more than three years ago, and the chain holds', async () => {
      assert.ok((await run(3 * 365 + 1)).audit_entries! > 0)
      const answer = await district.call('POST', '/v1/audit/verification', { as: 'auditor', body: {} })
      assert.equal(answer.body.ok, true, JSON.stringify(answer.body))
    })

    it('is done by one process at a time', async () => {
      const { database, keyring } = district
      const context = createContext({ database, keyring })
      const runs = await Promise.all([1, 2].map(() => runRetentionAlone(context, { now: start, dryRun: false })))
      assert.ok(runs.some((rows) => rows !== undefined))
    })
  })
}
