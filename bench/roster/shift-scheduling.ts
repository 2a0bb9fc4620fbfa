// Reads a public instance of employee shift scheduling (the text format of schedulingbenchmarks.org, 24 instances by Curtois
// and Qu) as far as a roster problem can say it, and solves that.
//   node bench/roster/shift-scheduling.ts Instance1.txt [--best 607]
// The instances come without a licence, so none is kept here: pass one of your own. What does not map is left out, never bent:
// most shifts of a kind, least and most minutes over the horizon, runs of days at work and off, weekends, and which shift may
// follow which. Seats above the demand cost 1 there and nothing here. So what comes out is the optimum of an easier problem:
// a lower bound for theirs, and no rota that their rules would let pass.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { planRoster } from '../../packages/core/src/roster/planning/plan-roster.ts'
import { verifyRoster } from '../../packages/core/src/roster/planning/verify-roster.ts'
import { rosterProblemSchema } from '../../packages/core/src/roster/planning-schema.ts'
import type { PlanPerson, PlanSlot, RosterProblem } from '../../packages/core/src/roster/planning-schema.ts'

const MONDAY = Date.UTC(2026, 0, 5)
const DAY = 86_400_000

/** A problem, and what its cost lacks to theirs: requests count there where they are not met, here where they are. */
export interface MappedInstance {
  problem: RosterProblem
  constant: number
  /** Rules of the instance that a roster problem cannot say. */
  leftOut: string[]
}

/** @throws Error where a line is not of the format, or a weight is beyond what maps */
export function readInstance(text: string): MappedInstance {
  const sections = sectionsOf(text)
  const of = (name: string) => sections.get(name) ?? []
  const minutes = new Map(of('SHIFTS').map(([id, length]) => [id!, wholeOf(length)]))
  const cover = of('COVER').map(([day, shift, demand, under]) => ({
    day: wholeOf(day),
    shift: shift!,
    demand: wholeOf(demand),
    under: wholeOf(under),
  }))
  const [under] = cover.map((line) => line.under)
  if (cover.some((line) => line.under !== under)) throw new Error('Expected one weight of seats that stay empty, got several')
  const staff = of('STAFF').map(([id, most]) => ({ id: id!, none: noneOf(most!) }))
  const slots = cover.map(({ day, shift, demand }): PlanSlot => {
    const start = MONDAY + day * DAY
    const length = minutes.get(shift)
    if (length === undefined) throw new Error(`Expected a shift of the instance, got ${shift}`)
    return {
      id: slotId(day, shift),
      postId: `shift-${shift}`,
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(start + length * 60_000).toISOString(),
      needs: [{ min: demand, wish: Math.max(demand, staff.length) }],
    }
  })
  const known = new Set(slots.map(({ id }) => id))
  const wishes = new Map<string, NonNullable<PlanPerson['wishes']>>()
  let constant = 0
  for (const [name, sign] of [
    ['SHIFT_ON_REQUESTS', 1],
    ['SHIFT_OFF_REQUESTS', -1],
  ] as const) {
    // prettier-ignore
    for (const [person, day, shift, weight] of of(name)) {
      const id = slotId(wholeOf(day), shift!)
      if (sign > 0) constant += wholeOf(weight)
      if (known.has(id)) wishes.set(person!, [...(wishes.get(person!) ?? []), { slotId: id, points: sign * wholeOf(weight) }])
    }
  }
  const daysOff = of('DAYS_OFF').flatMap(([person, ...days]) => days.map((day) => ({ person: person!, day: wholeOf(day) })))
  const isKept = (person: string, none: ReadonlySet<string>, day: number, shift: string) =>
    none.has(shift) || daysOff.some((one) => one.person === person && one.day === day)
  const problem: RosterProblem = {
    version: 1,
    timeZone: 'UTC',
    slots,
    people: staff.map(({ id }) => ({ id, ...(wishes.has(id) ? { wishes: wishes.get(id)! } : {}) })),
    // A day's shifts are all at its start, so that one person has one of them; what follows on the next is left out.
    rules: { restMinutes: 0, limits: { shiftsPerDay: 1 } },
    weights: { short: { anybody: under ?? 0 }, wished: 0, fairness: 0, wish: 1, distance: 0 },
    forbidden: staff.flatMap(
      ({ id, none }) =>
      cover.filter(({ day, shift }) => isKept(id, none, day, shift)).map(({ day, shift }) => ({ slotId: slotId(day, shift), personId: id })), // prettier-ignore
    ),
  }
  return { problem: rosterProblemSchema.parse(problem), constant, leftOut: LEFT_OUT }
}

const LEFT_OUT = [
  'most shifts of a kind, but for none',
  'least and most minutes over the horizon',
  'fewest and most days at work in a row, fewest off in a row',
  'most weekends',
  'which shift may follow which',
  'seats above the demand (1 each there)',
]

const slotId = (day: number, shift: string) => `d${day}-${shift}`

/** Kinds of which somebody may have none: `D=14|N=0`. */
const noneOf = (most: string): ReadonlySet<string> =>
  new Set(most.split('|').flatMap((one) => (one.endsWith('=0') ? [one.slice(0, -2)] : [])))

function wholeOf(text: string | undefined): number {
  if (text === undefined || !/^\d+$/.test(text)) throw new Error(`Expected a whole number, got "${text ?? ''}"`)
  return Number(text)
}

function sectionsOf(text: string): Map<string, string[][]> {
  const sections = new Map<string, string[][]>()
  let current: string[][] | undefined
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('SECTION_')) sections.set(line.slice(8), (current = []))
    else if (current) current.push(line.split(',').map((field) => field.trim()))
    else throw new Error(`Expected a section first, got "${line}"`)
  }
  return sections
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({ options: { best: { type: 'string' } }, allowPositionals: true })
  const [file] = positionals
  if (file === undefined) throw new Error('Expected the file of an instance, got none')
  const { problem, constant, leftOut } = readInstance(readFileSync(file, 'utf8'))
  const plan = await planRoster(problem, { seed: 1, timeLimitMs: 60_000 })
  const { valid } = verifyRoster(problem, plan)
  const bound = plan.bound + constant
  console.log(
    JSON.stringify(
      {
        slots: problem.slots.length,
        people: problem.people.length,
        cost: plan.cost + constant,
        'lower bound for the instance': bound,
        ended: plan.ended,
        valid,
        ...(values.best ? { 'best known': Number(values.best), 'bound ÷ best known': Math.round((1000 * bound) / Number(values.best)) / 1000 } : {}), // prettier-ignore
        leftOut,
      },
      null,
      2,
    ),
  )
}
