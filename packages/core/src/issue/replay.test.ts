import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACTORS, COMPLETE, correctionOf, context, GOES_ON, NOW, REPORT, submitted, TERMS } from '../../test/sample-issue.ts'
import { advance } from './advance.ts'
import { allowedActions } from './allowed-actions.ts'
import { openIssue } from './open-issue.ts'
import type { Actor } from './permission.ts'
import { replay } from './replay.ts'
import { issueActionSchema } from './schema.ts'
import type { Issue, Transition } from './schema.ts'

const ACTIONS = issueActionSchema.options

/** All roles, some out of reach, some one person in two roles. */
const PEOPLE: readonly Actor[] = [
  ...Object.values(ACTORS),
  { id: 'stranger', role: 'resident' },
  { id: 'worker', role: 'inspector', gridId: 'm1' },
  { id: 'liaison', role: 'community', gridId: 's' },
  { id: 'other-head', role: 'buildingHead', gridId: 'm2' },
  { id: 'far', role: 'community', gridId: 'c2' },
  { id: 'nobody', role: 'estateWorker' },
]
const person = fc.constantFrom(...PEOPLE)

/** A choice among what is allowed moves on; a bare action mostly does not. */
const blind = fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...ACTIONS) })
const move = fc.record({
  actor: person,
  choice: fc.nat(20),
  blind,
  hours: fc.nat(48),
})
const moves = fc.array(move, { minLength: 1, maxLength: 40, size: 'max' })

type Move = typeof move extends fc.Arbitrary<infer M> ? M : never

function walk(steps: readonly Move[], visit: (issue: Issue, transition: Transition, before: Issue) => void): Issue {
  let issue = openIssue(REPORT, { gridPath: submitted.gridPath, actor: ACTORS.resident, now: NOW, terms: TERMS })
  let now = NOW
  for (const { actor, choice, blind, hours } of steps) {
    now += hours * 3_600_000
    const allowed = allowedActions(issue, actor, { ...context, now })
    // Rejecting and merging end a history; left to chance alone most would end at once.
    const onward =
      choice === 0 ? allowed : allowed.filter((action) => action !== 'reject' && action !== 'merge' && action !== 'note')
    const action = blind ?? onward[choice % Math.max(1, onward.length)]
    if (!action) continue
    const command = { ...COMPLETE, correction: correctionOf(issue), action, version: issue.version }
    const result = advance(issue, command, { ...context, actor, now, target: GOES_ON })
    assert.equal(result.ok, allowed.includes(action))
    if (!result.ok) continue
    visit(result.issue, result.transition, issue)
    issue = result.issue
  }
  return issue
}

test('over tens of thousands of random histories the replayed history is the state, and only ever grows (INV-24, INV-25)', () => {
  const reached = new Set<string>()
  let taken = 0
  fc.assert(
    fc.property(moves, (steps) => {
      walk(steps, (issue, transition, before) => {
        reached.add(issue.state)
        taken++
        assert.deepEqual(replay(issue.history), { state: issue.state, version: issue.version })
        assert.equal(issue.history.length, issue.version)
        assert.deepEqual(issue.history.slice(0, -1), before.history)
        assert.equal(issue.history.at(-1), transition)
      })
    }),
    { numRuns: 20_000 },
  )
  assert.ok(taken > 50_000, `the histories have steps, ${taken} of them`)
  assert.equal(reached.size, 13, 'the histories go everywhere')
})

test('allowedActions agrees exactly with advance, for every action of everybody at every turn', () => {
  fc.assert(
    fc.property(moves, (steps) => {
      walk(steps, (issue) => {
        for (const actor of PEOPLE) {
          const allowed = allowedActions(issue, actor, context)
          const taken = ACTIONS.filter(
            (action) =>
              advance(
                issue,
                { ...COMPLETE, correction: correctionOf(issue), action, version: issue.version },
                { ...context, actor, target: GOES_ON },
              ).ok,
          )
          assert.deepEqual(allowed.toSorted(), taken.toSorted())
        }
      })
    }),
    { numRuns: 1000 },
  )
})

test('in no history does anybody verify what they resolved last, or close what nobody verified (INV-21)', () => {
  fc.assert(
    fc.property(moves, (way) => {
      const { history } = walk(way, () => {})
      const steps = history.filter(({ action }) => action !== 'note')
      steps.forEach(({ action, actor }, index) => {
        const before = steps.slice(0, index)
        if (action === 'verify') assert.notEqual(actor.id, before.findLast((step) => step.action === 'resolve')?.actor.id)
        if (action === 'close') assert.equal(before.at(-1)?.action, 'verify')
      })
    }),
    { numRuns: 5000 },
  )
})

const LAST = { ...submitted.history[0]!, seq: 2, action: 'accept' as const, from: 'submitted' as const, to: 'accepted' as const }
const [FIRST] = submitted.history as [Transition]

const BROKEN: [string, Transition[], RegExp][] = [
  ['is empty', [], /breaks at 1: .*got nothing/],
  ['does not begin with the report', [LAST], /breaks at 1: expected the report/],
  ['has the report twice', [FIRST, { ...FIRST, seq: 2, from: 'submitted' }], /breaks at 2/],
  ['misses a step', [FIRST, { ...LAST, seq: 3 }], /breaks at 2: expected step 2/],
  ['has a step twice', [FIRST, LAST, LAST], /breaks at 3/],
  ['mixes issues', [FIRST, { ...LAST, issueId: 'other' }], /breaks at 2: .*issue other/],
  [
    'leads on from another state',
    [FIRST, { ...LAST, from: 'handling' }],
    /breaks at 2: expected a step that leads on from submitted/,
  ],
  ['leads to another state than the workflow', [FIRST, { ...LAST, to: 'closed' }], /breaks at 2/],
  ['has a step that the workflow has not', [FIRST, { ...LAST, action: 'close', to: 'closed' }], /breaks at 2/],
]

for (const [what, history, message] of BROKEN) {
  test(`refuses a history that ${what}`, () => {
    assert.throws(() => replay(history), { name: 'SdkError', code: 'bad-argument', message })
  })
}

test('any step changed, dropped or moved within a history breaks it', () => {
  const tampering = fc.constantFrom('drop', 'swap', 'from', 'to', 'issue')
  fc.assert(
    fc.property(moves, fc.nat(), tampering, (steps, at, how) => {
      const { history } = walk(steps, () => {})
      fc.pre(history.length > 2)
      const index = 1 + (at % (history.length - 2))
      const [step, next] = [history[index]!, history[index + 1]!]
      // A remark leads from a state to the same: there is no other to change it to.
      fc.pre(step.from !== step.to || !['from', 'to'].includes(how))
      const broken = {
        drop: history.toSpliced(index, 1),
        swap: history.toSpliced(index, 2, next, step),
        from: history.with(index, { ...step, from: step.to }),
        to: history.with(index, { ...step, to: step.from! }),
        issue: history.with(index, { ...step, issueId: 'other' }),
      }[how]
      assert.throws(() => replay(broken), { name: 'SdkError' })
    }),
    { numRuns: 2000 },
  )
})
