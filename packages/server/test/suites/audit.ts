import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { auditHeadSchema, auditPageSchema, auditVerificationSchema } from '@wangge/core/audit/schema'
import { sql } from 'kysely'
import { createContext } from '../../src/context.ts'
import { appendAudit, auditHead, eraseOpenings } from '../../src/storage/audit.ts'
import { verifyAudit } from '../../src/storage/verify-audit.ts'
import { assertProblem, reportCommand, signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'

export function audit(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
      for (let i = 0; i < 6; i += 1) await district.post('/v1/issues', reportCommand(), 'public')
      const signedUp = await district.post('/v1/sign-ups', signUpCommand(), 'employee:Number-A7')
      assert.equal(signedUp.status, 201, JSON.stringify(signedUp.body))
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const contextOf = () =>
      createContext({ database: district.database, keyring: district.keyring, clock: () => district.clock.now })

    it('keeps what was done in a chain, without a name in it', async () => {
      const { status, body } = await district.call('GET', '/v1/audit', { as: 'auditor' })
      assert.equal(status, 200)
      const { entries } = auditPageSchema.parse(body)
      assert.deepEqual(
        entries.map(({ seq }) => seq),
        entries.map((_, index) => index + 1),
      )
      const actions = entries.map(({ action }) => action)
      assert.ok(actions.includes('sign-up') && actions.filter((action) => action === 'report').length === 6, actions.join())
      assert.doesNotMatch(JSON.stringify(body), /员工|Number-A7/)
      const first = await district.call('GET', '/v1/audit?limit=3', { as: 'street' })
      assert.equal(first.body.next, 3)
      const second = await district.call('GET', `/v1/audit?limit=1000&after=${first.body.next}`, { as: 'street' })
      assert.deepEqual([...first.body.entries, ...second.body.entries], entries)
      assert.equal(second.body.next, undefined)
    })

    it('is for auditors and the street office, of the whole district', async () => {
      for (const as of ['community', 'estate', 'head', 'liaison', 'inspector'] as const) {
        assertProblem(await district.call('GET', '/v1/audit', { as }), 403, 'role-not-allowed')
        assertProblem(await district.call('GET', '/v1/audit/head', { as }), 403, 'role-not-allowed')
        assertProblem(await district.call('POST', '/v1/audit/verification', { as, body: {} }), 403, 'role-not-allowed')
      }
      for (const as of ['public', 'employee:Number-A7'] as const) {
        assertProblem(await district.call('GET', '/v1/audit', { as }), 403, 'audience-not-allowed')
      }
    })

    it('gives a head that it verifies against later', async () => {
      const head = auditHeadSchema.parse((await district.call('GET', '/v1/audit/head', { as: 'auditor' })).body)
      await district.post('/v1/issues', reportCommand(), 'public')
      const { body } = await district.call('POST', '/v1/audit/verification', { as: 'auditor', body: { head } })
      const verified = auditVerificationSchema.parse(body)
      assert.deepEqual([verified.ok, verified.findings, verified.entries], [true, [], verified.head.seq])
      assert.ok(verified.head.seq > head.seq)
    })

    it('stays one chain when many write at once, and leaves out who gave up', async () => {
      const context = contextOf()
      const { db } = district.database
      const before = await auditHead(db, 'main')
      const act = { at: new Date(district.clock.now).toISOString(), actor: 'test', action: 'test', subject: 'one' }
      const writes = Array.from({ length: 40 }, (_, i) =>
        db
          .transaction()
          .execute(async (tx) => {
            await appendAudit(tx, context, act)
            if (i % 4 === 0) throw new Error('given up')
          })
          .catch(() => {}),
      )
      await Promise.all(writes)
      const { ok, head } = await verifyAudit(context)
      assert.deepEqual([ok, head.seq], [true, before.seq + 30])
    })

    it('hashes a district’s name as core does, whatever letters are in it', async () => {
      const districtId = '区 "一" \\ \u2028 \u007f é'
      const context = { ...contextOf(), districtId }
      const act = {
        at: new Date(district.clock.now).toISOString(),
        actor: '甲"\\',
        action: 'a "quoted"\n act',
        subject: '\u0001',
      }
      for (let i = 0; i < 3; i += 1) await district.database.db.transaction().execute((tx) => appendAudit(tx, context, act))
      assert.deepEqual((await verifyAudit(context)).findings, [])
    })

    describe('finds what was done to the table by hand:', () => {
      interface Tampering {
        does: string
        sql: string
        finds: (last: number) => [string, number][]
      }
      const TAMPERINGS: Tampering[] = [
        { does: 'another action', sql: `update audit_entries set action = 'x' where seq = 3`, finds: () => [['changed', 3]] },
        { does: 'another time', sql: `update audit_entries set at = '2020' where seq = 3`, finds: () => [['changed', 3]] },
        {
          does: 'another hash',
          sql: `update audit_entries set hash = repeat('a', 64) where seq = 3`,
          finds: () => [['changed', 3]],
        },
        {
          does: 'another actor',
          sql: `update audit_entries set actor = 'x' where seq = 3`,
          finds: () => [['opening-changed', 3]],
        },
        {
          does: 'another subject',
          sql: `update audit_entries set subject = 'x' where seq = 3`,
          finds: () => [['opening-changed', 3]],
        },
        {
          does: 'openings emptied',
          sql: `update audit_entries set salt = null, actor = null, subject = null where seq in (2, 3, 5)`,
          finds: () => [
            ['opening-missing', 2],
            ['opening-missing', 5],
          ],
        },
        { does: 'an entry left out', sql: `delete from audit_entries where seq in (3, 4)`, finds: () => [['missing', 3]] },
        { does: 'the first entry left out', sql: `delete from audit_entries where seq = 1`, finds: () => [['missing', 1]] },
        {
          does: 'the tail cut off',
          sql: `delete from audit_entries where seq > 4`,
          finds: () => [['cut-short', 5]],
        },
        {
          does: 'the tail cut off, with the head put back to fit',
          sql: `with cut as (delete from audit_entries where seq > 4)
            update audit_heads set seq = 4, hash = (select hash from audit_entries where seq = 4 and district_id = 'main')
            where district_id = 'main'`,
          finds: () => [['cut-short', 5]],
        },
        {
          does: 'two entries that changed places',
          sql: `update audit_entries set seq = case seq when 3 then -3 else -4 end where seq in (3, 4);
            update audit_entries set seq = case seq when -3 then 4 else 3 end where seq in (-3, -4)`,
          finds: () => [
            ['changed', 3],
            ['changed', 4],
            ['changed', 5],
          ],
        },
        {
          does: 'an entry put in before the first',
          sql: `insert into audit_entries select district_id, 0, at, action, commitment, hash, salt, actor, subject from audit_entries where seq = 3`,
          finds: () => [['before-start', 0]],
        },
        {
          does: 'an entry put in behind the last',
          sql: `insert into audit_entries select district_id, (select max(seq) + 1 from audit_entries e where e.district_id = a.district_id), at,
            action, commitment, hash, salt, actor, subject from audit_entries a where seq = 3 and district_id = 'main'`,
          finds: (last) => [
            ['changed', last + 1],
            ['beyond-head', last + 1],
          ],
        },
      ]
      for (const tampering of TAMPERINGS) {
        it(tampering.does, async () => {
          const context = contextOf()
          const kept = await auditHead(context.db, 'main')
          const rows = await context.db.selectFrom('audit_entries').selectAll().execute()
          for (const statement of tampering.sql.split(/;\n/)) {
            await sql.raw(statement.replaceAll(/where seq/g, `where district_id = 'main' and seq`)).execute(context.db)
          }
          const { body } = await district.call('POST', '/v1/audit/verification', { as: 'auditor', body: { head: kept } })
          const { ok, findings } = auditVerificationSchema.parse(body)
          await context.db.deleteFrom('audit_entries').execute()
          await context.db.insertInto('audit_entries').values(rows).execute()
          await context.db.updateTable('audit_heads').set(kept).where('district_id', '=', 'main').execute()
          assert.equal(ok, false)
          assert.deepEqual(
            findings.map(({ code, seq }) => [code, seq]),
            tampering.finds(kept.seq),
          )
          assert.ok(findings.every(({ message }) => message.zh !== '' && message.en !== ''))
        })
      }

      it('a chain that was written anew from some entry on, against a head that was kept', async () => {
        const context = contextOf()
        const kept = await auditHead(context.db, 'main')
        const rows = await context.db
          .selectFrom('audit_entries')
          .selectAll()
          .where('district_id', '=', 'main')
          .orderBy('seq')
          .execute()
        await sql`delete from audit_entries where district_id = 'main'`.execute(context.db)
        await sql`delete from audit_heads where district_id = 'main'`.execute(context.db)
        await context.db.transaction().execute(async (tx) => {
          for (const { at, action, actor, subject } of rows) {
            await appendAudit(tx, context, { at, action, actor: actor ?? '', subject: subject ?? '' })
          }
        })
        assert.equal((await verifyAudit(context)).ok, true)
        const { ok, findings } = await verifyAudit(context, kept)
        assert.equal(ok, false)
        assert.deepEqual(
          findings.map(({ code, seq }) => [code, seq]),
          [['head-mismatch', kept.seq]],
        )
      })
    })

    it('holds without what was erased', async () => {
      const context = contextOf()
      const { seq } = await auditHead(context.db, 'main')
      const erasure = { at: new Date(district.clock.now).toISOString(), actor: 'test', where: sql`seq % 2 = 0` }
      const count = await context.db.transaction().execute((tx) => eraseOpenings(tx, context, erasure))
      assert.equal(count, Math.floor(seq / 2))
      assert.deepEqual((await verifyAudit(context)).findings, [])
      const again = await context.db.transaction().execute((tx) => eraseOpenings(tx, context, { ...erasure, where: sql`true` }))
      assert.equal(again, Math.ceil(seq / 2), 'The act of erasing stays open')
      assert.deepEqual((await verifyAudit(context)).findings, [])
      const { body } = await district.call('GET', '/v1/audit?limit=2', { as: 'auditor' })
      assert.deepEqual(
        body.entries.map(({ opening }: { opening?: unknown }) => opening === undefined),
        [true, true],
      )
    })
  })
}
