import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClientWorld } from '../../test/client-world.ts'
import { problem } from '../../test/faulty-district.ts'
import { employee } from '../../test/host-token.ts'
import { submitted } from '../../test/sample-issue.ts'
import { SdkError } from '../errors.ts'
import { convert } from '../grid/index.ts'
import { issueRow } from '../issue/index.ts'
import type { IssueBoard, IssueState, SimilarIssue, StaffIssue } from '../issue/schema.ts'
import type { Position } from '../schema.ts'
import type { Client, ReportInput } from './client.ts'

const AT = '2026-03-02T12:00:00+08:00'
const WORDS = '三单元门口的路灯两天不亮了'
const LIKE = '三单元门口路灯不亮'
const HERE: Position = [104.0605, 30.5705]

const grid = (id: string, level: string, parentId?: string) => ({
  ...{ id, level, name: { zh: id, en: id }, codes: [] },
  ...(parentId && { parentId }),
})

const category = (id: string, parentId?: string) => ({
  ...{ id, name: { zh: id, en: id }, version: 1, attributes: [] },
  ...(parentId && { parentId }),
})

/** A district of two estates whose server can be out of reach, and that answers what there is like a report. */
function openWorld() {
  const world = createClientWorld()
  const { resources, transport } = world.district
  const ok = (body: unknown) => ({ status: 200, headers: {}, body })
  const grids = [grid('guixi', 'subdistrict'), grid('c1', 'community', 'guixi')]
  for (const estate of ['e1', 'e2']) grids.push(grid(estate, 'estate', 'c1'), grid(`${estate}m`, 'micro', estate))
  resources.set('/v1/grids', () => ok({ asOf: AT, grids }))
  resources.set('/v1/categories', () =>
    ok({ categories: [category('public'), category('street-light', 'public'), category('noise')] }),
  )
  const state = { offline: false, similar: [] as SimilarIssue[] }
  const { send } = transport
  transport.send = async (request) => {
    if (state.offline) throw new SdkError('network', 'no way there', { retryable: true })
    return request.path === '/v1/issues:similar' ? ok({ issues: state.similar }) : send(request)
  }
  return { ...world, line: state }
}

const report = (more: Partial<ReportInput> = {}): ReportInput => ({
  ...{ categoryId: 'street-light', description: WORDS, place: { by: 'grid', gridId: 'e1m' }, photos: [] },
  consent: { version: 1 },
  ...more,
})

/** What a page has loaded before its line went. */
async function load(client: Client) {
  await Promise.all([client.gridTree().refresh(), client.categories().refresh()])
}

const asked = (client: Client, more: Partial<ReportInput> = {}) =>
  client.similarIssues({ ...report({ description: LIKE }), ...more })
const ids = async (found: Promise<{ id: string }[]>) => (await found).map(({ id }) => id)

test('without a connection a report is compared with what was sent from here, as long as that goes on', async () => {
  const { district, open, line, stores } = openWorld()
  const client = open()
  await load(client)
  const path = ['guixi', 'c1', 'e1', 'e1m']
  district.commands.set('/v1/issues', ({ id }) => ({
    id,
    receipt: 'K7QM-2X9F-4D',
    state: 'submitted',
    gridPath: path,
    createdAt: AT,
  }))
  const sent = await client.report(report())
  assert.ok(sent.ok)
  assert.equal((await sent.settled).state, 'acknowledged')
  line.offline = true
  const [found] = await asked(client)
  assert.deepEqual(found, { id: sent.id, categoryId: 'street-light', state: 'submitted', createdAt: AT, others: 0, mine: true })
  assert.deepEqual(await asked(client, { description: '楼上深夜装修噪声太大' }), [])
  assert.deepEqual(await asked(client, { categoryId: 'noise' }), [])
  assert.deepEqual(await asked(client, { place: { by: 'grid', gridId: 'e2m' } }), [])
  assert.deepEqual(await ids(asked(client, { place: { by: 'grid', gridId: 'e1' } })), [sent.id])
  // Nobody else of this origin, and nothing that is shown, has the words.
  const shown = (await client.myReports().refresh()).data
  assert.ok(shown && !JSON.stringify(shown).includes('路灯'))

  line.offline = false
  const summary = { id: sent.id, categoryId: 'street-light', gridPath: path, createdAt: AT, updatedAt: AT }
  district.resources.set('/v1/receipts/K7QM-2X9F-4D', () => ({
    ...{ status: 200, headers: {} },
    body: { ...summary, state: 'closed' satisfies IssueState, version: 5 },
  }))
  await client.myReports().refresh()
  line.offline = true
  assert.deepEqual(await asked(client), [])
  assert.ok(!JSON.stringify(await records()).includes('路灯'), 'words of what has ended are kept no longer')

  async function records() {
    const keys = await stores.cache.keys()
    return Promise.all(keys.map((key) => stores.cache.get(key)))
  }
})

test('a point that was sent is compared with a point in other coordinates, whichever map it was taken from', async () => {
  const { district, open, line } = openWorld()
  const client = open()
  await load(client)
  const path = ['guixi', 'c1', 'e1', 'e1m']
  district.commands.set('/v1/issues', ({ id }) => ({
    id,
    receipt: 'K7QM-2X9F-4D',
    state: 'submitted',
    gridPath: path,
    createdAt: AT,
  }))
  const position = convert(HERE, { from: 'wgs84', to: 'gcj02' })
  const sent = await client.report(report({ place: { by: 'point', position, crs: 'gcj02' } }))
  assert.ok(sent.ok)
  await sent.settled
  line.offline = true
  assert.deepEqual(await ids(asked(client, { place: { by: 'point', position: HERE, crs: 'wgs84' } })), [sent.id])
  const away: Position = [HERE[0] + 0.01, HERE[1]]
  assert.deepEqual(await ids(asked(client, { place: { by: 'point', position: away, crs: 'wgs84' } })), [])
  // Its estate is known by the receipt.
  assert.deepEqual(await ids(asked(client, { place: { by: 'grid', gridId: 'e1m' } })), [sent.id])
})

test('staff are told of what their board holds, with its words, and of nothing that has ended; the others of it are not', async () => {
  const { district, world, open, line } = openWorld()
  const view = (id: string, changes: Partial<StaffIssue> = {}): StaffIssue => ({
    ...{ ...submitted, id, categoryId: 'street-light', gridPath: ['guixi', 'c1', 'e1', 'e1m'], createdAt: AT },
    ...{ description: WORDS, state: 'handling', allowedActions: [], duplicates: ['d1', 'd2'] },
    ...changes,
  })
  const views = [
    view('open'),
    view('closed', { state: 'closed' }),
    view('new', { state: 'submitted' }),
    view('away', { gridPath: ['guixi', 'c1', 'e2', 'e2m'] }),
  ]
  const board: IssueBoard = { issues: views.map(issueRow), asOf: AT, more: false }
  district.resources.set('/v1/issue-board', () => ({ status: 200, headers: {}, body: board }))
  const keeper = open(employee())
  await load(keeper)
  await keeper.issueBoard().refresh()
  await world.settle()
  line.offline = true
  const [found, ...more] = await asked(keeper)
  assert.deepEqual(more, [])
  assert.deepEqual(
    { ...found, createdAt: AT },
    { id: 'open', categoryId: 'street-light', state: 'handling', createdAt: AT, others: 2, words: WORDS, mine: false },
  )
  // The same device, another person, and nobody.
  assert.deepEqual(await asked(open(employee('B002'))), [])
  assert.deepEqual(await asked(open()), [])
})

test('what the server has answered here is offered again without a connection, and forgotten with the report that was sent', async () => {
  const { open, line, district } = openWorld()
  const client = open()
  await load(client)
  line.similar = [{ id: 'other', categoryId: 'street-light', state: 'handling', createdAt: AT, others: 1 }]
  assert.deepEqual(await ids(asked(client)), ['other'])
  line.offline = true
  assert.deepEqual(await asked(client, { description: '三单元门口路灯不亮了' }), [{ ...line.similar[0], mine: false }])
  assert.deepEqual(await asked(client, { description: '楼上深夜装修噪声太大' }), [])
  // Joined by what was known: the server has the last word, and nothing is lost by it.
  const joined = await client.report(report({ joins: 'other' }))
  assert.ok(joined.ok)
  assert.equal((await asked(client)).find(({ id }) => id === 'other')?.mine, false)
  assert.deepEqual(await client.report(report({ joins: 'other' })), {
    ...{ ok: false, reason: 'already-joined', detail: { into: 'other' } },
  })
  line.offline = false
  district.refuses = () =>
    problem(409, 'refused', { refusal: { reason: 'merge-target', detail: { into: 'other', state: 'closed' } } })
  client.outbox.sendNow()
  const outcome = await joined.settled
  assert.equal(outcome.state === 'refused' && outcome.problem.refusal?.reason, 'merge-target')
  const kept = await new Promise<string>((resolve) =>
    client.outbox.subscribe(({ entries }) => entries[0]?.state === 'refused' && resolve(JSON.stringify(entries[0].body))),
  )
  assert.ok(kept.includes(WORDS))

  // Once the server tells of nothing like it, nothing is offered any more.
  line.similar = []
  await asked(client)
  line.offline = true
  assert.deepEqual(await ids(asked(client)), [joined.id])
})
