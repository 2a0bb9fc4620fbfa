import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import type { MyReport } from '../issue/schema.ts'
import type { Change } from '../schema.ts'
import type { Client, ReportInput } from './client.ts'

const CODE = 'K7QM-2X9F-4D'

const report = (more: Partial<ReportInput> = {}): ReportInput => ({
  categoryId: 'street-light',
  description: '路灯不亮',
  place: { by: 'grid', gridId: 'c1' },
  photos: [],
  consent: { version: 1 },
  ...more,
})

async function send(client: Client) {
  const result = await client.report(report())
  assert.ok(result.ok)
  return result
}

/** What a client shows as its reports, at each change. */
function watch(client: Client) {
  const seen: { reports: MyReport[]; error: string | undefined } = { reports: [], error: undefined }
  const stop = client.myReports().subscribe(({ data, error }) => {
    seen.reports = data ?? []
    seen.error = error?.code
  })
  return Object.assign(seen, { stop })
}

/** The server's word on the issue behind the code. */
function summaryOf(id: string, more: Partial<MyReport> = {}) {
  const at = '2026-03-02T12:00:00+08:00'
  const summary = { id, categoryId: 'street-light', gridPath: ['guixi', 'c1'], state: 'accepted' as const, createdAt: at }
  return { ...summary, updatedAt: at, version: 2, ...more }
}

test('a report that was sent is one of mine with its code; one that waits or is refused is not', async () => {
  const { world, district, open } = createClientWorld()
  const client = open()
  const seen = watch(client)
  await world.settle()
  district.faults.push('lost-request')
  const { id, settled } = await send(client)
  await world.settle()
  assert.deepEqual(seen.reports, [])
  await world.advance(60_000)
  assert.equal((await settled).state, 'acknowledged')
  const createdAt = '2026-03-02T12:00:00+08:00'
  const gridPath = ['guixi', 'c1']
  assert.deepEqual(seen.reports, [
    { id, receipt: CODE, categoryId: 'street-light', state: 'submitted', gridPath, createdAt, updatedAt: createdAt, version: 1 },
  ])
  district.refuses = () => problem(409, 'refused')
  await (
    await send(client)
  ).settled
  await world.settle()
  assert.equal(seen.reports.length, 1)
})

test('a report that was merged tells how far the other one is, is asked of as long as that goes on, and loses what it was told before', async () => {
  const { world, district, open } = createClientWorld()
  const client = open()
  const { id } = await send(client)
  await world.settle()
  const path = `/v1/receipts/${CODE}`
  const say = (more: Partial<MyReport>) =>
    district.resources.set(path, () => ({ status: 200, headers: {}, body: summaryOf(id, more) }))
  const at = '2026-03-02T12:00:00+08:00'
  say({ firstAnswer: { dueAt: at } })
  assert.equal((await client.myReports().refresh()).data?.[0]?.firstAnswer?.dueAt, at)
  say({ state: 'merged', version: 3, goesOn: { state: 'handling', updatedAt: at } })
  const merged = (await client.myReports().refresh()).data?.[0]
  assert.deepEqual(
    [merged?.state, merged?.goesOn?.state, merged?.firstAnswer, merged?.receipt],
    ['merged', 'handling', undefined, CODE],
  )
  say({ state: 'merged', version: 3, goesOn: { state: 'closed', updatedAt: at } })
  assert.equal((await client.myReports().refresh()).data?.[0]?.goesOn?.state, 'closed', 'it is asked again')
  say({ state: 'accepted', version: 4 })
  assert.equal((await client.myReports().refresh()).data?.[0]?.state, 'merged', 'what has ended is not asked each time')
  await world.advance(86_400_000)
  const parted = (await client.myReports().refresh()).data?.[0]
  assert.deepEqual([parted?.state, parted?.goesOn], ['accepted', undefined])
})

test('what one tab reported and another sent after a reload is shown in all tabs, and after the next reload', async () => {
  const { world, district, open } = createClientWorld()
  district.faults.push('lost-answer')
  const first = open()
  const { id } = await send(first)
  await world.settle()
  first.close()
  await world.settle()
  const tabs = [open(), open()]
  const seen = tabs.map(watch)
  await world.advance(60_000)
  assert.deepEqual(
    seen.map(({ reports }) => reports.map((one) => [one.id, one.receipt])),
    [[[id, CODE]], [[id, CODE]]],
  )
  for (const tab of tabs) tab.close()
  await world.settle()
  district.faults.push(...Array<'lost-request'>(20).fill('lost-request'))
  const later = watch(open())
  await world.settle()
  assert.deepEqual([later.reports[0]?.receipt, later.error], [CODE, 'network'])
})

test('the newest is the first', async () => {
  const { world, district, open } = createClientWorld()
  const { send: answer } = district.transport
  let minute = 0
  district.transport.send = async (request) => {
    const response = await answer(request)
    if (request.path !== '/v1/issues') return response
    minute += 1
    return { ...response, body: { ...(response.body as object), createdAt: `2026-03-02T12:0${minute}:00+08:00` } }
  }
  const client = open()
  const seen = watch(client)
  const ids: string[] = []
  for (let i = 0; i < 3; i += 1) {
    const { id, settled } = await send(client)
    ids.push(id)
    await settled
  }
  await world.settle()
  assert.deepEqual(
    seen.reports.map(({ id }) => id),
    ids.toReversed(),
  )
})

test('the server is asked how far it is, by its code, until it has ended', async () => {
  const { world, district, open } = createClientWorld({ listens: false })
  const client = open()
  const { id, settled } = await send(client)
  await settled
  const path = `/v1/receipts/${CODE}`
  const asked = () => district.requests.filter(({ line }) => line === `GET ${path}`).length
  district.resources.set(path, () => ({ status: 200, headers: {}, body: summaryOf(id, { state: 'closed', version: 7 }) }))
  const { data } = await client.myReports().refresh()
  assert.deepEqual(
    data?.map(({ state, version, receipt }) => [state, version, receipt]),
    [['closed', 7, CODE]],
  )
  assert.equal(asked(), 1)
  await client.myReports().refresh()
  await world.settle()
  assert.equal(asked(), 1)
})

test('the feed tells of a step; what is older than known, and issues of others, are passed over', async () => {
  const { world, open, commit } = createClientWorld()
  const client = open()
  const { id, settled } = await send(client)
  await settled
  const seen = watch(client)
  await world.advance(5_000)
  const tell = async (data: object, of = id) => {
    commit({ topic: 'issue', id: of, gridPath: ['guixi', 'c1'], data: { ...data } })
    await world.advance(5_000)
    return seen.reports.map(({ state, receipt }) => [state, receipt])
  }
  assert.deepEqual(await tell(summaryOf(id, { state: 'handling', version: 4 })), [['handling', CODE]])
  assert.deepEqual(await tell(summaryOf(id, { state: 'accepted', version: 2 })), [['handling', CODE]])
  assert.deepEqual(await tell(summaryOf('other', { version: 9 }), 'other'), [['handling', CODE]])
})

/** Of an issue, nobody is told which. */
const someIssue: Omit<Change, 'seq' | 'at'> = { topic: 'issue', id: 'guixi', gridPath: ['guixi'], data: {} }

test('where the server does not tell which issue changed, each open report is asked for, once a minute at most', async () => {
  const { world, district, open, commit } = createClientWorld()
  const client = open()
  const { id, settled } = await send(client)
  await settled
  const path = `/v1/receipts/${CODE}`
  const asked = () => district.requests.filter(({ line }) => line === `GET ${path}`).length
  let said = summaryOf(id)
  district.resources.set(path, () => ({ status: 200, headers: {}, body: said }))
  const seen = watch(client)
  await world.advance(120_000)
  const before = asked()
  const hearAll = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      commit(someIssue)
      await world.advance(2_000)
    }
  }
  said = summaryOf(id, { state: 'handling', version: 4 })
  await hearAll(20)
  assert.equal(asked(), before + 1)
  said = summaryOf(id, { state: 'closed', version: 7 })
  await hearAll(1)
  await world.advance(60_000)
  assert.equal(seen.reports[0]?.state, 'closed')
  const last = asked()
  assert.equal(last, before + 2)
  await hearAll(5)
  await world.advance(120_000)
  assert.deepEqual([asked(), world.timers()], [last, 0], 'one that has ended is not asked for')
})

test('an open report that nobody looks at any more is not asked for later', async () => {
  const { world, district, open, commit } = createClientWorld()
  const client = open()
  const { id, settled } = await send(client)
  await settled
  district.resources.set(`/v1/receipts/${CODE}`, () => ({ status: 200, headers: {}, body: summaryOf(id) }))
  const { stop } = watch(client)
  await world.advance(5_000)
  commit(someIssue)
  await world.advance(2_000)
  const before = district.requests.length
  stop()
  await world.settle()
  assert.equal(world.timers(), 0)
  await world.advance(300_000)
  assert.equal(district.requests.length, before)
})

test('a code the server says it does not know is forgotten; one that a portal has never heard of is not', async () => {
  const { district, open } = createClientWorld({ listens: false })
  const client = open()
  await (
    await send(client)
  ).settled
  const path = `/v1/receipts/${CODE}`
  district.resources.set(path, () => ({ status: 404, headers: {}, body: undefined }))
  assert.equal((await client.myReports().refresh()).data?.length, 1)
  district.resources.set(path, () => problem(403, 'audience-not-allowed'))
  assert.equal((await client.myReports().refresh()).data?.length, 1)
  district.resources.set(path, () => problem(404, 'unknown-receipt'))
  const { data, error } = await client.myReports().refresh()
  assert.deepEqual([data, error], [[], undefined])
})
