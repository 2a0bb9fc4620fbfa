import type { Id, Instant, Position } from '../../../schema.ts'
import type { PlanLimits, PlanNeed, PlanPerson, PlanSlot, PlanWeights, RosterProblem } from '../../planning-schema.ts'

/** A time and place that somebody is bound to. */
export interface Bound {
  start: number
  end: number
  /** Local date of the start, and the Monday of its week. */
  date: string
  monday: string
  position?: Position
}

export interface SlotSheet extends Bound {
  slot: PlanSlot
  place: number
}

export interface PersonSheet {
  person: PlanPerson
  place: number
  duties: Bound[]
  limits: PlanLimits
}

/** A problem made ready to look things up in, with the defaults of the schema filled in; nothing is worked out ahead. */
export interface Sheet {
  problem: RosterProblem
  slots: Map<Id, SlotSheet>
  people: Map<Id, PersonSheet>
  rest: number
  gap: number
  weights: Record<Exclude<keyof PlanWeights, 'short'>, number>
  short(need: PlanNeed): number
}

const MINUTE = 60_000
const DAY = 86_400_000
const SHORT = { buildingHead: 100_000, dualRegistrant: 80_000, volunteer: 60_000, anybody: 50_000 }
const MONDAY = Date.UTC(1970, 0, 5)

/** @throws RangeError for a time zone that there is not */
export function readSheet(problem: RosterProblem): Sheet {
  const { rules = {}, weights = {}, timeZone } = problem
  const dateAt = localDates(timeZone)
  const boundOf = (startsAt: Instant, endsAt: Instant): Bound => {
    const date = dateAt(startsAt)
    return { start: Date.parse(startsAt), end: Date.parse(endsAt), date, monday: mondayBefore(date) }
  }
  const limits = rules.limits ?? { shiftsPerDay: 1, shiftsPerWeek: 5 }
  return {
    problem,
    slots: new Map(
      problem.slots.map((slot, place) => [slot.id, { ...boundOf(slot.startsAt, slot.endsAt), ...at(slot), slot, place }]),
    ),
    people: new Map(
      problem.people.map((person, place) => {
        const duties = (person.duties ?? []).map((duty) => ({ ...boundOf(duty.startsAt, duty.endsAt), ...at(duty) }))
        return [person.id, { person, place, duties, limits: { ...limits, ...person.limits } }]
      }),
    ),
    rest: (rules.restMinutes ?? 660) * MINUTE,
    gap: (rules.gapMinutes ?? 0) * MINUTE,
    weights: {
      wished: weights.wished ?? 2000,
      quotaShort: weights.quotaShort ?? 5000,
      quotaOver: weights.quotaOver ?? 1000,
      fairness: weights.fairness ?? 100,
      wish: weights.wish ?? 20,
      distance: weights.distance ?? 30,
      move: weights.move ?? 3000,
    },
    short: ({ role }) => weights.short?.[role ?? 'anybody'] ?? SHORT[role ?? 'anybody'],
  }
}

export const wishOf = ({ min, wish = min }: PlanNeed): number => wish

const at = ({ position }: { position?: Position | undefined }) => (position ? { position } : {})

/** Asks the platform's calendar anew for each instant that it has not been asked for yet. */
function localDates(timeZone: string): (instant: Instant) => string {
  const calendar = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const known = new Map<Instant, string>()
  return (instant) => {
    const before = known.get(instant)
    if (before !== undefined) return before
    const parts = calendar.formatToParts(Date.parse(instant))
    const part = (type: 'year' | 'month' | 'day') => parts.find((one) => one.type === type)!.value
    const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
    known.set(instant, date)
    return date
  }
}

function mondayBefore(date: string): string {
  const day = Date.parse(`${date}T00:00:00Z`)
  const days = (day - MONDAY) / DAY
  return new Date(day - (((days % 7) + 7) % 7) * DAY).toISOString().slice(0, 10)
}
