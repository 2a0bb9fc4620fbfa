import type { Id } from '../../../schema.ts'
import { grouped } from './grouped.ts'
import { misfits } from './fit.ts'
import { excesses } from './limits.ts'
import type { ProblemFinding } from './problems.ts'
import { wishOf } from './sheet.ts'
import type { PersonSheet, Sheet, SlotSheet } from './sheet.ts'
import { clashBetween } from './together.ts'

/** An assignment that every plan has: fixed, or of a team of which one is fixed. */
interface Forced {
  person: PersonSheet
  at: SlotSheet
  need?: number
}

/** Rules that the assignments which every plan has break by themselves: none, and there is a plan that breaks none. */
export function forcedFindings(sheet: Sheet): ProblemFinding[] {
  const all = forcedOf(sheet)
  const findings: ProblemFinding[] = []
  const error = (finding: Omit<ProblemFinding, 'severity'>) => findings.push({ severity: 'error', ...finding })
  const forbidden = new Set((sheet.problem.forbidden ?? []).map(keyOf))
  for (const one of all) {
    const place = { slots: [one.at.slot.id], people: [one.person.person.id] }
    if (forbidden.has(keyOf({ slotId: one.at.slot.id, personId: one.person.person.id }))) {
      error({ code: 'forbidden', ...place, expected: 'nobody who is forbidden', came: 'fixed' })
    }
    const needs = one.need === undefined ? one.at.slot.needs : [one.at.slot.needs[one.need]!]
    const kept = needs.map((need) => misfits(sheet, one.person, one.at, need))
    if (kept.some((reasons) => reasons.length === 0)) continue
    for (const code of kept[0]!) error({ code, ...place, expected: 'somebody who may', came: 'fixed' })
  }
  for (const [person, own] of grouped(all, ({ person }) => person)) clashesOf(sheet, person, own).forEach(error)
  for (const [at, own] of grouped(all, ({ at }) => at)) {
    apartIn(sheet, at, own).forEach(error)
    const seated = mostSeated(sheet, at, own)
    const people = own.map(({ person }) => person.person.id)
    if (seated < own.length) error({ code: 'seats', slots: [at.slot.id], people, expected: own.length, came: seated })
  }
  return findings
}

const keyOf = ({ slotId, personId }: { slotId: Id; personId: Id }) => `${slotId} ${personId}`

function forcedOf({ problem: { fixed = [], teams = [] }, slots, people }: Sheet): Forced[] {
  const forced = new Map<string, Forced>()
  const mates = new Map<Id, Id[][]>()
  for (const { members } of teams) for (const member of members) mates.set(member, [...(mates.get(member) ?? []), members])
  const add = (slotId: Id, personId: Id, need?: number) => {
    const at = slots.get(slotId)
    const person = people.get(personId)
    const key = keyOf({ slotId, personId })
    if (!at || !person || forced.has(key)) return
    if (need !== undefined && need >= at.slot.needs.length) return
    forced.set(key, { at, person, ...(need === undefined ? {} : { need }) })
  }
  for (const { slotId, personId, need } of fixed) add(slotId, personId, need)
  // A map's loop also comes to what is added meanwhile: teams that share a member are one.
  for (const { at, person } of forced.values()) {
    for (const member of (mates.get(person.person.id) ?? []).flat()) add(at.slot.id, member)
  }
  return [...forced.values()]
}

function clashesOf(sheet: Sheet, { person, duties, limits }: PersonSheet, own: readonly Forced[]) {
  const people = [person.id]
  const clashes = own.flatMap(({ at }, index) => {
    const before = own.slice(0, index).map((one) => ({ bound: one.at, slots: [one.at.slot.id, at.slot.id] }))
    const others = [...before, ...duties.map((bound) => ({ bound, slots: [at.slot.id] }))]
    return others.flatMap(({ bound, slots }) => {
      const clash = clashBetween(sheet, bound, at)
      return clash ? [{ ...clash, slots, people }] : []
    })
  })
  const most = new Map(excesses(limits, duties).map((excess) => [`${excess.code} ${excess.date}`, excess.came]))
  const over = excesses(limits, [...duties, ...own.map(({ at }) => at)])
    .filter(({ code, date, came }) => came > (most.get(`${code} ${date}`) ?? -1))
    .map((excess) => {
      const slots = own.filter(({ at }) => [at.date, at.monday].includes(excess.date)).map(({ at }) => at.slot.id)
      return { ...excess, slots, people }
    })
  return [...clashes, ...over]
}

function apartIn({ problem: { apart = [] } }: Sheet, at: SlotSheet, own: readonly Forced[]) {
  const here = new Set(own.map(({ person }) => person.person.id))
  return apart
    .filter(([one, other]) => here.has(one) && here.has(other))
    .map((pair) => ({ code: 'apart' as const, slots: [at.slot.id], people: [...pair], expected: 'one of them', came: 'both' }))
}

/** How many can have a seat that they may fill: as many as a matching by alternating paths has. */
function mostSeated(sheet: Sheet, at: SlotSheet, own: readonly Forced[]): number {
  const seats = at.slot.needs.flatMap((need, place) => Array.from({ length: Math.min(wishOf(need), own.length) }, () => place))
  const options = own.map(({ person, need }) => {
    if (need !== undefined) return new Set([need])
    const fitting = at.slot.needs.flatMap((one, place) => (misfits(sheet, person, at, one).length === 0 ? [place] : []))
    // Whoever fits nowhere is told of above; here only seats are counted.
    return new Set(fitting.length > 0 ? fitting : at.slot.needs.keys())
  })
  const holder = new Map<number, number>()
  const seat = (who: number, tried: Set<number>): boolean =>
    seats.some((need, place) => {
      if (!options[who]!.has(need) || tried.has(place)) return false
      tried.add(place)
      const present = holder.get(place)
      if (present !== undefined && !seat(present, tried)) return false
      holder.set(place, who)
      return true
    })
  return own.filter((_, who) => seat(who, new Set())).length
}
