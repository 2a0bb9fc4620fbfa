import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { phoneHash } from '../../src/privacy/sealed-fields.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { nextUlid, openDistrict } from '../harness.ts'
import type { District } from '../harness.ts'
import { holdAudit } from '../hold-audit.ts'

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
      const phone = '13900007001'
      const audit = await holdAudit(district.database)
      const importing = importRow(phone)
      await audit.isReached()
      const creating = create(phone)
      assert.equal(await audit.isWaitedFor(creating), true, 'whoever enters somebody waits for the import')
      await audit.letGo()
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
