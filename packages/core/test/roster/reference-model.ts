import type { PlanAssignment, PlanNeed, PlanReasonCode, RosterProblem } from '../../src/roster/planning-schema.ts'
import { misfits } from '../../src/roster/planning/verify/fit.ts'
import { grouped } from '../../src/roster/planning/verify/grouped.ts'
import { nearestMetres } from '../../src/roster/planning/verify/metres.ts'
import { readSheet, wishOf } from '../../src/roster/planning/verify/sheet.ts'
import type { Bound, PersonSheet, Sheet, SlotSheet } from '../../src/roster/planning/verify/sheet.ts'
import { clashBetween } from '../../src/roster/planning/verify/together.ts'

/** A roster as an integer program: the text in CPLEX's LP format, and what its columns mean. */
export interface ReferenceModel {
  text: string
  /** What no column tells: added to the optimum of the text. */
  constant: number
  columns: { name: string; assignment: PlanAssignment }[]
}

/** Whether one more could sit in a need while some of its slot's rules hold and every other filled need stays filled. */
export interface ReferenceQuestion {
  slotId: string
  isInForce(personId: string, code: PlanReasonCode): boolean
  /** People whom a need has at least. */
  floor(slotId: string, need: number): number
}

interface Option {
  name: string
  person: PersonSheet
  at: SlotSheet
  need: number
}

/** Terms of a row or of the costs. */
type Terms = [factor: number, name: string][]

/**
 * Writes a problem out rule by rule, each as the schema says it: a row for each two slots that one person cannot both serve,
 * unit columns for the squares of fairness. With a question it asks that more instead, for which some rows are left out. It is for small problems and knows nothing of how plans are made.
 */
export function referenceModel(problem: RosterProblem, question?: ReferenceQuestion): ReferenceModel {
  const sheet = readSheet(problem)
  const holds = (person: string, code: PlanReasonCode, ...slots: string[]) =>
    question === undefined || !slots.includes(question.slotId) || question.isInForce(person, code)
  const options = optionsOf(sheet, holds)
  const rows: string[] = []
  const costs: Terms = options.map((one) => [costOf(sheet, one), one.name])
  const bounds: string[] = []
  const binary = options.map(({ name }) => name)
  let fresh = 0
  const column = (upper?: number) => {
    const name = `h${fresh++}`
    bounds.push(upper === undefined ? `${name} >= 0` : `0 <= ${name} <= ${upper}`)
    return name
  }
  const row = (terms: Terms, sense: '<=' | '>=' | '=', right: number) => {
    if (terms.length > 0) return void rows.push(`r${rows.length}: ${sum(terms)} ${sense} ${right}`)
    rows.push(`r${rows.length}: 0 zero ${sense} ${right}`)
  }
  const all = (own: readonly Option[], factor = 1): Terms => own.map(({ name }) => [factor, name])
  const bySeat = grouped(options, ({ person, at }) => `${at.slot.id} ${person.person.id}`)
  const of = (slotId: string, personId: string) => bySeat.get(`${slotId} ${personId}`) ?? []

  for (const own of bySeat.values()) row(all(own), '<=', 1)
  for (const { slotId, personId, need } of problem.fixed ?? []) {
    row(all(of(slotId, personId).filter((one) => need === undefined || one.need === need)), '=', 1)
  }
  for (const { id } of problem.slots) {
    for (const pair of problem.apart ?? []) {
      const isKept = pair.some((one) => holds(one, 'apart', id))
      if (isKept) row([...all(of(id, pair[0])), ...all(of(id, pair[1]))], '<=', 1)
    }
    for (const { members } of problem.teams ?? []) {
      for (const [one, other] of members.flatMap((first) => members.map((second) => [first, second] as const))) {
        if (one !== other && holds(one, 'team', id)) row([...all(of(id, one)), ...all(of(id, other), -1)], '<=', 0)
      }
    }
  }
  for (const [person, own] of grouped(options, (one) => one.person)) {
    const slots = [...grouped(own, ({ at }) => at)]
    slots.forEach(([at, here], index) => {
      for (const [before, there] of slots.slice(0, index)) {
        const clash = clashBetween(sheet, before, at)
        if (!clash || !holds(person.person.id, REASON[clash.code], before.slot.id, at.slot.id)) continue
        row([...all(here), ...all(there)], '<=', 1)
      }
    })
    const shifts = () => 1
    const minutes = ({ start, end }: Bound) => (end - start) / 60_000
    const { shiftsPerDay, shiftsPerWeek, minutesPerDay, minutesPerWeek } = person.limits
    const limited = (
      code: PlanReasonCode,
      limit: number | undefined,
      time: 'date' | 'monday',
      amount: (bound: Bound) => number,
    ) => {
      if (limit === undefined) return
      const counted = own.filter(({ at }) => holds(person.person.id, code, at.slot.id))
      for (const [date, within] of grouped(counted, ({ at }) => at[time])) {
        const bound = person.duties.filter((duty) => duty[time] === date).reduce((total, duty) => total + amount(duty), 0)
        // Whatever is left, be it less than nothing.
        row(
          within.map(({ at, name }) => [amount(at), name]),
          '<=',
          Math.max(0, limit - bound),
        )
      }
    }
    limited('daily-maximum', shiftsPerDay, 'date', shifts)
    limited('weekly-maximum', shiftsPerWeek, 'monday', shifts)
    limited('daily-minutes', minutesPerDay, 'date', minutes)
    limited('weekly-minutes', minutesPerWeek, 'monday', minutes)

    // (c + n)² = c² + the sum of 2(c + k) + 1 for k below n: the cheapest come first by themselves.
    const most = slots.length
    const units = Array.from({ length: most }, (_, k): [number, string] => {
      return [sheet.weights.fairness * (2 * ((person.person.carried ?? 0) + k) + 1), column(1)]
    })
    costs.push(...units)
    row([...all(own), ...units.map(([, name]): [number, string] => [-1, name])], '=', 0)
  }

  let constant = [...sheet.people.values()].reduce((total, { person: { carried = 0 } }) => {
    return total + sheet.weights.fairness * carried ** 2
  }, 0)
  const byNeed = grouped(options, ({ at, need }) => `${at.slot.id} ${need}`)
  for (const at of sheet.slots.values()) {
    at.slot.needs.forEach((need, place) => {
      if (question) row(all(byNeed.get(`${at.slot.id} ${place}`) ?? []), '>=', question.floor(at.slot.id, place))
      const { short, wished } = pricesOf(sheet, at, need)
      const more = wishOf(need) - need.min
      constant += short * need.min + wished * more
      const needed = column(need.min)
      const wanted = column(more)
      costs.push([-short, needed], [-wished, wanted])
      row([...all(byNeed.get(`${at.slot.id} ${place}`) ?? []), [-1, needed], [-1, wanted]], '=', 0)
      if (wished <= short) return
      // What is wished for beyond the minimum counts only once the minimum is there.
      const full = `b${fresh++}`
      binary.push(full)
      row([[1, wanted], [-more, full]], '<=', 0) // prettier-ignore
      row([[1, needed], [-need.min, full]], '>=', 0) // prettier-ignore
    })
  }

  for (const { orgId, date, due } of problem.quotas ?? []) {
    const own = options.filter(({ person, at }) => person.person.orgId === orgId && at.date === date)
    const [under, over] = [column(), column()]
    costs.push([sheet.weights.quotaShort, under], [sheet.weights.quotaOver, over])
    row([...all(own), [1, under], [-1, over]], '=', due)
  }

  const text = [
    'Minimize',
    ` cost: ${costs.length > 0 ? sum(costs) : '0 zero'}`,
    'Subject To',
    ...rows.map((line) => ` ${line}`),
    ' none: zero <= 1',
    'Bounds',
    ' zero = 0',
    ...bounds.map((line) => ` ${line}`),
    'Binary',
    ...binary.map((name) => ` ${name}`),
    'End',
    '',
  ].join('\n')
  return { text, constant, columns: options.map((one) => ({ name: one.name, assignment: assignmentOf(one) })) }
}

const assignmentOf = ({ person, at, need }: Option): PlanAssignment => ({ slotId: at.slot.id, personId: person.person.id, need })

const sum = (terms: Terms): string =>
  terms.map(([factor, name]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${name}`).join(' ')

const pricesOf = ({ short, weights }: Sheet, { slot: { priority = 1 } }: SlotSheet, need: PlanNeed) => ({
  short: short(need) * priority,
  wished: weights.wished * priority,
})

/** Rules as reasons name them. */
const REASON = { overlap: 'on-duty', travel: 'on-duty', rest: 'resting', gap: 'resting' } as const

type Holds = (personId: string, code: PlanReasonCode, slotId: string) => boolean

function optionsOf(sheet: Sheet, holds: Holds): Option[] {
  const forbidden = new Set((sheet.problem.forbidden ?? []).map(({ slotId, personId }) => `${slotId} ${personId}`))
  const isOpen = (person: PersonSheet, at: SlotSheet, need: PlanNeed): boolean => {
    const isKept = (code: PlanReasonCode) => holds(person.person.id, code, at.slot.id)
    if (forbidden.has(`${at.slot.id} ${person.person.id}`) && isKept('forbidden')) return false
    const kept = misfits(sheet, person, at, need).some((code) => code === 'role' || code === 'skills' || isKept(code))
    const clashes = person.duties.flatMap((duty) => clashBetween(sheet, duty, at) ?? [])
    return !kept && clashes.every(({ code }) => !isKept(REASON[code]))
  }
  return [...sheet.slots.values()].flatMap((at) =>
    at.slot.needs.flatMap((need, place) =>
      [...sheet.people.values()]
        .filter((person) => isOpen(person, at, need))
        .map((person): Option => ({ name: `x${at.place}_${place}_${person.place}`, person, at, need: place })),
    ),
  )
}

/** Of an assignment by itself. */
function costOf({ weights }: Sheet, { person: { person }, at }: Option): number {
  const fits = (person.wishes ?? []).filter((wish) => {
    const isSlot = wish.slotId === undefined || wish.slotId === at.slot.id
    const isPost = wish.postId === undefined || wish.postId === at.slot.postId
    return isSlot && isPost && (wish.date === undefined || wish.date === at.date)
  })
  const way = nearestMetres([person.home, person.work], at.position)
  const distance = way === undefined ? 0 : Math.round(weights.distance * (way / 1000))
  return distance - weights.wish * fits.reduce((total, { points }) => total + points, 0)
}
