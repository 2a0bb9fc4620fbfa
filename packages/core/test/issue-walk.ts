// Random lives of an issue, by whoever may do what at each turn, over months with holidays in them.
import fc from 'fast-check'
import { advance } from '../src/issue/advance.ts'
import { allowedActions } from '../src/issue/allowed-actions.ts'
import { openIssue } from '../src/issue/open-issue.ts'
import type { Issue, ServiceTerms, TimeLimit } from '../src/issue/schema.ts'
import { ACTORS, COMPLETE, correctionOf, context, GOES_ON, REPORT, submitted } from './sample-issue.ts'

const MINUTE_MS = 60_000
const FIRST = Date.parse('2026-09-14T00:00:00+08:00')

const UNITS = ['minutes', 'workingMinutes', 'days', 'workingDays'] as const
const limit = fc.constantFrom(...UNITS).chain((unit) =>
  fc.record({
    unit: fc.constant(unit),
    amount: unit.endsWith('inutes') ? fc.integer({ min: 0, max: 5000 }) : fc.nat({ max: 8 }),
  }),
)
export const termsArbitrary: fc.Arbitrary<ServiceTerms> = fc.record({
  ...{ response: limit, handling: limit, total: limit },
  ...{ dispatch: limit, verification: limit },
})
export const limitArbitrary: fc.Arbitrary<TimeLimit> = limit

const move = fc.record({
  actor: fc.constantFrom(...Object.values(ACTORS)),
  choice: fc.nat(20),
  /** Until then, minutes: some seconds, some days. */
  wait: fc.oneof(fc.nat(90), fc.nat(4 * 24 * 60)),
  extension: fc.integer({ min: 1, max: 2000 }),
  /** Minutes that a suspension lasts. */
  pause: fc.integer({ min: 1, max: 9000 }),
})

/** An issue with some history, and an instant at or after its last step, to the minute. */
export const lifeArbitrary = fc
  .record({
    terms: termsArbitrary,
    starts: fc.nat(30 * 24 * 60),
    moves: fc.array(move, { maxLength: 25 }),
    later: fc.nat(10 * 24 * 60),
  })
  .map(({ terms, starts, moves, later }) => {
    let now = FIRST + starts * MINUTE_MS
    let issue: Issue = openIssue(REPORT, { gridPath: submitted.gridPath, actor: ACTORS.resident, now, terms })
    for (const { actor, choice, wait, extension, pause } of moves) {
      const then = now + wait * MINUTE_MS
      const given = { ...context, actor, now: then, target: GOES_ON }
      const allowed = allowedActions(issue, actor, given).filter((action) => choice === 0 || !ENDINGS.has(action))
      const action = allowed[choice % Math.max(1, allowed.length)]
      if (!action) continue
      const { unit } = terms.handling
      const amount = unit.endsWith('inutes') ? extension : 1 + (extension % 4)
      const told = { extension: { unit, amount }, until: new Date(then + pause * MINUTE_MS).toISOString() }
      const result = advance(
        issue,
        { ...COMPLETE, correction: correctionOf(issue), action, version: issue.version, ...told },
        given,
      )
      if (!result.ok) throw new Error(`Expected ${action} to be taken, got ${result.reason}`)
      ;({ issue } = result)
      now = then
    }
    return { issue, now: now + later * MINUTE_MS }
  })

const ENDINGS = new Set<string>(['reject', 'merge'])
