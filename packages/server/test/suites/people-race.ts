import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { phoneHash } from '../../src/privacy/sealed-fields.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { nextUlid, openDistrict } from '../harness.ts'
import type { District } from '../harness.ts'

/** Needs transactions side by side, which only a real PostgreSQL has. */
export function peopleRace(name: string, newDatabase: () => Promise<string>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await openDistrict(await openDatabase({ databaseUrl: await newDatabase() }))
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const holders = async (phone: string) => {
      const { rows } = await sql<{ id: string }>`
        select id from people where phone_hash = ${phoneHash(district.keyring, phone)}`.execute(district.database.db)
      return rows.map(({ id }) => id)
    }
    const create = (phone: string) => district.post('/v1/people', { id: nextUlid(), name: '尹一', phone }, 'street')
    const importRow = (phone: string) =>
      district.call('POST', '/v1/people:import', {
        as: 'street',
        body: `姓名,手机\r\n尹二,${phone}`,
        headers: { 'content-type': 'text/csv' },
      })

    it('gives a number that an import has written, and not yet told, to nobody else', async () => {
      const { db } = district.database
      const phone = '13900007001'
      /** Who waits for a lock, by what they are about to do. */
      const waiting = async () =>
        (
          await sql<{ query: string }>`
            select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
        ).rows.map(({ query }) => query)
      const gate = Promise.withResolvers<void>()
      const held = Promise.withResolvers<void>()
      // The audit is written last: whoever holds its head holds the import with everything written.
      const holding = db.transaction().execute(async (tx) => {
        await sql`lock table audit_heads in exclusive mode`.execute(tx)
        held.resolve()
        await gate.promise
      })
      await held.promise
      const importing = importRow(phone)
      while (!(await waiting()).some((query) => query.includes('audit_heads')));
      const creating = create(phone)
      let isAnswered = false
      void creating.finally(() => (isAnswered = true))
      while (!isAnswered && (await waiting()).length < 2);
      assert.equal(isAnswered, false, 'whoever enters somebody waits for the import')
      gate.resolve()
      await holding
      assert.equal((await importing).body.created, 1)
      const refused = await creating
      assert.equal(refused.status, 409, JSON.stringify(refused.body))
      assert.deepEqual(
        [refused.body.refusal.reason, refused.body.refusal.detail.personId],
        ['person-exists', (await holders(phone))[0]],
      )
      assert.equal((await holders(phone)).length, 1)
    })
  })
}
