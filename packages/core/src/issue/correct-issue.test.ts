import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTORS, context, inState, NOW, submitted, TERMS, tree } from '../../test/sample-issue.ts'
import { CALENDAR_2026 } from '../../test/calendar-2026.ts'
import { advance } from './advance.ts'
import type { AdvanceCommand, AdvanceContext } from './advance.ts'
import { allowedActions } from './allowed-actions.ts'
import { chainedStep } from './chained-step.ts'
import { clocks } from './clocks/clocks.ts'
import { filedAt } from './filed-as.ts'
import { replay } from './replay.ts'
import type { Issue } from './schema.ts'

const HOUR = 3_600_000
const calendar = { timeZone: 'Asia/Shanghai', years: CALENDAR_2026, hours: [{ from: '09:00', to: '17:00' }] }
const QUICK = {
  response: { amount: 60, unit: 'minutes' },
  handling: { amount: 240, unit: 'minutes' },
} as const
const GAS = { id: 'safety.gas', parentId: 'safety', severity: 'emergency', terms: { emergency: QUICK }, set: 7 } as const

function take(issue: Issue, command: Omit<AdvanceCommand, 'version'>, more: Partial<AdvanceContext> = {}) {
  return advance(issue, { version: issue.version, ...command }, { ...context, actor: ACTORS.community, tree, ...more })
}

function taken(...args: Parameters<typeof take>): Issue {
  const result = take(...args)
  if (!result.ok) throw new Error(result.reason)
  return result.issue
}

const toGas = { action: 'correct', reason: '是燃气味，不是垃圾', correction: { categoryId: GAS.id } } as const

test('an issue is of the other category from then on, as grave as that is; what it was reported as stands in its history', () => {
  const issue = taken(submitted, toGas, { category: GAS })
  assert.deepEqual([issue.state, issue.categoryId, issue.categorySet, issue.severity], ['submitted', GAS.id, 7, 'emergency'])
  // A promise that the other category does not make is kept.
  assert.deepEqual(issue.terms, { ...QUICK, total: TERMS.total })
  assert.deepEqual(filedAt(issue, 1), { categoryId: 'waste.bulky', terms: TERMS })
  assert.equal(filedAt(issue, 2).categoryId, GAS.id)
  const back = taken(issue, { action: 'correct', reason: '弄错了', correction: { severity: 'simple' } }, { category: GAS })
  assert.deepEqual([filedAt(back, 1).severity, filedAt(back, 2).severity, back.severity], [undefined, 'emergency', 'simple'])
  assert.deepEqual(replay(back.history), { state: 'submitted', version: 3 })
  const commitments = { actor: 'a', reason: 'r', evidence: 'e', report: 't' }
  const said = issue.history.map((step) => chainedStep(step, commitments, { version: 2 }).action)
  assert.ok(said[1]!.includes('waste.bulky') && said[1]!.includes(GAS.id), 'the chain covers both')
})

test('nothing is corrected to what it is already, or to a category that there is not', () => {
  const reasonOf = (correction: object, category?: object) => {
    const result = take(submitted, { action: 'correct', reason: '更正', correction }, { category } as Partial<AdvanceContext>)
    return result.ok ? undefined : [result.reason, 'field' in result.detail ? result.detail.field : '']
  }
  assert.deepEqual(reasonOf({ severity: 'general' }), ['correction', 'severity'])
  assert.deepEqual(reasonOf({}), ['correction', 'severity'])
  assert.deepEqual(reasonOf({ categoryId: 'gone' }), ['correction', 'categoryId'])
  assert.deepEqual(reasonOf({ categoryId: GAS.id }, { ...GAS, retired: true }), ['correction', 'categoryId'])
  assert.deepEqual(reasonOf({ categoryId: 'safety' }, { id: 'safety' }), ['correction', 'categoryId'])
  assert.equal(reasonOf({ severity: 'major' }), undefined)
})

test('whoever assesses and passes on may; who handles it says so in giving it back', () => {
  const may = (issue: Issue) =>
    Object.values(ACTORS).flatMap((actor) => (allowedActions(issue, actor, context).includes('correct') ? [actor.role] : []))
  for (const state of ['submitted', 'accepted', 'dispatched', 'handling', 'returned', 'reopened'] as const)
    assert.deepEqual(may(inState(state)), ['street', 'community', 'estateWorker'], state)
  assert.deepEqual(may(inState('escalated')), ['street', 'community'])
  for (const state of ['suspended', 'resolved', 'verified', 'closed', 'rejected', 'merged'] as const)
    assert.deepEqual(may(inState(state)), [], state)
})

test('a clock that runs has the corrected time, of which what went by is used, and is up at the correction at the earliest', () => {
  const at = (hours: number) => ({ now: NOW + hours * HOUR, category: GAS })
  const dueOf = (issue: Issue, kind: string) => {
    const clock = clocks(issue, calendar, Date.parse(issue.updatedAt)).find((one) => one.kind === kind && !one.stoppedAt)!
    return [(Date.parse(clock.dueAt!) - NOW) / HOUR, clock.used, clock.state]
  }
  // Half an hour of the hour that there is now; a correction answers nobody.
  assert.deepEqual(dueOf(taken(submitted, toGas, at(0.5)), 'response'), [1, 30, 'running'])
  assert.deepEqual(dueOf(taken(submitted, toGas, at(1.5)), 'response'), [1.5, 90, 'overdue'])
  const accepted = taken(submitted, { action: 'accept' }, at(1))
  assert.deepEqual(dueOf(taken(accepted, toGas, at(2)), 'handling'), [5, 60, 'running'])
  // In other units: three working days before.
  const corrected = taken(accepted, toGas, at(30))
  assert.deepEqual(dueOf(corrected, 'handling'), [30, 29 * 60, 'overdue'])
  // What had stopped stays as it was.
  const [response] = clocks(corrected, calendar, NOW + 31 * HOUR)
  assert.deepEqual([response!.limit, response!.state], [TERMS.response, 'met'])
  // Before it, all was as it had been promised then.
  const before = clocks(corrected, calendar, NOW + 29 * HOUR).find(({ kind }) => kind === 'handling')
  assert.deepEqual(before?.limit, TERMS.handling)
})

test('time that was added stays where it is counted in the same unit', () => {
  const slow = {
    id: 'waste.pile',
    parentId: 'waste',
    terms: { general: { ...TERMS, handling: { amount: 5, unit: 'workingDays' } } },
  } as const
  const accepted = taken(submitted, { action: 'accept' })
  const extended = taken(accepted, { action: 'extend', reason: '等料', extension: { amount: 2, unit: 'workingDays' } })
  const command = { action: 'correct', reason: '更正', correction: { categoryId: slow.id } } as const
  const limitOf = (issue: Issue) => clocks(issue, calendar, NOW).find(({ kind }) => kind === 'handling')?.limit
  assert.deepEqual(limitOf(taken(extended, command, { category: slow })), { amount: 7, unit: 'workingDays' })
  assert.deepEqual(limitOf(taken(extended, toGas, { category: GAS })), QUICK.handling)
})
