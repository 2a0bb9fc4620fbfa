import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { NamedAnswer, SignUpPolicy, SignUpView, SwapList } from '@wangge/core/roster/schema'
import {
  namedAnswerSchema,
  organisationSwapListSchema,
  signUpViewSchema,
  slotListSchema,
  swapListSchema,
  rosterWeekSchema,
} from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { createContext } from '../../src/context.ts'
import { getMySwaps } from '../../src/routes/list-swaps.ts'
import { findSlotView } from '../../src/storage/slots.ts'
import { assertProblem, checkInCommand, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const MINUTE = 60_000
const CONSENT = { purpose: 'volunteer-duty', version: 1 }

export function signUpSteps(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let slots = 0
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** A slot of two hours, so many hours from now. */
    async function newSlot(need: number, inHours: number, asked: { mix?: object; skills?: object; minAge?: number } = {}) {
      const id = `step-${slots++}`
      const start = district.clock.now + inHours * 60 * MINUTE
      const at = (ms: number) => new Date(ms).toISOString()
      await sql`
        insert into shifts (district_id, id, post_id, starts_at, ends_at, need, mix, skills, min_age)
        values ('main', ${id}, 'post-1', ${at(start)}::timestamptz, ${at(start + 120 * MINUTE)}::timestamptz, ${need}::int,
          ${asked.mix ? JSON.stringify(asked.mix) : null}::jsonb, ${asked.skills ? JSON.stringify(asked.skills) : null}::jsonb,
          ${asked.minAge ?? null}::int)`.execute(district.database.db)
      return id
    }
    async function setPolicy(changes: Partial<SignUpPolicy>) {
      const { sign_up_policy: policy } = await district.database.db
        .selectFrom('districts')
        .select('sign_up_policy')
        .executeTakeFirstOrThrow()
      await sql`update districts set sign_up_policy = ${JSON.stringify({ ...policy, ...changes })}::jsonb,
        reference_version = reference_version + 1`.execute(district.database.db)
    }
    const newcomer = (): Caller => `employee:${nextUlid()}`
    async function signUp(slotId: string, as = newcomer(), more: object = {}) {
      const answer = await district.post('/v1/sign-ups', signUpCommand({ slotId, ...more }), as)
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return { view: signUpViewSchema.parse(answer.body), as }
    }
    type Made = Awaited<ReturnType<typeof signUp>>
    const on = (verb: string, { view: { id: signUpId } }: Pick<Made, 'view'>, as: Caller, more: object = {}) =>
      district.post(`/v1/sign-ups/${signUpId}/${verb}`, { id: nextUlid(), signUpId, ...more }, as)
    const viewOf = async ({ view, as }: Made): Promise<SignUpView> =>
      signUpViewSchema.parse((await district.call('GET', `/v1/sign-ups/${view.id}`, { as })).body)
    const stateOf = async (made: Made) => (await viewOf(made)).state
    const reasonOf = (answer: { status: number; headers: Headers; body: { refusal: { reason: string } } }) => {
      assertProblem(answer, 409, 'refused')
      return answer.body.refusal.reason
    }
    const personOf = async ({ view }: Made) =>
      (await district.database.db.selectFrom('sign_ups').select('person_id').where('id', '=', view.id).executeTakeFirstOrThrow())
        .person_id
    const tick = async (minutes: number) => {
      district.clock.now += minutes * MINUTE
      return district.app.stepRoster()
    }
    /** An employee who has agreed to duties and has none any more. */
    async function known() {
      const made = await signUp(await newSlot(5, 500))
      await on('cancel', made, made.as)
      return { as: made.as, personId: await personOf(made) }
    }

    it('lets an offer that nobody took lapse, and holds the seat for the next, in order, by the job alone', async () => {
      const slotId = await newSlot(1, 48)
      const [seated, first, second] = [await signUp(slotId), await signUp(slotId), await signUp(slotId)]
      await on('cancel', seated, seated.as)
      assert.deepEqual([await stateOf(first), await stateOf(second)], ['offered', 'waitlisted'])
      assert.equal((await viewOf(seated)).ended, 'self')
      assert.equal(await tick(119), 0)
      assert.ok((await tick(1)) >= 2)
      const lapsed = await viewOf(first)
      assert.deepEqual([lapsed.state, lapsed.ended, await stateOf(second)], ['cancelled', 'offer-lapsed', 'offered'])
      assert.equal(reasonOf(await on('confirm', first, first.as)), 'offer-lapsed')
      assert.equal((await on('confirm', second, second.as)).body.state, 'seated')
      assert.equal(await tick(0), 0, 'what is done is not done again')
      const audit = await district.database.db
        .selectFrom('audit_entries')
        .select(['action', 'actor'])
        .where('subject', '=', slotId)
        .execute()
      assert.deepEqual(audit, [{ action: 'step-roster', actor: 'roster' }])
    })

    it('finds an offer lapsed without the job too, under the slot’s lock', async () => {
      const slotId = await newSlot(1, 48)
      const [seated, first] = [await signUp(slotId), await signUp(slotId)]
      await on('cancel', seated, seated.as)
      district.clock.now += 121 * MINUTE
      assert.equal((await signUp(slotId)).view.state, 'seated')
      assert.equal((await viewOf(first)).ended, 'offer-lapsed')
    })

    it('declines an offer, and an answer comes again as it stands', async () => {
      const slotId = await newSlot(1, 48)
      const [seated, first] = [await signUp(slotId), await signUp(slotId)]
      await on('cancel', seated, seated.as)
      const command = { id: nextUlid(), signUpId: first.view.id }
      const path = `/v1/sign-ups/${first.view.id}/cancel`
      const declined = await district.post(path, command, first.as)
      assert.deepEqual([declined.body.state, declined.body.ended], ['cancelled', 'declined'])
      assert.deepEqual((await district.post(path, command, first.as)).body, declined.body)
    })

    it('reminds, asks for presence to be confirmed, and gives the seat of who does not answer to others', async () => {
      await setPolicy({ confirmBeforeHours: 4 })
      const slotId = await newSlot(2, 48)
      const [sure, silent] = [await signUp(slotId), await signUp(slotId)]
      assert.equal(sure.view.confirmBy, new Date(district.clock.now + 44 * 60 * MINUTE).toISOString())
      assert.equal(reasonOf(await on('confirm', sure, sure.as)), 'confirm-too-early')
      await tick(24 * 60)
      assert.ok((await viewOf(sure)).remindedAt)
      assert.ok((await on('confirm', sure, sure.as)).body.confirmedAt)
      await tick(20 * 60)
      assert.deepEqual([await stateOf(sure), (await viewOf(silent)).ended], ['seated', 'not-confirmed'])
      const late = await signUp(slotId)
      assert.ok(late.view.confirmedAt, 'who signs up now has just said so')
      await setPolicy({ confirmBeforeHours: undefined as never })
    })

    it('asks whoever is named as anybody, and lets whoever answers for them say that they come', async () => {
      await setPolicy({ confirmBeforeHours: 4, remindBeforeHours: 24 })
      const slotId = await newSlot(3, 48)
      // Two of whom the organisation knows since they once signed up themselves.
      const known = await Promise.all([newcomer(), newcomer()].map(async (as) => signUp(await newSlot(1, 300), as)))
      const people = await Promise.all(known.map(async (one) => ({ personId: await personOf(one) })))
      await tick(30 * 60)
      const command = { id: nextUlid(), slotId, people }
      const named = await district.post('/v1/organisations/org-a/sign-ups', command, 'liaison')
      const views = (named.body as NamedAnswer).results.map((one) => {
        assert.ok(one.ok, JSON.stringify(one))
        return { view: one.signUp, as: known[people.findIndex(({ personId }) => personId === one.personId)]!.as }
      })
      const closes = new Date(district.clock.now + 14 * 60 * MINUTE).toISOString()
      for (const { view } of views)
        assert.deepEqual([view.confirmBy, view.confirmedAt, view.remindedAt], [closes, undefined, undefined])
      await tick(1)
      const [vouched, silent] = views as [Made, Made]
      assert.ok((await viewOf(silent)).remindedAt, 'they are reminded, though named within the day')
      for (const other of ['otherEmployee:N1', 'estate', 'head'] as const) {
        assert.ok([403, 404].includes((await on('confirm', vouched, other)).status), other)
      }
      assert.ok((await on('confirm', vouched, 'liaison')).body.confirmedAt)
      await tick(14 * 60)
      assert.deepEqual([await stateOf(vouched), (await viewOf(silent)).ended], ['seated', 'not-confirmed'])
      await setPolicy({ confirmBeforeHours: undefined as never, remindBeforeHours: undefined as never })
    })

    it('leaves it to them to take an offer or an invitation', async () => {
      const [slotId, asked] = [await newSlot(1, 48), await newSlot(1, 48)]
      const [seated, waiting] = [await signUp(slotId), await signUp(slotId)]
      await on('cancel', seated, seated.as)
      assert.equal(await stateOf(waiting), 'offered')
      assert.equal(reasonOf(await on('confirm', waiting, 'liaison')), 'not-seated')
      const command = { id: nextUlid(), slotId: asked, people: [{ personId: await personOf(seated) }] }
      const invited = await district.post('/v1/organisations/org-a/invitations', command, 'liaison')
      const [one] = (invited.body as NamedAnswer).results
      assert.ok(one?.ok)
      assert.equal(reasonOf(await on('confirm', { view: one.signUp }, 'street')), 'not-seated')
      assert.equal(await stateOf(waiting), 'offered')
    })

    it('lets whoever answers for them name people who stand at the post, into a seat that nobody took', async () => {
      await setPolicy({ reliefMinutes: 30 })
      const slotId = await newSlot(2, 1)
      const here = await signUp(await newSlot(1, 300))
      const people = [{ personId: await personOf(here) }]
      await tick(60 + 10)
      assertProblem(await district.post('/v1/sign-ups', signUpCommand({ slotId }), here.as), 409, 'refused')
      const named = await district.post('/v1/organisations/org-a/sign-ups', { id: nextUlid(), slotId, people }, 'liaison')
      const [one] = (named.body as NamedAnswer).results
      assert.ok(one?.ok, JSON.stringify(one))
      const at = new Date(district.clock.now).toISOString()
      const proof = { by: 'host', signUpId: one.signUp.id }
      assert.equal((await district.post('/v1/check-ins', checkInCommand({ at, proof }), 'street')).status, 200)
      await setPolicy({ reliefMinutes: undefined as never })
    })

    it('leaves the seat to who is there before they were to say that they come', async () => {
      await setPolicy({ confirmBeforeHours: 1, attendance: { opensBeforeMinutes: 120 } })
      const slotId = await newSlot(2, 48)
      const [early, silent] = [await signUp(slotId), await signUp(slotId)]
      await tick(46 * 60 + 30)
      const at = new Date(district.clock.now).toISOString()
      const proof = { by: 'host', signUpId: early.view.id }
      assert.equal((await district.post('/v1/check-ins', checkInCommand({ at, proof }), 'street')).status, 200)
      assert.ok((await viewOf(early)).confirmedAt)
      await tick(60)
      assert.deepEqual([await stateOf(early), (await viewOf(silent)).ended], ['seated', 'not-confirmed'])
      await setPolicy({ confirmBeforeHours: undefined as never, attendance: undefined as never })
    })

    it('lets nobody who has checked in cancel or hand on their seat, nor a liaison for them: their hours stay', async () => {
      const slotId = await newSlot(3, 48)
      const there = await signUp(slotId)
      const colleague = await signUp(await newSlot(1, 72))
      const offered = await district.post('/v1/swaps', { id: nextUlid(), signUpId: there.view.id }, there.as)
      assert.equal(offered.status, 201)
      await tick(47 * 60 + 30)
      const at = new Date(district.clock.now).toISOString()
      const proof = { by: 'host', signUpId: there.view.id }
      assert.equal((await district.post('/v1/check-ins', checkInCommand({ at, proof }), 'street')).status, 200)
      for (const as of [there.as, 'liaison'] as const) assert.equal(reasonOf(await on('cancel', there, as)), 'checked-in')
      const again = await district.post('/v1/swaps', { id: nextUlid(), signUpId: there.view.id }, there.as)
      assert.equal(reasonOf(again), 'checked-in')
      const swapId = offered.body.id
      const taking = { id: nextUlid(), swapId, consent: CONSENT }
      const refusal = await district.post(`/v1/swaps/${swapId}/accept`, taking, colleague.as)
      assert.equal(reasonOf(refusal), 'swap-state')
      assert.equal(refusal.body.refusal.detail.state, 'lapsed')
      const view = await viewOf(there)
      assert.deepEqual([view.state, view.attendance?.state], ['seated', 'in'])
    })

    it('keeps who has come when their shift is called off: counted up to then, out until two hours later, told, and nobody after', async () => {
      const start = district.clock.now
      const slotId = await newSlot(4, 48)
      const [came, late, offline, waits] = [
        await signUp(slotId),
        await signUp(slotId),
        await signUp(slotId),
        await signUp(slotId),
      ]
      await tick(47 * 60 + 15)
      const iso = (ms: number) => new Date(ms).toISOString()
      const opened = district.clock.now
      const say = (kind: string, { view }: Made, at: number) =>
        district.post('/v1/check-ins', checkInCommand({ kind, at: iso(at), proof: { by: 'host', signUpId: view.id } }), 'street')
      assert.equal((await say('in', came, opened)).status, 200)
      await tick(20)
      const off = district.clock.now
      const order = { from: iso(off), to: iso(off + 240 * MINUTE), slotIds: [slotId], reason: 'weather' }
      const { from, to, slotIds } = order
      const preview = await district.call('POST', '/v1/shifts:cancel-preview', { as: 'street', body: { from, to, slotIds } })
      assert.deepEqual([preview.body.signUps, preview.body.seated], [3, 3])
      const answer = await district.post('/v1/shifts:cancel', { id: nextUlid(), ...order }, 'street')
      assert.deepEqual([answer.status, answer.body.signUps], [200, 3], JSON.stringify(answer.body))
      assert.equal((await findSlotView(district.database.db, 'main', slotId))!.calledOffAt, iso(off))
      assert.deepEqual(
        [await stateOf(came), await stateOf(late), (await viewOf(late)).ended],
        ['seated', 'cancelled', 'slot-cancelled'],
      )
      assert.equal(await tick(0), 0, 'time takes nothing from them')
      assert.equal(reasonOf(await on('cancel', came, came.as)), 'checked-in')
      assert.equal(await stateOf(came), 'seated')
      // Whoever runs the post is told whose seats ended: some may have come, and wait to be recorded.
      const day = iso(start + 48 * 60 * MINUTE + 8 * 60 * MINUTE).slice(0, 10)
      const released = async (as: Caller) => {
        const { slots } = rosterWeekSchema.parse((await district.call('GET', `/v1/roster?from=${day}`, { as })).body)
        const slot = slots.find(({ id }) => id === slotId)!
        assert.deepEqual(
          slot.people.filter(({ state }) => state === 'cancelled'),
          [],
        )
        return slot.released?.map(({ signUpId, state, name }) => [signUpId, state, name.startsWith('员工')])
      }
      const ended = ({ view }: Made) => [view.id, 'cancelled', true]
      assert.deepEqual(await released('street'), [late, offline, waits].map(ended))
      assert.deepEqual(await released('liaison'), [late, offline, waits].map(ended))
      // A word from before that was under way is taken; nobody comes after.
      assert.equal(reasonOf(await say('in', late, off + MINUTE)), 'slot-cancelled')
      assert.equal(await stateOf(late), 'cancelled')
      await tick(30)
      // Nor does anybody go who had not come.
      assert.equal(reasonOf(await say('out', late, off - 5 * MINUTE)), 'slot-cancelled')
      assert.equal(await stateOf(late), 'cancelled')
      const kept = await say('in', offline, off - 5 * MINUTE)
      assert.deepEqual(
        [kept.status, kept.body.state, kept.body.attendance.state],
        [200, 'seated', 'in'],
        JSON.stringify(kept.body),
      )
      assert.deepEqual(await released('street'), [late, waits].map(ended))
      const gone = await say('out', came, district.clock.now)
      assert.deepEqual([gone.status, gone.body.attendance.minutes], [200, 20], JSON.stringify(gone.body))
      const hours = async ({ as }: Made) => (await district.call('GET', '/v1/me/hours', { as })).body
      const [record] = (await hours(came)).records
      assert.deepEqual([record.slotId, record.minutes, record.calledOffAt], [slotId, 20, iso(off)])
      await tick(91)
      assert.equal(reasonOf(await say('out', offline, district.clock.now)), 'too-late')
      assert.equal((await say('out', offline, off - MINUTE)).body.attendance.minutes, 4)
      assert.deepEqual((await hours(waits)).records, [])
      assert.deepEqual((await hours(late)).records, [])
      // What is wrong can be put right, within what could have been.
      const ask = (checkedOutAt: number) =>
        on('corrections', came, came.as, { checkedInAt: iso(opened), checkedOutAt: iso(checkedOutAt), reason: '走得早' })
      assert.equal(reasonOf(await ask(off + 121 * MINUTE)), 'outside-shift')
      assert.equal((await ask(opened + 10 * MINUTE)).status, 201)
      district.clock.now = start
    })

    it('ends what waits when sign-up closes; a seat given up after that, or of a no-show, is there for relief', async () => {
      const slotId = await newSlot(2, 2)
      const [one, other, waiting] = [await signUp(slotId), await signUp(slotId), await signUp(slotId)]
      await tick(95)
      assert.equal((await viewOf(waiting)).ended, 'closed')
      assert.equal(reasonOf(await district.post('/v1/sign-ups', signUpCommand({ slotId }), newcomer())), 'sign-up-closed')
      await on('cancel', one, one.as)
      const relief = await signUp(slotId)
      assert.equal(relief.view.state, 'seated')
      assert.equal(reasonOf(await on('no-show', other, 'liaison')), 'slot-not-started')
      await tick(30)
      assert.equal(reasonOf(await district.post('/v1/sign-ups', signUpCommand({ slotId }), newcomer())), 'slot-started')
      const marked = await on('no-show', other, 'liaison')
      assert.deepEqual([marked.status, marked.body.attendance.state], [200, 'no-show'])
      assert.equal((await signUp(slotId)).view.state, 'seated')
      assert.equal(reasonOf(await district.post('/v1/sign-ups', signUpCommand({ slotId }), newcomer())), 'slot-started')
      assert.equal((await on('excuse', other, 'street')).body.attendance.state, 'excused')
      const seated = await sql<{ count: number }>`select count(*) as count from sign_ups
        where shift_id = ${slotId} and state = 'seated' and absence is null`.execute(district.database.db)
      assert.equal(seated.rows[0]!.count, 2)
    })

    it('has nobody in two seats at once: who came after all, with another duty by then, is told present and no more', async () => {
      const [slotId, otherId] = [await newSlot(1, 2), await newSlot(1, 3)]
      const late = await signUp(slotId)
      await tick(121)
      assert.equal((await on('no-show', late, 'liaison')).status, 200)
      const other = await signUp(otherId, late.as)
      await tick(5)
      const proof = { by: 'host', signUpId: late.view.id }
      const came = await district.post(
        '/v1/check-ins',
        checkInCommand({ at: new Date(district.clock.now).toISOString(), proof }),
        'street',
      )
      assert.deepEqual([came.status, came.body.attendance?.state], [200, 'in'], JSON.stringify(came.body))
      const { rows } = await sql<{ shiftId: string }>`select shift_id as "shiftId" from sign_ups
        where person_id = ${await personOf(other)} and state = 'seated' and absence is null`.execute(district.database.db)
      assert.deepEqual(rows, [{ shiftId: otherId }])
    })

    it('tells of a slot that has begun as long as relief can take a seat of it, and not of one that has its people', async () => {
      const [slotId, full] = [await newSlot(2, 2), await newSlot(1, 2)]
      const [absent] = [await signUp(slotId), await signUp(slotId), await signUp(full)]
      const listed = async () => {
        const { body } = await district.call('GET', '/v1/slots?org=org-a', { as: newcomer() })
        return slotListSchema.parse(body).slots.filter(({ id }) => id === slotId || id === full)
      }
      assert.deepEqual(
        (await listed()).map(({ id, relief }) => [id, relief]),
        [
          [slotId, undefined],
          [full, undefined],
        ],
      )
      await tick(121)
      assert.deepEqual(await listed(), [])
      assert.equal((await on('no-show', absent, 'liaison')).status, 200)
      assert.deepEqual(
        (await listed()).map(({ id, seated, relief }) => [id, seated, relief]),
        [[slotId, 1, 1]],
      )
      await tick(28)
      assert.equal((await listed()).length, 1)
      await tick(1)
      assert.deepEqual(await listed(), [], 'half an hour after the start nobody can come any more')
    })

    it('gives who comes after all their seat back, unless relief has taken it', async () => {
      const slotId = await newSlot(2, 2, { mix: [{ role: 'volunteer', need: 2 }] })
      const [late, relieved] = [await signUp(slotId), await signUp(slotId)]
      await tick(122)
      for (const one of [late, relieved]) assert.equal((await on('no-show', one, 'liaison')).status, 200)
      const comes = ({ view }: Made) => {
        const at = new Date(district.clock.now).toISOString()
        return district.post('/v1/check-ins', checkInCommand({ at, proof: { by: 'host', signUpId: view.id } }), 'street')
      }
      const slot = async () => {
        const { db } = district.database
        const { seated, relief, mix } = (await findSlotView(db, 'main', slotId))!
        return { seated, relief, taken: mix![0]!.taken }
      }
      assert.deepEqual(await slot(), { seated: 0, relief: 2, taken: 0 })
      assert.equal((await comes(late)).body.attendance.state, 'in')
      assert.deepEqual(await slot(), { seated: 1, relief: 1, taken: 1 })
      assert.equal((await signUp(slotId)).view.state, 'seated')
      assert.deepEqual(await slot(), { seated: 2, relief: undefined, taken: 2 })
      assert.equal((await comes(relieved)).body.attendance.state, 'in', 'that they came is told')
      assert.deepEqual(await slot(), { seated: 2, relief: undefined, taken: 2 }, 'no seat is taken twice')
      assert.equal(reasonOf(await on('no-show', late, 'liaison')), 'checked-in')
    })

    it('keeps the places of a mix for their roles, and skills and age for whom they are asked of', async () => {
      const mix = [
        { role: 'buildingHead', need: 1 },
        { role: 'volunteer', need: 1 },
      ]
      const slotId = await newSlot(2, 72, { mix })
      const volunteer = await signUp(slotId)
      assert.deepEqual([volunteer.view.state, volunteer.view.role], ['seated', 'volunteer'])
      assert.equal((await signUp(slotId)).view.state, 'waitlisted')
      const told = await findSlotView(district.database.db, 'main', slotId)
      assert.deepEqual(
        told!.mix!.map(({ role, need, taken }) => [role, need, taken]),
        [
          ['buildingHead', 1, 0],
          ['volunteer', 1, 1],
        ],
      )
      const asHead = signUpCommand({ slotId, role: 'buildingHead' })
      const refusal = await district.post('/v1/sign-ups', asHead, newcomer())
      assert.equal(reasonOf(refusal), 'role-not-held')
      assert.deepEqual(refusal.body.refusal.detail, { asked: ['buildingHead'], possible: ['volunteer'] })

      const skilled = await newSlot(2, 80, { skills: ['first-aid'], minAge: 18 })
      const person = newcomer()
      const ask = () => district.post('/v1/sign-ups', signUpCommand({ slotId: skilled }), person)
      const missing = await ask()
      assert.equal(reasonOf(missing), 'skill-missing')
      assert.deepEqual(missing.body.refusal.detail, { missing: ['first-aid'] })
      const say = (birthYear: number) =>
        district.post('/v1/me/volunteer-profile', { id: nextUlid(), skills: ['first-aid'], birthYear }, person)
      assert.deepEqual((await say(2012)).body.skills, ['first-aid'])
      const sealed = await sql<{ sealed: string }>`select birth_year_sealed as sealed from volunteer_profiles`.execute(
        district.database.db,
      )
      assert.ok(sealed.rows.every(({ sealed: text }) => !text.includes('2012')))
      assertProblem(await ask(), 409, 'refused')
      assert.equal(reasonOf(await ask()), 'guardian-consent-required')
      await say(1990)
      assert.equal((await ask()).body.state, 'seated')
    })

    it('lets a liaison name several people: an answer for each, by the rules that hold for all', async () => {
      const slotId = await newSlot(2, 100)
      const people = [await known(), await known(), await known()]
      const busy = await known()
      const sameTime = await newSlot(5, 100)
      await signUp(sameTime, busy.as)
      const stranger = await known()
      await sql`delete from consents where person_id = ${stranger.personId}`.execute(district.database.db)
      const named = [...people, busy, stranger].map(({ personId }) => ({ personId }))
      const command = { id: nextUlid(), slotId, people: named }
      const path = '/v1/organisations/org-a/sign-ups'
      const answer = await district.post(path, command, 'liaison')
      const { results } = namedAnswerSchema.parse(answer.body)
      assert.deepEqual(
        results.map((result) => (result.ok ? result.signUp.state : result.reason)),
        ['seated', 'seated', 'waitlisted', 'duty-overlaps', 'consent-required'],
      )
      assert.ok(results[0]!.ok && results[0]!.signUp.by === 'liaison')
      assert.deepEqual((await district.post(path, command, 'liaison')).body, answer.body)
      const invited = await district.post(
        path,
        { ...command, id: nextUlid(), people: named.slice(-1), orInvite: true },
        'liaison',
      )
      const [invitation] = namedAnswerSchema.parse(invited.body).results
      assert.ok(invitation?.ok && invitation.signUp.state === 'invited' && invitation.signUp.by === 'invitation')
      const made = { view: invitation.signUp, as: stranger.as }
      assert.equal(reasonOf(await on('confirm', made, stranger.as)), 'consent-required')
      assert.equal((await on('confirm', made, stranger.as, { consent: CONSENT })).body.state, 'waitlisted')
      assertProblem(await district.post(path, { ...command, id: nextUlid() }, 'auditor'), 403, 'role-not-allowed')
      assertProblem(
        await district.post('/v1/organisations/org-b/sign-ups', { ...command, id: nextUlid() }, 'liaison'),
        404,
        'unknown-organisation',
      )
      const foreign = { ...command, id: nextUlid(), people: [{ personId: 'head-1' }] }
      assert.equal(reasonOf(await district.post(path, foreign, 'liaison')), 'unknown-person')
      const byCommunity = await district.post(path, { ...command, id: nextUlid() }, 'community')
      assert.equal(byCommunity.status, 200)
    })

    it('takes who was invited and signs up themselves once only', async () => {
      const slotId = await newSlot(2, 130)
      const { as, personId } = await known()
      const command = { id: nextUlid(), slotId, people: [{ personId }] }
      const invited = await district.post('/v1/organisations/org-a/invitations', command, 'liaison')
      const [invitation] = namedAnswerSchema.parse(invited.body).results
      assert.ok(invitation?.ok)
      assert.equal((await signUp(slotId, as)).view.state, 'seated')
      assert.equal((await viewOf({ view: invitation.signUp, as })).ended, 'taken-up')
    })

    it('seats nobody by an invitation to a crossing that has another branch since', async () => {
      const { db } = district.database
      const slotId = await newSlot(2, 140)
      const { as, personId } = await known()
      const command = { id: nextUlid(), slotId, people: [{ personId }] }
      const invited = await district.post('/v1/organisations/org-a/invitations', command, 'liaison')
      const [invitation] = namedAnswerSchema.parse(invited.body).results
      assert.ok(invitation?.ok)
      const post = await db.selectFrom('shifts').select('post_id').where('id', '=', slotId).executeTakeFirstOrThrow()
      await db.updateTable('shifts').set({ post_id: 'post-2' }).where('id', '=', slotId).execute()
      const duties = await db.selectFrom('intersection_duties').selectAll().where('intersection_id', '=', 'crossing').execute()
      await db.updateTable('intersection_duties').set({ org_id: 'org-b' }).where('intersection_id', '=', 'crossing').execute()
      const made = { view: invitation.signUp, as }
      assert.equal(reasonOf(await on('confirm', made, as, { consent: CONSENT })), 'not-sponsor')
      for (const { org_id, from_at } of duties)
        await db
          .updateTable('intersection_duties')
          .set({ org_id })
          .where('intersection_id', '=', 'crossing')
          .where('from_at', '=', from_at)
          .execute()
      await db.updateTable('shifts').set(post).where('id', '=', slotId).execute()
      assert.equal((await on('confirm', made, as, { consent: CONSENT })).body.state, 'seated')
    })

    it('hands a seat on to a colleague, exchanges two, and refuses what rest, roles or the queue are against', async () => {
      const [slotId, otherId] = [await newSlot(1, 150), await newSlot(1, 160)]
      const [giver, partner] = [await signUp(slotId), await signUp(otherId)]
      const offer = async (made: Made, more: object = {}) => {
        const answer = await district.post('/v1/swaps', { id: nextUlid(), signUpId: made.view.id, ...more }, made.as)
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
        return answer.body.id as string
      }
      const accept = (swapId: string, as: Caller, more: object = {}) =>
        district.post(`/v1/swaps/${swapId}/accept`, { id: nextUlid(), swapId, consent: CONSENT, ...more }, as)
      const swapId = await offer(giver, { wants: [otherId] })
      const again = await district.post('/v1/swaps', { id: nextUlid(), signUpId: giver.view.id }, giver.as)
      assert.equal(reasonOf(again), 'swap-open')
      const seen = swapListSchema.parse((await district.call('GET', '/v1/me/swaps', { as: partner.as })).body).swaps
      assert.deepEqual(seen.find(({ id }) => id === swapId)?.mine, 'open')
      assert.equal(reasonOf(await accept(swapId, partner.as)), 'swap-wants')
      const command = { id: nextUlid(), swapId, consent: CONSENT, signUpId: partner.view.id }
      const done = await district.post(`/v1/swaps/${swapId}/accept`, command, partner.as)
      assert.equal(done.body.state, 'done', JSON.stringify(done.body))
      assert.deepEqual((await district.post(`/v1/swaps/${swapId}/accept`, command, partner.as)).body, done.body)
      assert.deepEqual([(await viewOf(giver)).ended, (await viewOf(partner)).ended], ['swapped', 'swapped'])
      const mine = await district.call('GET', '/v1/me/sign-ups', { as: giver.as })
      const now = (mine.body.signUps as SignUpView[]).find(({ state }) => state === 'seated')!
      assert.equal(now.slotId, otherId)
      assert.equal(reasonOf(await accept(swapId, newcomer())), 'swap-state')

      const held = { view: now, as: giver.as }
      const given = await offer(held)
      const clashing = newcomer()
      await signUp(await newSlot(1, 159), clashing)
      assert.equal(reasonOf(await accept(given, clashing)), 'duty-overlaps')
      assert.equal((await accept(given, newcomer())).body.state, 'done')
    })

    const swapsOf = async (as: Caller) => swapListSchema.parse((await district.call('GET', '/v1/me/swaps', { as })).body)
    const offering = (made: Made, more: object = {}) =>
      district.post('/v1/swaps', { id: nextUlid(), signUpId: made.view.id, ...more }, made.as)

    it('takes no offer of a seat that others wait for, and ends the one whose seat somebody begins to wait for', async () => {
      const slotId = await newSlot(2, 162, { mix: [{ role: 'buildingHead', need: 1 }] })
      const giver = await signUp(slotId)
      const before = await offering(giver)
      assert.equal(before.status, 201, JSON.stringify(before.body))
      const queue = await signUp(slotId)
      assert.equal(queue.view.state, 'waitlisted')
      const [ended] = (await swapsOf(giver.as)).swaps
      assert.deepEqual([ended!.id, ended!.state, ended!.because], [before.body.id, 'lapsed', 'others-wait'])
      assert.equal((await viewOf(giver)).swapId, undefined)
      const refusal = await offering(giver)
      assert.equal(reasonOf(refusal), 'others-wait')
      assert.deepEqual(refusal.body.refusal.detail, { slotId, waiting: 1 })
      await on('cancel', queue, queue.as)
      assert.equal((await offering(giver)).status, 201)
    })

    it('ends an offer that the liaison has not decided on when somebody begins to wait, and tells both', async () => {
      await setPolicy({ swapNeedsApproval: true })
      const [giver, taker] = [await signUp(await newSlot(1, 164)), await known()]
      const { id: swapId } = (await offering(giver)).body
      const accepting = { id: nextUlid(), swapId, consent: CONSENT }
      assert.equal((await district.post(`/v1/swaps/${swapId}/accept`, accepting, taker.as)).body.state, 'accepted')
      await signUp(giver.view.slotId)
      for (const as of [giver.as, taker.as]) {
        const swap = (await swapsOf(as)).swaps.find(({ id }) => id === swapId)
        assert.deepEqual([swap?.state, swap?.because], ['lapsed', 'others-wait'])
      }
      await setPolicy({ swapNeedsApproval: false })
    })

    it('takes no offer for shifts where others wait for the seats of colleagues: whoever gives theirs passes nobody', async () => {
      const [giver, partner] = [await signUp(await newSlot(1, 165)), await signUp(await newSlot(1, 169))]
      const wants = [partner.view.slotId]
      const queue = await signUp(partner.view.slotId)
      assert.equal(queue.view.state, 'waitlisted')
      const refusal = await offering(giver, { wants })
      assert.equal(reasonOf(refusal), 'swap-unwantable')
      assert.deepEqual(refusal.body.refusal.detail, { slots: [{ slotId: wants[0], why: 'others-wait' }] })
      await on('cancel', queue, queue.as)
      assert.equal((await offering(giver, { wants })).status, 201)
    })

    it('ends an exchange that the liaison has not decided on when somebody begins to wait for the seat given for it', async () => {
      await setPolicy({ swapNeedsApproval: true })
      const [giver, taker] = [await signUp(await newSlot(1, 167)), await signUp(await newSlot(1, 171))]
      const { id: swapId } = (await offering(giver, { wants: [taker.view.slotId] })).body
      const accepting = { id: nextUlid(), swapId, consent: CONSENT, signUpId: taker.view.id }
      assert.equal((await district.post(`/v1/swaps/${swapId}/accept`, accepting, taker.as)).body.state, 'accepted')
      const queue = await signUp(taker.view.slotId)
      assert.equal(queue.view.state, 'waitlisted')
      for (const as of [giver.as, taker.as]) {
        const swap = (await swapsOf(as)).swaps.find(({ id }) => id === swapId)
        assert.deepEqual([swap?.state, swap?.because], ['lapsed', 'given-waited-for'])
      }
      assert.deepEqual([await stateOf(giver), (await viewOf(giver)).swapId], ['seated', undefined])
      await setPolicy({ swapNeedsApproval: false })
    })

    it('ends an offer when whoever made it, or gives a seat for it, checks in; others may still give theirs', async () => {
      const start = district.clock.now
      await setPolicy({ swapNeedsApproval: true })
      const comes = async ({ view }: Made) => {
        const at = new Date(district.clock.now).toISOString()
        const command = checkInCommand({ at, proof: { by: 'host', signUpId: view.id } })
        assert.equal((await district.post('/v1/check-ins', command, 'street')).status, 200)
      }
      const endOf = async (as: Caller, swapId: string) => {
        const swap = (await swapsOf(as)).swaps.find(({ id }) => id === swapId)
        return [swap?.state, swap?.because]
      }
      const accept = (swapId: string, made: Made, more: object = {}) =>
        district.post(`/v1/swaps/${swapId}/accept`, { id: nextUlid(), swapId, consent: CONSENT, ...more }, made.as)
      const [early, late] = [await newSlot(3, 48), await newSlot(1, 51)]
      const [giver, partner, other] = [await signUp(early), await signUp(early), await signUp(early)]
      const wanting = await signUp(late)
      const away = await signUp(await newSlot(1, 53))
      const [mine, wanted] = [(await offering(giver)).body.id, (await offering(wanting, { wants: [early] })).body.id]
      assert.equal((await accept(mine, away)).body.state, 'accepted')
      await tick(47 * 60 + 30)
      await comes(giver)
      for (const as of [giver.as, away.as]) assert.deepEqual(await endOf(as, mine), ['lapsed', 'checked-in'])
      assert.deepEqual(await endOf(wanting.as, wanted), ['open', undefined], 'two colleagues have not come yet')
      const sees = async (as: Caller) => (await swapsOf(as)).swaps.some(({ id }) => id === wanted)
      assert.deepEqual([await sees(giver.as), await sees(partner.as)], [false, true])
      assert.equal((await accept(wanted, partner, { signUpId: partner.view.id })).body.state, 'accepted')
      await comes(partner)
      assert.deepEqual(await endOf(wanting.as, wanted), ['lapsed', 'given-checked-in'])
      assert.deepEqual(await endOf(partner.as, wanted), ['lapsed', 'given-checked-in'])
      const again = (await offering(wanting, { wants: [early] })).body.id
      await comes(other)
      assert.deepEqual(await endOf(wanting.as, again), ['lapsed', 'given-checked-in'], 'nobody is left who could give one')
      assert.equal((await viewOf(wanting)).swapId, undefined)
      const refusal = await offering(wanting, { wants: [early] })
      assert.deepEqual(refusal.body.refusal?.detail, { slots: [{ slotId: early, why: 'no-colleague' }] })
      await setPolicy({ swapNeedsApproval: false })
      district.clock.now = start
    })

    it('lists an offer that one may accept behind any number that one may not, in so many queries however many there are', async () => {
      const { db } = district.database
      const [mine, many] = [await newSlot(1, 240), await newSlot(300, 244)]
      const reader = await signUp(mine)
      await signUp(await newSlot(1, 245), reader.as)
      const offered = await signUp(await newSlot(1, 236))
      const { id: last } = (await offering(offered, { wants: [mine] })).body
      const queriesFor = async (count: number) => {
        await sql`insert into sign_ups (district_id, id, shift_id, org_id, person_id, state, ordinal, consent_version, at)
          select 'main', 'many-' || n, ${many}, 'org-a', 'person-many-' || n, 'seated', n, 1, now()
          from generate_series(1, ${count}::int) n on conflict do nothing`.execute(db)
        await sql`insert into swaps (district_id, id, org_id, sign_up_id, shift_id, state, wants, at)
          select 'main', '01JZZZZZZZZZZZZZZZZZZZ' || lpad(n::text, 4, '0'), 'org-a', 'many-' || n, ${many}, 'open', array[${mine}],
            ${new Date(district.clock.now + MINUTE).toISOString()}::timestamptz
          from generate_series(1, ${count}::int) n on conflict do nothing`.execute(db)
        let queries = 0
        const context = createContext({ database: district.database, keyring: district.keyring, clock: () => district.clock.now })
        const counted = db.withPlugin({
          transformQuery: ({ node }) => {
            queries += 1
            return node
          },
          transformResult: async ({ result }) => result,
        })
        const principal = { kind: 'person', orgId: 'org-a', personId: await personOf(reader), minor: false }
        const call = { context: { ...context, db: counted }, principal, now: district.clock.now }
        const { body } = (await getMySwaps.handle(call as never)) as { body: SwapList }
        assert.ok(
          body.swaps.some(({ id }) => id === last),
          `it is not among ${body.swaps.length}`,
        )
        return queries
      }
      const few = await queriesFor(3)
      assert.equal(await queriesFor(260), few)
      assert.ok(few <= 10, `${few} queries`)
      await sql`delete from swaps where shift_id = ${many}`.execute(db)
      await sql`delete from sign_ups where shift_id = ${many}`.execute(db)
    })

    it('takes no offer for a shift that there is not, that has begun, that the giver cannot take or where no colleague is', async () => {
      const begun = await newSlot(1, 0.6)
      await signUp(begun)
      await tick(37)
      const [giver, empty, theirs, good] = [
        await signUp(await newSlot(1, 166)),
        await newSlot(1, 170),
        await newSlot(1, 172),
        await newSlot(2, 174),
      ]
      await signUp(theirs)
      await sql`update sign_ups set org_id = 'org-b' where shift_id = ${theirs}`.execute(district.database.db)
      const tight = await newSlot(2, 180)
      await signUp(tight)
      await signUp(await newSlot(1, 182.1), giver.as)
      await signUp(good)
      for (const [slotId, why] of [
        ['nothing-there', 'unknown-slot'],
        [begun, 'slot-started'],
        [empty, 'no-colleague'],
        [theirs, 'no-colleague'],
        [tight, 'rest-too-short'],
      ]) {
        const answer = await offering(giver, { wants: [good, slotId] })
        assert.equal(reasonOf(answer), 'swap-unwantable')
        assert.deepEqual(answer.body.refusal.detail, { slots: [{ slotId, why }] })
      }
      assert.equal((await offering(giver, { wants: [good] })).status, 201)
    })

    it('lists of colleagues’ offers those that one may accept, and the shifts where colleagues are', async () => {
      const [slotId, wanted] = [await newSlot(1, 186), await newSlot(2, 196)]
      const giver = await signUp(slotId)
      const { id } = (await offering(giver)).body
      const sees = async (as: Caller) => (await swapsOf(as)).swaps.some((one) => one.id === id)
      const [free, busy, tired] = [newcomer(), newcomer(), newcomer()]
      await signUp(await newSlot(1, 187), busy)
      await signUp(await newSlot(1, 188.1), tired)
      assert.deepEqual([await sees(free), await sees(busy), await sees(tired)], [true, false, false])

      const partner = await signUp(wanted)
      const exchange = await signUp(await newSlot(1, 204))
      const { id: other } = (await offering(exchange, { wants: [wanted] })).body
      const seesOther = async (as: Caller) => (await swapsOf(as)).swaps.some((one) => one.id === other)
      assert.deepEqual([await seesOther(partner.as), await seesOther(free)], [true, false])
      assert.ok((await swapsOf(free)).colleaguesAt?.includes(wanted))
      assert.ok(!(await swapsOf(giver.as)).colleaguesAt?.includes(slotId), 'one’s own seat is no colleague’s')
    })

    it('leaves a swap to the liaison where the district wants it so, and lets them replace somebody themselves', async () => {
      await setPolicy({ swapNeedsApproval: true })
      const giver = await signUp(await newSlot(1, 200))
      const [swapId, taker] = [nextUlid(), await known()]
      await district.post('/v1/swaps', { id: swapId, signUpId: giver.view.id }, giver.as)
      // Nobody has taken it: the liaison may refuse it, and is not told of what is others' to do.
      const early = await district.post(`/v1/swaps/${swapId}/approve`, { id: nextUlid(), swapId }, 'liaison')
      assert.equal(reasonOf(early), 'swap-state')
      assert.deepEqual(early.body.refusal.detail, { state: 'open', possible: ['refuse'] })
      const accepting = { id: nextUlid(), swapId, consent: CONSENT }
      assert.equal((await district.post(`/v1/swaps/${swapId}/accept`, accepting, taker.as)).body.state, 'accepted')
      assert.equal(await stateOf(giver), 'seated')
      const list = organisationSwapListSchema.parse(
        (await district.call('GET', '/v1/organisations/org-a/swaps', { as: 'liaison' })).body,
      ).swaps
      assert.equal(list.find(({ id }) => id === swapId)?.to?.personId, taker.personId)
      const approve = () => district.post(`/v1/swaps/${swapId}/approve`, { id: nextUlid(), swapId }, 'liaison')
      assert.equal((await approve()).body.state, 'done')
      assert.equal(reasonOf(await approve()), 'swap-state')
      assert.equal((await viewOf(giver)).ended, 'swapped')
      await setPolicy({ swapNeedsApproval: false })

      const ill = await signUp(await newSlot(1, 210))
      const command = { id: nextUlid(), signUpId: ill.view.id, toPersonId: taker.personId }
      const replaced = await district.post('/v1/swaps', command, 'liaison')
      assert.deepEqual([replaced.status, replaced.body.state], [201, 'done'])
      assert.deepEqual((await district.post('/v1/swaps', command, 'liaison')).body, replaced.body)
      const own = (await district.call('GET', '/v1/me/sign-ups', { as: taker.as })).body.signUps as SignUpView[]
      assert.deepEqual(own.find(({ slotId }) => slotId === ill.view.slotId)?.state, 'seated')
    })

    it('is open to others again once who accepted steps back, gives their own seat up or is bound no more', async () => {
      await setPolicy({ swapNeedsApproval: true })
      const [slotId, otherId] = [await newSlot(1, 220), await newSlot(3, 222.5)]
      const giver = await signUp(slotId)
      const partners = [await signUp(otherId), await signUp(otherId)] as const
      const swapId = nextUlid()
      await district.post('/v1/swaps', { id: swapId, signUpId: giver.view.id, wants: [otherId] }, giver.as)
      const accept = (made: Made) =>
        district.post(`/v1/swaps/${swapId}/accept`, { id: nextUlid(), swapId, consent: CONSENT, signUpId: made.view.id }, made.as)
      const withdraw = (as: Caller) => district.post(`/v1/swaps/${swapId}/withdraw`, { id: nextUlid(), swapId }, as)
      const seenBy = async (as: Caller) =>
        swapListSchema.parse((await district.call('GET', '/v1/me/swaps', { as })).body).swaps.find(({ id }) => id === swapId)

      assert.equal((await accept(partners[0])).body.state, 'accepted')
      assert.equal((await withdraw(partners[0].as)).body.state, 'open')
      assert.deepEqual([(await seenBy(partners[0].as))?.mine, (await seenBy(giver.as))?.state], ['open', 'open'])
      assert.deepEqual([await stateOf(giver), await stateOf(partners[0])], ['seated', 'seated'])

      assert.equal((await accept(partners[1])).body.state, 'accepted')
      await on('cancel', partners[1], partners[1].as)
      assert.equal((await seenBy(giver.as))?.state, 'open')

      assert.equal((await accept(partners[0])).body.state, 'accepted')
      const leaving = { id: nextUlid(), purpose: 'volunteer-duty' }
      assert.equal((await district.post('/v1/me/consents/withdrawal', leaving, partners[0].as)).status, 200)
      assert.equal((await seenBy(giver.as))?.state, 'open')
      assert.equal((await withdraw(giver.as)).body.state, 'withdrawn')
      await setPolicy({ swapNeedsApproval: false })
    })

    it('swaps nothing with oneself, or for itself', async () => {
      const giver = await signUp(await newSlot(1, 226))
      const toPersonId = await personOf(giver)
      const offer = (more: object, as = giver.as) =>
        district.post('/v1/swaps', { id: nextUlid(), signUpId: giver.view.id, ...more }, as)
      assert.equal(reasonOf(await offer({ toPersonId })), 'swap-changes-nothing')
      assert.equal(reasonOf(await offer({ toPersonId }, 'liaison')), 'swap-changes-nothing')
      assert.equal(reasonOf(await offer({ wants: [giver.view.slotId] })), 'swap-changes-nothing')
      assert.equal((await viewOf(giver)).swapId, undefined)
    })

    it('lets the liaison decide on the one of ten colleagues who was first to accept', async () => {
      await setPolicy({ swapNeedsApproval: true })
      const giver = await signUp(await newSlot(1, 228))
      const swapId = nextUlid()
      await district.post('/v1/swaps', { id: swapId, signUpId: giver.view.id }, giver.as)
      const accepting = Array.from({ length: 10 }, async () => {
        const as = newcomer()
        const answer = await district.post(`/v1/swaps/${swapId}/accept`, { id: nextUlid(), swapId, consent: CONSENT }, as)
        return { as, answer }
      })
      const answers = await Promise.all(accepting)
      const taken = answers.filter(({ answer }) => answer.status === 200)
      assert.equal(taken.length, 1, JSON.stringify(answers.map(({ answer }) => answer.body)))
      for (const { answer } of answers) if (answer.status !== 200) assert.equal(reasonOf(answer), 'swap-state')
      const decide = (verb: string, as: Caller) => district.post(`/v1/swaps/${swapId}/${verb}`, { id: nextUlid(), swapId }, as)
      const [approved, withdrawn] = await Promise.all([decide('approve', 'liaison'), decide('withdraw', giver.as)])
      assert.deepEqual([approved.status, withdrawn.status].sort(), [200, 409])
      const list = swapListSchema.parse((await district.call('GET', '/v1/me/swaps', { as: giver.as })).body).swaps
      const { state } = list.find(({ id }) => id === swapId)!
      assert.deepEqual([state, await stateOf(giver)], approved.status === 200 ? ['done', 'cancelled'] : ['withdrawn', 'seated'])
      await setPolicy({ swapNeedsApproval: false })
    })

    it('lets the same seat be accepted by one of ten colleagues at once', async () => {
      const giver = await signUp(await newSlot(1, 230))
      const swapId = nextUlid()
      await district.post('/v1/swaps', { id: swapId, signUpId: giver.view.id }, giver.as)
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          district.post(`/v1/swaps/${swapId}/accept`, { id: nextUlid(), swapId, consent: CONSENT }, newcomer()),
        ),
      )
      assert.equal(answers.filter(({ status }) => status === 200).length, 1, JSON.stringify(answers.map(({ body }) => body)))
      const rows = await district.database.db
        .selectFrom('sign_ups')
        .select('state')
        .where('shift_id', '=', giver.view.slotId)
        .execute()
      assert.deepEqual(rows.map(({ state }) => state).sort(), ['cancelled', 'seated'])
    })

    it('comes to every slot in which something is due, however many others have a place that nobody who waits may fill', async () => {
      const { db } = district.database
      const at = (hours: number) => new Date(district.clock.now + hours * 60 * MINUTE).toISOString()
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, mix)
        select 'main', 'full-' || n, 'post-1', ${at(40)}::timestamptz, ${at(42)}::timestamptz, 2, '[{ "role": "buildingHead", "need": 1 }]'
        from generate_series(1, 501) n`.execute(db)
      await sql`insert into sign_ups (district_id, id, shift_id, org_id, person_id, state, ordinal, consent_version, at)
        select 'main', 'full-' || n || '-' || ordinal, 'full-' || n, 'org-a', 'person-' || ordinal, state, ordinal, 1, ${at(0)}::timestamptz
        from generate_series(1, 501) n, (values (1, 'seated'), (2, 'waitlisted')) both_of (ordinal, state)`.execute(db)
      const slotId = await newSlot(1, 48)
      const [seated, first] = [await signUp(slotId), await signUp(slotId)]
      await on('cancel', seated, seated.as)
      await tick(121)
      assert.equal((await viewOf(first)).ended, 'offer-lapsed')
      await sql`delete from sign_ups where shift_id like 'full-%'`.execute(db)
      await sql`delete from shifts where id like 'full-%'`.execute(db)
    })
  })
}
