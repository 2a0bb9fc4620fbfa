import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CALENDAR_2026 } from '../../../test/calendar-2026.ts'
import { lifeArbitrary } from '../../../test/issue-walk.ts'
import { ACTORS, COMPLETE, context, REPORT } from '../../../test/sample-issue.ts'
import { slowClocks } from '../../../test/slow-clocks.ts'
import type { SlowClock } from '../../../test/slow-clocks.ts'
import type { WorkingCalendar } from '../../calendar/working-time.ts'
import { advance } from '../advance.ts'
import { joinIssue } from '../join-issue.ts'
import { openIssue } from '../open-issue.ts'
import { clockSchema } from '../schema.ts'
import type { Issue, IssueAction, ServiceTerms } from '../schema.ts'
import { clocks } from './clocks.ts'

const OFFICE: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  hours: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  years: CALENDAR_2026,
}
const at = (text: string) => Date.parse(`${text}:00+08:00`)
const TERMS: ServiceTerms = {
  response: { amount: 120, unit: 'workingMinutes' },
  handling: { amount: 3, unit: 'workingDays' },
  total: { amount: 10, unit: 'days' },
}

/** An issue that was reported at an instant and then taken on by steps such as `09-30T10:00 community accept`. */
function life(reported: string, steps: string, terms: ServiceTerms = TERMS): Issue {
  let issue = openIssue(REPORT, { gridPath: ['s', 'c1', 'e1', 'm1'], actor: ACTORS.resident, now: at(reported), terms })
  for (const step of steps
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean)) {
    const [when, who, action] = step.split(' ') as [string, keyof typeof ACTORS, IssueAction]
    const result = advance(
      issue,
      { ...COMPLETE, action, version: issue.version },
      { ...context, actor: ACTORS[who], now: at(`2026-${when}`) },
    )
    assert.ok(result.ok, `${step}: ${JSON.stringify(result)}`)
    ;({ issue } = result)
  }
  return issue
}

const shown = (issue: Issue, now: string) =>
  clocks(issue, OFFICE, at(now)).map(({ kind, period, state, dueAt, used }) => {
    const due = dueAt ? new Date(Date.parse(dueAt) + 8 * 3_600_000).toISOString().slice(5, 16) : '-'
    return `${kind} ${period} ${state} ${due} ${used}`
  })

test('a report of the last afternoon before the National Day’s week is answered in time on the morning after it', () => {
  const issue = life('2026-09-30T16:00', '')
  assert.deepEqual(shown(issue, '2026-10-08T09:30'), ['response 1 running 10-08T10:00 90', 'total 1 running 10-10T17:00 8'])
  assert.deepEqual(shown(issue, '2026-10-08T10:00'), ['response 1 overdue 10-08T10:00 120', 'total 1 running 10-10T17:00 8'])
})

test('three working days are counted from the next one, and end at closing', () => {
  const issue = life('2026-09-30T09:00', '09-30T10:00 community accept')
  assert.deepEqual(shown(issue, '2026-10-10T16:59'), [
    'response 1 met - 60',
    'total 1 running 10-10T17:00 10',
    'handling 1 running 10-10T17:00 3',
  ])
  assert.equal(shown(issue, '2026-10-10T17:00')[2], 'handling 1 overdue 10-10T17:00 3')
})

test('ten days that end on a holiday end with the next working day', () => {
  const terms: ServiceTerms = { ...TERMS, total: { amount: 4, unit: 'days' } }
  assert.equal(shown(life('2026-09-29T10:00', '', terms), '2026-09-29T10:00')[1], 'total 1 running 10-08T17:00 0')
})

test('a clock stands still while the issue is suspended, and goes on where it was', () => {
  const steps = '10-12T09:00 community accept, 10-12T09:00 community start, 10-13T09:00 community suspend'
  const paused = life('2026-10-12T09:00', steps)
  assert.equal(shown(paused, '2026-11-30T09:00')[1], 'handling 1 paused - 1')
  const resumed = life('2026-10-12T09:00', `${steps}, 10-20T09:00 community resume`)
  assert.equal(shown(resumed, '2026-10-20T09:00')[1], 'handling 1 running 10-22T17:00 1')
})

test('the clocks go on at the day that it was suspended to, whether or not anybody resumes it', () => {
  // To 1 December, 17:00.
  const steps = '10-12T09:00 community accept, 10-12T09:00 community start, 10-13T09:00 community suspend'
  const paused = life('2026-10-12T09:00', steps)
  assert.equal(shown(paused, '2026-12-01T16:59')[1], 'handling 1 paused - 1')
  assert.equal(shown(paused, '2026-12-02T09:00')[1], 'handling 1 running 12-03T17:00 2')
  assert.equal(shown(paused, '2026-12-03T17:00')[1], 'handling 1 overdue 12-03T17:00 3')
  const late = life('2026-10-12T09:00', `${steps}, 12-03T09:00 community resume`)
  assert.equal(shown(late, '2026-12-03T09:00')[1], 'handling 1 running 12-03T17:00 3')
})

test('what was given back waits for whoever is to dispatch it, what was resolved for whoever is to check it, each under a clock', () => {
  const terms: ServiceTerms = {
    ...TERMS,
    dispatch: { amount: 240, unit: 'workingMinutes' },
    verification: { amount: 2, unit: 'workingDays' },
  }
  const steps = `10-12T10:00 community accept, 10-12T11:00 community dispatch, 10-13T09:00 liaison return,
    10-14T09:00 community dispatch, 10-14T10:00 liaison start, 10-15T09:00 liaison resolve`
  const others = ({ history }: Issue, now: string) =>
    shown({ history, terms } as Issue, now).filter((clock) => /^(dispatch|verification)/.test(clock))
  const back = life('2026-10-12T09:00', steps.split(',').slice(0, 3).join(','), terms)
  assert.deepEqual(others(back, '2026-10-13T15:00'), ['dispatch 1 overdue 10-13T14:00 300'])
  const resolved = life('2026-10-12T09:00', steps, terms)
  const given = 'dispatch 1 missed 10-13T14:00 420'
  assert.deepEqual(others(resolved, '2026-10-16T09:00'), [given, 'verification 1 running 10-19T17:00 1'])
  const closed = life('2026-10-12T09:00', `${steps}, 10-16T09:00 resident verify, 10-16T10:00 community close`, terms)
  assert.deepEqual(others(closed, '2026-11-16T09:00'), [given, 'verification 1 met - 1'])
  const again = life('2026-10-12T09:00', `${steps}, 10-16T09:00 resident verify, 10-16T10:00 inspector reopen`, terms)
  assert.deepEqual(others(again, '2026-11-16T09:00'), [given, 'verification 1 met - 1'])
})

test('an extension lengthens what runs, and gives new time to whoever had none left', () => {
  const issue = life(
    '2026-10-12T09:00',
    '10-12T09:00 community accept, 10-12T09:00 community start, 10-16T09:00 community extend',
  )
  assert.equal(shown(issue, '2026-10-16T08:59')[1], 'handling 1 overdue 10-15T17:00 4')
  assert.equal(shown(issue, '2026-10-16T09:00')[1], 'handling 1 running 10-19T17:00 4')
})

test('each time in somebody’s hands is a period of its own; all the time it was open is one clock', () => {
  const issue = life(
    '2026-10-12T09:00',
    `10-12T10:00 community accept, 10-12T11:00 community dispatch, 10-13T09:00 liaison return, 10-14T09:00 community dispatch,
     10-14T10:00 liaison start, 10-15T09:00 liaison resolve, 10-16T09:00 resident reopen`,
  )
  assert.deepEqual(shown(issue, '2026-10-17T09:00'), [
    'response 1 met - 60',
    'total 1 running 10-23T17:00 4',
    'handling 1 met - 0',
    'handling 2 met - 1',
    'handling 3 met - 1',
    'handling 4 running 10-21T17:00 0',
  ])
})

test('a remark is no answer and starts nothing', () => {
  const plain = life('2026-10-12T09:00', '')
  const noted = life('2026-10-12T09:00', '10-12T09:30 community note, 10-12T09:40 resident note')
  assert.deepEqual(shown(noted, '2026-10-12T10:00'), shown(plain, '2026-10-12T10:00'))
})

test('no answer is owed of a report that joined another issue, and whoever parts them again has answered', () => {
  const now = at('2026-10-12T09:00')
  const opened = life('2026-10-12T09:00', '')
  const joined = joinIssue(opened, { ...opened, id: 'goes-on', state: 'accepted' }, { now })
  assert.ok(joined.ok)
  assert.deepEqual(shown(joined.issue, '2026-10-14T09:00'), ['response 1 paused - 0', 'total 1 met - 0'])
  const command = { ...COMPLETE, action: 'unmerge' as const, version: 2 }
  const parted = advance(joined.issue, command, { ...context, actor: ACTORS.community, now: at('2026-10-14T09:00') })
  assert.ok(parted.ok)
  assert.deepEqual(shown(parted.issue, '2026-10-14T10:00'), ['response 1 met - 0', 'total 1 running 10-26T17:00 0'])
})

test('without terms there are no clocks', () => {
  const { terms: _none, ...issue } = life('2026-10-12T09:00', '')
  assert.deepEqual(clocks(issue, OFFICE, at('2026-10-12T10:00')), [])
})

test('over thousands of random lives the clocks are what counting minute by minute gives, holidays and all', () => {
  let checked = 0
  fc.assert(
    fc.property(lifeArbitrary, ({ issue, now }) => {
      const found = clocks(issue, OFFICE, now)
      for (const clock of found) clockSchema.parse(clock)
      const plain = ({ kind, state, used }: SlowClock) => `${kind} ${state} ${used}`
      assert.deepEqual(found.map(plain).toSorted(), slowClocks(issue, now).map(plain).toSorted())
      checked += found.length
    }),
    { numRuns: 5000 },
  )
  assert.ok(checked > 12_000, `${checked} clocks were compared`)
})
