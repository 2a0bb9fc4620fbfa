import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld, slot } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { employee } from '../../test/host-token.ts'
import { isSdkError } from '../errors.ts'
import type { RosterWeek } from '../roster/schema.ts'

const PATH = '/v1/roster?from=2026-03-02&gridId=c1'

function weekWith(seated: number): RosterWeek {
  const { post, ...rest } = slot('s1', '09:00', '11:00', { seated })
  const people = Array.from({ length: seated }, (_, k) => ({
    signUpId: `01KR9FV61G04SJC953QG90J6V${k}`,
    state: 'seated' as const,
    personId: `p${k}`,
    name: `员工${k}`,
    orgId: 'o1',
    by: 'self' as const,
  }))
  return {
    asOf: '2026-03-02T12:00:00+08:00',
    timeZone: 'Asia/Shanghai',
    days: ['02', '03', '04'].map((day) => ({ date: `2026-03-${day}`, kind: 'workday' as const })),
    posts: [post],
    slots: [{ ...rest, postId: post.id, date: '2026-03-03', people }],
    organisations: [],
  }
}

function open() {
  const made = createClientWorld()
  const state = { week: weekWith(0) }
  made.district.resources.set(PATH, () => ({ status: 200, headers: {}, body: state.week }))
  return { ...made, week: state }
}

test('the week is read by whoever is here, kept as theirs, and read again when one of its slots changes', async () => {
  const { world, district, stores, week, open: openClient, commit } = open()
  const seen: number[] = []
  openClient(employee())
    .rosterWeek({ from: '2026-03-02', gridId: 'c1' })
    .subscribe(({ data }) => data && seen.push(data.slots[0]!.people.length))
  await world.advance(5_000)
  assert.deepEqual([...new Set(seen)], [0])
  assert.equal((await stores.cache.get(PATH)) === undefined, true, 'never under a name that everybody shares')
  week.week = weekWith(1)
  district.requests.length = 0
  commit({ topic: 'slot', id: 's1', gridPath: ['guixi', 'c1'], data: slot('s1', '09:00', '11:00', { seated: 1 }) })
  await world.advance(5_000)
  assert.equal(seen.at(-1), 1)
})

for (const [what, changed, fetched] of [
  ['is new on one of its posts and days', slot('s9', '13:00', '15:00', { post: slot('s1', '09:00', '11:00').post }), true],
  ['is new on another post', slot('s9', '13:00', '15:00'), false],
  [
    'is new on one of its posts and on another day',
    slot('s9', '13:00', '15:00', { post: slot('s1', '09:00', '11:00').post, startsAt: '2026-03-09T09:00:00+08:00' }),
    false,
  ],
] as const) {
  test(`a week is ${fetched ? '' : 'not '}read again for a slot that ${what}`, async () => {
    const { world, district, open: openClient, commit } = open()
    openClient(employee())
      .rosterWeek({ from: '2026-03-02', gridId: 'c1' })
      .subscribe(() => {})
    await world.advance(5_000)
    district.requests.length = 0
    commit({ topic: 'slot', id: 's9', gridPath: [], data: changed })
    await world.advance(5_000)
    assert.equal(district.requests.filter(({ line }) => line === `GET ${PATH}`).length, fetched ? 1 : 0)
  })
}

test('without a token there is no week', async () => {
  const { open: openClient } = open()
  const { data } = await openClient().rosterWeek({ from: '2026-03-02', gridId: 'c1' }).refresh()
  assert.equal(data, undefined)
})

test('who covers the intersections is asked for the time and the part that is meant', async () => {
  const { district, open: openClient } = open()
  const client = openClient(employee())
  const time = { from: '2026-03-02T00:00:00+08:00', to: '2026-03-09T00:00:00+08:00' }
  const lines = () => district.requests.map(({ line }) => line).filter((line) => line.includes('/v1/intersections/cover'))
  await client.intersectionCover(time).refresh()
  await client.intersectionCover({ ...time, hours: 'duty', gridId: 'c1' }).refresh()
  const asked = 'GET /v1/intersections/cover?from=2026-03-02T00%3A00%3A00%2B08%3A00&to=2026-03-09T00%3A00%3A00%2B08%3A00'
  assert.deepEqual(lines(), [asked, `${asked}&hours=duty&gridId=c1`])
})

const STORM = { from: '2026-03-03T15:00:00+08:00', to: '2026-03-03T18:00:00+08:00', reason: 'weather' } as const
const CANCEL = '/v1/shifts:cancel'

test('shifts are called off by the server’s word; a lost answer is asked for again under the same id', async () => {
  const { district, open: openClient } = open()
  const bodies: { id: string }[] = []
  const { send } = district.transport
  let lose = true
  district.transport.send = async (request) => {
    if (request.path !== CANCEL) return send(request)
    bodies.push(request.body as { id: string })
    assert.equal(request.headers?.['idempotency-key'], bodies.at(-1)!.id)
    const answer = { status: 200, headers: {}, body: { slotIds: ['s1'], signUps: 2, passedBy: 0 } }
    if (!lose) return answer
    lose = false
    return send({ ...request, path: '/v1/nowhere' })
  }
  const client = openClient(employee())
  await assert.rejects(client.cancelShifts(STORM), (error) => isSdkError(error))
  assert.deepEqual(await client.cancelShifts(STORM), { ok: true, cancelled: { slotIds: ['s1'], signUps: 2, passedBy: 0 } })
  assert.deepEqual(new Set(bodies.map(({ id }) => id)).size, 1)
  await client.cancelShifts(STORM)
  assert.deepEqual(new Set(bodies.map(({ id }) => id)).size, 2, 'what was answered is over')
})

test('what an order would concern is asked of the server each time, and nothing is kept of it', async () => {
  const { district, open: openClient } = open()
  const { reason: _, ...order } = STORM
  const counts = { signUps: 2, seated: 1, offered: 0, waitlisted: 0, invited: 1, onDuty: 1, passedBy: 1 }
  const preview = { asOf: '2026-03-02T04:00:00.000Z', slotIds: ['s1'], ...counts }
  const bodies: unknown[] = []
  const { send } = district.transport
  district.transport.send = async (request) => {
    if (request.path !== `${CANCEL}-preview`) return send(request)
    assert.equal(request.headers?.['idempotency-key'], undefined)
    bodies.push(request.body)
    return { status: 200, headers: {}, body: preview }
  }
  const client = openClient(employee())
  for (let times = 0; times < 2; times += 1) assert.deepEqual(await client.previewCancelShifts(order), { ok: true, preview })
  assert.deepEqual(bodies, [order, order])
  assert.deepEqual(await openClient().previewCancelShifts(order), { ok: false, reason: 'not-signed-in' })
})

test('what cannot be an order is told by field, a refusal of the server’s by its reason, and nobody calls off without a name', async () => {
  const { district, open: openClient } = open()
  assert.deepEqual(await openClient().cancelShifts(STORM), { ok: false, reason: 'not-signed-in' })
  const client = openClient(employee())
  const invalid = await client.cancelShifts({ ...STORM, from: 'soon' })
  assert.ok(!invalid.ok && 'fields' in invalid && invalid.fields[0]!.path[0] === 'from')
  const { send } = district.transport
  district.transport.send = async (request) => {
    if (request.path !== CANCEL) return send(request)
    const { body, ...rest } = problem(409, 'refused')
    return { ...rest, body: { ...(body as object), refusal: { reason: 'unknown-grid', detail: { gridId: 'c9' } } } }
  }
  assert.deepEqual(await client.cancelShifts({ ...STORM, gridIds: ['c9'] }), {
    ok: false,
    reason: 'unknown-grid',
    detail: { gridId: 'c9' },
  })
})

test('the address of one’s duties is told whole, and taken back', async () => {
  const { district, open: openClient } = open()
  const { send } = district.transport
  const asked: string[] = []
  district.transport.send = async (request) => {
    if (!request.path.startsWith('/v1/me/calendar')) return send(request)
    asked.push(`${request.method} ${request.path}`)
    const body = request.path.endsWith('revoke') ? {} : { path: '/v1/calendars/wc_x.ics', createdAt: '2026-03-02T04:00:00.000Z' }
    return { status: request.path.endsWith('revoke') ? 200 : 201, headers: {}, body }
  }
  const client = openClient(employee())
  assert.deepEqual(await client.calendarAddress({ lang: 'en' }), {
    ok: true,
    address: 'https://grid.example/v1/calendars/wc_x.ics',
    createdAt: '2026-03-02T04:00:00.000Z',
  })
  assert.deepEqual(await client.revokeCalendarAddress(), { ok: true })
  assert.deepEqual(asked, ['POST /v1/me/calendar', 'POST /v1/me/calendar/revoke'])
  assert.deepEqual(await openClient().calendarAddress(), { ok: false, reason: 'not-signed-in' })
})

test('the shifts of today are kept as those of whoever is here, and read again when one of them changes', async () => {
  const { world, district, stores, week, open: openClient, commit } = open()
  const today = '/v1/roster/today'
  district.resources.set(today, () => ({ status: 200, headers: {}, body: week.week }))
  const seen: number[] = []
  openClient(employee())
    .rosterToday()
    .subscribe(({ data }) => data && seen.push(data.slots[0]!.people.length))
  await world.advance(5_000)
  assert.deepEqual([...new Set(seen)], [0])
  assert.equal(await stores.cache.get(today), undefined)
  week.week = weekWith(1)
  commit({ topic: 'slot', id: 's1', gridPath: ['guixi', 'c1'], data: slot('s1', '09:00', '11:00', { seated: 1 }) })
  await world.advance(5_000)
  assert.equal(seen.at(-1), 1)
})
