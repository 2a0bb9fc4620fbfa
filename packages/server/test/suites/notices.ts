import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, describe, it } from 'node:test'
import { noticeSchema } from '@wangge/core/issue/schema'
import { createContext } from '../../src/context.ts'
import type { Context } from '../../src/context.ts'
import { sendNotices } from '../../src/notices/notice-sender.ts'
import { noticeFailureListSchema, noticeTargetListSchema } from '../../src/notices/schema.ts'
import { claimTargets } from '../../src/storage/notice-queue.ts'
import { around, dump } from '../dump.ts'
import { assertProblem, nextUlid, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { openReceiver } from '../notice-receiver.ts'
import type { NoticeReceiver } from '../notice-receiver.ts'

const HOUR = 3_600_000
const BODY = { description: '王某家门口有垃圾', placeText: '3单元402' }

/** Notices of issues, sent to a server that fails in every way it can. */
export function notices(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let receiver: NoticeReceiver
    /** The process that sends: another one than that which is asked. */
    let context: Context
    before(async () => {
      district = await open()
      receiver = await openReceiver()
      context = process()
    })
    beforeEach(async () => {
      for (const { id, revokedAt } of await targets()) if (!revokedAt) await admin('target-revoke', { id })
      receiver.received.length = 0
      receiver.script.length = 0
    })
    after(async () => {
      receiver.close()
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const process = (options: object = { privateTargets: [receiver.host] }) => {
      const { database, keyring, clock } = district
      return createContext({ database, keyring, clock: () => clock.now, ...options })
    }
    const admin = async (what: string, body: object, as: Caller = 'street') =>
      district.call('POST', `/v1/admin/notice-${what}`, { as, body })
    const targets = async () => noticeTargetListSchema.parse((await admin('target-list', {})).body).targets
    const failures = async () => noticeFailureListSchema.parse((await admin('failures', {})).body).failures
    const register = async (body: object = {}) => {
      const given = {
        format: 'json',
        url: `http://${receiver.host}/hook?key=hidden`,
        topics: ['issue.reported', 'issue.accepted'],
      }
      const { status, body: made } = await admin('target-create', { ...given, ...body })
      assert.equal(status, 200, JSON.stringify(made))
      return made as { id: string; secret: string }
    }
    const report = async (gridId = 'micro-1') => {
      const { status, body } = await district.post(
        '/v1/issues',
        reportCommand({ ...BODY, place: { by: 'grid', gridId } }),
        'public',
      )
      assert.equal(status, 201)
      return body as { id: string; receipt: string }
    }
    const step = async (issueId: string, action: string, version: number) => {
      const body = { id: nextUlid(), issueId, action, version, reason: BODY.description }
      const answer = await district.post(`/v1/issues/${issueId}/transitions`, body, 'street')
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
    }
    const told = () =>
      receiver.received.map(({ body }) => {
        const { topic, issue } = noticeSchema.parse(JSON.parse(body))
        return `${topic} ${issue.id}`
      })
    const ids = () => receiver.received.map(({ headers }) => headers['webhook-id'])

    it('are registered by the street, with a secret that is shown once and an address that is never shown', async () => {
      const { id, secret } = await register({ gridId: 'north-1' })
      const list = JSON.stringify((await admin('target-list', {})).body)
      assert.ok(list.includes(id) && list.includes(receiver.host) && !list.includes('hidden') && !list.includes(secret))
      const text = await dump(district)
      for (const needle of ['key=hidden', secret.slice(6)]) assert.equal(around(text, needle), '')
      assertProblem(await admin('target-list', {}, 'community'), 403, 'role-not-allowed')
      for (const bad of [
        { format: 'wecom', secret: 'x' },
        { secret: 'short' },
        { url: 'ftp://a.example' },
        { topics: ['issue.note'] },
      ]) {
        const body = { format: 'json', url: 'https://a.example', topics: ['issue.closed'], ...bad }
        assertProblem(await admin('target-create', body), 422, 'invalid-body')
      }
    })

    it('come signed, in order, of the topics and the subtree asked for, and say nothing of anybody', async () => {
      const { secret } = await register({ gridId: 'north-1', topics: ['issue.reported', 'issue.accepted', 'issue.overdue'] })
      const [one, elsewhere, other] = [await report(), await report('micro-3'), await report('micro-2')]
      await step(one.id, 'accept', 1)
      await step(one.id, 'start', 2)
      await step(elsewhere.id, 'accept', 1)
      assert.equal(await sendNotices(context), 3)
      assert.deepEqual(told(), [`issue.reported ${one.id}`, `issue.reported ${other.id}`, `issue.accepted ${one.id}`])
      for (const { headers, body } of receiver.received) {
        const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = headers
        const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
        const expected = createHmac('sha256', key)
          .update(`${id as string}.${time as string}.${body}`)
          .digest('base64')
        assert.equal(signature, `v1,${expected}`)
        assert.equal(noticeSchema.parse(JSON.parse(body)).id, id)
        assert.equal(Number(time), Math.floor(district.clock.now / 1000))
        for (const word of [BODY.description, BODY.placeText, one.receipt, other.receipt]) assert.ok(!body.includes(word), word)
      }
      assert.equal(await sendNotices(context), 0)
      const before = district.clock.now
      district.clock.now += 30 * 24 * HOUR
      await district.app.escalateIssues()
      await sendNotices(context)
      district.clock.now = before
      assert.ok(told().includes(`issue.overdue ${one.id}`))
      assert.equal(new Set(ids()).size, ids().length)
    })

    it('wait for whoever fails, longer each time, and come again under the same id', async () => {
      await register()
      const [first, second] = [await report(), await report()]
      receiver.script.push(
        (response) => void response.writeHead(500).end('王某'),
        (_, socket) => void socket.destroy(),
        (response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
        (response) => void response.writeHead(429, { 'retry-after': '7200' }).end(),
      )
      for (const [failed, error] of ['status 500', 'ECONNRESET', 'status 302', 'status 429'].entries()) {
        assert.equal(await sendNotices(context), 0)
        assert.equal(await sendNotices(context), 0)
        assert.equal(receiver.received.length, failed + 1)
        const target = (await targets()).find(({ revokedAt }) => !revokedAt)!
        assert.deepEqual([target.failures, target.lastError, target.waiting], [failed + 1, error, 2])
        assert.ok(Date.parse(target.nextAt!) > district.clock.now)
        if (failed < 3) district.clock.now += HOUR / 2
      }
      district.clock.now += HOUR
      assert.equal(await sendNotices(context), 0)
      district.clock.now += HOUR
      assert.equal(await sendNotices(context), 2)
      assert.equal(new Set(ids().slice(0, 5)).size, 1)
      assert.deepEqual(told().slice(-2), [`issue.reported ${first.id}`, `issue.reported ${second.id}`])
      assert.ok(receiver.received.every(({ path }) => path === '/hook?key=hidden'))
      const [target] = (await targets()).filter(({ revokedAt }) => !revokedAt)
      assert.deepEqual([target!.failures, target!.lastError, target!.waiting], [0, undefined, 0])
    })

    it('are given up after a day, in a list that staff see, and those behind them are sent', async () => {
      await register()
      const lost = await report()
      receiver.script.push((response) => void response.writeHead(503).end())
      await sendNotices(context)
      district.clock.now += 20 * HOUR
      const late = await report()
      receiver.script.push((response) => void response.writeHead(503).end())
      await sendNotices(context)
      district.clock.now += 5 * HOUR
      assert.equal(await sendNotices(context), 1)
      assert.deepEqual(told(), [`issue.reported ${lost.id}`, `issue.reported ${lost.id}`, `issue.reported ${late.id}`])
      const [given] = await failures()
      const { issueId, attempts, lastError } = given!
      assert.deepEqual([issueId, attempts, lastError], [lost.id, 2, 'status 503'])
    })

    it('come once from several processes, and from the next one where a process died over them', async () => {
      await register()
      const made = []
      for (let count = 0; count < 12; count++) made.push((await report()).id)
      const { db, districtId } = context
      await sendNotices(process({}))
      // Refused by the process that lets nothing private through, and nothing was heard.
      assert.deepEqual([(await targets()).at(-1)!.lastError, receiver.received.length], ['not-public', 0])
      district.clock.now += HOUR
      await claimTargets(db, districtId, { by: 'died', now: district.clock.now, leaseMs: 60_000, most: 8 })
      assert.equal(await sendNotices(context), 0)
      district.clock.now += 60_000
      const sent = await Promise.all([context, process(), process()].map(sendNotices))
      assert.equal(sent[0]! + sent[1]! + sent[2]!, 12)
      assert.deepEqual(
        told(),
        made.map((id) => `issue.reported ${id}`),
      )
    })

    it('are put back by a server that ends, which is no failure of whoever was asked', async () => {
      await register()
      await report()
      const stop = new AbortController()
      receiver.script.push(() => stop.abort())
      assert.equal(await sendNotices(process({ privateTargets: [receiver.host], stopping: stop.signal })), 0)
      assert.equal((await targets()).find(({ revokedAt }) => !revokedAt)!.failures, 0)
      assert.equal(await sendNotices(context), 1)
      assert.equal(new Set(ids()).size, 1)
    })

    it('are what the robots of WeCom, DingTalk and Feishu take, signed as each wants it', async () => {
      const url = (path: string) => `http://${receiver.host}/${path}`
      await register({ format: 'wecom', url: url('wecom?key=k') })
      await register({ format: 'dingtalk', url: url('dingtalk?access_token=t'), secret: 'SECding' })
      await register({ format: 'feishu', url: url('feishu'), secret: 'fei' })
      const { id } = await report()
      assert.equal(await sendNotices(context), 3)
      const of = (path: string) => receiver.received.find((one) => one.path.startsWith(`/${path}`))!
      const { now } = district.clock
      assert.match(JSON.parse(of('wecom').body).markdown.content, new RegExp(`【新问题】垃圾.*\n.*微|网格.*${id}`, 's'))
      const ding = new URL(of('dingtalk').path, 'http://x')
      const sign = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64')
      assert.equal(ding.searchParams.get('access_token'), 't')
      assert.equal(ding.searchParams.get('timestamp'), String(now))
      assert.equal(ding.searchParams.get('sign'), sign('SECding', `${now}\nSECding`))
      const fei = JSON.parse(of('feishu').body)
      assert.deepEqual([fei.msg_type, fei.sign], ['text', sign(`${Math.floor(now / 1000)}\nfei`, '')])
      for (const { body } of receiver.received) assert.ok(!body.includes(BODY.description) && body.includes(id))
    })

    it('go to a robot no faster than it takes them, and wait where it says no with a 200', async () => {
      await register({ format: 'wecom', url: `http://${receiver.host}/wecom` })
      await report()
      await report()
      receiver.script.push((response) => void response.end('{"errcode":45009,"errmsg":"limit"}'))
      assert.equal(await sendNotices(context), 0)
      assert.equal((await targets()).find(({ revokedAt }) => !revokedAt)!.lastError, 'errcode 45009')
      district.clock.now += HOUR
      assert.deepEqual([await sendNotices(context), await sendNotices(context)], [1, 0])
      district.clock.now += 3_100
      assert.equal(await sendNotices(context), 1)
    })
  })
}
