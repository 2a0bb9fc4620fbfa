import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGridTree } from '@wangge/core/grid'
import { advance, attributeErrors, isReportable, replay } from '@wangge/core/issue'
import { readRecords } from './read-data.ts'

const issues = readRecords('issues')
const appointments = readRecords('appointments')
const [district] = readRecords('district')
const built = createGridTree(readRecords('grids'))
assert.ok(built.ok)
const { tree } = built

test('every history replays to the issue’s state and version', () => {
  for (const { id, history, state, version } of issues) assert.deepEqual(replay(history), { state, version }, id)
})

test('every step was open to whoever took it, at the time they took it', () => {
  const ofGrid = Map.groupBy(appointments, ({ gridId }) => gridId)
  for (const issue of issues) {
    const [report, ...steps] = issue.history
    let now = { ...issue, state: report!.to, version: 1, updatedAt: issue.createdAt, history: [report!] }
    for (const { action, actor, at, seq, issueId: _issue, from: _from, to: _to, ...said } of steps) {
      assert.ok(action !== 'report' && action !== 'climb' && actor.role !== 'system')
      const reach = issue.gridPath.find((gridId) => tree.get(gridId)!.level === LEVELS[actor.role as keyof typeof LEVELS])
      const command = { ...said, action, version: seq - 1 }
      const context = { tree, appointments: ofGrid.get(issue.gridPath.at(-1)!) ?? [], now: Date.parse(at) }
      const result = advance(now, command, {
        ...context,
        target: said.into === undefined ? undefined : { id: said.into, state: stateOf(said.into, at) },
        actor: { id: actor.id, role: actor.role, ...(reach && { gridId: reach }) },
      })
      assert.ok(result.ok, `${issue.id}: ${JSON.stringify(result)}`)
      now = { ...now, ...result.issue }
    }
    assert.deepEqual(now.history, issue.history)
  }
})

const byId = new Map(issues.map((issue) => [issue.id, issue]))
const stateOf = (id: string, at: string) =>
  byId
    .get(id)!
    .history.filter((step) => Date.parse(step.at) <= Date.parse(at))
    .at(-1)!.to

test('duplicates form a star: what others were merged into goes on itself', () => {
  const into = issues.flatMap(({ state, history }) => (state === 'merged' ? [history.at(-1)!.into!] : []))
  assert.ok(into.length > 50)
  for (const id of into) assert.notEqual(byId.get(id)!.state, 'merged')
})

const LEVELS = {
  buildingHead: 'micro',
  estateWorker: 'estate',
  community: 'community',
  liaison: 'community',
  street: 'subdistrict',
  inspector: 'subdistrict',
}

test('times run forward within the three weeks before the reference date', () => {
  const end = Date.parse(`${district!.referenceDate}T00:00:00+08:00`)
  for (const { id, createdAt, updatedAt, history } of issues) {
    const times = history.map(({ at }) => Date.parse(at))
    assert.ok(times[0]! >= end - 21 * 86_400_000 && times.at(-1)! < end, id)
    times.slice(1).forEach((time, k) => assert.ok(time >= times[k]!, id))
    assert.deepEqual([createdAt, updatedAt], [history[0]!.at, history.at(-1)!.at])
  }
})

test('the grid path runs from the root to a micro-grid', () => {
  for (const { id, gridPath } of issues)
    assert.deepEqual(
      tree.path(gridPath.at(-1)!).map((grid) => grid.id),
      gridPath,
      id,
    )
  for (const { gridPath } of issues) assert.equal(gridPath.length, 4)
})

test('receipts are different, and of the server’s form', () => {
  for (const { receipt } of issues) assert.match(receipt, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/)
  assert.equal(new Set(issues.map(({ receipt }) => receipt)).size, issues.length)
})

test('every issue is of a second-level category and has the attributes that it asks for', () => {
  const categories = new Map(readRecords('categories').map((category) => [category.id, category]))
  for (const { id, categoryId, attributes } of issues) {
    const category = categories.get(categoryId)!
    assert.ok(isReportable(category), id)
    assert.deepEqual(attributeErrors(attributes, category), [], id)
  }
})
