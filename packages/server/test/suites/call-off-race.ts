import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { openDatabase } from '../../src/storage/database.ts'
import { restoreShifts } from '../../src/storage/restore-shifts.ts'
import { checkInCommand, nextUlid, openDistrict, signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'
import { holdAudit } from '../hold-audit.ts'

/** Needs transactions side by side, which only a real PostgreSQL has. */
export function callOffRace(name: string, newDatabase: () => Promise<string>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await openDistrict(await openDatabase({ databaseUrl: await newDatabase() }))
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    it('calls off for the storm what is brought back at the same moment', async () => {
      const { db } = district.database
      const hours = { startsAt: '2026-03-10T15:00:00+08:00', endsAt: '2026-03-10T17:00:00+08:00' }
      await db
        .insertInto('shifts')
        .values({
          ...{ district_id: 'main', id: 'sh-back', post_id: 'post-1', need: 1, mix: null, skills: null, min_age: null },
          ...{ starts_at: hours.startsAt, ends_at: hours.endsAt, campaign: null },
        })
        .execute()
      await sql`update shifts set cancelled = true, withdrawn = true, cancel_reason = 'other' where id = 'sh-back'`.execute(db)

      const gate = Promise.withResolvers<void>()
      const restored = Promise.withResolvers<string[]>()
      const bringingBack = db.transaction().execute(async (tx) => {
        const shift = { id: 'sh-back', postId: 'post-1', templateId: 'template-1', ...hours, need: 1 }
        restored.resolve(await restoreShifts(tx, 'main', [shift], new Date(district.clock.now).toISOString()))
        await gate.promise
      })
      assert.deepEqual(await restored.promise, ['sh-back'])
      const time = { from: '2026-03-10T14:00:00+08:00', to: '2026-03-10T18:00:00+08:00' }
      const storm = district.post('/v1/shifts:cancel', { id: nextUlid(), ...time, reason: 'weather' }, 'street')
      const isWaiting = async () =>
        (await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db))
          .rows.length > 0
      let isAnswered = false
      void storm.finally(() => (isAnswered = true))
      while (!isAnswered && !(await isWaiting()));
      assert.equal(isAnswered, false, 'the order waits for the shift')
      gate.resolve()
      await bringingBack

      assert.deepEqual((await storm).body, { slotIds: ['sh-back'], signUps: 0, passedBy: 0 })
      const row = await db.selectFrom('shifts').selectAll().where('id', '=', 'sh-back').executeTakeFirstOrThrow()
      assert.deepEqual([row.cancelled, row.withdrawn, row.cancel_reason], [true, false, 'weather'])
    })

    it('takes the word that somebody had come while the call-off that ends their seat is written', async () => {
      const { db } = district.database
      const start = Date.parse('2026-03-11T15:00:00+08:00')
      const [slotId, iso] = ['sh-stormy', (ms: number) => new Date(ms).toISOString()]
      const times = { starts_at: iso(start), ends_at: iso(start + 7_200_000) }
      await db
        .insertInto('shifts')
        .values({
          ...{ district_id: 'main', id: slotId, post_id: 'post-1', need: 1, mix: null, skills: null, min_age: null },
          ...times,
          campaign: null,
        })
        .execute()
      const { body: seat } = await district.post('/v1/sign-ups', signUpCommand({ slotId }), 'employee:R1')
      assert.equal(seat.state, 'seated', JSON.stringify(seat))
      district.clock.now = start - 1_800_000

      const audit = await holdAudit(district.database)
      const time = { from: iso(start - 3_600_000), to: iso(start + 3_600_000) }
      const order = { id: nextUlid(), ...time, slotIds: [slotId], reason: 'weather' }
      const storm = district.post('/v1/shifts:cancel', order, 'street')
      await audit.isReached()
      const word = { at: iso(district.clock.now - 60_000), proof: { by: 'host', signUpId: seat.id } }
      const coming = district.post('/v1/check-ins', checkInCommand(word), 'street')
      assert.equal(await audit.isWaitedFor(coming), true, 'it waits for the shift')
      await audit.letGo()

      assert.equal((await storm).body.signUps, 1, 'the call-off ended the seat')
      const { status, body } = await coming
      assert.deepEqual([status, body.state, body.attendance?.state], [200, 'seated', 'in'], JSON.stringify(body))
    })
  })
}
