import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { signUpListSchema, signUpViewSchema, slotListSchema } from '@wangge/core/roster/schema'
import { assertProblem, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const employee = (number: number) => `employee:N${number}` as const

export function signUps(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const signUp = (as: Caller, changes: object = {}) => district.post('/v1/sign-ups', signUpCommand(changes), as)
    /** The rush on one slot. */
    const first: { command: ReturnType<typeof signUpCommand>; as: Caller; status: number; body: unknown }[] = []
    const slot = async (id: string) => {
      const { body } = await district.call('GET', '/v1/slots?org=org-a', { as: 'org' })
      return slotListSchema.parse(body).slots.find((each) => each.id === id)!
    }

    it('seats exactly as many as there are seats when 200 sign up at once, and keeps the waitlist in order', async () => {
      const answers = await Promise.all(
        Array.from({ length: 200 }, async (_, number) => {
          const [command, as] = [signUpCommand(), employee(number)]
          const answer = await district.post('/v1/sign-ups', command, as)
          first.push({ command, as, status: answer.status, body: answer.body })
          return answer
        }),
      )
      const views = answers.filter(({ status }) => status === 201).map(({ body }) => signUpViewSchema.parse(body))
      assert.equal(views.filter(({ state }) => state === 'seated').length, 20)
      const positions = views.filter(({ state }) => state === 'waitlisted').map(({ position }) => position!)
      assert.deepEqual(
        positions.sort((one, other) => one - other),
        [1, 2, 3, 4, 5],
      )
      const refusals = answers.filter(({ status }) => status !== 201)
      assert.equal(refusals.length, 175)
      for (const refusal of refusals) {
        assertProblem(refusal, 409, 'refused')
        assert.equal(refusal.body.refusal.reason, 'slot-full')
      }
      const { seated, waitlisted } = await slot('sh-20')
      assert.deepEqual([seated, waitlisted], [20, 5])
      const { db } = district.database
      const rows = await db.selectFrom('sign_ups').selectAll().where('shift_id', '=', 'sh-20').orderBy('ordinal').execute()
      assert.equal(new Set(rows.map((row) => row.person_id)).size, 25)
      // Nothing lost: what was answered is what is kept, in the order in which it was taken. Nothing twice, in no record.
      assert.deepEqual(rows.map(({ id }) => id).sort(), views.map(({ id }) => id).sort())
      assert.deepEqual(
        rows.map(({ state, ordinal }) => [state, ordinal]),
        rows.map((_, index) => [index < 20 ? 'seated' : 'waitlisted', index + 1]),
      )
      const places = new Map(views.map(({ id, position }) => [id, position]))
      assert.deepEqual(
        rows.slice(20).map(({ id }) => places.get(id)),
        [1, 2, 3, 4, 5],
        'the waitlist is in the order of its answers',
      )
      const told = await db.selectFrom('audit_entries').select('subject').where('action', '=', 'sign-up').execute()
      assert.deepEqual(told.map(({ subject }) => subject).sort(), views.map(({ id }) => id).sort())
      const changes = await db.selectFrom('changes').select('id').where('topic', '=', 'sign-up').execute()
      assert.deepEqual(changes.map(({ id }) => id).sort(), views.map(({ id }) => id).sort())
    })

    it('gives each of those answers again when all 200 come again at once, and changes nothing', async () => {
      const { db } = district.database
      const rows = () => db.selectFrom('sign_ups').selectAll().orderBy('id').execute()
      const before = await rows()
      assert.equal(first.length, 200)
      const answers = await Promise.all(first.map(({ command, as }) => district.post('/v1/sign-ups', command, as)))
      for (const [index, answer] of answers.entries()) {
        const { status, body } = first[index]!
        assert.deepEqual([answer.status, answer.body], [status, body])
        // A refusal is not kept: it is come to anew, and is the same while the slot is full.
        assert.equal(answer.headers.get('idempotency-replayed'), status === 201 ? 'true' : null)
      }
      assert.equal(answers.filter(({ status }) => status === 201).length, 25)
      assert.deepEqual(await rows(), before)
    })

    it('gives the first answer again when the same command comes again, at once or later', async () => {
      const command = signUpCommand({ slotId: 'sh-later' })
      const answers = await Promise.all(Array.from({ length: 8 }, () => district.post('/v1/sign-ups', command, employee(300))))
      for (const answer of answers) {
        assert.equal(answer.status, 201)
        assert.deepEqual(answer.body, answers[0]!.body)
      }
      assert.equal(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true').length, 7)
      const changed = { ...command, slotId: 'sh-1' }
      assertProblem(await district.post('/v1/sign-ups', changed, employee(300)), 422, 'idempotency-key-reused')
      assert.equal((await slot('sh-later')).seated, 1)
    })

    it('does not let one organisation see or settle another’s command', async () => {
      const command = signUpCommand({ slotId: 'sh-later' })
      await district.post('/v1/sign-ups', command, employee(310))
      assertProblem(await district.post('/v1/sign-ups', command, 'otherEmployee:N310'), 403, 'other-organisation')
      const own = { ...command, orgId: 'org-b' }
      assertProblem(await district.post('/v1/sign-ups', own, 'otherEmployee:N310'), 422, 'idempotency-key-reused')
      assertProblem(
        await district.call('GET', `/v1/sign-ups/${command.id}`, { as: 'otherEmployee:N310' }),
        404,
        'unknown-sign-up',
      )
      const cancel = { id: nextUlid(), signUpId: command.id }
      assertProblem(
        await district.post(`/v1/sign-ups/${command.id}/cancel`, cancel, 'otherEmployee:N310'),
        404,
        'unknown-sign-up',
      )
    })

    it('refuses a second sign-up of one person, an overlapping duty and a slot that has begun', async () => {
      const one = await signUp(employee(400), { slotId: 'sh-1' })
      assert.equal(one.body.state, 'seated')
      const reasonOf = async (changes: object, as = employee(400)) => {
        const answer = await signUp(as, changes)
        assertProblem(answer, 409, 'refused')
        return answer.body.refusal.reason
      }
      assert.equal(await reasonOf({ slotId: 'sh-1' }), 'already-signed-up')
      assert.equal(await reasonOf({ slotId: 'sh-overlap' }), 'duty-overlaps')
      assert.equal(await reasonOf({ slotId: 'sh-past' }, employee(401)), 'slot-started')
      assert.equal(await reasonOf({ slotId: 'nothing' }, employee(401)), 'unknown-slot')
    })

    it('refuses a slot at an intersection that is another branch’s when the slot starts', async () => {
      const answer = await signUp(employee(410), { slotId: 'sh-crossing' })
      assertProblem(answer, 409, 'refused')
      assert.deepEqual(answer.body.refusal, { reason: 'not-sponsor', detail: { slotId: 'sh-crossing', sponsorId: 'org-b' } })
      const command = signUpCommand({ slotId: 'sh-crossing', orgId: 'org-b' })
      assert.equal((await district.post('/v1/sign-ups', command, 'otherEmployee:N410')).status, 201)
    })

    it('says where the sign-up is read again', async () => {
      const made = await signUp(employee(430), { slotId: 'sh-later' })
      const location = made.headers.get('location')!
      assert.deepEqual((await district.call('GET', location, { as: employee(430) })).body, made.body)
    })

    it('refuses consent to a version of the purpose that the district does not know', async () => {
      const answer = await signUp(employee(420), { consent: { purpose: 'volunteer-duty', version: 2 } })
      assertProblem(answer, 409, 'refused')
      assert.deepEqual(answer.body.refusal, {
        reason: 'consent-unknown',
        detail: { purpose: 'volunteer-duty', sent: 2, current: 1 },
      })
    })

    it('lets one person into one of two overlapping slots when both are asked for at once', async () => {
      const person = employee(450)
      const answers = await Promise.all(['sh-1', 'sh-overlap'].map((slotId) => signUp(person, { slotId })))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
    })

    it('holds a seat that is given back for the first who waits, until they take it', async () => {
      const slotId = 'sh-overlap'
      const made = []
      const owners = new Map<string, Caller>()
      for (let number = 500; made.length < 7; number++) {
        const { body } = await signUp(employee(number), { slotId })
        made.push(body)
        owners.set(body.id, employee(number))
      }
      const seats = made.filter(({ state }) => state === 'seated')
      const [first, second] = made.filter(({ state }) => state === 'waitlisted')
      const cancel = { id: nextUlid(), signUpId: seats[0].id }
      const cancelled = await district.post(`/v1/sign-ups/${seats[0].id}/cancel`, cancel, owners.get(seats[0].id)!)
      assert.equal(cancelled.status, 200)
      assert.equal(cancelled.body.state, 'cancelled')
      const view = async (id: string) => (await district.call('GET', `/v1/sign-ups/${id}`, { as: owners.get(id)! })).body
      const offered = await view(first.id)
      assert.deepEqual(
        [offered.state, offered.confirmBy],
        ['offered', new Date(district.clock.now + 2 * 3_600_000).toISOString()],
      )
      const take = { id: nextUlid(), signUpId: first.id }
      const taken = await district.post(`/v1/sign-ups/${first.id}/confirm`, take, owners.get(first.id)!)
      assert.deepEqual([taken.status, taken.body.state], [200, 'seated'])
      assert.deepEqual([(await view(second.id)).state, (await view(second.id)).position], ['waitlisted', 1])
      const again = { id: nextUlid(), signUpId: seats[0].id }
      const refusal = await district.post(`/v1/sign-ups/${seats[0].id}/cancel`, again, owners.get(seats[0].id)!)
      assert.equal(refusal.body.refusal.reason, 'not-signed-up')
      const replayed = await district.post(`/v1/sign-ups/${seats[0].id}/cancel`, cancel, owners.get(seats[0].id)!)
      assert.deepEqual([replayed.status, replayed.body], [200, cancelled.body])
    })

    it('lists one’s own sign-ups with what each is for, newest first, and nobody else’s', async () => {
      const first = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later' }), 'employee:Own')
      district.clock.now += 1000
      const second = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-far' }), 'employee:Own')
      const own = await district.call('GET', '/v1/me/sign-ups', { as: 'employee:Own' })
      const { signUps } = signUpListSchema.parse(own.body)
      const views = signUps.map(({ slot: _slot, ...view }) => view)
      assert.deepEqual(views, [second.body, first.body])
      assert.deepEqual(
        signUps.map(({ slot }) => slot?.id),
        ['sh-far', 'sh-later'],
      )
      const others = await district.call('GET', '/v1/me/sign-ups', { as: 'employee:Nobody' })
      assert.deepEqual(others.body.signUps, [])
      assertProblem(await district.call('GET', '/v1/me/sign-ups', { as: 'org' }), 401, 'token-required')
    })

    it('tells an organisation’s word nothing of what the same person does for another one', async () => {
      const here = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later' }), 'employee:Both')
      const there = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-far' }), 'employee:Both')
      assert.deepEqual([here.status, there.status], [201, 201])
      const { db } = district.database
      await db.updateTable('sign_ups').set({ org_id: 'org-b' }).where('id', '=', there.body.id).execute()
      const own = await district.call('GET', '/v1/me/sign-ups', { as: 'employee:Both' })
      assert.deepEqual(
        signUpListSchema.parse(own.body).signUps.map(({ id }) => id),
        [here.body.id],
      )
    })

    it('takes a command for the person it was made for only', async () => {
      const command = signUpCommand({ slotId: 'sh-later', person: '0'.repeat(32) })
      assertProblem(await district.post('/v1/sign-ups', command, 'employee:For'), 403, 'other-person')
      const made = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later' }), 'employee:For')
      const cancel = { id: nextUlid(), signUpId: made.body.id }
      const path = `/v1/sign-ups/${made.body.id}/cancel`
      assertProblem(await district.post(path, cancel, 'employee:Against'), 404, 'unknown-sign-up')
      assertProblem(
        await district.call('GET', `/v1/sign-ups/${made.body.id}`, { as: 'employee:Against' }),
        404,
        'unknown-sign-up',
      )
      assertProblem(
        await district.post(path, { ...cancel, person: '0'.repeat(32) } as { id: string }, 'employee:For'),
        403,
        'other-person',
      )
    })

    it('lets the liaison of the organisation and the street cancel, and no other staff', async () => {
      for (const caller of ['liaison', 'street'] as const) {
        const made = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later' }), `employee:By-${caller}`)
        const path = `/v1/sign-ups/${made.body.id}/cancel`
        const cancel = () => ({ id: nextUlid(), signUpId: made.body.id })
        assertProblem(await district.post(path, cancel(), 'community'), 403, 'role-not-allowed')
        assert.equal((await district.post(path, cancel(), caller)).body.state, 'cancelled')
      }
      const others = signUpCommand({ slotId: 'sh-crossing', orgId: 'org-b' })
      const made = await district.post('/v1/sign-ups', others, 'otherEmployee:B2')
      const cancel = { id: nextUlid(), signUpId: others.id }
      assert.equal(made.status, 201, JSON.stringify(made.body))
      assertProblem(await district.post(`/v1/sign-ups/${others.id}/cancel`, cancel, 'liaison'), 404, 'unknown-sign-up')
    })

    it('keeps no refusal under the key: once there is room, the same command is taken', async () => {
      const command = signUpCommand({ slotId: 'sh-later' })
      await district.database.db.updateTable('shifts').set({ cancelled: true }).where('id', '=', 'sh-later').execute()
      const refusal = await district.post('/v1/sign-ups', command, employee(600))
      assert.equal(refusal.body.refusal.reason, 'slot-cancelled')
      await district.database.db.updateTable('shifts').set({ cancelled: false }).where('id', '=', 'sh-later').execute()
      assert.equal((await district.post('/v1/sign-ups', command, employee(600))).status, 201)
    })

    it('asks for the Idempotency-Key, and that it is the id of the command', async () => {
      const body = signUpCommand()
      assertProblem(await district.call('POST', '/v1/sign-ups', { as: employee(1), body }), 400, 'idempotency-key-required')
      const headers = { 'idempotency-key': nextUlid() }
      assertProblem(
        await district.call('POST', '/v1/sign-ups', { as: employee(1), body, headers }),
        422,
        'idempotency-key-mismatch',
      )
    })

    it('writes no personal data into the audit or the change feed', async () => {
      const { db } = district.database
      const rows = [
        await db.selectFrom('audit_entries').selectAll().execute(),
        await db.selectFrom('changes').selectAll().execute(),
      ]
      assert.ok(rows[0]!.length > 0 && rows[1]!.length > 0)
      assert.doesNotMatch(JSON.stringify(rows), /员工|"N\d/)
    })
  })
}
