import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld, slot } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { employee } from '../../test/host-token.ts'
import { SdkError } from '../errors.ts'
import type { Quota } from '../roster/schema.ts'
import type { Client } from './client.ts'

const name = (text: string) => ({ zh: text, en: text })
const asOf = '2026-03-02T12:00:00+08:00'
const owed = (assigned: number): Quota => {
  const sums = { entitlement: 30, due: 3, assigned, fulfilled: 0 }
  const sentence = { zh: `本周应派 3 人次，已报 ${assigned}`, en: `3 due this week, ${assigned} named` }
  return {
    ...{ asOf, from: '2026-03-02', to: '2026-03-09', den: 10 },
    organisations: [{ orgId: 'o1', name: name('o1'), ...sums, sentence, lines: [] }],
    committees: [{ organisations: 1, open: 1, ...sums, sentence }],
  }
}

function createQuotaWorld() {
  const made = createClientWorld()
  const state = { assigned: 0 }
  made.district.resources.set('/v1/quota', ({ headers }) => {
    if (headers?.['authorization'] === undefined) return problem(401, 'token-required')
    const etag = `"${state.assigned}"`
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag }, body: undefined }
    return { status: 200, headers: { etag }, body: owed(state.assigned) }
  })
  const asked = () => made.district.requests.filter(({ line }) => line === 'GET /v1/quota').length
  return { ...made, named: state, asked }
}

/** The lines that are shown one after another. */
function watch(client: Client) {
  const seen: (string | undefined)[] = []
  client.quota().subscribe(({ data }) => {
    const line = data?.organisations[0]?.sentence.zh
    if (seen.length === 0 || seen.at(-1) !== line) seen.push(line)
  })
  return seen
}

const [NONE, ONE] = ['本周应派 3 人次，已报 0', '本周应派 3 人次，已报 1']

test('without a token there is nothing to tell, and nobody is asked', async () => {
  const { world, open, asked } = createQuotaWorld()
  const seen = watch(open())
  await world.settle()
  assert.deepEqual([seen, asked()], [[undefined], 0])
})

test('what is owed is told from the server, and offline as it was', async () => {
  const { world, district, open } = createQuotaWorld()
  const client = open(employee())
  const seen = watch(client)
  await world.settle()
  assert.deepEqual(seen, [undefined, NONE])
  client.close()
  await world.settle()
  const later = open(employee())
  await later.me().refresh()
  district.faults.push(...Array<'lost-request'>(20).fill('lost-request'))
  const snapshots: (string | undefined)[] = watch(later)
  await world.settle()
  assert.equal(snapshots.at(-1), NONE)
})

test('other days are another record', async () => {
  const { world, district, open } = createQuotaWorld()
  const paths = ['/v1/quota?from=2026-03-02&to=2026-03-03', '/v1/quota/fairness?week=2026-03-04', '/v1/quota/fairness']
  const client = open(employee())
  client.quota({ from: '2026-03-02', to: '2026-03-03' }).subscribe(() => {})
  client.quotaFairness('2026-03-04').subscribe(() => {})
  client.quotaFairness().subscribe(() => {})
  await world.settle()
  for (const path of paths)
    assert.ok(
      district.requests.some(({ line }) => line === `GET ${path}`),
      path,
    )
})

test('it is asked for again once somebody of the organisation has signed up, here or elsewhere', async () => {
  const { world, open, named, asked, commit } = createQuotaWorld()
  const client = open(employee())
  const seen = watch(client)
  await world.advance(5_000)
  await Promise.all([client.slots('o1').refresh(), client.organisation('o1').refresh()])
  const before = asked()
  commit({ topic: 'slot', id: 's1', gridPath: ['guixi', 'c1'], data: { ...slot('s1', '09:00', '11:00') } })
  await world.advance(5_000)
  assert.equal(asked(), before, 'a seat of anybody')
  named.assigned = 1
  const result = await client.signUp({ slotId: 's1', orgId: 'o1', consent: { version: 1 } })
  assert.ok(result.ok)
  await result.settled
  await world.advance(5_000)
  assert.deepEqual(seen, [undefined, NONE, ONE])
  named.assigned = 0
  commit({ topic: 'sign-up', id: result.id, gridPath: ['guixi', 'c1'], data: {} })
  await world.advance(5_000)
  assert.deepEqual(seen, [undefined, NONE, ONE, NONE])
})

test('a plan is put at once or not at all; one whose answer was lost keeps its id', async () => {
  const { district, open, world } = createQuotaWorld()
  const client = open(employee())
  await client.me().refresh()
  const plan = { steps: [{ from: '2026-03-09', ratio: { num: 1, den: 20 }, kinds: ['twoNew' as const] }], exempt: [] }
  const bodies: { id: string }[] = []
  let status = 200
  const { send } = district.transport
  district.transport.send = async (request) => {
    if (request.method !== 'PUT') return send(request)
    bodies.push(request.body as { id: string })
    if (bodies.length === 1) throw new SdkError('network', 'No answer came', { retryable: true })
    if (status === 200) return { status, headers: {}, body: { version: 1, plan, updatedAt: asOf } }
    return problem(status, 'refused', { refusal: { reason: 'plan-changed', detail: { version: 1 } } })
  }
  await assert.rejects(client.putQuotaPlan({ version: 0, plan }), { code: 'network' })
  const put = await client.putQuotaPlan({ version: 0, plan })
  assert.ok(put.ok && put.plan.version === 1)
  assert.equal(bodies[0]!.id, bodies[1]!.id)
  status = 409
  assert.deepEqual(await client.putQuotaPlan({ version: 0, plan }), {
    ok: false,
    reason: 'plan-changed',
    detail: { version: 1 },
  })
  assert.notEqual(bodies[2]!.id, bodies[1]!.id)
  const wrong = await client.putQuotaPlan({ version: 1, plan: { ...plan, steps: [] } })
  assert.ok(!wrong.ok && 'fields' in wrong && wrong.fields[0]!.path.join('.') === 'plan.steps')
  await world.settle()
})

test('what a plan would change is asked of the server each time, and a refusal is told', async () => {
  const { district, open, world } = createQuotaWorld()
  const client = open(employee())
  await client.me().refresh()
  const plan = { steps: [{ from: '2026-03-09', ratio: { num: 1, den: 20 }, kinds: ['twoNew' as const] }], exempt: [] }
  const change = { now: 1, then: 2 }
  const organisations = [{ orgId: 'o1', name: name('o1'), registered: 20, ...change }]
  const told = { asOf, from: '2026-03-09', to: '2026-03-10', ...change, days: [{ date: '2026-03-09', ...change }], organisations }
  const sent: unknown[] = []
  const { send } = district.transport
  district.transport.send = async (request) => {
    if (request.path !== '/v1/quota/plan:preview') return send(request)
    sent.push(request.body)
    if (sent.length < 3) return { status: 200, headers: {}, body: told }
    return problem(409, 'refused', { refusal: { reason: 'step-twice', detail: { from: '2026-03-09' } } })
  }
  const input = { version: 1, plan, from: '2026-03-09' }
  for (let times = 0; times < 2; times += 1) assert.deepEqual(await client.previewQuotaPlan(input), { ok: true, preview: told })
  assert.deepEqual(sent, [input, input])
  assert.deepEqual(await client.previewQuotaPlan(input), { ok: false, reason: 'step-twice', detail: { from: '2026-03-09' } })
  await world.settle()
})
