import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { employee } from '../../test/host-token.ts'
import { submitted } from '../../test/sample-issue.ts'
import { issueRow } from '../issue/index.ts'
import type { BoardCounts, IssueBoard, IssueState, StaffIssue } from '../issue/schema.ts'
import type { IssueBoardInput } from './client.ts'
import { issueBoardPath } from './paths.ts'

const view = (id: string, changes: Partial<StaffIssue> = {}): StaffIssue => ({
  ...submitted,
  id,
  allowedActions: ['accept', 'reject', 'note'],
  duplicates: [],
  ...changes,
})

/** Of many more than are told. */
const COUNTS: BoardCounts = { waiting: 3_000, working: 70, checking: 5, done: 4_000, overdue: 9, toPublish: 0 }

/** A client of somebody who looks at a board with issues, and a server that has them; `cut`: with more than it tells. */
function openBoard(views: StaffIssue[], { asked = {}, cut = false }: { asked?: IssueBoardInput; cut?: boolean } = {}) {
  const all = new Map(views.map((one) => [one.id, one]))
  const { district, world, open, commit } = createClientWorld({ pageSize: 50 })
  const ok = (body: unknown) => ({ status: 200, headers: {}, body })
  district.resources.set(issueBoardPath(asked), () =>
    ok({
      ...{ issues: [...all.values()].map(issueRow), asOf: '2026-03-02T12:00:00+08:00', more: cut },
      ...(cut && { counts: COUNTS }),
    } satisfies IssueBoard),
  )
  const serve = (one: StaffIssue) => {
    all.set(one.id, one)
    district.resources.set(`/v1/issues/${one.id}`, () => ok(one))
  }
  views.forEach(serve)
  const client = open(employee())
  let board: IssueBoard | undefined
  client.issueBoard(asked).subscribe(({ data }) => (board = data))
  return {
    district,
    world,
    client,
    serve,
    counts: () => board?.counts,
    states: () => Object.fromEntries((board?.issues ?? []).map(({ id, state }) => [id, state])),
    /** Another member of staff does something. */
    happens(one: StaffIssue) {
      serve(one)
      const { id, version, state } = one
      commit({ topic: 'issue', id, gridPath: one.gridPath, data: { id, version, state } })
    },
    gets: () => district.requests.map(({ line }) => line).filter((line) => line.includes('/v1/issue')),
  }
}

test('what others do is seen on the board, one issue at a time, and what is new comes to it', async () => {
  const { world, district, states, happens, gets } = openBoard([view('i1'), view('i2')])
  await world.advance(5_000)
  assert.deepEqual(states(), { i1: 'submitted', i2: 'submitted' })
  district.requests.length = 0
  happens(view('i2', { state: 'accepted', version: 2 }))
  happens(view('i3'))
  await world.advance(5_000)
  assert.deepEqual(states(), { i3: 'submitted', i1: 'submitted', i2: 'accepted' })
  assert.deepEqual(gets().sort(), ['GET /v1/issues/i2', 'GET /v1/issues/i3'])
})

test('a board that tells of a part only is told one by one too, its counts with it, but for what it has no line of', async () => {
  const { world, district, counts, happens, gets } = openBoard([view('i1'), view('i2')], { cut: true })
  await world.advance(5_000)
  district.requests.length = 0
  happens(view('i2', { state: 'dispatched', version: 2 }))
  happens(view('i3', { createdAt: '2026-03-02T12:30:00+08:00' }))
  await world.advance(5_000)
  assert.deepEqual(gets().sort(), ['GET /v1/issues/i2', 'GET /v1/issues/i3'])
  assert.deepEqual(counts(), { ...COUNTS, working: 71 })
  // Reported before the board was told: it may have been counted in any column.
  happens(view('i4', { createdAt: '2026-03-01T12:00:00+08:00', state: 'handling', version: 4 }))
  await world.advance(5_000)
  assert.ok(gets().includes('GET /v1/issue-board'))
  assert.deepEqual(counts(), COUNTS)
})

test('what a filter asks for is asked for anew where something comes that may belong there, and after a step of one’s own', async () => {
  const asked = { overdue: true, text: ' 路灯  坏 ' }
  const path = `GET ${issueBoardPath({ overdue: true, text: '路灯 坏' })}`
  const { world, district, client, states, happens, gets } = openBoard([view('i1')], { asked })
  await world.advance(5_000)
  assert.deepEqual([...new Set(gets())], [path])
  district.requests.length = 0
  happens(view('i1', { state: 'accepted', version: 2 }))
  await world.advance(5_000)
  assert.deepEqual([gets(), states()], [['GET /v1/issues/i1'], { i1: 'accepted' }])
  happens(view('i2'))
  await world.advance(5_000)
  assert.deepEqual([gets().at(-1), states()], [path, { i1: 'accepted', i2: 'submitted' }])
  district.requests.length = 0
  district.commands.set('/v1/issues/i1/transitions', () => view('i1', { state: 'dispatched', version: 3 }))
  const sent = await client.advanceIssue({
    issueId: 'i1',
    action: 'dispatch',
    version: 2,
    assignee: { role: 'estateWorker', gridId: 'm1' },
  })
  assert.ok(sent.ok)
  await world.advance(5_000)
  assert.ok(gets().includes(path))
})

test('where much happens at once the board is asked for as a whole', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `i${index}`)
  const { world, district, states, happens, gets } = openBoard([...ids.map((id) => view(id))])
  await world.advance(5_000)
  district.requests.length = 0
  for (const id of ids) happens(view(id, { state: 'rejected', version: 2, allowedActions: [] }))
  await world.advance(5_000)
  assert.deepEqual([...new Set(Object.values(states()))], ['rejected'])
  assert.deepEqual(gets(), ['GET /v1/issue-board'])
})

test('a step is kept until the server has it, and the board shows what came of it', async () => {
  const { world, district, client, states } = openBoard([view('i1')])
  await world.advance(5_000)
  const after = view('i1', { state: 'accepted', version: 2, allowedActions: ['start'] })
  district.commands.set('/v1/issues/i1/transitions', () => after)
  district.faults.push('lost-request')
  const sent = await client.advanceIssue({
    issueId: 'i1',
    action: 'accept',
    version: 1,
    photos: [new Blob(['x'], { type: 'image/png' })],
  })
  assert.ok(sent.ok)
  await world.advance(60_000)
  const outcome = await sent.settled
  assert.equal(outcome.state, 'acknowledged')
  assert.deepEqual(states(), { i1: 'accepted' })
  const { evidence } = district.applied.at(-1) as { evidence: { type: string; size: number }[] }
  assert.deepEqual(
    evidence.map(({ type, size }) => [type, size]),
    [['image/png', 1]],
  )
})

test('what cannot be taken from what this device knows is refused here, of an older version the server decides', async () => {
  const { world, client, serve } = openBoard([view('i1', { state: 'handling' as IssueState, allowedActions: ['resolve'] })])
  serve(view('i1', { state: 'handling', allowedActions: ['resolve'] }))
  client.issue('i1').subscribe(() => {})
  await world.advance(5_000)
  const refusal = async (changes: object) => {
    const result = await client.advanceIssue({ issueId: 'i1', action: 'resolve', version: 1, ...changes })
    return result.ok ? undefined : result.reason
  }
  assert.equal(await refusal({ action: 'suspend', reason: '等' }), 'action-not-allowed')
  assert.equal(await refusal({}), 'evidence-required')
  assert.equal(await refusal({ reason: 'x'.repeat(501) }), 'invalid')
  assert.equal(await refusal({ version: 2 }), undefined)
})

test('nobody takes a step without a name', async () => {
  const { open } = createClientWorld()
  assert.deepEqual(await open().advanceIssue({ issueId: 'i1', action: 'accept', version: 1 }), {
    ok: false,
    reason: 'not-signed-in',
  })
})
