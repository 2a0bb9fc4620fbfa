import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KnownIssue } from './duplicates/find-duplicates.ts'
import { joinIssue } from './join-issue.ts'
import { openIssue } from './open-issue.ts'
import { replay } from './replay.ts'
import type { Issue, IssueState, ReportCommand } from './schema.ts'
import { issueStateSchema } from './schema.ts'
import { similarIssues } from './similar-issues.ts'

const NOW = Date.parse('2026-03-02T09:00:00+08:00')
const GRIDS = ['s', 'c', 'e', 'm1']

function opened(description: string): Issue {
  const command: ReportCommand = {
    ...{
      id: '01KR9FV61G04SJC953QG90J6VD',
      source: 'resident',
      categoryId: 'waste.bulky',
      attributes: {},
      description,
      photos: [],
    },
    ...{ place: { by: 'grid', gridId: 'm1' }, consent: { purpose: 'issue-report', version: 1 } },
  }
  return openIssue(command, { gridPath: GRIDS, actor: { id: 'reporter:1', role: 'resident' }, now: NOW })
}

const known = (more: Partial<KnownIssue> = {}): KnownIssue => ({
  ...{ id: 'other', categoryId: 'waste.bulky', gridPath: GRIDS, description: '3号楼楼道里堆着旧沙发', state: 'accepted' },
  createdAt: new Date(NOW - 86_400_000).toISOString(),
  ...more,
})

test('a report joins an open issue about the same: merged at once, by its reporter, and its history can be replayed', () => {
  const result = joinIssue(opened('楼道里堆着旧沙发'), known(), { now: NOW })
  assert.ok(result.ok)
  assert.deepEqual([result.issue.state, result.issue.version, result.transition.into], ['merged', 2, 'other'])
  assert.deepEqual(replay(result.issue.history), { state: 'merged', version: 2 })
  assert.equal(result.transition.actor.id, 'reporter:1')
})

test('it joins none that is about something else, elsewhere, long ago, its own, or none at all', () => {
  const issue = opened('楼道里堆着旧沙发')
  const targets: (KnownIssue | undefined)[] = [
    undefined,
    known({ id: issue.id }),
    known({ description: '电梯门关不上，夹到老人' }),
    known({ gridPath: ['s', 'c', 'e2', 'm1'] }),
    known({ description: '' }),
    known({ createdAt: new Date(NOW - 30 * 86_400_000).toISOString() }),
  ]
  for (const target of targets) assert.equal(joinIssue(issue, target, { now: NOW }).ok, false, target?.description)
})

test('only an issue that is open and that a list for everybody may have is joined, or told of', () => {
  const open: IssueState[] = [
    'accepted',
    'dispatched',
    'handling',
    'resolved',
    'verified',
    'returned',
    'escalated',
    'suspended',
    'reopened',
  ]
  const issue = opened('楼道里堆着旧沙发')
  for (const state of issueStateSchema.options) {
    assert.equal(joinIssue(issue, known({ state }), { now: NOW }).ok, open.includes(state), state)
    assert.equal(similarIssues(issue, [known({ state })], { now: NOW }).length > 0, open.includes(state), state)
  }
})

test('place, kind and time alone tell nothing: whoever asks must know what it is about', () => {
  const at: [number, number] = [104.06, 30.57]
  const there = known({ position: at, createdAt: new Date(NOW).toISOString() })
  for (const words of ['路灯不亮', '沙发', '   ', '???????', '有人吗有人吗']) {
    assert.deepEqual(similarIssues({ ...opened(words), position: at }, [there], { now: NOW }), [], words)
  }
  const many = Array.from({ length: 9 }, (_, index) => known({ id: `i${index}` }))
  assert.equal(similarIssues(opened('楼道里堆着旧沙发'), many, { now: NOW }).length, 3)
})
