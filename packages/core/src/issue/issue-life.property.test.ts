import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACTORS, PHOTO, REPORT, tree } from '../../test/sample-issue.ts'
import { ARROWS, HALF_HOUR, instantOf, LAST_SLOT, SlowLife, YEARS } from '../../test/slow-life.ts'
import type { World } from '../../test/slow-life.ts'
import { appointment } from '../../test/small-district.ts'
import type { WorkingCalendar } from '../calendar/working-time.ts'
import { advance } from './advance.ts'
import type { AdvanceCommand } from './advance.ts'
import { allowedActions } from './allowed-actions.ts'
import { climb } from './clocks/climb.ts'
import { clocks } from './clocks/clocks.ts'
import { dueEscalations } from './clocks/due-escalations.ts'
import type { EscalationContext } from './clocks/due-escalations.ts'
import { filedAt, refiled } from './filed-as.ts'
import { joinIssue } from './join-issue.ts'
import { openIssue } from './open-issue.ts'
import type { Actor } from './permission.ts'
import type { IssueReason } from './refusal.ts'
import { awaitsPublication } from './publication.ts'
import { published } from './published.ts'
import { replay } from './replay.ts'
import { issueActionSchema, issueSchema, moderationSchema } from './schema.ts'
import type { Assignee, Climb, Issue, IssueAction, ReportPart, ServiceTerms, TimeLimit } from './schema.ts'
import { isOpen } from './workflow.ts'

const ACTIONS = issueActionSchema.options

/** All roles, some out of reach, some one person in two roles. */
const PEOPLE: readonly Actor[] = [
  ...Object.values(ACTORS),
  { id: 'stranger', role: 'resident' },
  { id: 'worker', role: 'inspector', gridId: 'c1' },
  { id: 'worker', role: 'resident' },
  { id: 'other-head', role: 'buildingHead', gridId: 'm1' },
  { id: 'far', role: 'community', gridId: 'c2' },
  { id: 'nobody', role: 'estateWorker' },
]

const PATHS = [
  ['s', 'c1', 'e1', 'm1'],
  ['s', 'c1', 'e1', 'm1'],
  ['s', 'c2', 'd1'],
  ['s', 'c1'],
] as const

const ASSIGNEES: readonly (Assignee | undefined)[] = [
  ...[undefined, undefined, undefined, undefined],
  { role: 'buildingHead', gridId: 'm1' },
  { role: 'estateWorker', gridId: 'e1' },
  { role: 'community', gridId: 'c1' },
  { role: 'community', gridId: 'c2' },
  { role: 'street', gridId: 's' },
  { role: 'liaison', orgId: 'o1' },
  { role: 'liaison' },
  { role: 'community', orgId: 'o1' },
]
/** Where the organisation lies. */
const ORG_PATH = ['s', 'c1']

/** Calendars whose days are split by noon, in three, or not at all. */
const OFFICES: readonly WorkingCalendar[] = [
  ['09:00–12:00', '13:00–17:00'],
  ['08:30–12:00', '14:00–17:30'],
  ['07:00–10:00', '12:30–15:00', '18:30–21:00'],
  ['10:00–16:00'],
].map((hours) => ({
  timeZone: 'Asia/Shanghai',
  years: YEARS,
  hours: hours.map((text) => ({ from: text.slice(0, 5), to: text.slice(6) })),
}))
const slotOf = (clock: string) => Number(clock.slice(0, 2)) * 2 + Number(clock.slice(3)) / 30

const limit = (least: number): fc.Arbitrary<TimeLimit> =>
  fc.oneof(
    fc.record({ unit: fc.constant('minutes' as const), amount: fc.integer({ min: least, max: 200 }).map((n) => n * 30) }),
    fc.record({ unit: fc.constant('workingMinutes' as const), amount: fc.integer({ min: least, max: 40 }).map((n) => n * 30) }),
    fc.record({ unit: fc.constantFrom('days' as const, 'workingDays' as const), amount: fc.integer({ min: least, max: 5 }) }),
  )
const termsArbitrary: fc.Arbitrary<ServiceTerms> = fc.record(
  { response: limit(0), handling: limit(0), total: limit(0), dispatch: limit(0), verification: limit(0) },
  { requiredKeys: ['response', 'handling'] },
)
const heldArbitrary = fc.oneof(
  fc.constant([0, LAST_SLOT] as const),
  fc.tuple(fc.nat(4000), fc.nat(3000)).map(([from, length]) => [from, from + 1 + length] as const),
)

const worldArbitrary = fc.record({
  office: fc.constantFrom(...OFFICES),
  policy: fc.record(
    {
      every: limit(1),
      after: fc.dictionary(fc.constantFrom('estateWorker', 'community'), limit(1)),
      emergencyToTop: fc.boolean(),
    },
    { requiredKeys: ['every'] },
  ),
  since: fc.oneof(fc.constant(0), fc.nat(4000)),
  head: heldArbitrary,
  worker: heldArbitrary,
  /** Before the National Day's week, or before New Year. */
  start: fc.oneof(fc.nat(20 * 48), fc.integer({ min: 95 * 48, max: 110 * 48 })),
})
type Given = typeof worldArbitrary extends fc.Arbitrary<infer G> ? G : never

interface Model {
  world: World
  lives: SlowLife[]
  slot: number
}

/** The rules, and what is kept by them. */
interface Real {
  issues: Issue[]
  context: Omit<EscalationContext, 'now'> & { aftercare: World['aftercare'] }
}

type LifeCommand = fc.Command<Model, Real>

function setup({ office, policy, since, head, worker, start }: Given): { model: Model; real: Real } {
  const hours = office.hours.map(({ from, to }) => [slotOf(from), slotOf(to)] as const)
  const aftercare = { reopenDays: 3, rateDays: 2, rerateDays: 1 }
  const iso = (slot: number) => new Date(instantOf(slot)).toISOString()
  const appointments = [
    appointment('buildingHead', 'head', 'm1', iso(head[0]), iso(head[1])),
    appointment('gridWorker', 'worker', 'e1', iso(worker[0]), iso(worker[1])),
  ]
  return {
    model: { world: { hours, policy, since, head, worker, aftercare }, lives: [], slot: start },
    real: { issues: [], context: { tree, appointments, calendar: office, policy, since: instantOf(since), aftercare } },
  }
}

const seen = { histories: 0, climbs: 0, clocks: 0, outcomes: new Map<string, number>() }

const REASONS: readonly IssueReason[] = [
  ...(['out-of-reach', 'not-appointed', 'not-reporter', 'version-conflict', 'action-not-allowed', 'role-not-allowed'] as const),
  ...(['own-work', 'reason-required', 'evidence-required', 'detail-required', 'extension-unit', 'nothing-promised'] as const),
  ...(['merge-target', 'assignee', 'term-over', 'publication-settled', 'suspension-end', 'correction'] as const),
]

/** As the history stands once the clock wrote down what was due before an instant: at the instant itself more may happen yet. */
function climbed(issue: Issue, context: Real['context'], now: number): Issue {
  if (!isOpen(issue.state)) return issue
  return dueEscalations([issue], { ...context, now: now - 1 }).reduce((before, due) => climb(before, due).issue, issue)
}

const withoutClimbs = (issue: Issue) => issue.history.filter(({ action }) => action !== 'climb')

/** The same steps once more, and the clock asked only when somebody takes one, and at the end. */
function rewritten(issue: Issue, context: Real['context'], now: number): Issue {
  const [report, ...steps] = withoutClimbs(issue)
  const { terms: _, severity: __, categorySet: ___, ...others } = issue
  let again: Issue = {
    ...others,
    ...filedAt(issue, 1),
    state: 'submitted',
    version: 1,
    updatedAt: report!.at,
    history: [report!],
  }
  for (const step of steps) {
    const { history, version } = climbed(again, context, Date.parse(step.at))
    const seq = version + 1
    again = { ...refiled(again, step), state: step.to, version: seq, updatedAt: step.at, history: [...history, { ...step, seq }] }
  }
  return climbed(again, context, now)
}

/** Whether the rules and the model say the same of everything. */
function agree({ world, lives, slot }: Model, real: Real): void {
  const now = instantOf(slot)
  lives.forEach((life, index) => {
    const issue = (real.issues[index] = climbed(real.issues[index]!, real.context, now))
    assert.equal(issue.state, life.state)
    // Nobody else sees what nobody of the district has taken up, what was merged, or what somebody has to look at or took from sight.
    const isUp = !['submitted', 'rejected', 'merged'].includes(life.state)
    assert.deepEqual(published(issue), {
      ...(isUp && life.seen.get('words') === 'yes' && { words: issue.description }),
      photos: isUp && life.seen.get('photos') === 'yes' ? issue.photos : [],
    })
    const waits = [...life.seen.values()].includes('not yet') && !['rejected', 'merged'].includes(life.state)
    assert.equal(awaitsPublication(issue), waits)
    assert.deepEqual(replay(issue.history), { state: issue.state, version: issue.version })
    assert.equal(
      withoutClimbs(issue)
        .map(({ action }) => action)
        .join(),
      life.steps.join(),
    )
    const told = issue.history.flatMap((step) => step.climb ?? [])
    const expected = life.climbs.map(({ slot: at, ...due }) => ({ ...due, dueAt: new Date(instantOf(at)).toISOString() }))
    assert.equal(climbsShown(told), climbsShown(expected))
    const hands = life.hands.map((hand) => {
      const { state, upAt } = life.shown(hand, world, slot)
      return `${hand.kind} ${hand.period} ${state} ${hand.used}/${hand.limit.amount} ${upAt ?? '-'}`
    })
    const found = clocks(issue, real.context.calendar, now).map(({ kind, period, state, used, limit: { amount }, dueAt }) => {
      const upAt = dueAt === undefined ? '-' : (Date.parse(dueAt) - instantOf(0)) / HALF_HOUR
      return `${kind} ${period} ${state} ${used}/${amount} ${upAt}`
    })
    assert.deepEqual(found.sort(), hands.sort())
    seen.clocks += hands.length
  })
}

/** Written each time somebody takes a step, or told from the bare history and written at the very end: the climbs are the same. */
function expectSameWhenever({ issues, context }: Real, now: number): void {
  for (const issue of issues) {
    assert.deepEqual(rewritten(issue, context, now), issue)
    const history = withoutClimbs(issue).map((step, index) => ({ ...step, seq: index + 1 }))
    const bare = { ...issue, version: history.length, history }
    const due = dueEscalations([bare], { ...context, now: now - 1 })
    assert.equal(climbsShown(due), climbsShown(issue.history.flatMap((step) => step.climb ?? [])))
    if (!isOpen(issue.state)) continue
    const late = due.reduce((before, one) => climb(before, one).issue, bare)
    assert.deepEqual(replay(late.history), { state: issue.state, version: issue.version })
    const times = late.history.map(({ at }) => at)
    assert.deepEqual(times, times.toSorted(), 'the times of a history never go back')
  }
}

const climbsShown = (climbs: readonly Climb[]) =>
  climbs.map((one) => `${one.clock} ${one.period} ${one.step} ${one.dueAt} ${one.gridId} ${one.vacant === true}`).join('\n')

/** Some time goes by: minutes, the night, days, weeks. */
const pass = fc
  .oneof(
    { weight: 4, arbitrary: fc.nat(4) },
    { weight: 4, arbitrary: fc.integer({ min: 20, max: 44 }) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 5 }).map((days) => days * 48) },
    { weight: 1, arbitrary: fc.integer({ min: 300, max: 1000 }) },
  )
  .map((slots): LifeCommand => ({
    check: ({ slot }) => slot + slots < LAST_SLOT - 60 * 48,
    run(model) {
      for (const end = model.slot + slots; model.slot < end; model.slot++) {
        for (const life of model.lives) life.look(model.world, model.slot)
        for (const life of model.lives) life.tick(model.world, model.slot)
      }
    },
    toString: () => `${slots} half-hours go by`,
  }))

const report = fc
  .record({
    by: fc.constantFrom(ACTORS.resident, ACTORS.resident, ACTORS.estateWorker, ACTORS.inspector),
    path: fc.constantFrom(...PATHS),
    terms: fc.option(termsArbitrary, { nil: undefined, freq: 8 }),
    isEmergency: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    asked: fc.option(fc.nat(2)),
    joins: fc.option(fc.nat(2), { nil: undefined }),
    moderation: fc.constantFrom(undefined, ...moderationSchema.options),
  })
  .map(({ by, path, terms, isEmergency, asked, joins, moderation }): LifeCommand => ({
    check: ({ lives }) => lives.length < 3,
    run({ world, lives, slot }, { issues }) {
      const id = `i${lives.length}`
      const now = instantOf(slot)
      const posts = [...path].reverse()
      const gridId = asked === null ? undefined : posts[Math.min(asked, posts.length - 1)]!
      const route = gridId === undefined ? undefined : { assignee: { role: 'community' as const, gridId }, vacant: [] }
      const severity = isEmergency ? ('emergency' as const) : undefined
      let issue = openIssue({ ...REPORT, id }, { gridPath: path, actor: by, now, terms, severity, route, moderation })
      const life = new SlowLife({ id, path, reporter: by.id, terms, isEmergency, given: gridId, moderation })
      const target = joins === undefined ? undefined : issues[joins]
      if (target) {
        const joined = joinIssue(issue, target, { now })
        const { state, goesOn } = lives[joins!]!
        if (joined.ok) {
          assert.ok(goesOn && state !== 'submitted', 'an issue is joined that goes on')
          ;({ issue } = joined)
          life.take({ action: 'merge', into: target.id }, { ...by }, world, slot)
        }
      }
      issues.push(issue)
      lives.push(life)
      seen.histories++
    },
    toString: () => `${by.role} reports${isEmergency ? ' an emergency' : ''} in ${path.at(-1)}`,
  }))

const flaw = <T>(whole: T, ...others: T[]) => fc.oneof({ weight: 9, arbitrary: fc.constant(whole) }, fc.constantFrom(...others))
const ONWARD = new Set<IssueAction>(['accept', 'start', 'resolve', 'verify', 'close', 'rate', 'dispatch'])
type Lack = 'nothing' | 'proof' | 'words' | 'into' | 'extension' | 'until' | 'rating' | 'correction'
const act = fc
  .record({
    of: fc.nat(2),
    /** What fits is chosen among what is drawn; a bare one mostly does not. */
    bare: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...ACTIONS) }),
    choice: fc.nat(1000),
    who: fc.nat(1000),
    lacks: flaw<Lack>('nothing', 'proof', 'words', 'into', 'extension', 'until', 'rating', 'correction'),
    into: fc.nat(3),
    unit: flaw<TimeLimit['unit'] | undefined>(undefined, 'minutes', 'days'),
    amount: fc.nat(4),
    /** Half-hours. */
    pause: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 600 }) }, fc.constantFrom(-1, 0, 366 * 48 + 1)),
    assignee: fc.constantFrom(...ASSIGNEES),
    parts: fc.constantFrom<ReportPart[] | undefined>(undefined, undefined, ['words'], ['photos'], ['photos', 'words']),
    correction: fc.record({
      category: fc.constantFrom('waste.bulky', 'waste.other', 'waste.gone'),
      severity: fc.constantFrom(undefined, ...(['simple', 'major', 'emergency'] as const)),
      terms: fc.option(termsArbitrary, { nil: undefined, freq: 6 }),
    }),
    version: flaw<'seen' | 'before-climbs' | 'stale' | 'ahead'>('seen', 'before-climbs', 'stale', 'ahead'),
  })
  .map(({ of, bare, choice, who, lacks, into, unit, amount, pause, assignee, parts, correction, version }): LifeCommand => {
    let did = 'somebody acts'
    return {
      check: ({ lives }) => lives.length > 0,
      run({ world, lives, slot }, real) {
        const index = of % lives.length
        const [life, before] = [lives[index]!, real.issues[index]!]
        const now = instantOf(slot)
        const issue = climbed(before, real.context, now)
        const refusal = (one: IssueAction, actor: Actor) =>
          life.reachRefusal(actor, world, slot) ?? life.stepRefusal(one, actor, world, slot)
        // What somebody of that role could take, if it were not for the time or for what they did themselves.
        const fits = (one: IssueAction, actor: Actor) => {
          const reason = refusal(one, actor)
          return reason === undefined || ['own-work', 'term-over', 'nothing-promised', 'publication-settled'].includes(reason)
        }
        // Left to chance alone most would end or go round in circles.
        const isRare = (one: IssueAction) =>
          (choice % 6 !== 0 && ['publish', 'withhold'].includes(one)) ||
          (choice % 3 !== 0 && ['reject', 'merge', 'note', 'correct'].includes(one))
        // Few get there.
        const isAny =
          life.state === 'suspended' || (['returned', 'reopened', 'escalated'].includes(life.state) && choice % 2 === 0)
        const offered = bare ? [] : ACTIONS.filter((one) => isAny || !isRare(one))
        const fitting = offered.flatMap((one) =>
          PEOPLE.filter((actor) => fits(one, actor)).map((actor) => ({ actor, action: one })),
        )
        const onward = fitting.filter(({ action: one }) => isAny || choice % 3 === 0 || ONWARD.has(one))
        const actions = [...new Set((onward.length > 0 ? onward : fitting).map(({ action: one }) => one))]
        // Of what was chosen above by the remainder the rest decides here: a remainder again would never reach some.
        const action = bare ?? actions[Math.floor(choice / 6) % Math.max(1, actions.length)] ?? 'note'
        const able = fitting.filter((one) => one.action === action).map(({ actor }) => actor)
        const actor = able[who % Math.max(1, able.length)] ?? PEOPLE[who % PEOPLE.length]!
        const may = ACTIONS.filter((one) => refusal(one, actor) === undefined)
        assert.deepEqual(allowedActions(issue, actor, { ...real.context, now }).sort(), may.sort())

        const handling = issue.terms?.handling.unit ?? 'minutes'
        const extension: TimeLimit = {
          unit: unit ?? handling,
          amount: (unit ?? handling).endsWith('inutes') ? amount * 60 : amount,
        }
        const written = issue.history.at(-1)!.seq
        const last = withoutClimbs(issue).at(-1)!.seq
        const sent = { seen: written, 'before-climbs': last, stale: last - 1, ahead: written + 1 }[version]
        const target = lives[into]
        const command: AdvanceCommand = {
          action,
          version: sent,
          ...(assignee && { assignee }),
          ...(parts && { parts }),
          ...(lacks !== 'proof' && { reason: lacks === 'words' ? '  ' : '说明', evidence: [PHOTO] }),
          ...(lacks !== 'into' && { into: target?.id ?? 'gone' }),
          ...(lacks !== 'extension' && { extension }),
          ...(lacks !== 'until' && { until: new Date(instantOf(slot + pause)).toISOString() }),
          ...(lacks !== 'rating' && { rating: 4 }),
          ...(lacks !== 'correction' && { correction: { categoryId: correction.category, severity: correction.severity } }),
        }
        did = `${actor.role} ${actor.id} takes ${action} of ${life.id} in ${life.state}`
        const isTarget = target !== undefined && target !== life && target.goesOn && lives.every((one) => one.into !== life.id)
        const expected =
          life.reachRefusal(actor, world, slot) ??
          (version === 'ahead' || (version === 'stale' && action !== 'note') ? 'version-conflict' : undefined) ??
          life.stepRefusal(action, actor, world, slot) ??
          life.detailRefusal(command, slot, isTarget, isAssignable(assignee, actor, life)) ??
          (action === 'correct' && isNoCorrection(correction, life) ? 'correction' : undefined)
        const isKnown = correction.category !== 'waste.gone'
        const category = isKnown
          ? { id: correction.category, parentId: 'waste', terms: correction.terms ? { general: correction.terms } : {} }
          : undefined
        const duplicates = lives.filter((one) => one.into === life.id).length
        const given = {
          ...real.context,
          now,
          actor,
          assigneePath: ORG_PATH,
          target: target && real.issues[into]!,
          duplicates,
          category,
        }
        const result = advance(issue, command, given)
        assert.equal(result.ok ? undefined : result.reason, expected)
        const arrow = expected ?? `${life.state} ${action}`
        seen.outcomes.set(arrow, (seen.outcomes.get(arrow) ?? 0) + 1)
        real.issues[index] = result.ok ? result.issue : issue
        if (!result.ok) return
        life.take(command, actor, world, slot)
        if (action === 'correct') {
          const severity = correction.severity ?? (life.category === correction.category ? life.severity : 'general')
          life.correct({ ...correction, severity })
          assert.deepEqual([result.issue.categoryId, result.issue.severity], [life.category, life.severity])
        }
        assert.equal(result.issue.state, life.state)
        assert.equal(result.transition.at, new Date(now).toISOString())
        assert.deepEqual(result.issue.history.slice(0, -1), issue.history)
      },
      toString: () => did,
    }
  })

const isNoCorrection = (is: { category: string; severity: string | undefined }, { category, severity }: SlowLife): boolean =>
  is.category === 'waste.gone' || (is.category === category && (is.severity ?? severity) === severity)

const isAssignable = (assignee: Assignee | undefined, actor: Actor, { path }: SlowLife): boolean =>
  assignee === undefined ||
  ((assignee.gridId === undefined || path.includes(assignee.gridId)) &&
    (assignee.orgId === undefined || ORG_PATH.includes(actor.gridId ?? 's')) &&
    (assignee.role === 'liaison') === (assignee.orgId !== undefined))

/** The clock's own job, which comes when it comes. */
const run = fc.constant<LifeCommand>({
  check: ({ lives }) => lives.length > 0,
  run({ slot }, real) {
    real.issues = real.issues.map((issue) => climbed(issue, real.context, instantOf(slot)))
  },
  toString: () => 'the clock runs',
})

const look = fc.constant<LifeCommand>({
  check: ({ lives }) => lives.length > 0,
  run: agree,
  toString: () => 'all is compared',
})

test('over tens of thousands of lives the rules do what the workflow as drawn and time as counted say, whenever the clock runs', () => {
  const commands = fc.commands([report, ...[act, act, act, act, act, act], ...[pass, pass, pass], run, look], {
    maxCommands: 50,
    size: 'max',
  })
  fc.assert(
    fc.property(worldArbitrary, report, commands, (given, first, taken) => {
      const { model, real } = setup(given)
      fc.modelRun(() => ({ model, real }), [first, ...taken])
      agree(model, real)
      expectSameWhenever(real, instantOf(model.slot))
      for (const issue of real.issues) {
        issueSchema.parse(issue)
        seen.climbs += issue.history.filter(({ action }) => action === 'climb').length
        // Duplicates form a star.
        const into = issue.state === 'merged' && issue.history.findLast(({ action }) => action === 'merge')!.into
        if (into) assert.notEqual(real.issues.find(({ id }) => id === into)!.state, 'merged')
      }
    }),
    { numRuns: 9000 },
  )
  assert.deepEqual([...seen.outcomes.keys()].sort(), [...ARROWS.keys(), ...REASONS].sort(), 'all is tried')
  assert.ok(seen.histories > 15_000 && seen.climbs > 10_000 && seen.clocks > 100_000, JSON.stringify(seen))
})
