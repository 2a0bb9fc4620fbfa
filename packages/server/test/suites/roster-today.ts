import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { rosterWeekSchema } from '@wangge/core/roster/schema'
import type { RosterWeek } from '@wangge/core/roster/schema'
import { assertProblem, checkInCommand, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { bind, signIn } from '../sign-in.ts'

const at = (time: string) => Date.parse(`2026-03-${time}:00+08:00`)

/** Shifts of today at a building, for its head. */
export function rosterToday(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    /** Of the head of the building beside. */
    let beside: Record<string, string>
    const seats: Record<string, string> = {}
    before(async () => {
      district = await open()
      const sign = async (as: Caller, changes: { slotId: string; orgId?: string }) => {
        const command = signUpCommand(changes)
        const { status, body } = await district.post('/v1/sign-ups', command, as)
        assert.equal(status, 201, JSON.stringify(body))
        seats[`${as.split(':')[1]} ${changes.slotId}`] = command.id
      }
      await sign('employee:T1', { slotId: 'sh-20' })
      await sign('otherEmployee:T2', { slotId: 'sh-20', orgId: 'org-b' })
      await sign('employee:T1', { slotId: 'sh-1' })
      await sign('employee:T3', { slotId: 'sh-1' })
      await sign('otherEmployee:T4', { slotId: 'sh-crossing', orgId: 'org-b' })
      await sign('employee:T5', { slotId: 'sh-later' })
      const made = await district.call('POST', '/v1/admin/token-create', {
        as: 'admin',
        body: { role: 'buildingHead', gridId: 'micro-2' },
      })
      assert.equal(made.status, 200, JSON.stringify(made.body))
      beside = { authorization: `Bearer ${made.body.token}` }
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const today = async (now: number, headers: Record<string, string> = district.headersOf('head')): Promise<RosterWeek> => {
      district.clock.now = now
      const { status, body } = await district.call('GET', '/v1/roster/today', { headers })
      assert.equal(status, 200, JSON.stringify(body))
      return rosterWeekSchema.parse(body)
    }
    const shifts = ({ slots }: RosterWeek) => slots.map(({ id }) => id)
    const names = ({ slots }: RosterWeek, id: string) => slots.find((slot) => slot.id === id)!.people.map((person) => person.name)

    it('tells the head of a building its own posts’ shifts of the day, with who has a seat', async () => {
      const told = await today(at('03T09:00'))
      assert.deepEqual(shifts(told), ['sh-20', 'sh-1', 'sh-overlap'])
      assert.deepEqual(
        [told.days.map(({ date }) => date), told.posts.map(({ id }) => id), told.timeZone],
        [['2026-03-03'], ['post-1'], 'Asia/Shanghai'],
      )
      assert.deepEqual(names(told, 'sh-20'), ['员工T1', '员工T2'])
      assert.deepEqual(names(told, 'sh-1'), ['员工T1'])
      assert.equal(told.slots[1]!.waitlisted, 1)
      assert.deepEqual(
        told.organisations.map(({ id }) => id),
        ['org-a', 'org-b'],
      )
      assert.deepEqual(told.attendance, { opensBeforeMinutes: 60, closesAfterMinutes: 120 })
    })

    it('tells the head which seat is their own, and takes their word on everybody but themselves', async () => {
      const now = at('03T13:30')
      district.clock.now = now
      const head = { authorization: `Bearer ${(await signIn(district, await bind(district, 'head-1'))).token}` }
      const { db } = district.database
      const own = seats['T1 sh-1']!
      const { person_id: holder } = await db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', own)
        .executeTakeFirstOrThrow()
      const holds = (personId: string) => db.updateTable('sign_ups').set({ person_id: personId }).where('id', '=', own).execute()
      await holds('head-1')
      const told = await today(now, head)
      const marked = told.slots.flatMap(({ people }) => people.filter(({ isReader }) => isReader))
      assert.deepEqual(
        marked.map(({ signUpId }) => signUpId),
        [own],
      )
      const said = checkInCommand({ at: new Date(now).toISOString(), proof: { by: 'host', signUpId: own } })
      const keyed = { ...head, 'idempotency-key': said.id }
      const answer = await district.call('POST', '/v1/check-ins', { headers: keyed, body: said })
      assertProblem(answer, 409, 'refused')
      assert.equal(answer.body.refusal.reason, 'own-presence')
      await holds(holder)
    })

    it('tells of nobody who waits, of no other day, of no other grid, and of people no more than is needed to greet them', async () => {
      const told = await today(at('03T09:00'))
      assert.doesNotMatch(JSON.stringify(told), /员工T[345]|sh-crossing|sh-later/)
      const known = Object.keys(told.slots[0]!.people[0]!).sort()
      assert.deepEqual(known, ['attendance', 'by', 'name', 'orgId', 'personId', 'signUpId', 'state'])
      assert.deepEqual(shifts(await today(at('04T09:00'))), [])
      assert.deepEqual(
        await today(at('03T09:00'), beside).then(({ slots, posts, organisations }) => [slots, posts, organisations]),
        [[], [], []],
      )
    })

    it('tells of a shift that goes on past midnight as long as people check out of it', async () => {
      const night = { id: 'sh-night', post_id: 'post-1', need: 2, cancelled: false, district_id: 'main' }
      await district.database.db
        .insertInto('shifts')
        .values({ ...night, starts_at: '2026-03-05T22:00:00+08:00', ends_at: '2026-03-06T01:00:00+08:00' })
        .execute()
      assert.deepEqual(shifts(await today(at('05T08:00'))), ['sh-night'])
      assert.deepEqual(shifts(await today(at('06T02:59'))), ['sh-night'])
      assert.deepEqual(shifts(await today(at('06T03:01'))), [])
    })

    it('masks a minor, and is audited under the building', async () => {
      const { db } = district.database
      await db.updateTable('people').set({ minor: true }).where('named_by_host', '=', true).execute()
      assert.deepEqual(names(await today(at('03T09:00')), 'sh-20'), ['员**1', '员**2'])
      await db.updateTable('people').set({ minor: false }).where('named_by_host', '=', true).execute()
      const last = await db.selectFrom('audit_entries').select(['action', 'subject']).orderBy('seq', 'desc').executeTakeFirst()
      assert.deepEqual(last, { action: 'read-roster', subject: 'micro-1' })
    })

    it('is for nobody else: they have the week, or nothing', async () => {
      for (const as of ['street', 'community', 'estate', 'liaison', 'inspector', 'auditor'] as const)
        assertProblem(await district.call('GET', '/v1/roster/today', { as }), 403, 'role-not-allowed')
      const asked = (query: string) => district.call('GET', `/v1/roster/today?${query}`, { as: 'head' })
      for (const query of ['from=2026-03-08', 'gridId=north', 'gridId=micro-2'])
        assertProblem(await asked(query), 400, 'invalid-query')
    })

    it('goes with the head’s word on who did not come, of their own building only', async () => {
      district.clock.now = at('03T08:20')
      const say = (verb: string, headers: Record<string, string>) => {
        const body = { id: nextUlid(), signUpId: seats['T2 sh-20']! }
        const path = `/v1/sign-ups/${body.signUpId}/${verb}`
        return district.call('POST', path, { body, headers: { ...headers, 'idempotency-key': body.id } })
      }
      assertProblem(await say('no-show', beside), 404, 'unknown-sign-up')
      assert.equal((await say('no-show', district.headersOf('head'))).body.attendance.state, 'no-show')
      assert.equal((await say('excuse', district.headersOf('head'))).body.attendance.state, 'excused')
      const [first, second] = (await today(at('03T08:30'))).slots[0]!.people
      assert.deepEqual([first!.attendance?.state, second!.attendance?.state], ['none', 'excused'])
    })
  })
}
