import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { changesPageSchema } from '@wangge/core/schema'
import {
  cancelledShiftsSchema,
  cancelPreviewSchema,
  intersectionCoverSchema,
  madeShiftsSchema,
  pointListSchema,
  slotViewSchema,
} from '@wangge/core/roster/schema'
import { chineseCalendar } from '../../src/calendar/chinese-calendar.ts'
import { assertProblem, checkInCommand, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { NOW } from '../sample.ts'

/** What came of making shifts where there was nothing to do. */
const NOTHING = { made: 0, changed: 0, kept: [], calledOff: 0, restored: 0, provisional: [] }

export function shifts(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const make = async (body: object, as: Caller = 'street') => {
      const answer = await district.call('POST', '/v1/admin/shifts-make', { as, body })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return madeShiftsSchema.parse(answer.body)
    }
    const stored = async () =>
      district.database.db
        .selectFrom('shifts')
        .select(['id', 'starts_at', 'ends_at', 'need', 'cancelled', 'cancel_reason'])
        .where('template_id', 'is not', null)
        .orderBy('starts_at')
        .execute()
    const cursorNow = async () => (await district.call('GET', '/v1/changes', { as: 'street' })).body.cursor as number
    const changesAfter = async (cursor: number) =>
      changesPageSchema.parse((await district.call('GET', `/v1/changes?after=${cursor}&limit=1000`, { as: 'street' })).body)
        .changes
    const newestChange = async () =>
      (await district.database.db.selectFrom('change_counters').select('seq').executeTakeFirstOrThrow()).seq
    const auditedSoFar = async () => (await district.database.db.selectFrom('audit_entries').select('seq').execute()).length
    const onDay = async (day: string, work: () => Promise<void>) => {
      district.clock.now = Date.parse(`${day}+08:00`)
      try {
        await work()
      } finally {
        district.clock.now = NOW
      }
    }
    const audited = async () =>
      (await district.database.db.selectFrom('audit_entries').select(['action', 'actor']).orderBy('seq').execute()).slice(-1)[0]

    /** The template, and a way to give it other lines. */
    const template = async () => {
      const shown = (await district.call('POST', '/v1/admin/templates-show', { as: 'admin', body: {} })).body.templates[0]
      const setLines = async (lines: object[]) => {
        const body = { templates: [{ ...shown, lines }] }
        const answer = await district.call('POST', '/v1/admin/templates-set', { as: 'admin', body })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
      }
      return { shown, setLines }
    }

    describe('are made from templates', () => {
      it('for as many weeks as asked, from the template’s first day on, and told in the feed', async () => {
        const cursor = await cursorNow()
        assert.deepEqual(await make({ weeks: 3 }), { ...NOTHING, made: 8 })
        const made = await stored()
        assert.deepEqual(
          made.map(({ id }) => id),
          [
            'am:2026-03-13',
            'pm:2026-03-14',
            ...['16', '17', '18', '19', '20'].map((day) => `am:2026-03-${day}`),
            'pm:2026-03-21',
          ].map((id) => `template-1:${id}`),
        )
        assert.deepEqual(
          [made[0]!.starts_at, made[0]!.ends_at, made[0]!.need],
          ['2026-03-13T00:00:00.000Z', '2026-03-13T02:00:00.000Z', 2],
        )
        const news = await changesAfter(cursor)
        assert.deepEqual(news.map(({ topic, id }) => [topic, id]).sort(), made.map(({ id }) => ['slot', id]).sort())
        const asking = news.find(({ id }) => id === 'template-1:pm:2026-03-14')!
        const { mix, skills, minAge, campaign } = slotViewSchema.parse(asking.data)
        assert.deepEqual(
          mix?.map(({ role, need }) => [role, need]),
          [['dualRegistrant', 1]],
        )
        assert.deepEqual([skills, minAge, campaign], [['first-aid'], 18, 'civil-city'])
        assert.deepEqual(news[0]!.gridPath, ['root', 'north', 'north-1', 'micro-1'])
        assert.equal((await audited())!.action, 'make-shifts')
      })

      it('once, however often and by however many they are made', async () => {
        const before = await stored()
        const cursor = await cursorNow()
        const entries = async () => (await district.database.db.selectFrom('audit_entries').select('seq').execute()).length
        const count = await entries()
        const answers = await Promise.all([make({ weeks: 3 }), make({ weeks: 3 }), district.app.makeShifts()])
        assert.equal(answers[0].made + answers[1].made, 0)
        assert.equal(answers[2].made, 6, 'the job looks four weeks ahead')
        const again = await Promise.all(Array.from({ length: 4 }, () => make({ weeks: 4 })))
        assert.deepEqual(
          again.map(({ made }) => made),
          [0, 0, 0, 0],
        )
        assert.deepEqual((await stored()).slice(0, before.length), before)
        assert.equal((await changesAfter(cursor)).length, 6)
        assert.equal(await entries(), count + 1, 'what changes nothing is no act')
      })

      it('by whoever answers for the whole district only', async () => {
        const answer = await district.call('POST', '/v1/admin/shifts-make', { as: 'community', body: {} })
        assertProblem(answer, 403, 'role-not-allowed')
      })

      it('not on a holiday, and on a Saturday that is worked in lieu', async () => {
        await onDay('2026-09-28T12:00:00', async () => {
          assert.equal((await make({ weeks: 2 }, 'admin')).made, 5)
          const days = (await stored()).map(({ id }) => id.slice(-10)).filter((date) => date > '2026-09-01')
          assert.deepEqual(days, ['2026-09-29', '2026-09-30', '2026-10-08', '2026-10-09', '2026-10-10'])
        })
      })

      it('and called off again where their day becomes a holiday; who signed up is told so', async () => {
        await onDay('2027-02-01T12:00:00', async () => {
          const made = await make({ weeks: 1, from: '2027-02-01' }, 'admin')
          assert.equal(made.made, 5)
          assert.equal(made.provisional.length, 7, 'nobody knows the holidays of 2027 yet')
          const slotId = 'template-1:am:2027-02-05'
          const signedUp = await district.post('/v1/sign-ups', signUpCommand({ slotId }), 'employee:F1')
          assert.equal(signedUp.body.state, 'seated', JSON.stringify(signedUp.body))
          const days = [{ date: '2027-02-05', kind: 'holiday', name: { zh: '春节', en: 'Spring Festival' } }]
          const body = { years: [{ year: 2027, days }], source: 'notice-2027.json' }
          assert.equal((await district.call('POST', '/v1/admin/calendar-set', { as: 'admin', body })).status, 200)
          const cursor = await newestChange()
          assert.deepEqual(await make({ weeks: 1, from: '2027-02-01' }, 'admin'), { ...NOTHING, calledOff: 1 })
          const row = (await stored()).find(({ id }) => id === slotId)!
          assert.deepEqual([row.cancelled, row.cancel_reason], [true, 'holiday'])
          const view = await district.call('GET', `/v1/sign-ups/${signedUp.body.id}`, { as: 'employee:F1' })
          assert.equal(view.body.state, 'cancelled')
          assert.equal((await newestChange()) - cursor, 2, 'the slot and the sign-up are told')
        })
      })

      it('and changed with their line: those on them stay and are told, whoever cannot leaves for who waits', async () => {
        const setLine = async (change: object) => {
          const shown = await district.call('POST', '/v1/admin/templates-show', { as: 'admin', body: {} })
          const [template] = shown.body.templates
          const lines = template.lines.map((line: { id: string }) => (line.id === 'am' ? { ...line, ...change } : line))
          const body = { templates: [{ ...template, lines }] }
          const answer = await district.call('POST', '/v1/admin/templates-set', { as: 'admin', body })
          assert.equal(answer.status, 200, JSON.stringify(answer.body))
        }
        await onDay('2026-03-22T12:00:00', async () => {
          await make({ weeks: 1, from: '2026-03-23' }, 'admin')
          const slotId = 'template-1:am:2026-03-25'
          const signUp = async (as: Caller, where = slotId) =>
            (await district.post('/v1/sign-ups', signUpCommand({ slotId: where }), as)).body.id as string
          const viewOf = async (id: string) => (await district.call('GET', `/v1/sign-ups/${id}`, { as: 'street' })).body
          await district.database.db
            .insertInto('shifts')
            .values({
              ...{ district_id: 'main', id: 'sh-clash', post_id: 'post-1', need: 5, mix: null, skills: null, min_age: null },
              ...{ starts_at: '2026-03-25T11:00:00+08:00', ends_at: '2026-03-25T12:00:00+08:00', campaign: null },
            })
            .execute()
          const [stays, clashes, waits] = [await signUp('employee:L1'), await signUp('employee:L2'), await signUp('employee:L3')]
          await signUp('employee:L2', 'sh-clash')
          assert.deepEqual((await viewOf(waits)).state, 'waitlisted')
          await setLine({ from: '08:30', to: '10:45' })
          const cursor = await newestChange()
          const { changed, ...others } = await make({ weeks: 1, from: '2026-03-23' }, 'admin')
          assert.deepEqual({ ...others, changed }, { ...NOTHING, changed: 5 })
          const row = (await stored()).find(({ id }) => id === slotId)!
          assert.deepEqual([row.starts_at, row.ends_at], ['2026-03-25T00:30:00.000Z', '2026-03-25T02:45:00.000Z'])
          assert.equal((await viewOf(stays)).state, 'seated')
          const gone = await viewOf(clashes)
          assert.deepEqual([gone.state, gone.ended], ['cancelled', 'shift-changed'])
          assert.equal((await viewOf(waits)).state, 'offered')
          const news = await changesAfter(cursor)
          const signUps = news.filter(({ topic }) => topic === 'sign-up').map(({ id }) => id)
          assert.deepEqual(signUps.sort(), [stays, clashes, waits].sort(), 'whoever is on it is told, moved or not')
          assert.equal(news.filter(({ topic }) => topic === 'slot').length, 5)
          assert.equal((await audited())!.action, 'make-shifts')
          assert.deepEqual(await make({ weeks: 1, from: '2026-03-23' }, 'admin'), NOTHING)
          assert.equal((await newestChange()) - cursor, news.length, 'done again it changes nothing')

          await setLine({ from: '08:30', to: '10:45', need: 1 })
          assert.equal((await make({ weeks: 1, from: '2026-03-23' }, 'admin')).changed, 4, 'as many seats as are taken are left')
          district.clock.now = Date.parse('2026-03-25T08:15:00+08:00')
          await setLine({ from: '08:20', to: '10:45', need: 3 })
          const near = await make({ weeks: 1, from: '2026-03-23' }, 'admin')
          assert.deepEqual([near.changed, near.kept], [2, [slotId]])
          assert.equal((await stored()).find(({ id }) => id === slotId)!.starts_at, '2026-03-25T00:30:00.000Z')
        })
        const elsewhere = { id: 'template-1', postId: 'post-2', from: '2026-03-13', lines: [] }
        const shown = await district.call('POST', '/v1/admin/templates-show', { as: 'admin', body: {} })
        const body = { templates: [{ ...elsewhere, lines: shown.body.templates[0].lines }] }
        const answer = await district.call('POST', '/v1/admin/templates-set', { as: 'admin', body })
        assertProblem(answer, 409, 'refused')
        assert.equal(answer.body.refusal.reason, 'template-of-other-post')
      })

      it('and again where a line is put back, unless somebody called them off for the weather meanwhile', async () => {
        const { shown, setLines } = await template()
        const rowOf = async (id: string) => (await stored()).find((row) => row.id === id)!
        const [am] = shown.lines.filter(({ id }: { id: string }) => id === 'am')
        const others = shown.lines.filter(({ id }: { id: string }) => id !== 'am')
        await onDay('2026-04-12T12:00:00', async () => {
          const week = { weeks: 1, from: '2026-04-13' }
          const { made } = await make(week, 'admin')
          assert.equal(made, 6)
          const [back, stormy] = ['template-1:am:2026-04-15', 'template-1:am:2026-04-16']
          const { body: signedUp } = await district.post('/v1/sign-ups', signUpCommand({ slotId: back }), 'employee:B1')
          await setLines(others)
          assert.deepEqual(await make(week, 'admin'), { ...NOTHING, calledOff: 5 })
          assert.deepEqual([(await rowOf(back)).cancelled, (await rowOf(back)).cancel_reason], [true, 'other'])
          const storm = { from: '2026-04-16T00:00:00+08:00', to: '2026-04-17T00:00:00+08:00', reason: 'weather' }
          const { body: called } = await district.post('/v1/shifts:cancel', { id: nextUlid(), ...storm }, 'street')
          assert.deepEqual(called, { slotIds: [], signUps: 0, passedBy: 1 })
          await setLines([...others, { ...am, to: '11:30' }])
          const cursor = await newestChange()
          assert.deepEqual(await make(week, 'admin'), { ...NOTHING, restored: 4 })
          const { cancelled, cancel_reason: reason, ends_at: endsAt } = await rowOf(back)
          assert.deepEqual([cancelled, reason, endsAt], [false, null, '2026-04-15T03:30:00.000Z'])
          assert.deepEqual([(await rowOf(stormy)).cancelled, (await rowOf(stormy)).cancel_reason], [true, 'weather'])
          const news = await changesAfter(cursor)
          assert.deepEqual(
            news.map(({ topic, data }) => [topic, data.cancelled]),
            Array.from({ length: 4 }, () => ['slot', false]),
          )
          assert.deepEqual(await make(week, 'admin'), NOTHING)
          const { body: left } = await district.call('GET', `/v1/sign-ups/${signedUp.id}`, { as: 'employee:B1' })
          assert.deepEqual([left.state, left.ended], ['cancelled', 'slot-cancelled'], 'who was told that it is off stays off')
          const anew = await district.post('/v1/sign-ups', signUpCommand({ slotId: back }), 'employee:B1')
          assert.equal(anew.body.state, 'seated', JSON.stringify(anew.body))
        })
      })

      it('and again with no seat for who had one before, whenever they had come: it is another’s by then', async () => {
        const { shown, setLines } = await template()
        const slotId = 'template-1:am:2026-04-22'
        const signUp = async (as: Caller) => {
          const { body } = await district.post('/v1/sign-ups', signUpCommand({ slotId }), as)
          assert.equal(body.state, 'seated', JSON.stringify(body))
          return body.id as string
        }
        let first = ''
        await onDay('2026-04-19T12:00:00', async () => {
          await make({ weeks: 1, from: '2026-04-20' }, 'admin')
          first = await signUp('employee:W1')
        })
        await onDay('2026-04-22T07:28:00', async () => {
          const say = (signUpId: string) => {
            const word = { at: '2026-04-22T07:22:00+08:00', proof: { by: 'host', signUpId } }
            return district.post('/v1/check-ins', checkInCommand(word), 'street')
          }
          const refusalOf = async (signUpId: string) => {
            const answer = await say(signUpId)
            assertProblem(answer, 409, 'refused')
            return answer.body.refusal.reason
          }
          const coming = { weeks: 1, from: '2026-04-22' }
          await setLines(shown.lines.filter(({ id }: { id: string }) => id !== 'am'))
          assert.ok((await make(coming, 'admin')).calledOff > 0)
          await setLines(shown.lines)
          assert.ok((await make(coming, 'admin')).restored > 0)
          const [second] = [await signUp('employee:W2'), await signUp('employee:W3')]
          assert.equal(await refusalOf(first), 'not-seated')
          const seated = await district.database.db
            .selectFrom('sign_ups')
            .select('id')
            .where('shift_id', '=', slotId)
            .where('state', '=', 'seated')
            .execute()
          assert.equal(seated.length, 2, 'as many as there are seats')

          const storm = {
            from: '2026-04-22T00:00:00+08:00',
            to: '2026-04-23T00:00:00+08:00',
            slotIds: [slotId],
            reason: 'weather',
          }
          const { body: off } = await district.post('/v1/shifts:cancel', { id: nextUlid(), ...storm }, 'street')
          assert.equal(off.signUps, 2)
          assert.equal(await refusalOf(first), 'not-seated', 'also where it is called off again')
          const came = await say(second!)
          assert.deepEqual([came.status, came.body.state], [200, 'seated'], JSON.stringify(came.body))
        })
      })

      it('and anew where a line is put back to a shift that somebody had come to: theirs stays as it was served', async () => {
        const { shown, setLines } = await template()
        const [slotId, another] = ['template-1:am:2026-04-29', 'template-1:am:20260429:2']
        const rowOf = async (id: string) => (await stored()).find((row) => row.id === id)
        const signUp = async (where: string) =>
          (await district.post('/v1/sign-ups', signUpCommand({ slotId: where }), 'employee:W4')).body
        await onDay('2026-04-26T12:00:00', async () => void (await make({ weeks: 1, from: '2026-04-27' }, 'admin')))
        await onDay('2026-04-29T07:28:00', async () => {
          const { id } = await signUp(slotId)
          const say = async (kind: 'in' | 'out', time: string) => {
            const word = { kind, at: `2026-04-29T${time}:00+08:00`, proof: { by: 'host', signUpId: id } }
            const answer = await district.post('/v1/check-ins', checkInCommand(word), 'street')
            assert.equal(answer.status, 200, JSON.stringify(answer.body))
          }
          const viewed = async () => (await district.call('GET', `/v1/sign-ups/${id}`, { as: 'street' })).body
          const coming = { weeks: 1, from: '2026-04-29' }
          await say('in', '07:20')
          const others = shown.lines.filter((line: { id: string }) => line.id !== 'am')
          const [am] = shown.lines.filter((line: { id: string }) => line.id === 'am')
          await setLines(others)
          const { calledOff } = await make(coming, 'admin')
          assert.ok(calledOff > 0)
          district.clock.now = Date.parse('2026-04-29T07:35:00+08:00')
          await say('out', '07:34')
          const [row, view] = [await rowOf(slotId), await viewed()]
          await setLines([...others, { ...am, from: '09:00', to: '11:00' }])
          assert.deepEqual(await make(coming, 'admin'), { ...NOTHING, made: 1, restored: calledOff - 1 })
          assert.deepEqual([await rowOf(slotId), await viewed()], [row, view])
          const made = (await rowOf(another))!
          assert.deepEqual([made.starts_at, made.cancelled], ['2026-04-29T01:00:00.000Z', false])
          assert.deepEqual(await make(coming, 'admin'), NOTHING)
          const anew = await signUp(another)
          assert.equal(anew.state, 'seated', JSON.stringify(anew))
          await setLines(shown.lines)
          assert.ok((await make(coming, 'admin')).changed > 0)
          assert.equal((await rowOf(another))!.starts_at, '2026-04-29T00:20:00.000Z')
        })
      })

      it('by a calendar whose days are those of the notice', async () => {
        const { body } = await district.call('POST', '/v1/admin/calendar-show', { as: 'admin', body: {} })
        const known = body.years.find(({ year }: { year: number }) => year === 2026)
        assert.equal(known.source, 'chinese-days')
        const kinds = new Map(known.days.map(({ date, kind }: { date: string; kind: string }) => [date, kind]))
        assert.deepEqual(
          [
            '2026-01-01',
            '2026-02-17',
            '2026-02-14',
            '2026-02-28',
            '2026-05-01',
            '2026-09-20',
            '2026-10-07',
            '2026-10-10',
            '2026-10-11',
          ].map((date) => kinds.get(date)),
          ['holiday', 'holiday', 'makeUpDay', 'makeUpDay', 'holiday', 'makeUpDay', 'holiday', 'makeUpDay', undefined],
        )
        assert.ok(chineseCalendar().length >= 2)
      })
    })

    describe('are called off', () => {
      const storm = (changes: object = {}) => ({
        id: nextUlid(),
        from: '2026-03-03T12:30:00+08:00',
        to: '2026-03-03T13:30:00+08:00',
        reason: 'weather',
        ...changes,
      })
      const slotNow = async (id: string) =>
        district.database.db.selectFrom('shifts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

      it('with all who signed up or wait, in one step that is told and audited, and done once', async () => {
        const signUp = (person: string) => district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-1' }), `employee:${person}`)
        const [seated, waiting] = [await signUp('W1'), await signUp('W2')]
        assert.deepEqual([seated.body.state, waiting.body.state], ['seated', 'waitlisted'])
        const cursor = await cursorNow()
        const command = storm()
        const answer = await district.post('/v1/shifts:cancel', command, 'street')
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        assert.deepEqual(cancelledShiftsSchema.parse(answer.body), { slotIds: ['sh-1', 'sh-overlap'], signUps: 2, passedBy: 0 })
        const { cancelled, cancel_reason: reason } = await slotNow('sh-1')
        assert.deepEqual([cancelled, reason], [true, 'weather'])
        for (const { body } of [seated, waiting]) {
          const view = await district.call('GET', `/v1/sign-ups/${body.id}`, { as: 'street' })
          assert.equal(view.body.state, 'cancelled')
        }
        const { db } = district.database
        const ids = [seated.body.id, waiting.body.id]
        const ended = await db.selectFrom('sign_ups').select('ended_at').where('id', 'in', ids).execute()
        const at = new Date(district.clock.now).toISOString()
        assert.deepEqual(
          ended.map((row) => row.ended_at),
          [at, at],
        )
        const news = await changesAfter(cursor)
        assert.deepEqual(news.map(({ topic }) => topic).sort(), ['sign-up', 'sign-up', 'slot', 'slot'])
        const told = news.find(({ id }) => id === 'sh-1')!
        assert.deepEqual([told.data.cancelled, told.data.seated, told.data.waitlisted], [true, 0, 0])
        assert.equal((await audited())!.action, 'cancel-shifts-weather')
        const again = await district.post('/v1/shifts:cancel', command, 'street')
        assert.deepEqual([again.body, again.headers.get('idempotency-replayed')], [answer.body, 'true'])
        const another = await district.post('/v1/shifts:cancel', storm(), 'street')
        assert.deepEqual(another.body, { slotIds: [], signUps: 0, passedBy: 2 })
      })

      it('and are counted beforehand just as they are: by the overlap, with whoever waits or is invited, and nothing is written', async () => {
        const { db } = district.database
        // From Sunday to Monday, and one on Monday alone; another on Sunday alone is none of it.
        for (const [id, startsAt, endsAt] of [
          ['sh-sunday', '2026-03-08T20:00:00+08:00', '2026-03-09T00:00:00+08:00'],
          ['sh-midnight', '2026-03-08T22:00:00+08:00', '2026-03-09T02:00:00+08:00'],
          ['sh-monday', '2026-03-09T02:00:00+08:00', '2026-03-09T04:00:00+08:00'],
        ] as const) {
          await db
            .insertInto('shifts')
            .values({
              ...{ district_id: 'main', id, post_id: 'post-1', need: 1, mix: null, skills: null, min_age: null },
              ...{ starts_at: startsAt, ends_at: endsAt, campaign: null },
            })
            .execute()
        }
        const states: string[] = []
        for (const person of ['W4', 'W5'] as const) {
          const { body } = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-midnight' }), `employee:${person}`)
          states.push(body.state)
        }
        assert.deepEqual(states, ['seated', 'waitlisted'])
        // Somebody whom the organisation knows by an earlier sign-up.
        const { body: earlier } = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-sunday' }), 'employee:W6')
        const { person_id: personId } = await db
          .selectFrom('sign_ups')
          .select('person_id')
          .where('id', '=', earlier.id)
          .executeTakeFirstOrThrow()
        const invited = await district.post(
          '/v1/organisations/org-a/invitations',
          { id: nextUlid(), slotId: 'sh-monday', people: [{ personId }] },
          'liaison',
        )
        assert.equal(invited.body.results?.[0]?.ok, true, JSON.stringify(invited.body))
        const time = { from: '2026-03-09T00:00:00+08:00', to: '2026-03-09T06:00:00+08:00' }
        const [cursor, entries] = [await newestChange(), await auditedSoFar()]
        const told = await district.call('POST', '/v1/shifts:cancel-preview', { as: 'community', body: time })
        assert.equal(told.status, 200, JSON.stringify(told.body))
        const { asOf: _, ...counted } = cancelPreviewSchema.parse(told.body)
        assert.deepEqual(counted, {
          slotIds: ['sh-midnight', 'sh-monday'],
          span: { from: '2026-03-08T14:00:00.000Z', to: '2026-03-08T20:00:00.000Z' },
          ...{ signUps: 3, seated: 1, offered: 0, waitlisted: 1, invited: 1, onDuty: 0, passedBy: 0 },
        })
        assert.deepEqual([await newestChange(), await auditedSoFar()], [cursor, entries])
        const { body: done } = await district.post('/v1/shifts:cancel', storm(time), 'community')
        assert.deepEqual(done, { slotIds: counted.slotIds, signUps: counted.signUps, passedBy: counted.passedBy })
        const foreign = { ...time, gridIds: ['root'] }
        assertProblem(
          await district.call('POST', '/v1/shifts:cancel-preview', { as: 'community', body: foreign }),
          409,
          'refused',
        )
      })

      it('and whoever has checked in already is counted as staying on record, and stays', async () => {
        const { db } = district.database
        const [before, start] = [district.clock.now, Date.parse('2026-03-09T20:00:00+08:00')]
        const iso = (ms: number) => new Date(ms).toISOString()
        const [from, to] = [iso(start), iso(start + 7_200_000)]
        await db
          .insertInto('shifts')
          .values({
            ...{ district_id: 'main', id: 'sh-on-duty', post_id: 'post-1', need: 3, mix: null, skills: null, min_age: null },
            ...{ starts_at: from, ends_at: to, campaign: null },
          })
          .execute()
        const [came] = [
          await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-on-duty' }), 'employee:W7'),
          await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-on-duty' }), 'employee:W8'),
        ]
        district.clock.now = start - 600_000
        const word = { at: iso(start - 1_200_000), proof: { by: 'host', signUpId: came.body.id } }
        assert.equal((await district.post('/v1/check-ins', checkInCommand(word), 'street')).status, 200)
        const order = { from, to, slotIds: ['sh-on-duty'] }
        const told = await district.call('POST', '/v1/shifts:cancel-preview', { as: 'community', body: order })
        const { signUps, seated, onDuty } = cancelPreviewSchema.parse(told.body)
        assert.deepEqual([signUps, seated, onDuty], [1, 1, 1])
        assert.equal((await district.post('/v1/shifts:cancel', storm(order), 'community')).body.signUps, 1)
        const kept = await district.call('GET', `/v1/sign-ups/${came.body.id}`, { as: 'street' })
        assert.equal(kept.body.state, 'seated')
        district.clock.now = before
      })

      it('and nobody signs up for them any more; they are in no list of slots', async () => {
        const refused = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-1' }), 'employee:W3')
        assertProblem(refused, 409, 'refused')
        assert.equal(refused.body.refusal.reason, 'slot-cancelled')
        const { body } = await district.call('GET', '/v1/slots?org=org-a', { as: 'org' })
        assert.equal(
          body.slots.some(({ id }: { id: string }) => id === 'sh-1'),
          false,
        )
      })

      it('within the caller’s reach, by kind of post, and one by one', async () => {
        const time = { from: '2026-03-04T00:00:00+08:00', to: '2026-03-13T00:00:00+08:00' }
        const foreign = await district.post('/v1/shifts:cancel', storm({ gridIds: ['root'] }), 'community')
        assertProblem(foreign, 409, 'refused')
        assert.deepEqual(foreign.body.refusal, { reason: 'unknown-grid', detail: { gridId: 'root' } })
        const unknown = await district.post('/v1/shifts:cancel', storm({ ...time, slotIds: ['sh-past'] }), 'community')
        assert.deepEqual(unknown.body.refusal, { reason: 'unknown-slot', detail: { slotId: 'sh-past' } })
        const crossing = storm({ ...time, kinds: ['intersection'], gridIds: ['north-2'], reason: 'other' })
        assert.deepEqual((await district.post('/v1/shifts:cancel', crossing, 'community')).body.slotIds, ['sh-crossing'])
        const one = storm({ ...time, slotIds: ['sh-later'], reason: 'holiday' })
        assert.deepEqual((await district.post('/v1/shifts:cancel', one, 'community')).body.slotIds, ['sh-later'])
        assertProblem(await district.post('/v1/shifts:cancel', storm(), 'estate'), 403, 'role-not-allowed')
      })

      it('for a time that is one', async () => {
        for (const to of ['2026-03-03T12:30:00+08:00', '2026-04-30T00:00:00+08:00']) {
          assertProblem(await district.post('/v1/shifts:cancel', storm({ to }), 'street'), 422, 'invalid-body')
        }
      })
    })

    describe('at intersections', () => {
      const cover = async (query: string, as: Caller = 'street') => {
        const { status, body } = await district.call('GET', `/v1/intersections/cover?${query}`, { as })
        assert.equal(status, 200, JSON.stringify(body))
        return intersectionCoverSchema.parse(body)
      }
      const span = (from: string, to: string) => `from=${from}T00:00:00%2B08:00&to=${to}T00:00:00%2B08:00`

      it('have one branch at each instant, or the gap is listed with its hours', async () => {
        assert.deepEqual((await cover(span('2026-03-02', '2026-03-09'))).intersections, [
          {
            intersectionId: 'crossing',
            name: { zh: '样例路口', en: 'Sample Crossing' },
            gridIds: ['micro-3'],
            requiredHours: 168,
            sponsoredHours: 168,
            gapHours: 0,
            doubleHours: 0,
            gaps: [],
            doubles: [],
          },
        ])
        const before = await cover(span('2026-01-30', '2026-02-02'))
        assert.deepEqual([before.requiredHours, before.sponsoredHours, before.gapHours], [72, 24, 48])
        assert.deepEqual(before.intersections[0]!.gaps, [
          { from: '2026-01-29T16:00:00.000Z', to: '2026-01-31T16:00:00.000Z', hours: 48 },
        ])
      })

      it('name the branches where there are several', async () => {
        assert.deepEqual((await cover(span('2026-04-06', '2026-04-13'))).organisations, [])
        const second = { district_id: 'main', intersection_id: 'crossing', org_id: 'org-b', from_at: '2026-04-06T00:00:00+08:00' }
        await district.database.db
          .insertInto('intersection_duties')
          .values({ ...second, to_at: '2026-04-07T00:00:00+08:00' })
          .execute()
        const { intersections, organisations = [] } = await cover(span('2026-04-06', '2026-04-13'), 'community')
        await district.database.db.deleteFrom('intersection_duties').where('from_at', '=', second.from_at).execute()
        const [double] = intersections[0]!.doubles
        assert.deepEqual([double?.orgIds, double?.hours], [['org-a', 'org-b'], 24])
        assert.deepEqual(
          organisations.map(({ id, name }) => [id, typeof name.zh, typeof name.en]),
          [
            ['org-a', 'string', 'string'],
            ['org-b', 'string', 'string'],
          ],
        )
      })

      it('are asked of the hours on duty alone where these are wanted', async () => {
        const district2 = await cover(`${span('2026-03-02', '2026-03-09')}&hours=duty`)
        assert.equal(district2.requiredHours, 0, 'the only shift was called off above')
      })

      it('are told within the caller’s subtree', async () => {
        assert.equal((await cover(`${span('2026-03-02', '2026-03-03')}&gridId=north-1`, 'community')).intersections.length, 0)
        assert.equal((await cover(`${span('2026-03-02', '2026-03-03')}&gridId=north-2`, 'community')).intersections.length, 1)
        const answer = await district.call('GET', `/v1/intersections/cover?${span('2026-03-03', '2026-03-02')}`, { as: 'street' })
        assertProblem(answer, 400, 'invalid-query')
      })
    })

    describe('and points', () => {
      it('are listed with their teams, the leader by name, and what is missing', async () => {
        const { body } = await district.call('GET', '/v1/points', { as: 'street' })
        const { points, teams, findings } = pointListSchema.parse(body)
        assert.deepEqual(points, [
          {
            id: 'point-1',
            name: { zh: '服务站点位', en: 'Hall point' },
            gridId: 'micro-1',
            placeId: 'hall',
            placeClass: 'serviceHall',
            position: [104.0605, 30.5706],
            status: 'pass',
            lastScore: 91.5,
            teamIds: ['task-force'],
          },
        ])
        assert.deepEqual(teams, [
          {
            id: 'task-force',
            kind: 'taskForce',
            name: { zh: '突击队', en: 'Task Force' },
            orgId: 'org-a',
            members: 1,
            leader: { personId: 'head-2', name: '样本' },
          },
        ])
        assert.deepEqual(findings, [])
        assert.equal((await audited())!.action, 'read-points')
        assert.deepEqual((await district.call('GET', '/v1/points', { as: 'estate' })).body.points, [])
      })
    })
  })
}
