import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { RosterNotice, SignUpPolicy } from '@wangge/core/roster/schema'
import { planJobSchema, rosterNoticeSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { createContext } from '../../src/context.ts'
import type { Context } from '../../src/context.ts'
import { sendNotices } from '../../src/notices/notice-sender.ts'
import { noticeFailureListSchema, noticeTargetListSchema } from '../../src/notices/schema.ts'
import { callOffShifts } from '../../src/storage/call-off-shifts.ts'
import { around, dump } from '../dump.ts'
import { assertProblem, checkInCommand, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { openReceiver } from '../notice-receiver.ts'
import type { NoticeReceiver } from '../notice-receiver.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DUTIES = [
  ...[
    'roster.offered',
    'roster.seated',
    'roster.assigned',
    'roster.invited',
    'roster.called-off',
    'roster.ended',
    'roster.changed',
  ],
  ...['roster.reminder', 'roster.absent', 'roster.swap', 'roster.correction'],
]
/** A name that would speak to all of a group, lead elsewhere, stand out and begin a line of its own. */
const LOUD = '岗<@all>@all\n# [点我](http://evil.example) **急** <at user_id="all">'

/** Notices of the roster, sent to a server that listens. */
export function rosterNotices(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let receiver: NoticeReceiver
    let context: Context
    let slots = 0
    let people = 0
    before(async () => {
      district = await open()
      receiver = await openReceiver()
      const { database, keyring, clock } = district
      context = createContext({ database, keyring, clock: () => clock.now, privateTargets: [receiver.host] })
      await setPolicy({ offerMinutes: 120, remindBeforeHours: 24, confirmBeforeHours: 6, reliefMinutes: 30 })
    })
    beforeEach(async () => {
      const { targets } = noticeTargetListSchema.parse((await admin('target-list', {})).body)
      for (const { id, revokedAt } of targets) if (!revokedAt) await admin('target-revoke', { id })
      receiver.received.length = 0
      receiver.script.length = 0
    })
    after(async () => {
      receiver.close()
      await district.app.stopPlans()
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const admin = async (what: string, body: object, as: Caller = 'street') =>
      district.call('POST', `/v1/admin/notice-${what}`, { as, body })
    const register = async (path: string, topics: string[], more: object = {}) => {
      const given = { format: 'json', url: `http://${receiver.host}/${path}`, topics }
      const { status, body } = await admin('target-create', { ...given, ...more })
      assert.equal(status, 200, JSON.stringify(body))
    }
    async function setPolicy(changes: Partial<SignUpPolicy>) {
      const { db } = district.database
      const { sign_up_policy: policy } = await db.selectFrom('districts').select('sign_up_policy').executeTakeFirstOrThrow()
      await sql`update districts set sign_up_policy = ${JSON.stringify({ ...policy, ...changes })}::jsonb,
        reference_version = reference_version + 1`.execute(db)
    }
    /** A slot of two hours, so many hours from now. */
    async function newSlot(need: number, inHours: number, postId = 'post-1') {
      const id = `told-${slots++}`
      const start = district.clock.now + inHours * HOUR
      const at = (ms: number) => new Date(ms).toISOString()
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need) values ('main', ${id}, ${postId},
        ${at(start)}::timestamptz, ${at(start + 2 * HOUR)}::timestamptz, ${need}::int)`.execute(district.database.db)
      return id
    }
    async function signUp(slotId: string, org: 'org-a' | 'org-b' = 'org-a') {
      const number = `no-77-${people++}`
      const as: Caller = org === 'org-a' ? `employee:${number}` : `otherEmployee:${number}`
      const { status, body } = await district.post('/v1/sign-ups', signUpCommand({ slotId, orgId: org }), as)
      assert.equal(status, 201, JSON.stringify(body))
      return { id: body.id as string, as, number }
    }
    type Made = Awaited<ReturnType<typeof signUp>>
    const on = async (verb: string, { id: signUpId, as }: Made, by: Caller = as) => {
      const answer = await district.post(`/v1/sign-ups/${signUpId}/${verb}`, { id: nextUlid(), signUpId }, by)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    const callOff = async (slotIds: string[], reason = 'weather') => {
      const from = new Date(district.clock.now).toISOString()
      const to = new Date(district.clock.now + 30 * 24 * HOUR).toISOString()
      const answer = await district.post('/v1/shifts:cancel', { id: nextUlid(), from, to, slotIds, reason }, 'street')
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      assert.equal(answer.body.slotIds.length, slotIds.length)
    }
    const tick = async (minutes: number) => {
      district.clock.now += minutes * MINUTE
      return district.app.stepRoster()
    }
    /** What came at a path, in order. */
    const told = (path: string): RosterNotice[] =>
      receiver.received.filter((one) => one.path === `/${path}`).map(({ body }) => rosterNoticeSchema.parse(JSON.parse(body)))
    const lines = (path: string) =>
      told(path).map(({ topic, duty, facts: { swapId: _, ...facts } }) =>
        `${topic} ${duty?.subject ?? duty?.signUpId ?? ''} ${Object.values(facts).join()}`.trim(),
      )
    const words = (path: string) => {
      const bodies = receiver.received.filter((one) => one.path === `/${path}`).map(({ body }) => JSON.parse(body))
      return bodies.map((body) => (body.markdown?.content ?? body.markdown?.text ?? body.content?.text) as string)
    }

    it('come to a house’s own backend for each of its people alone, by its own number, and to nobody else’s', async () => {
      await register('a', DUTIES, { orgId: 'org-a' })
      await register('b', DUTIES, { orgId: 'org-b' })
      await register('all', DUTIES)
      await register('elsewhere', DUTIES, { gridId: 'micro-3' })
      const slotId = await newSlot(5, 72)
      const [mine, theirs] = [await signUp(slotId), await signUp(slotId, 'org-b')]
      assert.equal(await sendNotices(context), 0, 'what somebody does themselves is told to nobody')
      await callOff([slotId])
      await sendNotices(context)
      assert.deepEqual(lines('a'), [`roster.called-off ${mine.number} weather`])
      assert.deepEqual(lines('b'), [`roster.called-off ${theirs.number} weather`])
      assert.deepEqual(
        new Set(lines('all')),
        new Set(['roster.called-off  weather', `roster.called-off ${mine.id} weather`, `roster.called-off ${theirs.id} weather`]),
      )
      assert.deepEqual(told('elsewhere'), [])
      const [{ shift, duty }] = told('a') as [RosterNotice]
      assert.deepEqual([shift!.id, shift!.post.id, shift!.grid.at(-1)!.id, duty!.orgId], [slotId, 'post-1', 'micro-1', 'org-a'])
      const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
      assert.equal(new Set(ids).size, ids.length)
      for (const { headers, body, path } of receiver.received) {
        assert.ok(headers['webhook-signature'] && JSON.parse(body).id === headers['webhook-id'])
        // Nobody but their own house hears who somebody is there; nobody hears a name.
        for (const word of ['志愿者', '"name":"', 'phone', 'party']) assert.ok(!body.includes(word), word)
        if (path === '/all') assert.ok(!body.includes(mine.number) && !body.includes(theirs.number))
      }
    })

    it('say of an offer, a seat taken back, a no-show and a reminder, each once for a person and a shift, whoever steps it', async () => {
      await register('a', DUTIES, { orgId: 'org-a' })
      const slotId = await newSlot(1, 48)
      const [seated, first, second] = [await signUp(slotId), await signUp(slotId), await signUp(slotId)]
      await on('cancel', seated)
      await sendNotices(context)
      const until = new Date(district.clock.now + 120 * MINUTE).toISOString()
      assert.deepEqual(lines('a'), [`roster.offered ${first.number} ${until}`])
      receiver.received.length = 0
      await tick(120)
      await on('confirm', second)
      await tick(0)
      await sendNotices(context)
      const next = new Date(district.clock.now + 120 * MINUTE).toISOString()
      assert.deepEqual(lines('a'), [`roster.ended ${first.number} offer-lapsed`, `roster.offered ${second.number} ${next}`])
      receiver.received.length = 0
      await tick(24 * 60)
      const processes = [context, context].map(async () => district.app.stepRoster())
      await Promise.all(processes)
      await tick(60)
      await sendNotices(context)
      assert.equal(lines('a').length, 1)
      assert.match(lines('a')[0]!, new RegExp(`^roster.reminder ${second.number} 2`))
      receiver.received.length = 0
      await on('confirm', second)
      await tick(22 * 60)
      await on('no-show', second, 'street')
      await tick(0)
      await sendNotices(context)
      assert.deepEqual(lines('a'), [`roster.absent ${second.number}`])
    })

    it('tell a group of a storm once, however many shifts it calls off, within what every robot takes', async () => {
      const topics = ['roster.called-off', 'roster.reminder', 'roster.free']
      await register('wecom', topics, { format: 'wecom' })
      await register('dingtalk', topics, { format: 'dingtalk' })
      await register('feishu', topics, { format: 'feishu' })
      await register('ours', ['roster.called-off'], { format: 'wecom', orgId: 'org-a' })
      const ids: string[] = []
      for (let count = 0; count < 300; count++) ids.push(await newSlot(3, 72 + (count % 48)))
      const mine = [await signUp(ids[0]!), await signUp(ids[0]!), await signUp(ids[40]!)]
      await signUp(ids[1]!, 'org-b')
      await callOff(ids)
      assert.equal(await sendNotices(context), 4)
      for (const path of ['wecom', 'dingtalk', 'feishu']) {
        assert.equal(words(path).length, 1, path)
        assert.match(words(path)[0]!, /【班次取消】因天气取消 300 个班次/)
        assert.match(words(path)[0]!, /另有 280 个班次/)
        assert.ok(Buffer.byteLength(words(path)[0]!) <= 4_096)
      }
      const [ours] = words('ours')
      assert.match(ours!, /【班次取消】因天气取消 2 个班次，涉及本单位 3 人次/)
      assert.match(ours!, /巡查岗（[^）]+）：2 人/)
      for (const { number, id } of mine)
        assert.ok(receiver.received.every(({ body }) => !body.includes(number) && !body.includes(id)))
      assert.equal(await sendNotices(context), 0)
      district.clock.now += HOUR
      assert.equal(await sendNotices(context), 0)
    })

    it('wait all together where a robot says no, and keep their order behind what says something else', async () => {
      await register('wecom', ['roster.called-off'], { format: 'wecom' })
      const slotIds = [await newSlot(1, 50), await newSlot(1, 51), await newSlot(1, 52), await newSlot(1, 53)]
      await callOff(slotIds.slice(0, 2))
      await callOff([slotIds[2]!], 'holiday')
      await callOff([slotIds[3]!])
      receiver.script.push((response) => void response.end('{"errcode":45009}'))
      assert.equal(await sendNotices(context), 0)
      district.clock.now += HOUR
      assert.equal(await sendNotices(context), 1)
      for (let minute = 0; minute < 3; minute++) {
        district.clock.now += 3_100
        await sendNotices(context)
      }
      const titles = words('wecom').map((text) => text.split('\n')[0])
      assert.deepEqual(titles, [
        '**【班次取消】因天气取消 2 个班次**',
        '**【班次取消】因天气取消 2 个班次**',
        '**【班次取消】因假日取消 1 个班次**',
        '**【班次取消】因天气取消 1 个班次**',
      ])
      const { failures } = noticeFailureListSchema.parse((await admin('failures', {})).body)
      assert.deepEqual(failures, [])
    })

    it('tell a group how many are reminded and how many seats relief may take, and nobody’s own business', async () => {
      await register('group', ['roster.reminder', 'roster.free'], { format: 'feishu' })
      const slotId = await newSlot(3, 30)
      const made = [await signUp(slotId), await signUp(slotId)]
      await tick(7 * 60)
      await sendNotices(context)
      assert.match(words('group')[0]!, /【到岗提醒】1 个班次即将开始，2 人值守\n.*巡查岗（[^）]+）：2 人，其中 2 人待确认/)
      for (const one of made) await on('confirm', one)
      await tick(23 * 60)
      await on('no-show', made[0]!, 'street')
      district.clock.now += MINUTE
      await sendNotices(context)
      assert.match(words('group')[1]!, /【急缺顶班】1 个班次空出 1 个名额，可以顶班\n.*：缺 1 人/)
    })

    it('let no name speak to all, lead elsewhere or begin a line', async () => {
      const { db } = district.database
      const named = { zh: LOUD, en: LOUD }
      const setName = (value: object) =>
        sql`update posts set name = ${JSON.stringify(value)}::jsonb where id = 'post-2'`.execute(db)
      await setName(named)
      for (const format of ['wecom', 'dingtalk', 'feishu']) await register(format, ['roster.called-off'], { format })
      await callOff([await newSlot(1, 60, 'post-2')])
      await sendNotices(context)
      await setName({ zh: '路口岗', en: 'Crossing' })
      for (const path of ['wecom', 'dingtalk', 'feishu']) {
        const [text] = words(path)
        const [, line = '', ...rest] = text!.split('\n')
        assert.deepEqual(rest, [], 'one line')
        const said = line.replace(/^[>-] /, '')
        assert.ok(said.includes('岗'), said)
        assert.doesNotMatch(said, /[<>@#*[\]`]|:\/\//, said)
      }
      assert.ok(receiver.received.every(({ body }) => !/mentioned|isAtAll/.test(body)))
    })

    it('say what hours a shift had, and to its people that it has others', async () => {
      await register('a', DUTIES, { orgId: 'org-a' })
      await register('group', ['roster.changed'], { format: 'wecom' })
      const before = district.clock.now
      district.clock.now = Date.parse('2026-04-12T12:00:00+08:00')
      const { body } = await district.call('POST', '/v1/admin/templates-show', { as: 'admin', body: {} })
      const [shown] = body.templates
      const setLines = async (lines: object[]) =>
        district.call('POST', '/v1/admin/templates-set', { as: 'admin', body: { templates: [{ ...shown, lines }] } })
      const make = async () =>
        district.call('POST', '/v1/admin/shifts-make', { as: 'street', body: { weeks: 1, from: '2026-04-13' } })
      await make()
      const mine = await signUp('template-1:am:2026-04-15')
      await setLines(shown.lines.map((line: { id: string }) => (line.id === 'am' ? { ...line, to: '11:30' } : line)))
      assert.equal((await make()).body.changed, 5)
      await sendNotices(context)
      const [changed] = told('a')
      assert.deepEqual([changed!.topic, changed!.duty!.subject], ['roster.changed', mine.number])
      assert.deepEqual(changed!.facts.was, { startsAt: '2026-04-15T00:00:00.000Z', endsAt: '2026-04-15T02:00:00.000Z' })
      assert.equal(changed!.shift!.endsAt, '2026-04-15T03:30:00.000Z')
      assert.match(words('group')[0]!, /【班次调整】5 个班次的时间有变\*\*\n> .*08:00–11:30 .*（原 .*08:00–10:00）/)
      await make()
      assert.equal(await sendNotices(context), 0)
      await setLines(shown.lines)
      district.clock.now = before
    })

    it('say to whoever offered a seat what becomes of it, and to whoever asked for a correction what was decided', async () => {
      await register('a', ['roster.swap', 'roster.correction'], { orgId: 'org-a' })
      await setPolicy({ swapNeedsApproval: true })
      const [giver, taker] = [await signUp(await newSlot(1, 80)), await signUp(await newSlot(1, 200))]
      const swapId = nextUlid()
      const step = async (verb: string, as: Caller, more: object = {}) => {
        const answer = await district.post(`/v1/swaps/${swapId}/${verb}`, { id: nextUlid(), swapId, ...more }, as)
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
      }
      await district.post('/v1/swaps', { id: swapId, signUpId: giver.id }, giver.as)
      await step('accept', taker.as, { consent: { purpose: 'volunteer-duty', version: 1 } })
      await step('approve', 'liaison')
      await setPolicy({ swapNeedsApproval: false })
      await sendNotices(context)
      assert.deepEqual(lines('a'), [
        `roster.swap ${giver.number} accepted`,
        `roster.swap ${giver.number} done`,
        `roster.swap ${taker.number} done`,
      ])
      receiver.received.length = 0
      await setPolicy({ swapNeedsApproval: true })
      const [early, away] = [await signUp(await newSlot(1, 0.95)), await signUp(await newSlot(1, 210))]
      const ending = nextUlid()
      await district.post('/v1/swaps', { id: ending, signUpId: early.id }, early.as)
      const taking = { id: nextUlid(), swapId: ending, consent: { purpose: 'volunteer-duty', version: 1 } }
      assert.equal((await district.post(`/v1/swaps/${ending}/accept`, taking, away.as)).status, 200)
      const coming = checkInCommand({ at: new Date(district.clock.now).toISOString(), proof: { by: 'host', signUpId: early.id } })
      assert.equal((await district.post('/v1/check-ins', coming, 'street')).status, 200)
      await setPolicy({ swapNeedsApproval: false })
      await sendNotices(context)
      assert.deepEqual(lines('a'), [
        `roster.swap ${early.number} accepted`,
        `roster.swap ${early.number} lapsed`,
        `roster.swap ${away.number} lapsed`,
      ])
      receiver.received.length = 0
      const served = await signUp(await newSlot(1, 2))
      district.clock.now += 5 * HOUR
      const at = (hours: number) => new Date(district.clock.now + hours * HOUR).toISOString()
      const correctionId = nextUlid()
      const asked = { id: correctionId, signUpId: served.id, checkedInAt: at(-3), checkedOutAt: at(-1), reason: '手机没电' }
      const requested = await district.post(`/v1/sign-ups/${served.id}/corrections`, asked, served.as)
      assert.equal(requested.status, 201, JSON.stringify(requested.body))
      const decided = { id: nextUlid(), correctionId, action: 'refuse', note: '当天没有来' }
      assert.equal((await district.post(`/v1/corrections/${correctionId}/steps`, decided, 'community')).status, 200)
      await sendNotices(context)
      assert.deepEqual(lines('a'), [`roster.correction ${served.number} refused`])
      assert.ok(receiver.received.every(({ body }) => !body.includes('手机没电') && !body.includes('当天没有来')))
    })

    it('say to a colleague that a seat is offered to them alone, and, where they had accepted, that the liaison refused it', async () => {
      for (const org of ['a', 'b']) await register(org, ['roster.swap'], { orgId: `org-${org}` })
      await register('all', ['roster.swap'])
      await setPolicy({ swapNeedsApproval: true })
      const slotId = await newSlot(2, 80)
      const [giver, other, taker] = [await signUp(slotId), await signUp(slotId), await signUp(await newSlot(1, 200))]
      const { person_id: toPersonId } = await district.database.db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', taker.id)
        .executeTakeFirstOrThrow()
      const offer = async ({ id: signUpId, as }: Made) => {
        const id = nextUlid()
        const answer = await district.post('/v1/swaps', { id, signUpId, toPersonId }, as)
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
        return id
      }
      const step = async (swapId: string, verb: string, as: Caller, more: object = {}) => {
        const answer = await district.post(`/v1/swaps/${swapId}/${verb}`, { id: nextUlid(), swapId, ...more }, as)
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
      }
      const swapId = await offer(giver)
      await sendNotices(context)
      assert.deepEqual(lines('a'), [`roster.swap ${taker.number} offered`])
      const [offered] = told('a')
      assert.deepEqual(offered!.duty, { orgId: 'org-a', personId: toPersonId, subject: taker.number })
      assert.deepEqual([offered!.facts.swapId, offered!.shift!.id], [swapId, slotId])
      const [elsewhere] = told('all')
      assert.deepEqual(elsewhere!.duty, { orgId: 'org-a', personId: toPersonId }, 'to others it is nobody by number')
      receiver.received.length = 0
      await step(swapId, 'accept', taker.as, { consent: { purpose: 'volunteer-duty', version: 1 } })
      await step(swapId, 'refuse', 'liaison')
      await setPolicy({ swapNeedsApproval: false })
      await sendNotices(context)
      assert.deepEqual(lines('a'), [
        `roster.swap ${giver.number} accepted`,
        `roster.swap ${giver.number} refused`,
        `roster.swap ${taker.number} refused`,
      ])
      assert.deepEqual(told('b'), [])
      receiver.received.length = 0
      await offer(other)
      const { rows } = await sql<{ text: string }>`select notices.*::text as text from notices`.execute(district.database.db)
      assert.equal(rows.length, 2)
      for (const { text } of rows) assert.ok(!text.includes(toPersonId), 'the queue names nobody')
      const erased = await district.post('/v1/me/erasure', { id: nextUlid(), confirm: true }, taker.as)
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      await sendNotices(context)
      assert.deepEqual([told('a'), told('all')], [[], []], 'who is erased is told of nothing')
    })

    it('are there with what they tell of, or neither is', async () => {
      await register('a', DUTIES, { orgId: 'org-a' })
      const slotId = await newSlot(1, 90)
      await signUp(slotId)
      const { db, districtId } = context
      const { tree } = await context.reference.current()
      const at = new Date(district.clock.now).toISOString()
      const broken = db.transaction().execute(async (tx) => {
        const { signUps } = await callOffShifts(tx, districtId, { ids: [slotId], reason: 'other', at, tree })
        assert.equal(signUps, 1)
        throw new Error('the disk is full')
      })
      await assert.rejects(broken, /the disk is full/)
      assert.equal(await sendNotices(context), 0)
    })

    it('are of no more than a target may hear', async () => {
      const refusedTopics = async (body: object) =>
        assertProblem(await admin('target-create', { format: 'json', url: 'https://a.example', ...body }), 422, 'invalid-body')
      await refusedTopics({ topics: ['roster.absent'], format: 'wecom' })
      await refusedTopics({ topics: ['roster.offered', 'roster.called-off'], format: 'feishu', orgId: 'org-a' })
      await refusedTopics({ topics: ['issue.closed'], orgId: 'org-a' })
      await refusedTopics({ topics: ['roster.plan'], orgId: 'org-a' })
      await refusedTopics({ topics: ['roster.offered'], orgId: 'org-a', gridId: 'north' })
      const body = { format: 'json', url: 'https://a.example', topics: ['roster.offered'], orgId: 'org-nowhere' }
      assertProblem(await admin('target-create', body), 409, 'refused')
      assertProblem(await admin('target-create', { ...body, orgId: 'org-a' }, 'community'), 403, 'role-not-allowed')
    })

    it('name nobody in the queue, and are not sent of who was erased meanwhile', async () => {
      await register('a', DUTIES, { orgId: 'org-a' })
      const slotId = await newSlot(2, 72)
      const [gone, stays] = [await signUp(slotId), await signUp(slotId)]
      await callOff([slotId])
      const { rows } = await sql<{ text: string }>`select notices.*::text as text from notices`.execute(district.database.db)
      assert.equal(rows.length, 2)
      const { person_id: personId } = await district.database.db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', gone.id)
        .executeTakeFirstOrThrow()
      for (const { text } of rows) assert.ok(!text.includes(personId) && !text.includes(gone.number))
      const erased = await district.post('/v1/me/erasure', { id: nextUlid(), confirm: true }, gone.as)
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      await sendNotices(context)
      assert.deepEqual(lines('a'), [`roster.called-off ${stays.number} weather`])
      assert.equal(around(await dump(district), gone.number), '')
    })

    it('say that a plan is published, and to each house whom it put down', async () => {
      await register('group', ['roster.plan'], { format: 'dingtalk' })
      await register('inner', ['roster.plan'], { format: 'feishu', gridId: 'north' })
      await register('a', DUTIES, { orgId: 'org-a' })
      await register('b', DUTIES, { orgId: 'org-b' })
      const far = await newSlot(1, 400)
      const free = await signUp(far)
      await on('cancel', free)
      const from = new Date(district.clock.now + 24 * HOUR).toISOString().slice(0, 10)
      await newSlot(1, 48)
      const asked = await district.post('/v1/roster-plans', { id: nextUlid(), from, days: 6 }, 'street')
      assert.equal(asked.status, 201, JSON.stringify(asked.body))
      await district.app.makePlans()
      const path = `/v1/roster-plans/${asked.body.id}`
      const job = async () => planJobSchema.parse((await district.call('GET', path, { as: 'street' })).body)
      while (!['done', 'failed', 'cancelled'].includes((await job()).state)) await new Promise((done) => setTimeout(done, 20))
      assert.equal(await sendNotices(context), 0, 'a draft is nobody’s business')
      const published = await district.post(`${path}/publish`, { id: nextUlid(), planId: asked.body.id }, 'street')
      assert.equal(published.status, 200, JSON.stringify(published.body))
      await sendNotices(context)
      assert.match(words('inner')[0]!, /【排班已发布】/)
      assert.match(words('group')[0]!, new RegExp(`【排班已发布】\\n- ${from} 至 .*：${published.body.slots} 个班次`))
      const { db } = district.database
      for (const [path, orgId] of [
        ['a', 'org-a'],
        ['b', 'org-b'],
      ] as const) {
        const put = await sql<{ id: string }>`
          select id from sign_ups where made_by = 'liaison' and org_id = ${orgId} and at = ${new Date(district.clock.now).toISOString()}::timestamptz
          order by id`.execute(db)
        const assigned = told(path).filter(({ topic }) => topic === 'roster.assigned')
        assert.deepEqual(
          assigned.map(({ duty }) => duty!.signUpId).sort(),
          put.rows.map(({ id }) => id),
        )
        assert.ok(assigned.length > 0)
      }
    })
  })
}
