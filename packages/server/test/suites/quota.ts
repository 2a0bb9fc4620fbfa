import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { apportion } from '@wangge/core/roster'
import { fairnessSchema, quotaPlanViewSchema, quotaPreviewSchema, quotaSchema } from '@wangge/core/roster/schema'
import type { Quota, QuotaPlan } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { createStaffToken } from '../../src/credentials.ts'
import { recordRolls } from '../../src/storage/quota.ts'
import { assertProblem, checkInCommand, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { NOW } from '../sample.ts'

const TODAY = '2026-03-02'
const SIZES: Record<string, number> = { 'org-a': 30, 'org-b': 30, 'k-1': 0, small: 1, 'small-too': 2 }
const BELOW = { small: 'k-1', 'small-too': 'k-1' } as Record<string, string>

/** The sample district with a composite committee and two small branches below it. */
export function quota(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
      for (const id of ['k-1', 'small', 'small-too']) {
        const row = {
          id,
          kind: id === 'k-1' ? 'composite' : 'twoNew',
          name: JSON.stringify({ zh: id, en: id }),
          registered: SIZES[id]!,
        }
        await district.database.db
          .insertInto('organisations')
          .values({ district_id: 'main', ...row, superior_id: BELOW[id] ?? null, grid_id: null, liaison_id: null, allied: null })
          .execute()
      }
      await district.database.db
        .insertInto('quota_rolls')
        .values(
          ['small', 'small-too'].map((id) => ({
            district_id: 'main',
            org_id: id,
            from_day: '2026-02-23',
            kind: 'twoNew',
            registered: SIZES[id]!,
          })),
        )
        .execute()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const read = async (query = '', as: Caller = 'street'): Promise<Quota> => {
      const { status, body } = await district.call('GET', `/v1/quota${query}`, { as })
      assert.equal(status, 200, JSON.stringify(body))
      return quotaSchema.parse(body)
    }
    /** Nobody is exempt from today on. */
    const endedToday = ({ exempt }: QuotaPlan): QuotaPlan['exempt'] =>
      exempt.filter(({ from }) => from < TODAY).map(({ to = TODAY, ...one }) => ({ ...one, to: to < TODAY ? to : TODAY }))
    const plan = async () => quotaPlanViewSchema.parse((await district.call('GET', '/v1/quota/plan', { as: 'street' })).body)
    const put = (version: number, wanted: QuotaPlan, as: Caller = 'street') => {
      const body = { id: nextUlid(), version, plan: wanted }
      return district.call('PUT', '/v1/quota/plan', { as, body, headers: { 'idempotency-key': body.id } })
    }
    const refusal = async (answer: Promise<Awaited<ReturnType<typeof put>>>) => {
      const { status, body } = await answer
      assert.equal(status, 409, JSON.stringify(body))
      return body.refusal
    }

    it('tells the street what all owe this week, as the core’s own rule reckons it from the plan’s first day', async () => {
      const { from, to, den, organisations, committees } = await read()
      assert.deepEqual([from, to, den], ['2026-03-02', '2026-03-09', 10])
      const given = ['org-a', 'org-b', 'small', 'small-too'].map((id) => ({ id, registered: SIZES[id]! }))
      const expected = apportion({ organisations: given, ratio: { num: 1, den: 10 }, days: 14 })
      assert.deepEqual(
        organisations.map(({ orgId, lines }) => [orgId, lines.map(({ due }) => due)]),
        expected.organisations.map(({ id, due }) => [id, due.slice(7)]),
      )
      for (const { lines, entitlement } of organisations) {
        assert.equal(
          entitlement,
          lines.reduce((sum, line) => sum + line.entitlement, 0),
        )
        for (const line of lines) assert.equal(line.carryOut, line.carryIn + line.entitlement - line.due * den)
      }
      assert.deepEqual(
        committees.map(({ superiorId, name: told, organisations: count }) => [superiorId, told?.zh, count]),
        [
          ['k-1', 'k-1', 2],
          [undefined, undefined, 2],
        ],
      )
    })

    it('tells a liaison of their own organisation only, and whoever is liaison of a committee of those below it', async () => {
      const own = await read('', 'liaison')
      assert.deepEqual(
        own.organisations.map(({ orgId }) => orgId),
        ['org-a'],
      )
      assert.deepEqual(own.organisations[0]!.sentence, { zh: '本周应派 21 人次，已报 0', en: '21 due this week, 0 named' })
      const where = { keyring: district.keyring, clock: () => district.clock.now }
      const { token } = await createStaffToken(district.database, { role: 'liaison', orgId: 'k-1', ...where })
      const headers = { authorization: `Bearer ${token}` }
      const { body } = await district.call('GET', '/v1/quota', { headers })
      assert.deepEqual(
        quotaSchema.parse(body).organisations.map(({ orgId }) => orgId),
        ['small', 'small-too'],
      )
      const fair = await district.call('GET', '/v1/quota/fairness', { headers })
      assert.deepEqual(
        fairnessSchema.parse(fair.body).organisations.map(({ orgId }) => orgId),
        ['small', 'small-too'],
      )
      assertProblem(await district.call('GET', '/v1/quota/plan', { headers }), 403, 'role-not-allowed')
      assertProblem(await put(1, { steps: [], exempt: [] }, 'liaison'), 403, 'role-not-allowed')
    })

    it('counts whoever had come to a shift that was called off as named and done, and nobody else of it', async () => {
      const start = Date.parse('2026-03-06T15:00:00+08:00')
      const iso = (ms: number) => new Date(ms).toISOString()
      await district.database.db
        .insertInto('shifts')
        .values({
          ...{ district_id: 'main', id: 'sh-storm', post_id: 'post-1', need: 5, mix: null, skills: null, min_age: null },
          ...{ starts_at: iso(start), ends_at: iso(start + 7_200_000), campaign: null },
        })
        .execute()
      const came = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-storm' }), 'employee:Q7')
      const stayedAway = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-storm' }), 'employee:Q8')
      assert.deepEqual([came.body.state, stayedAway.body.state], ['seated', 'seated'])
      const dayOf = async () => {
        const { organisations } = await read('', 'liaison')
        return organisations[0]!.lines.map(({ assigned, fulfilled }) => [assigned, fulfilled])[4]
      }
      assert.deepEqual(await dayOf(), [2, 0])
      district.clock.now = start - 600_000
      const word = { at: iso(start - 1_200_000), proof: { by: 'host', signUpId: came.body.id } }
      assert.equal((await district.post('/v1/check-ins', checkInCommand(word), 'street')).status, 200)
      const time = { from: iso(start - 3_600_000), to: iso(start + 3_600_000) }
      const order = { id: nextUlid(), ...time, slotIds: ['sh-storm'], reason: 'weather' } as { id: string }
      assert.equal((await district.post('/v1/shifts:cancel', order, 'street')).body.signUps, 1)
      assert.deepEqual(await dayOf(), [1, 1])
      // What is made in its place is the same turn of whoever had come, and another's own.
      await district.database.db
        .insertInto('shifts')
        .values({
          ...{ district_id: 'main', id: 'sh-calm', post_id: 'post-1', need: 5, mix: null, skills: null, min_age: null },
          ...{ starts_at: iso(start + 18_000_000), ends_at: iso(start + 25_200_000), campaign: null },
        })
        .execute()
      const again = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-calm' }), 'employee:Q7')
      assert.equal(again.body.state, 'seated', JSON.stringify(again.body))
      assert.deepEqual(await dayOf(), [1, 1])
      assert.equal(
        (await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-calm' }), 'employee:Q8')).body.state,
        'seated',
      )
      assert.deepEqual(await dayOf(), [2, 1])
      await sql`update sign_ups set state = 'cancelled', ended = 'cancelled' where shift_id = 'sh-calm'`.execute(
        district.database.db,
      )
      // As with a shift from before it was kept when one was called off.
      await sql`update shifts set called_off_at = null where id = 'sh-storm'`.execute(district.database.db)
      assert.deepEqual(await dayOf(), [0, 0])
      district.clock.now = NOW
    })

    it('counts whoever has a seat as named, waits for nobody who waits, and counts whoever came as done', async () => {
      const seat = async (slotId: string, number: string) => {
        const { status, body } = await district.post('/v1/sign-ups', signUpCommand({ slotId }), `employee:${number}`)
        assert.equal(status, 201)
        return body
      }
      const seated = await seat('sh-1', 'Q1')
      const waiting = await seat('sh-1', 'Q2')
      assert.deepEqual([seated.state, waiting.state], ['seated', 'waitlisted'])
      const dayOf = async () => {
        const { organisations } = await read('', 'liaison')
        return organisations[0]!.lines.map(({ assigned, fulfilled }) => [assigned, fulfilled])[1]
      }
      assert.deepEqual(await dayOf(), [1, 0])
      assert.equal((await read('', 'liaison')).organisations[0]!.sentence.zh, '本周应派 21 人次，已报 1')
      district.clock.now = Date.parse('2026-03-03T14:00:00+08:00')
      assert.deepEqual(await dayOf(), [1, 0], 'nobody has seen them')
      const word = { at: '2026-03-03T12:00:00+08:00', proof: { by: 'host', signUpId: seated.id } }
      assert.equal((await district.post('/v1/check-ins', checkInCommand(word), 'street')).status, 200)
      assert.deepEqual(await dayOf(), [1, 1])
      const absent = (absence: 'no-show' | null) =>
        district.database.db.updateTable('sign_ups').set({ absence }).where('id', '=', seated.id).execute()
      await absent('no-show')
      assert.deepEqual(await dayOf(), [1, 1], 'they came after all, whatever was said before')
      await district.database.db.deleteFrom('attendances').where('sign_up_id', '=', seated.id).execute()
      assert.deepEqual(await dayOf(), [0, 0], 'who did not come has no seat: it is there for relief')
      await absent(null)
      district.clock.now = NOW
      const on = (verb: string, { id: signUpId }: { id: string }, number: string) =>
        district.post(`/v1/sign-ups/${signUpId}/${verb}`, { id: nextUlid(), signUpId }, `employee:${number}`)
      assert.equal((await on('cancel', seated, 'Q1')).status, 200)
      assert.deepEqual(await dayOf(), [0, 0], 'the one who waited is asked, and has not answered')
      assert.equal((await on('confirm', waiting, 'Q2')).body.state, 'seated')
      assert.deepEqual(await dayOf(), [1, 0])
      await district.database.db.updateTable('shifts').set({ cancelled: true }).where('id', '=', 'sh-1').execute()
      assert.deepEqual(await dayOf(), [0, 0])
      await district.database.db.updateTable('shifts').set({ cancelled: false }).where('id', '=', 'sh-1').execute()
    })

    it('answers again alike with its tag, and anew once somebody is named', async () => {
      const first = await district.call('GET', '/v1/quota', { as: 'street' })
      district.clock.now += 60_000
      const again = (etag: string) => district.call('GET', '/v1/quota', { as: 'street', headers: { 'if-none-match': etag } })
      const etag = first.headers.get('etag')!
      assert.equal((await again(etag)).status, 304)
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-20' }), 'employee:Q3')
      assert.equal((await again(etag)).status, 200)
      district.clock.now = NOW
    })

    it('reports a week with who is farthest from their share', async () => {
      const { body } = await district.call('GET', '/v1/quota/fairness?week=2026-03-05', { as: 'street' })
      const report = fairnessSchema.parse(body)
      assert.deepEqual([report.from, report.to], ['2026-03-02', '2026-03-09'])
      assert.equal(
        report.due,
        report.organisations.reduce((sum, { due }) => sum + due, 0),
      )
      for (const { deviation } of report.organisations) assert.ok(Math.abs(deviation) < report.den)
      const deviations = report.organisations.map(({ deviation }) => deviation)
      assert.equal(report.mostAhead?.deviation, Math.max(...deviations))
      assert.equal(report.mostBehind?.deviation, Math.min(...deviations))
      assert.equal(report.mostAhead?.name.zh, report.mostAhead?.orgId)
    })

    it('tells what a plan would bring before it holds, as it then is, and writes nothing', async () => {
      const { version, plan: old } = await plan()
      const step = { from: '2026-03-04', ratio: { num: 1, den: 5 }, kinds: ['twoNew' as const] }
      const wanted = { steps: [...old.steps, step], exempt: [{ orgId: 'org-b', from: '2026-03-04' }] }
      const preview = (body: object, as: Caller = 'street') => district.call('POST', '/v1/quota/plan:preview', { as, body })
      const span = { from: '2026-03-03', to: '2026-03-10' }
      const { status, body } = await preview({ version, plan: wanted, ...span })
      assert.equal(status, 200, JSON.stringify(body))
      const told = quotaPreviewSchema.parse(body)
      assert.deepEqual([told.from, told.to, told.days.length], [span.from, span.to, 7])
      assert.equal((await plan()).version, version)
      const dues = async () =>
        (await read(`?from=${span.from}&to=${span.to}`)).organisations.map(({ orgId, due }) => [orgId, due] as const)
      const before = await dues()
      assert.deepEqual(
        told.organisations.map(({ orgId, now }) => [orgId, now]),
        before.filter(([, due]) => due > 0),
      )
      assert.equal(
        told.now,
        before.reduce((sum, [, due]) => sum + due, 0),
      )
      assert.deepEqual((await preview({ version, plan: old })).body.now, (await preview({ version, plan: old })).body.then)

      assertProblem(await preview({ version, plan: wanted }, 'liaison'), 403, 'role-not-allowed')
      const older = await preview({ version: version - 1, plan: wanted })
      assert.deepEqual(older.body.refusal, { reason: 'plan-changed', detail: { version } })
      const stranger = await preview({ version, plan: { ...old, exempt: [{ orgId: 'org-x', from: '2026-03-09' }] } })
      assert.deepEqual(stranger.body.refusal, { reason: 'unknown-organisation', detail: { orgId: 'org-x' } })
      assertProblem(await preview({ version, plan: wanted, from: '2026-03-09', to: '2026-04-20' }), 400, 'invalid-query')

      assert.equal((await put(version, wanted)).status, 200)
      const after = new Map(await dues())
      for (const { orgId, then } of told.organisations) assert.equal(then, after.get(orgId))
      assert.equal(
        told.then,
        [...after.values()].reduce((sum, due) => sum + due, 0),
      )
      assert.equal((await put(version + 1, old)).status, 200)
    })

    it('tells of members that came since the rolls were kept last', async () => {
      const { version, plan: old } = await plan()
      const { db } = district.database
      const members = (registered: number) =>
        db.updateTable('organisations').set({ registered }).where('id', '=', 'org-a').execute()
      const preview = async (from: string) =>
        (await district.call('POST', '/v1/quota/plan:preview', { as: 'street', body: { version, plan: old, from } })).body
      await members(60)
      const [today, next] = [await preview(TODAY), await preview('2026-03-03')]
      await members(SIZES['org-a']!)
      const dueOf = (answer: { organisations: { orgId: string; then: number }[] }) =>
        answer.organisations.find(({ orgId }) => orgId === 'org-a')!.then
      // Thirty at a tenth today, sixty from tomorrow on; what is due is within one of the share.
      const [first, second] = [dueOf(today), dueOf(next)]
      assert.ok(Math.abs(first - (3 + 6 * 6)) <= 1 && Math.abs(second - 7 * 6) <= 1, `${first}, ${second}`)
    })

    it('replaces the plan from today on; what was due on days that are over stays as it was', async () => {
      const past = await read('?from=2026-02-23&to=2026-03-02')
      const { version, plan: old } = await plan()
      const step = { from: '2026-03-04', ratio: { num: 1, den: 20 }, kinds: ['twoNew' as const] }
      const wanted = { steps: [...old.steps, step], exempt: [{ orgId: 'org-b', from: TODAY, to: '2026-03-06' }] }
      const { status, body } = await put(version, wanted)
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual(await plan(), quotaPlanViewSchema.parse(body))
      assert.equal(body.version, version + 1)
      const { organisations, den } = await read('?from=2026-02-23&to=2026-03-16')
      for (const one of past.organisations) {
        const same = organisations.find(({ orgId }) => orgId === one.orgId)!
        assert.deepEqual(
          same.lines.slice(0, 7).map(({ due }) => due),
          one.lines.map(({ due }) => due),
        )
        assert.deepEqual(
          same.lines.slice(0, 7).map(({ carryOut }) => carryOut),
          one.lines.map(({ carryOut }) => (carryOut * den) / past.den),
        )
      }
      const b = organisations.find(({ orgId }) => orgId === 'org-b')!
      assert.deepEqual(
        b.lines.slice(7, 11).map(({ due, entitlement }) => [due, entitlement]),
        Array(4).fill([0, 0]),
      )
      assert.ok(b.lines.slice(11).some(({ due }) => due > 0))
      const head = (await district.call('GET', '/v1/audit?after=0&limit=1000', { as: 'auditor' })).body
      const acts = head.entries.map((one: { action: string; opening?: { subject: string } }) => [
        one.action,
        one.opening?.subject,
      ])
      assert.ok(acts.some(([action, subject]: string[]) => action === 'put-quota-plan' && subject === String(version + 1)))
    })

    it('refuses a plan made from an older one, a change of the past, strangers and ratios that are none', async () => {
      const { version, plan: old } = await plan()
      assert.deepEqual(await refusal(put(version - 1, old)), { reason: 'plan-changed', detail: { version } })
      const begun = { ...old, steps: [{ ...old.steps[0]!, ratio: { num: 1, den: 5 } }, ...old.steps.slice(1)] }
      assert.deepEqual(await refusal(put(version, begun)), {
        reason: 'past-changed',
        detail: { date: '2026-02-23', earliest: TODAY },
      })
      const stranger = { ...old, exempt: [...old.exempt, { orgId: 'org-x', from: '2026-03-09' }] }
      assert.deepEqual(await refusal(put(version, stranger)), { reason: 'unknown-organisation', detail: { orgId: 'org-x' } })
      const [first] = old.steps
      assertProblem(await put(version, { ...old, steps: [{ ...first!, ratio: { num: 3, den: 2 } }] }), 422, 'invalid-body')
      assert.equal((await plan()).version, version)
    })

    it('lets one of two who make a plan at once have it', async () => {
      const { version, plan: old } = await plan()
      const answers = await Promise.all([1, 2, 3, 4].map(() => put(version, old)))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409])
      assert.equal((await plan()).version, version + 1)
    })

    it('takes over how many members organisations have, from tomorrow on, once for each change', async () => {
      const { db } = district.database
      const record = () => db.transaction().execute((tx) => recordRolls(tx, 'main', { now: NOW, timeZone: 'Asia/Shanghai' }))
      assert.equal(await record(), 0)
      await db.updateTable('organisations').set({ registered: 60 }).where('id', '=', 'org-a').execute()
      await db.deleteFrom('organisations').where('id', '=', 'small').execute()
      assert.equal(await record(), 2)
      assert.equal(await record(), 0)
      const rows = await db
        .selectFrom('quota_rolls')
        .select(['org_id', 'from_day', 'registered'])
        .where('from_day', '=', '2026-03-03')
        .orderBy('org_id')
        .execute()
      assert.deepEqual(rows, [
        { org_id: 'org-a', from_day: '2026-03-03', registered: 60 },
        { org_id: 'small', from_day: '2026-03-03', registered: 0 },
      ])
      const { organisations, den } = await read()
      assert.deepEqual(
        organisations[0]!.lines.slice(0, 3).map(({ entitlement }) => entitlement / den),
        [3, 6, 3],
      )
    })

    it('goes by memberships where the plan says so: an import of people counts from tomorrow on, and the credit goes on', async () => {
      const { version, plan: old } = await plan()
      const byDeclared = { ...old.steps.at(-1)!, from: '2026-03-20' }
      const past = old.steps.filter(({ from }) => from < TODAY)
      const steps = [...past, { ...byDeclared, from: TODAY, basis: 'memberships' as const }, byDeclared]
      assert.equal((await put(version, { steps, exempt: endedToday(old) })).status, 200)
      const rolls = () =>
        district.database.db
          .selectFrom('quota_rolls')
          .select(['registered', 'members'])
          .where('org_id', '=', 'org-b')
          .where('from_day', '=', '2026-03-03')
          .executeTakeFirst()
      assert.equal((await rolls())?.members, 0)
      const people = ['王新', '李新', '张新'].map((name, nth) => `${name},1390000200${nth},乙公司,2026-03-01`)
      const table = ['姓名,手机,所属党组织,组织关系转入日期', ...people].join('\r\n')
      const headers = { 'content-type': 'text/csv' }
      const { status, body } = await district.call('POST', '/v1/people:import', { as: 'street', body: table, headers })
      assert.deepEqual([status, body.outcome, body.memberships], [200, 'imported', 3], JSON.stringify(body))
      assert.equal((await rolls())?.members, 3)
      const { organisations, den } = await read('?from=2026-03-02&to=2026-03-23')
      const b = organisations.find(({ orgId }) => orgId === 'org-b')!
      const share = (date: string) => b.lines.find((line) => line.date === date)!.entitlement / den
      const { num, den: parts } = byDeclared.ratio
      assert.deepEqual([share('2026-03-03'), share('2026-03-19')], [(3 * num) / parts, (3 * num) / parts])
      assert.equal(share('2026-03-20'), ((await rolls())!.registered * num) / parts)
      b.lines.forEach(({ carryIn, carryOut, entitlement, due }, index) => {
        assert.equal(carryOut, carryIn + entitlement - due * den)
        if (index > 0) assert.equal(carryIn, b.lines[index - 1]!.carryOut)
        assert.ok(Math.abs(carryOut) <= 2 * den, `${carryOut} of ${den}`)
      })
      const { body: list } = await district.call('GET', '/v1/organisations', { as: 'street' })
      const told = list.rolls.organisations.find(({ orgId }: { orgId: string }) => orgId === 'org-b')
      assert.equal(told.members, 3)
      assert.notEqual(told.registered, 3)
      const after = await plan()
      assert.equal((await put(after.version, old)).status, 200)
    })

    it('hears of members that an import brings: from tomorrow on', async () => {
      const table = '组织编号,组织名称,组织类别,上级组织,在册党员人数\r\norg-b,乙公司,两新,k-1,50'
      const headers = { 'content-type': 'text/csv' }
      const { status, body } = await district.call('POST', '/v1/organisations:import', { as: 'street', body: table, headers })
      assert.deepEqual([status, body.outcome], [200, 'imported'], JSON.stringify(body))
      const { organisations, den } = await read('?from=2026-03-06&to=2026-03-08')
      const b = organisations.find(({ orgId }) => orgId === 'org-b')!
      assert.equal(b.lines[0]!.entitlement / den, 2.5)
      const roll = district.database.db.selectFrom('quota_rolls').select('from_day').where('org_id', '=', 'org-b')
      assert.deepEqual(
        (await roll.where('registered', '=', 50).execute()).map((row) => row.from_day),
        ['2026-03-03'],
      )
    })

    it('hears of memberships that begin or end though nobody does anything: once a day, from the next day on', async () => {
      const { version, plan: old } = await plan()
      const past = old.steps.filter(({ from }) => from < TODAY)
      const byMembers = { ...old.steps.at(-1)!, from: TODAY, basis: 'memberships' as const }
      assert.equal((await put(version, { steps: [...past, byMembers], exempt: endedToday(old) })).status, 200)
      const { db } = district.database
      const turn = '2026-03-04T00:00:00+08:00'
      const { person_id: personId } = await db
        .selectFrom('memberships')
        .select('person_id')
        .where('org_id', '=', 'org-b')
        .orderBy('person_id')
        .executeTakeFirstOrThrow()
      const ofBranch = db.updateTable('memberships').where('org_id', '=', 'org-b').where('person_id', '=', personId)
      await ofBranch.set({ to_at: turn }).execute()
      await db
        .insertInto('memberships')
        .values({ district_id: 'main', person_id: personId, org_id: 'small-too', from_at: turn, to_at: null })
        .execute()
      assert.equal(await district.app.keepRolls(), 0, 'the day has not come')
      const before = district.clock.now
      district.clock.now = Date.parse(turn) + 60_000
      const counts = await Promise.all([district.app.keepRolls(), district.app.keepRolls()])
      assert.ok(counts.includes(2), `${counts}`)
      district.clock.now += 60_000
      assert.equal(await district.app.keepRolls(), 0, 'a day is taken down once')
      const rolls = await db
        .selectFrom('quota_rolls')
        .select(['org_id', 'members'])
        .where('from_day', '=', '2026-03-05')
        .orderBy('org_id')
        .execute()
      assert.deepEqual(rolls, [
        { org_id: 'org-b', members: 2 },
        { org_id: 'small-too', members: 1 },
      ])
      const { organisations, den } = await read('?from=2026-03-03&to=2026-03-07')
      const { lines } = organisations.find(({ orgId }) => orgId === 'org-b')!
      const { num, den: parts } = byMembers.ratio
      assert.deepEqual(
        lines.map(({ date, entitlement }) => [date, (entitlement / den) * (parts / num)]),
        [
          ['2026-03-03', 3],
          ['2026-03-04', 3],
          ['2026-03-05', 2],
          ['2026-03-06', 2],
        ],
      )
      district.clock.now = before
      await db.deleteFrom('quota_rolls').where('from_day', '=', '2026-03-05').execute()
      assert.equal((await put((await plan()).version, old)).status, 200)
    })

    it('says which days it can tell of', async () => {
      assert.deepEqual((await read('?to=2026-03-02')).from, '2026-02-23')
      assert.deepEqual((await read('?from=2026-02-16&to=2026-02-23', 'liaison')).organisations[0]!.lines, [])
      assert.deepEqual((await read('?from=2026-02-16&to=2026-02-23')).organisations, [])
      assert.equal((await read('?from=2026-03-02&to=2026-03-03', 'liaison')).organisations[0]!.sentence.zh.slice(0, 2), '今日')
      for (const query of [
        'from=2026-03-02&to=2026-03-02',
        'from=2026-03-02&to=2026-04-03',
        'from=2990-01-01',
        'from=2026-02-30',
      ]) {
        assertProblem(await district.call('GET', `/v1/quota?${query}`, { as: 'street' }), 400, 'invalid-query')
      }
      assertProblem(await district.call('GET', '/v1/quota/fairness?week=2990-01-01', { as: 'street' }), 400, 'invalid-query')
    })
  })
}
