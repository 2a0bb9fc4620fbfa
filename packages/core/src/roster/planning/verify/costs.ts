import type { PlanAssignment, PlanCosts } from '../../planning-schema.ts'
import { grouped } from './grouped.ts'
import { nearestMetres } from './metres.ts'
import type { Seated, Seating } from './seated.ts'
import { wishOf } from './sheet.ts'
import type { Sheet, SlotSheet } from './sheet.ts'

/** What a plan costs, part by part. @param present what it was repaired from */
export function costsOf(sheet: Sheet, seating: Seating, present: readonly PlanAssignment[]): PlanCosts {
  const { weights } = sheet
  const needs = [...sheet.slots.values()].flatMap((at) => needsOf(sheet, seating, at))
  const quotas = quotaLines(sheet, seating)
  const stands = new Set(seating.all.map(({ at, person }) => `${at.slot.id} ${person.person.id}`))
  return {
    short: sum(needs, ({ missing, price }) => missing * price),
    wished: sum(needs, ({ empty, priority }) => empty * priority * weights.wished),
    quotaShort: sum(quotas, ({ due, assigned }) => Math.max(0, due - assigned) * weights.quotaShort),
    quotaOver: sum(quotas, ({ due, assigned }) => Math.max(0, assigned - due) * weights.quotaOver),
    fairness: sum([...sheet.people.values()], (person) => {
      return weights.fairness * ((person.person.carried ?? 0) + (seating.byPerson.get(person)?.length ?? 0)) ** 2
    }),
    wish: sum(seating.all, (one) => -weights.wish * pointsOf(one)),
    distance: sum(seating.all, ({ person: { person }, at }) => {
      const way = nearestMetres([person.home, person.work], at.position)
      return way === undefined ? 0 : Math.round(weights.distance * (way / 1000))
    }),
    move: sum(present, ({ slotId, personId }) => (stands.has(`${slotId} ${personId}`) ? 0 : weights.move)),
  }
}

/** What each quota line owes and gets. */
export function quotaLines({ problem: { quotas = [] } }: Sheet, { all }: Seating) {
  const groups = grouped(all, ({ person, at }) => `${person.person.orgId} ${at.date}`)
  return quotas.map(({ orgId, date, due }) => ({ orgId, date, due, assigned: groups.get(`${orgId} ${date}`)?.length ?? 0 }))
}

/** How many a need of a slot has, lacks, and leaves empty of those wished for. */
export function needsOf({ short }: Sheet, { bySlot }: Seating, at: SlotSheet) {
  const own = bySlot.get(at) ?? []
  const { priority = 1 } = at.slot
  return at.slot.needs.map((need, place) => {
    const count = own.filter((one) => one.need === place).length
    const missing = Math.max(0, need.min - count)
    const empty = Math.max(0, wishOf(need) - Math.max(need.min, count))
    return { at, place, need, missing, empty, priority, price: short(need) * priority }
  })
}

function pointsOf({ person: { person }, at }: Seated): number {
  const matching = (person.wishes ?? []).filter(
    ({ slotId = at.slot.id, postId = at.slot.postId, date = at.date }) =>
      slotId === at.slot.id && postId === at.slot.postId && date === at.date,
  )
  return sum(matching, ({ points }) => points)
}

/** Never -0, which is not 0 to whoever compares strictly. */
const sum = <Thing>(things: readonly Thing[], figure: (thing: Thing) => number): number =>
  things.reduce((all, thing) => all + figure(thing), 0)
