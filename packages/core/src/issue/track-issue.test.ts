import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTORS, context, NOW, PHOTO, submitted } from '../../test/sample-issue.ts'
import { advance } from './advance.ts'
import type { AdvanceCommand } from './advance.ts'
import type { Actor } from './permission.ts'
import { issueActionSchema, issueTrackSchema } from './schema.ts'
import type { Issue, IssueAction } from './schema.ts'
import { tellsReporter } from './tells-reporter.ts'
import { reporterOf, trackIssue } from './track-issue.ts'

const DAY = 86_400_000
const { community, liaison, inspector, estateWorker } = ACTORS
const reporter = reporterOf(submitted)
const AFTER: PhotoRef = { ...PHOTO, sha256: 'b'.repeat(64) }
type PhotoRef = typeof PHOTO

type Taken = [Actor, IssueAction, Partial<AdvanceCommand>?]

const tryStep = (issue: Issue, [actor, action, more = {}]: Taken, now = NOW) =>
  advance(issue, { action, version: issue.version, ...more }, { ...context, actor, now })

function walk(issue: Issue, steps: Taken[], now = NOW): Issue {
  return steps.reduce((before, step) => {
    const result = tryStep(before, step, now)
    assert.ok(result.ok, JSON.stringify(result))
    return result.issue
  }, issue)
}

const CLOSING: Taken[] = [
  [estateWorker, 'accept', { reason: '明天上门' }],
  [community, 'dispatch', { reason: '张三去过，推给物业', assignee: { role: 'buildingHead', gridId: 'm1' } }],
  [liaison, 'start'],
  [community, 'note', { reason: '居民情绪激动' }],
  [liaison, 'resolve', { reason: '已清走', evidence: [AFTER] }],
  [inspector, 'verify'],
  [community, 'close'],
]
const closed = walk(submitted, CLOSING)

test('tells the reporter each step with its time and office, what was said to them, photos before and after, and nobody’s name', () => {
  const track = trackIssue(closed, context)
  assert.deepEqual(issueTrackSchema.parse(track), track)
  assert.deepEqual([track.description, track.photos], [submitted.description, [PHOTO]])
  assert.deepEqual(
    track.steps.map(({ action, by, role, words, photos }) => [action, by, role, words, photos]),
    [
      ['report', 'reporter', undefined, undefined, undefined],
      ['accept', 'staff', 'estateWorker', '明天上门', undefined],
      ['dispatch', 'staff', 'community', undefined, undefined],
      ['start', 'staff', 'liaison', undefined, undefined],
      ['note', 'staff', 'community', undefined, undefined],
      ['resolve', 'staff', 'liaison', '已清走', [AFTER]],
      ['verify', 'staff', 'inspector', undefined, undefined],
      ['close', 'staff', 'community', undefined, undefined],
    ],
  )
  assert.equal(track.steps[2]!.assignee, 'buildingHead')
  const ids = new Set(closed.history.map(({ actor }) => actor.id))
  const told = JSON.stringify(track.steps.map(({ role: _role, assignee: _assignee, by: _by, ...step }) => step))
  for (const id of ids) assert.ok(!told.includes(`"${id}"`), id)
  assert.deepEqual(track.actions, ['rate', 'reopen', 'note'])
  const until = new Date(NOW + 30 * DAY).toISOString()
  assert.deepEqual(track.until, { reopen: until, rate: until })
})

test('what the reporter says is told to them again, and a climb without what it says of posts', () => {
  const noted = walk(submitted, [[reporter, 'note', { reason: '还有味道' }]])
  assert.equal(trackIssue(noted, context).steps[1]!.words, '还有味道')
  const climb = { clock: 'response', period: 1, step: 0, dueAt: '2026-03-02T03:00:00.000Z', gridId: 'e1' } as const
  const system = { id: 'clock', role: 'system' } as const
  const step = { ...submitted.history[0]!, seq: 2, action: 'climb' as const, actor: system, climb }
  const climbed = trackIssue({ ...submitted, history: [...submitted.history, step] }, context).steps[1]!
  assert.deepEqual(climbed, { seq: 2, action: 'climb', to: 'submitted', at: step.at, by: 'clock' })
})

test('a closing is rated once, and the rating changed within a week of the first', () => {
  const rate = (issue: Issue, rating: number, now: number) => tryStep(issue, [reporter, 'rate', { rating }], now)
  const last = NOW + 30 * DAY
  assert.equal(rate(closed, 5, last - 1).ok, true)
  const late = rate(closed, 5, last)
  assert.deepEqual(!late.ok && [late.reason, late.detail], ['term-over', { action: 'rate', until: new Date(last).toISOString() }])
  const first = NOW + 29 * DAY
  const rated = walk(closed, [[reporter, 'rate', { rating: 1 }]], first)
  const changed = walk(rated, [[reporter, 'rate', { rating: 4 }]], first + 6 * DAY)
  assert.equal(rate(changed, 2, first + 7 * DAY - 1).ok, true)
  const over = rate(changed, 2, first + 7 * DAY)
  assert.equal(!over.ok && over.reason, 'term-over')
  assert.equal(trackIssue(rated, { ...context, now: first }).until!.rate, new Date(first + 7 * DAY).toISOString())
})

test('the reporter reopens within the term, staff whenever; each closing begins anew', () => {
  const last = NOW + 30 * DAY
  const reopen = (issue: Issue, actor: Actor, now: number) => tryStep(issue, [actor, 'reopen', { reason: '又堆上了' }], now)
  assert.equal(reopen(closed, reporter, last - 1).ok, true)
  const late = reopen(closed, reporter, last)
  assert.equal(!late.ok && late.reason, 'term-over')
  assert.equal(reopen(closed, inspector, last).ok, true)
  assert.deepEqual(trackIssue(closed, { ...context, now: last }).actions, ['note'])
  const strict = { ...context, now: NOW + 2 * DAY, aftercare: { reopenDays: 1, rateDays: 3, rerateDays: 1 } }
  assert.deepEqual(trackIssue(closed, strict).actions, ['rate', 'note'])

  const rated = walk(closed, [[reporter, 'rate', { rating: 1 }]])
  const again = walk(rated, [[reporter, 'reopen', { reason: '又堆上了' }], ...CLOSING.slice(1)], last - 1)
  assert.deepEqual(trackIssue(again, { ...context, now: last }).actions, ['rate', 'reopen', 'note'])
  const resolved = walk(submitted, CLOSING.slice(0, 5))
  assert.deepEqual(trackIssue(resolved, { ...context, now: NOW + 999 * DAY }).actions, ['verify', 'reopen', 'note'])
})

test('an issue that was merged tells how far the one is that goes on', () => {
  const target = { id: 'goes-on', state: 'handling' as const }
  const merge = { action: 'merge', version: 1, into: target.id, reason: '重复' } as const
  const merged = advance(submitted, merge, { ...context, actor: community, target })
  assert.ok(merged.ok)
  const goesOn = { state: 'handling' as const, updatedAt: new Date(NOW).toISOString() }
  assert.deepEqual(trackIssue(merged.issue, { ...context, goesOn }).goesOn, goesOn)
  assert.equal(trackIssue(merged.issue, context).steps.at(-1)!.words, undefined, 'why, staff say to each other')
  assert.equal(trackIssue(closed, { ...context, goesOn }).goesOn, undefined)
})

test('staff can know before whether what they write is read by whoever reported', () => {
  const told = issueActionSchema.options.filter(tellsReporter)
  const readable = [
    'accept',
    'reject',
    'start',
    'suspend',
    'resume',
    'resolve',
    'verify',
    'close',
    'reopen',
    'extend',
    'rate',
    'publish',
  ]
  assert.deepEqual(told, readable)
})
