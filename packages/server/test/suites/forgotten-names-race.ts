import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { correctionViewSchema, myHoursSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { openDatabase } from '../../src/storage/database.ts'
import { around, openAll } from '../dump.ts'
import { attend, correctionCommand, moveSignUp, nextUlid, openDistrict, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { holdAudit } from '../hold-audit.ts'

/** Needs transactions side by side, which only a real PostgreSQL has. */
export function forgottenNamesRace(name: string, newDatabase: () => Promise<string>): void {
  describe(name, () => {
    let district: District
    let people = 0
    before(async () => {
      district = await openDistrict(await openDatabase({ databaseUrl: await newDatabase() }))
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** Somebody who was there, and somebody else who answered for it, whose name nobody else has. */
    async function came() {
      const [as, chief]: [Caller, { id: string; name: string }] = [
        `employee:N${people}`,
        { id: nextUlid(), name: `纪忘${people++}号` },
      ]
      assert.equal((await district.post('/v1/people', chief, 'street')).status, 201)
      const command = signUpCommand({ slotId: 'sh-later' })
      assert.equal((await district.post('/v1/sign-ups', command, as)).status, 201)
      await moveSignUp(district, command.id, 'sh-past')
      await attend(district, command.id)
      await sql`update attendances set in_charge_id = ${chief.id}, activity = jsonb_build_object(
        'name', jsonb_build_object('zh', '巡查岗', 'en', 'Patrol'), 'kind', 'patrol',
        'place', jsonb_build_object('zh', '网格micro-1', 'en', 'Grid micro-1'),
        'organiser', jsonb_build_object('zh', '网格north', 'en', 'Grid north'), 'overrunMinutes', 30, 'hadChief', true)
        where sign_up_id = ${command.id}`.execute(district.database.db)
      return { as, id: command.id, chief }
    }
    const ask = (id: string, inCharge: string, as: Caller) =>
      district.post(
        `/v1/sign-ups/${id}/corrections`,
        correctionCommand(id, { checkedInAt: undefined, checkedOutAt: undefined, facts: { inCharge }, reason: '当天换了人' }),
        as,
      )
    const accept = (correctionId: string) =>
      district.post(
        `/v1/corrections/${correctionId}/steps`,
        { id: nextUlid(), correctionId, action: 'accept' } as { id: string },
        'community',
      )
    const erase = ({ id }: { id: string }) =>
      district.post(`/v1/people/${id}/erasure`, { id: nextUlid(), confirm: true } as { id: string }, 'street')
    const forgotten = async ({ name: told }: { name: string }) => {
      const opened = (await openAll(district)).join('\n')
      assert.ok(!opened.includes(told), around(opened, told))
    }
    const correctionOf = async (as: Caller) =>
      myHoursSchema.parse((await district.call('GET', '/v1/me/hours', { as })).body).records[0]!.correction!

    it('forgets a name that is asked for and not told yet while whoever bears it is erased', async () => {
      const [{ as, id }, { chief }] = [await came(), await came()]
      const audit = await holdAudit(district.database)
      const asking = ask(id, chief.name, as)
      await audit.isReached()
      const erasing = erase(chief)
      assert.equal(await audit.isWaitedFor(erasing), true)
      await audit.letGo()
      assert.deepEqual([(await asking).status, (await erasing).status], [201, 200])
      await forgotten(chief)
      assert.deepEqual((await correctionOf(as)).facts, { inCharge: '—' })
    })

    it('forgets a name that a correction takes out of a record while whoever bears it is erased', async () => {
      const { as, id, chief } = await came()
      const asked = await ask(id, '吴一山', as)
      const audit = await holdAudit(district.database)
      const accepting = accept(asked.body.id)
      await audit.isReached()
      const erasing = erase(chief)
      assert.equal(await audit.isWaitedFor(erasing), true)
      await audit.letGo()
      assert.equal((await erasing).status, 200)
      assert.deepEqual(correctionViewSchema.parse((await accepting).body).before, { inCharge: chief.name }, 'it was told before')
      await forgotten(chief)
      assert.deepEqual((await correctionOf(as)).before, { inCharge: '—' })
    })

    it('keeps no name of whoever is erased, and not told of yet, as what stood in a record', async () => {
      const { as, id, chief } = await came()
      const asked = await ask(id, '吴一山', as)
      const audit = await holdAudit(district.database)
      const erasing = erase(chief)
      await audit.isReached()
      const accepting = accept(asked.body.id)
      assert.equal(await audit.isWaitedFor(accepting), true)
      await audit.letGo()
      assert.equal((await erasing).status, 200)
      assert.deepEqual(correctionViewSchema.parse((await accepting).body).before, { inCharge: '—' })
      await forgotten(chief)
      assert.deepEqual((await correctionOf(as)).before, { inCharge: '—' })
    })
  })
}
