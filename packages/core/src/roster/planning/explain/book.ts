import { localClock, localDate } from '../../../calendar/zoned-time.ts'
import { distanceBetween } from '../../attendance/geofence.ts'
import { mondayOf } from '../../shifts/plan-shifts.ts'
import type { PlanLimits, PlanNeed, PlanPerson, PlanReasonCode, RosterProblem } from '../../planning-schema.ts'
import { clashOf } from '../clashes.ts'
import type { Bond } from '../clashes.ts'
import { rulesOf } from '../plan-defaults.ts'

/** A rule that keeps one person from one slot. */
export type BlockCode = Exclude<PlanReasonCode, 'nobody'>

export interface BookSlot extends Bond {
  monday: string
  minutes: number
  grids: ReadonlySet<string>
  /** First of its needs, numbered through. */
  firstNeed: number
}

interface Span {
  from: number
  to: number
}

export interface BookPerson {
  grids: readonly string[] | undefined
  available: readonly Span[] | undefined
  unavailable: readonly Span[]
  limits: PlanLimits
  duties: readonly (Bond & { monday: string; minutes: number })[]
  /** Teams they are in, as places of people. */
  mates: ReadonlySet<number>
  apart: ReadonlySet<number>
  forbidden: ReadonlySet<number>
}

/** A problem to look rules up in, one person and slot at a time; people and slots are their places in it. */
export interface Book {
  problem: RosterProblem
  slots: readonly BookSlot[]
  people: readonly BookPerson[]
  needs: readonly { need: PlanNeed; slot: number; place: number; wish: number }[]
  /** People with the role and the skills of a need. */
  qualified(need: number): readonly number[]
  isQualified(person: number, need: number): boolean
  /** Those with what one need asks and not with what another asks. */
  qualifiedBesides(need: number, other: number): readonly number[]
  /** Those of the qualified whose grids the slot lies in. */
  insiders(need: number): readonly number[]
  isOutside(person: number, slot: number): boolean
  /** What keeps somebody from a slot whatever is assigned; nothing else is told of those outside their grids. */
  standing(person: number, slot: number): readonly BlockCode[]
  /** Those of the qualified whom nothing keeps from the slot whatever is assigned. */
  candidates(need: number): readonly number[]
  clash(one: Bond, other: Bond): 'on-duty' | 'resting' | undefined
  /** Fixed people of a slot, each with the need that is fixed, −1 for any. */
  fixedIn(slot: number): ReadonlyMap<number, number>
  /** From when somebody could serve after a duty, in the problem's own time. */
  restedAfter(duty: Bond, slot: Bond): string
}

const MINUTE = 60_000
const NONE: readonly BlockCode[] = []
const OUTSIDE: readonly BlockCode[] = ['outside-grids']

export function createBook(problem: RosterProblem): Book {
  const rules = rulesOf(problem)
  const { timeZone } = problem
  const days = new Map<number, string>()
  const dayOf = (ms: number) => {
    const known = days.get(ms) ?? localDate(ms, timeZone)
    days.set(ms, known)
    return known
  }
  const bond = ({ startsAt, endsAt, position }: Pick<RosterProblem['slots'][number], 'startsAt' | 'endsAt' | 'position'>) => {
    const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)]
    const day = dayOf(start)
    return { start, end, day, position, monday: mondayOf(day), minutes: (end - start) / MINUTE }
  }
  const slotAt = new Map(problem.slots.map(({ id }, at) => [id, at]))
  const personAt = new Map(problem.people.map(({ id }, at) => [id, at]))
  let count = 0
  const slots = problem.slots.map((slot): BookSlot => {
    const firstNeed = count
    count += slot.needs.length
    return { ...bond(slot), grids: new Set(slot.gridPath), firstNeed }
  })
  const needs = problem.slots.flatMap((slot, at) =>
    slot.needs.map((need, place) => ({ need, slot: at, place, wish: need.wish ?? need.min })),
  )
  const mates = setsOf((add) => {
    for (const { members } of problem.teams ?? []) {
      const team = members.map((id) => personAt.get(id)!)
      for (const one of team) for (const other of team) if (one !== other) add(one, other)
    }
  })
  const apart = setsOf((add) => {
    for (const pair of problem.apart ?? []) {
      const [one, other] = [personAt.get(pair[0]), personAt.get(pair[1])]
      if (one === undefined || other === undefined) continue
      add(one, other)
      add(other, one)
    }
  })
  const forbidden = setsOf((add) => {
    for (const { slotId, personId } of problem.forbidden ?? []) {
      const [slot, person] = [slotAt.get(slotId), personAt.get(personId)]
      if (slot !== undefined && person !== undefined) add(person, slot)
    }
  })
  const none = new Set<number>()
  const people = problem.people.map(({ grids, available, unavailable = [], duties = [], limits = {} }, at): BookPerson => ({
    grids,
    available: available?.map(spanOf),
    unavailable: unavailable.map(spanOf),
    limits: { ...rules.limits, ...limits },
    duties: duties.map(bond),
    mates: mates.get(at) ?? none,
    apart: apart.get(at) ?? none,
    forbidden: forbidden.get(at) ?? none,
  }))
  const fixed = new Map<number, Map<number, number>>()
  for (const { slotId, personId, need = -1 } of problem.fixed ?? []) {
    const [slot, person] = [slotAt.get(slotId)!, personAt.get(personId)!]
    fixed.set(slot, (fixed.get(slot) ?? new Map<number, number>()).set(person, need))
  }
  const noneFixed = new Map<number, number>()

  const clash: Book['clash'] = (one, other) => {
    const kind = clashOf(one, other, rules)
    if (kind === undefined) return undefined
    return kind === 'overlap' || kind === 'travel' ? 'on-duty' : 'resting'
  }

  const isOutside = (person: number, slot: number): boolean => {
    const { grids } = people[person]!
    return grids !== undefined && !grids.some((grid) => slots[slot]!.grids.has(grid))
  }
  const standing = (at: number, slot: number): readonly BlockCode[] => {
    const own = people[at]!
    const there = slots[slot]!
    const codes: BlockCode[] = []
    if (isTooFar(problem.people[at]!, there, rules.maxDistance)) codes.push('too-far')
    if (own.forbidden.has(slot)) codes.push('forbidden')
    if (isAway(own, there)) codes.push('unavailable')
    for (const duty of own.duties) {
      const code = clash(duty, there)
      if (code && !codes.includes(code)) codes.push(code)
    }
    return codes.length > 0 ? codes : NONE
  }
  const remembered = new Map<number, readonly BlockCode[]>()
  const standingOf = (person: number, slot: number, isInside = false) => {
    const key = person * slots.length + slot
    const known = remembered.get(key)
    if (known) return known
    if (!isInside && isOutside(person, slot)) return OUTSIDE
    const codes = standing(person, slot)
    remembered.set(key, codes)
    return codes
  }

  const byKind = new Map<string, readonly number[]>()
  const ofNeed = new Map<number, readonly number[]>()
  const qualified = (at: number): readonly number[] => {
    const before = ofNeed.get(at)
    if (before) return before
    const { role, skills = [] } = needs[at]!.need
    const key = JSON.stringify([role === 'volunteer' ? undefined : role, skills])
    const known = byKind.get(key) ?? [...problem.people.keys()].filter((person) => has(problem.people[person]!, needs[at]!.need))
    byKind.set(key, known)
    ofNeed.set(at, known)
    return known
  }
  const besides = new Map<readonly number[], Map<readonly number[], readonly number[]>>()
  const qualifiedBesides = (one: number, other: number): readonly number[] => {
    const [own, others] = [qualified(one), qualified(other)]
    const known = besides.get(own) ?? new Map<readonly number[], readonly number[]>()
    besides.set(own, known)
    const people = known.get(others) ?? own.filter((person) => !has(problem.people[person]!, needs[other]!.need))
    known.set(others, people)
    return people
  }
  const peopleOfGrid = new Map<string, number[]>()
  const anywhere: number[] = []
  people.forEach(({ grids }, at) => {
    if (!grids) anywhere.push(at)
    for (const grid of new Set(grids)) {
      const own = peopleOfGrid.get(grid)
      if (own) own.push(at)
      else peopleOfGrid.set(grid, [at])
    }
  })
  const within = new Map<number, readonly number[]>()
  const insiders = (at: number): readonly number[] => {
    const before = within.get(at)
    if (before) return before
    const { need, slot } = needs[at]!
    const lists = [anywhere, ...[...slots[slot]!.grids].map((grid) => peopleOfGrid.get(grid) ?? [])].filter(
      ({ length }) => length > 0,
    )
    // Mostly people are of grids of one level, and each list is in order.
    const around = lists.length === 1 ? lists[0]! : [...new Set(lists.flat())].sort((one, other) => one - other)
    const own = around.filter((person) => has(problem.people[person]!, need))
    within.set(at, own)
    return own
  }
  const open = new Map<number, readonly number[]>()
  const candidates = (at: number): readonly number[] => {
    const known = open.get(at) ?? insiders(at).filter((person) => standingOf(person, needs[at]!.slot, true).length === 0)
    open.set(at, known)
    return known
  }

  return {
    problem,
    slots,
    people,
    needs,
    qualified,
    isQualified: (person, need) => has(problem.people[person]!, needs[need]!.need),
    qualifiedBesides,
    insiders,
    isOutside,
    standing: (person, slot) => standingOf(person, slot),
    candidates,
    clash,
    fixedIn: (slot) => fixed.get(slot) ?? noneFixed,
    restedAfter: (duty, slot) =>
      zoned(duty.end + (duty.day === slot.day ? rules.gapMinutes : rules.restMinutes) * MINUTE, timeZone),
  }
}

function setsOf(fill: (add: (key: number, value: number) => void) => void): Map<number, Set<number>> {
  const sets = new Map<number, Set<number>>()
  fill((key, value) => sets.set(key, (sets.get(key) ?? new Set<number>()).add(value)))
  return sets
}

const has = ({ roles = [], skills = [] }: PlanPerson, need: PlanNeed): boolean =>
  (need.role === undefined || need.role === 'volunteer' || roles.includes(need.role)) &&
  (need.skills ?? []).every((skill) => skills.includes(skill))

const spanOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): Span => ({
  from: Date.parse(startsAt),
  to: Date.parse(endsAt),
})

function isAway({ available, unavailable }: BookPerson, { start, end }: Bond): boolean {
  const isThere = available === undefined || available.some(({ from, to }) => from <= start && end <= to)
  return !isThere || unavailable.some(({ from, to }) => from < end && start < to)
}

function isTooFar({ home, work }: PlanPerson, { position }: Bond, most: number | undefined): boolean {
  if (most === undefined || !position || (!home && !work)) return false
  const isNear = (from: typeof home) => from !== undefined && distanceBetween(from, position) <= most
  return !isNear(home) && !isNear(work)
}

/** RFC 3339 with the zone's own offset, so that the time of day can be read off it. */
function zoned(ms: number, timeZone: string): string {
  const wall = `${localDate(ms, timeZone)}T${localClock(ms, timeZone)}`
  const ahead = Math.round((Date.parse(`${wall}Z`) - Math.floor(ms / MINUTE) * MINUTE) / MINUTE)
  const size = Math.abs(ahead)
  const two = (figure: number) => String(figure).padStart(2, '0')
  const seconds = two(Math.floor((ms % MINUTE) / 1000))
  return `${wall}:${seconds}${ahead < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
