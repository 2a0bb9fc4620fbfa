import * as fc from 'fast-check'
import { checkRosterProblem } from '../../src/roster/planning/check-roster-problem.ts'
import type { PlanPerson, PlanSlot, RosterProblem } from '../../src/roster/planning-schema.ts'
import type { Position } from '../../src/schema.ts'

const HOUR = 3_600_000
/** A Saturday's first minute: each zone's time holds the week's turn, and but for the first and the last the clocks' too. */
const WEEKENDS = [
  ['Asia/Shanghai', '2026-03-07T00:00:00+08:00'],
  ['Europe/Berlin', '2026-03-28T00:00:00+01:00'],
  ['Europe/Berlin', '2026-10-24T00:00:00+02:00'],
  ['America/New_York', '2026-03-07T00:00:00-05:00'],
  ['Australia/Lord_Howe', '2026-04-04T00:00:00+11:00'],
  ['UTC', '2026-03-07T00:00:00Z'],
] as const
/** Some hundred metres to some kilometres apart. */
const PLACES: Position[] = [
  [104.06, 30.65],
  [104.061, 30.651],
  [104.07, 30.66],
  [104.1, 30.68],
]
const GRIDS = ['north', 'south', 'west']
const POSTS = ['gate', 'square', 'bridge']
const ORGANISATIONS = ['bank', 'school']
const SKILLS = ['first-aid', 'sign-language']

export interface SmallOptions {
  slots: number
  people: number
}

/** Rosters of at most so many slots and people that use everything a problem may say, and that some plan can keep. */
export function smallProblems({ slots, people }: SmallOptions): fc.Arbitrary<RosterProblem> {
  return fc.constantFrom(...WEEKENDS).chain(([timeZone, start]) => {
    const origin = Date.parse(start)
    return fc
      .tuple(
        fc.array(slotOf(origin), { minLength: 1, maxLength: slots, size: 'max' }),
        fc.array(personOf(origin), { maxLength: people, size: 'max' }),
      )
      .chain(([slotBodies, personBodies]) => {
        const allSlots = slotBodies.map((body, n): PlanSlot => ({ id: `s${n}`, ...body }))
        const allPeople = personBodies.map((body, n): PlanPerson => ({ id: `p${n}`, ...body }))
        return rest(timeZone, allSlots, allPeople, origin)
      })
  })
}

function rest(timeZone: string, slots: PlanSlot[], people: PlanPerson[], origin: number): fc.Arbitrary<RosterProblem> {
  const personId = fc.nat(Math.max(0, people.length - 1)).map((n) => `p${n}`)
  const slotId = fc.constantFrom(...slots.map(({ id }) => id))
  const pair = fc.record({ slotId, personId })
  const some = <Thing>(thing: fc.Arbitrary<Thing>, maxLength: number, times = 3): fc.Arbitrary<Thing[]> =>
    people.length < 2 ? fc.constant([]) : often(times, fc.array(thing, { minLength: 1, maxLength }), [])
  const group = fc.uniqueArray(personId, { minLength: 2, maxLength: 3 })
  return fc
    .record({
      rules: rules(),
      weights: weights(),
      quotas: fc.uniqueArray(quotaOf(origin), { maxLength: 3, selector: ({ orgId, date }) => `${orgId} ${date}` }),
      teams: some(group, 2),
      apart: some(
        fc.uniqueArray(personId, { minLength: 2, maxLength: 2 }).map(([one, other]) => [one!, other!] as [string, string]),
        3,
      ),
      forbidden: some(pair, 4),
      fixed: some(fc.record({ slotId, personId, need: fc.nat(2) }, { requiredKeys: ['slotId', 'personId'] }), 4, 5),
    })
    .map(({ teams, fixed, ...others }): RosterProblem => {
      const bare: RosterProblem = { version: 1, timeZone, slots, people, ...others }
      const named = teams.map((members, n) => ({ id: `t${n}`, members }))
      return asJson(withFixed(named.length > 0 ? { ...bare, teams: named } : bare, fixed))
    })
}

/** Plain objects, as a file would have them. */
const asJson = (problem: RosterProblem): RosterProblem => JSON.parse(JSON.stringify(problem)) as RosterProblem

/** As many of the fixed assignments as can stand together. */
function withFixed(problem: RosterProblem, fixed: NonNullable<RosterProblem['fixed']>): RosterProblem {
  return fixed.reduce((so, one) => {
    const more = { ...so, fixed: [...(so.fixed ?? []), one] }
    return checkRosterProblem(more).some(({ severity }) => severity === 'error') ? so : more
  }, problem)
}

/** So often in ten times. */
const often = <Thing, Other>(times: number, thing: fc.Arbitrary<Thing>, otherwise: Other): fc.Arbitrary<Thing | Other> =>
  fc.oneof({ weight: 10 - times, arbitrary: fc.constant(otherwise) }, { weight: times, arbitrary: thing })
const maybe = <Thing>(times: number, thing: fc.Arbitrary<Thing>) => often(times, thing, undefined)
const instant = (ms: number) => new Date(ms).toISOString()
const role = fc.constantFrom('buildingHead' as const, 'dualRegistrant' as const, 'volunteer' as const)
const skills = fc.uniqueArray(fc.constantFrom(...SKILLS), { maxLength: 2 })
const place = fc.constantFrom(...PLACES)

/** Mostly whole shifts of a day, some of any half-hour, some longer than a day. */
function spanOf(origin: number) {
  const shift = fc
    .tuple(fc.nat(3), fc.constantFrom(6, 14, 22), fc.constantFrom(4, 8))
    .map(([day, hour, hours]) => ({ from: day * 24 + hour, hours }))
  const any = fc
    .tuple(fc.nat(150), fc.integer({ min: 1, max: 52 }))
    .map(([from, length]) => ({ from: from / 2, hours: length / 2 }))
  return fc.oneof({ weight: 2, arbitrary: shift }, { weight: 1, arbitrary: any }).map(({ from, hours }) => ({
    startsAt: instant(origin + from * HOUR),
    endsAt: instant(origin + (from + hours) * HOUR),
  }))
}

function slotOf(origin: number): fc.Arbitrary<Omit<PlanSlot, 'id'>> {
  const need = fc
    .record({ role: maybe(5, role), skills: maybe(2, skills), min: fc.constantFrom(0, 1, 1, 1, 2, 2), more: fc.nat(1) })
    .map(({ min, more, ...asked }) => ({ ...defined(asked), min, ...(more === 0 ? {} : { wish: min + more }) }))
  const body = fc.record({
    gridPath: maybe(
      8,
      fc.constantFrom(...GRIDS).map((grid) => ['town', grid]),
    ),
    position: maybe(7, place),
    priority: maybe(3, fc.integer({ min: 2, max: 3 })),
  })
  const needs = fc.array(need, { minLength: 1, maxLength: 3 })
  return fc
    .tuple(spanOf(origin), fc.constantFrom(...POSTS), needs, body)
    .map(([span, postId, own, others]) => ({ ...span, postId, needs: own, ...defined(others) }))
}

function personOf(origin: number): fc.Arbitrary<Omit<PlanPerson, 'id'>> {
  const span = spanOf(origin)
  const long = fc.tuple(fc.nat(48), fc.integer({ min: 24, max: 96 })).map(([from, hours]) => ({
    startsAt: instant(origin + from * HOUR),
    endsAt: instant(origin + (from + hours) * HOUR),
  }))
  const wish = fc
    .record({
      slotId: maybe(
        3,
        fc.nat(4).map((n) => `s${n}`),
      ),
      postId: maybe(3, fc.constantFrom(...POSTS)),
      date: maybe(3, dateOf(origin)),
      points: fc.integer({ min: -100, max: 100 }),
    })
    .map(({ points, ...named }) => ({ ...defined(named), points }))
  const duty = fc.tuple(span, maybe(5, place)).map(([one, position]) => (position ? { ...one, position } : one))
  return fc
    .record({
      orgId: maybe(5, fc.constantFrom(...ORGANISATIONS)),
      roles: maybe(7, fc.uniqueArray(role, { minLength: 1, maxLength: 3 })),
      skills: maybe(5, skills),
      available: maybe(1, fc.array(long, { minLength: 1, maxLength: 2 })),
      unavailable: maybe(2, fc.array(span, { minLength: 1, maxLength: 2 })),
      grids: maybe(2, fc.subarray(GRIDS, { minLength: 1 })),
      home: maybe(5, place),
      work: maybe(3, place),
      wishes: maybe(4, fc.array(wish, { minLength: 1, maxLength: 3 })),
      carried: maybe(5, fc.nat(4)),
      duties: maybe(2, fc.array(duty, { minLength: 1, maxLength: 2 })),
      limits: maybe(3, limits()),
    })
    .map(defined)
}

type Defined<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> }

/** Without the fields that say nothing. */
const defined = <Fields extends object>(fields: Fields): Defined<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>

const limits = () =>
  fc
    .record({
      shiftsPerDay: maybe(4, fc.constantFrom(0, 1, 1, 2, 2)),
      shiftsPerWeek: maybe(4, fc.constantFrom(0, 1, 2, 2, 3, 3)),
      minutesPerDay: maybe(3, fc.constantFrom(240, 480, 720, 960)),
      minutesPerWeek: maybe(3, fc.constantFrom(240, 480, 960, 1440)),
    })
    .map(defined)

const rules = () =>
  fc
    .record({
      restMinutes: maybe(5, fc.constantFrom(0, 300, 660, 960)),
      gapMinutes: maybe(4, fc.constantFrom(0, 60, 240)),
      travel: maybe(4, fc.record({ metresPerMinute: fc.constantFrom(10, 80), extraMinutes: fc.constantFrom(0, 45) })),
      maxDistance: maybe(3, fc.constantFrom(500, 2000, 5000)),
      limits: maybe(7, limits()),
    })
    .map(defined)

/** Weights of one size, so that each part can outweigh another. */
const weights = () => {
  const some = fc.integer({ min: 0, max: 300 })
  const short = fc.record({
    buildingHead: maybe(7, some),
    dualRegistrant: maybe(7, some),
    volunteer: maybe(7, some),
    anybody: maybe(7, some),
  })
  const all = fc.record({
    short: maybe(8, short.map(defined)),
    wished: maybe(7, some),
    quotaShort: maybe(7, some),
    quotaOver: maybe(7, some),
    fairness: maybe(7, fc.integer({ min: 0, max: 40 })),
    wish: maybe(7, fc.integer({ min: 0, max: 5 })),
    distance: maybe(7, some),
  })
  return often(6, all.map(defined), {})
}

const dateOf = (origin: number) => fc.nat(3).map((day) => instant(origin + (day * 24 + 12) * HOUR).slice(0, 10))

const quotaOf = (origin: number) => fc.record({ orgId: fc.constantFrom(...ORGANISATIONS), date: dateOf(origin), due: fc.nat(3) })
