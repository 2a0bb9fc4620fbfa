import type { Id } from '../../../schema.ts'
import { misfits } from './fit.ts'
import { excesses } from './limits.ts'
import type { PlanProblem } from './problems.ts'
import type { Seated, Seating } from './seated.ts'
import { wishOf } from './sheet.ts'
import type { PersonSheet, Sheet, SlotSheet } from './sheet.ts'
import { clashBetween } from './together.ts'

/** Every rule that assignments break, but for what fixed ones break by themselves. */
export const ruleProblems = (sheet: Sheet, seating: Seating): PlanProblem[] => [
  ...seating.all.flatMap((one) => fitProblems(sheet, one)),
  ...forbiddenProblems(sheet, seating),
  ...[...seating.byPerson].flatMap(([person, own]) => [...clashProblems(sheet, person, own), ...limitProblems(person, own)]),
  ...[...seating.bySlot].flatMap(([at, own]) => wishProblems(sheet, at, own)),
  ...apartProblems(sheet, seating),
  ...teamProblems(sheet, seating),
  ...fixedProblems(sheet, seating),
]

const placeOf = ({ at, person, need }: Seated) => ({ slots: [at.slot.id], people: [person.person.id], need })

function fitProblems(sheet: Sheet, one: Seated): PlanProblem[] {
  const need = one.at.slot.needs[one.need]!
  const reasons = misfits(sheet, one.person, one.at, need)
  if (reasons.length === 0) return []
  // Whoever is fixed in this need, or fits none of the slot's, is the problem's own contradiction.
  const place = sheet.problem.fixed?.find(({ slotId, personId }) => {
    return one.isFixed && slotId === one.at.slot.id && personId === one.person.person.id
  })
  if (place?.need === one.need) return []
  if (place && one.at.slot.needs.every((other) => misfits(sheet, one.person, one.at, other).length > 0)) return []
  return reasons.map((code) => ({ code, ...placeOf(one), expected: 'somebody who may', came: one.person.person.id }))
}

function forbiddenProblems({ problem: { forbidden = [] } }: Sheet, { all }: Seating): PlanProblem[] {
  const pairs = new Set(forbidden.map(({ slotId, personId }) => `${slotId} ${personId}`))
  return all
    .filter(({ at, person, isFixed }) => !isFixed && pairs.has(`${at.slot.id} ${person.person.id}`))
    .map((one) => ({ code: 'forbidden', ...placeOf(one), expected: 'not here', came: one.person.person.id }))
}

function clashProblems(sheet: Sheet, { person, duties }: PersonSheet, own: readonly Seated[]): PlanProblem[] {
  const people = [person.id]
  return own.flatMap((one, index) => [
    ...own.slice(0, index).flatMap((other) => {
      const clash = one.isFixed && other.isFixed ? undefined : clashBetween(sheet, other.at, one.at)
      return clash ? [{ ...clash, slots: [other.at.slot.id, one.at.slot.id], people }] : []
    }),
    ...duties.flatMap((duty) => {
      const clash = one.isFixed ? undefined : clashBetween(sheet, duty, one.at)
      return clash ? [{ ...clash, slots: [one.at.slot.id], people }] : []
    }),
  ])
}

function limitProblems({ person, duties, limits }: PersonSheet, own: readonly Seated[]): PlanProblem[] {
  const given = [...duties, ...own.filter(({ isFixed }) => isFixed).map(({ at }) => at)]
  const before = new Map(excesses(limits, given).map(({ code, date, came }) => [`${code} ${date}`, came]))
  return excesses(limits, [...duties, ...own.map(({ at }) => at)])
    .filter(({ code, date, came }) => came !== before.get(`${code} ${date}`))
    .map((excess) => {
      const slots = own.filter(({ at }) => isOf(at, excess)).map(({ at }) => at.slot.id)
      return { ...excess, slots, people: [person.id] }
    })
}

const isOf = ({ date, monday }: SlotSheet, excess: ReturnType<typeof excesses>[number]): boolean =>
  excess.date === (excess.code.startsWith('daily') ? date : monday)

function wishProblems({ problem: { fixed = [] } }: Sheet, { slot }: SlotSheet, own: readonly Seated[]): PlanProblem[] {
  return slot.needs.flatMap((need, place): PlanProblem[] => {
    const here = own.filter((one) => one.need === place)
    const most = wishOf(need)
    if (here.length <= most) return []
    const given = here.filter(({ isFixed, person }) => isFixed && isFixedIn(person.person.id, place)).length
    if (here.length <= given) return []
    const people = here.map(({ person }) => person.person.id)
    return [{ code: 'over-wish', slots: [slot.id], people, need: place, expected: Math.max(most, given), came: here.length }]
  })
  function isFixedIn(person: Id, place: number): boolean {
    return fixed.some((one) => one.slotId === slot.id && one.personId === person && (one.need ?? place) === place)
  }
}

function apartProblems({ problem: { apart = [] }, people }: Sheet, { byPerson }: Seating): PlanProblem[] {
  const own = (id: Id) => {
    const person = people.get(id)
    return (person && byPerson.get(person)) ?? []
  }
  return apart.flatMap((pair) =>
    own(pair[0]).flatMap((one) =>
      own(pair[1])
        .filter((other) => other.at === one.at && !(one.isFixed && other.isFixed))
        .map(() => ({ code: 'apart', slots: [one.at.slot.id], people: [...pair], expected: 'one of them', came: 'both' })),
    ),
  )
}

function teamProblems({ problem: { teams = [] }, people }: Sheet, { byPerson }: Seating): PlanProblem[] {
  return teams.flatMap(({ members }) => {
    const slotsOf = members.map((id) => {
      const person = people.get(id)
      return new Set((person ? (byPerson.get(person) ?? []) : []).map(({ at }) => at.slot.id))
    })
    const all = new Set(slotsOf.flatMap((own) => [...own]))
    return [...all]
      .map((slotId) => ({ slotId, came: slotsOf.filter((own) => own.has(slotId)).length }))
      .filter(({ came }) => came < members.length)
      .map(({ slotId, came }) => ({ code: 'team', slots: [slotId], people: members, expected: members.length, came }))
  })
}

function fixedProblems({ problem: { fixed = [] }, slots, people }: Sheet, { bySlot }: Seating): PlanProblem[] {
  return fixed.flatMap(({ slotId, personId, need }): PlanProblem[] => {
    const at = slots.get(slotId)
    const seated = at && bySlot.get(at)?.find(({ person }) => person.person.id === personId)
    if (!at || !people.has(personId) || (seated && (need === undefined || seated.need === need))) return []
    const place = { slots: [slotId], people: [personId], ...(need === undefined ? {} : { need }) }
    return [{ code: 'fixed', ...place, expected: 'fixed here', came: seated ? `need ${seated.need}` : 'not here' }]
  })
}
