import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CALENDAR_2026 } from '../../../test/calendar-2026.ts'
import { lifeArbitrary, limitArbitrary } from '../../../test/issue-walk.ts'
import { ACTORS, REPORT, tree } from '../../../test/sample-issue.ts'
import { appointment } from '../../../test/small-district.ts'
import type { WorkingCalendar } from '../../calendar/working-time.ts'
import { advance } from '../advance.ts'
import type { AdvanceCommand } from '../advance.ts'
import { openIssue } from '../open-issue.ts'
import type { Actor } from '../permission.ts'
import { replay } from '../replay.ts'
import type { EscalationPolicy, Issue, IssueAction, ServiceTerms, Severity } from '../schema.ts'
import { climb } from './climb.ts'
import { clocks } from './clocks.ts'
import { dueEscalations } from './due-escalations.ts'
import type { Escalation, EscalationContext } from './due-escalations.ts'

const calendar: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  years: CALENDAR_2026,
}
const TERMS: ServiceTerms = {
  response: { amount: 60, unit: 'workingMinutes' },
  handling: { amount: 3, unit: 'workingDays' },
}
const policy: EscalationPolicy = { every: { amount: 120, unit: 'workingMinutes' } }
const worker = appointment('gridWorker', 'worker', 'e1')
const at = (text: string) => Date.parse(`${text}:00+08:00`)

const report = (severity?: Severity): Issue =>
  openIssue(REPORT, {
    gridPath: ['s', 'c1', 'e1', 'm1'],
    actor: ACTORS.resident,
    now: at('2026-09-30T15:00'),
    terms: TERMS,
    severity,
  })

const context = (now: string, more: Partial<EscalationContext> = {}): EscalationContext => ({
  tree,
  appointments: [worker],
  calendar,
  policy,
  now: at(now),
  ...more,
})

const shown = (climbs: Escalation[]) =>
  climbs.map(({ dueAt: when, clock, gridId, vacant }) => {
    const local = new Date(Date.parse(when) + 8 * 3_600_000).toISOString().slice(5, 16)
    return `${local} ${clock} ${gridId}${vacant ? ' vacant' : ''}`
  })

test('an issue that nobody takes on climbs level by level, over the holidays no faster than people work', () => {
  assert.deepEqual(shown(dueEscalations([report()], context('2026-09-30T15:59'))), [])
  assert.deepEqual(shown(dueEscalations([report()], context('2026-10-08T12:00'))), [
    '09-30T16:00 response e1',
    '10-08T10:00 response c1',
    '10-08T12:00 response s',
  ])
  const years = dueEscalations([report()], context('2026-12-01T12:00'))
  assert.equal(years.length, 3, 'above the street there is nobody to tell')
})

test('a level whose post is vacant is told as such, and the next with it', () => {
  assert.deepEqual(shown(dueEscalations([report()], context('2026-09-30T16:00', { appointments: [] }))), [
    '09-30T16:00 response e1 vacant',
    '09-30T16:00 response c1',
  ])
})

test('an emergency goes to the top at once', () => {
  assert.deepEqual(shown(dueEscalations([report('emergency')], context('2026-09-30T17:00'))), ['09-30T16:00 response s'])
})

/** The report, and what was done to it since. */
const done = (...steps: [when: string, action: IssueAction, actor: Actor, more?: Partial<AdvanceCommand>][]): Issue =>
  steps.reduce((issue, [when, action, actor, more]) => {
    const command = { action, version: issue.version, reason: 'why', ...more }
    const result = advance(issue, command, { actor, tree, appointments: [worker], now: at(when) })
    assert.ok(result.ok, JSON.stringify(result))
    return result.issue
  }, report())

test('whoever takes on what nobody answered, or has it back after it was resolved, is told of from the lowest level again', () => {
  const accepted = done(['2026-10-08T13:30', 'accept', ACTORS.estateWorker])
  assert.deepEqual(shown(dueEscalations([accepted], context('2026-10-12T18:00'))).slice(3), ['10-12T17:00 handling e1'])
  const back = done(
    ['2026-10-08T13:30', 'accept', ACTORS.estateWorker],
    ['2026-10-08T13:40', 'start', ACTORS.estateWorker],
    ['2026-10-16T09:00', 'resolve', ACTORS.estateWorker],
    ['2026-10-19T09:00', 'reopen', ACTORS.resident],
  )
  assert.deepEqual(shown(dueEscalations([back], context('2026-10-23T09:00'))).slice(3), [
    '10-12T17:00 handling e1',
    '10-13T11:00 handling c1',
    '10-13T14:00 handling s',
    '10-22T17:00 handling e1',
  ])
})

test('to whom the street gives it anew is told of by every level again; nobody below the level told gets out of it by passing it on', () => {
  const given = (by: Actor) =>
    done(
      ['2026-09-30T15:10', 'accept', ACTORS.estateWorker],
      ['2026-09-30T15:20', 'dispatch', ACTORS.estateWorker, { assignee: { role: 'buildingHead', gridId: 'm1' } }],
      ['2026-10-12T11:30', 'reassign', by, { assignee: { role: 'estateWorker', gridId: 'e1' } }],
    )
  const told = (by: Actor) => shown(dueEscalations([given(by)], context('2026-10-16T17:00')))
  const before = ['10-10T17:00 handling e1', '10-12T11:00 handling c1']
  assert.deepEqual(told(ACTORS.street), [...before, '10-15T17:00 handling c1', '10-16T11:00 handling s'])
  assert.deepEqual(told(ACTORS.estateWorker), [...before, '10-15T17:00 handling s'])
})

test('all that are due are told, however many', () => {
  const issues = Array.from({ length: 3000 }, (_, index) => ({ ...report(), id: `i${index}` }))
  assert.equal(dueEscalations(issues, context('2026-10-08T12:00')).length, 9000)
})

/** Writes climbs down as the clock's own steps. */
const written = (issue: Issue, climbs: readonly Escalation[]): Issue =>
  climbs.reduce((before, escalation) => climb(before, escalation).issue, issue)

/** The history up to an instant, with the climbs that are written into it. */
const until = (issue: Issue, now: number): Issue => {
  const history = issue.history.filter((step) => Date.parse(step.at) <= now)
  return { ...issue, history, version: history.length, state: history.at(-1)!.to }
}

const policies = limitArbitrary.map((every) => ({
  every: { ...every, amount: Math.max(every.amount, every.unit.endsWith('inutes') ? 30 : 1) },
}))

test('asked at any moments, in any order of keeping, the climbs are those that are due from the plain history, once each', () => {
  let seen = 0
  fc.assert(
    fc.property(lifeArbitrary, policies, fc.array(fc.nat(40 * 24 * 60), { maxLength: 6 }), (life, { every }, asked) => {
      const given = (now: number): EscalationContext => ({ tree, appointments: [worker], calendar, policy: { every }, now })
      const open = ({ issue: { history } }: typeof life) => replay(history).state
      const start = Date.parse(life.issue.createdAt)
      const whole = dueEscalations([life.issue], given(life.now))
      // Asked now and then, each time on the history as it was, with what was written down before.
      const kept: Escalation[] = []
      const moments = asked.map((minutes) => start + minutes * 60_000).filter((moment) => moment < life.now)
      for (const now of [...moments.toSorted((one, other) => one - other), life.now]) {
        const then = until(life.issue, now)
        kept.push(...dueEscalations([written(then, kept)], given(now)))
      }
      const plain = (climbs: Escalation[]) => climbs.map((climb) => JSON.stringify(climb))
      assert.deepEqual(plain(kept), plain(whole), `${open(life)}`)
      seen += whole.length
    }),
    { numRuns: 3000 },
  )
  assert.ok(seen > 1500, `${seen} climbs`)
})

test('climbs leave the clocks as they are, and the history replays with them', () => {
  fc.assert(
    fc.property(lifeArbitrary, ({ issue, now }) => {
      fc.pre(!['closed', 'rejected', 'merged'].includes(issue.state))
      const climbed = written(issue, dueEscalations([issue], { tree, appointments: [], calendar, policy, now }))
      assert.deepEqual(clocks(climbed, calendar, now), clocks(issue, calendar, now))
      assert.deepEqual(replay(climbed.history), { state: climbed.state, version: climbed.version })
    }),
    { numRuns: 500 },
  )
})
