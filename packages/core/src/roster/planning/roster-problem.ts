import { localDate } from '../../calendar/zoned-time.ts'
import type { Id, Instant, Position } from '../../schema.ts'
import { distanceBetween } from '../attendance/geofence.ts'
import { fitnessRefusal } from '../fitness.ts'
import { kindOfRole, mayFill, placeKinds } from '../places.ts'
import type { PlanAssignment, PlanNeed, PlanPerson, PlanRules, PlanSlot, PlanWeights, RosterProblem } from '../planning-schema.ts'
import type { SignUpPolicy, SlotRole } from '../schema.ts'
import type { Duty, PlaceKind, SlotNeeds, Volunteer } from '../slot.ts'
import { awayAfterClosing } from './away-after-closing.ts'
import type { AwayAfterClosing } from './away-after-closing.ts'
import { isAfterClosing } from './is-after-closing.ts'
import { standTogether } from './stand-together.ts'

/** Somebody who has a seat, or one held for them. */
export interface HeldSeat {
  personId: Id
  /** Through which they came. */
  orgId?: Id | undefined
  /** Of the seat, where the slot has a mix. */
  role?: SlotRole | undefined
  /** Another may be given it. */
  isMovable?: boolean
}

/** A shift to be planned: open to sign-up, and not called off. */
export interface PlanningSlot extends SlotNeeds {
  id: Id
  postId: Id
  startsAt: string
  endsAt: string
  capacity: number
  gridPath?: readonly Id[]
  position?: Position | undefined
  /** Of an intersection: the branch that it belongs to then; null in a gap between two, when nobody may fill it. */
  sponsorId?: Id | null | undefined
  seats: readonly HeldSeat[]
}

/** Somebody who may be given a duty: they have agreed to duties, and an organisation knows them. */
export interface PlanningPerson extends Volunteer {
  orgId: Id
  /** When that organisation is closed (撤销): they come to what begins before. */
  closesAt?: Instant | undefined
  /** Shifts served lately. */
  carried?: number
  home?: Position | undefined
  /** What they are bound to besides the slots that are planned: seats elsewhere, and places in waitlists. */
  duties: readonly (Duty & { position?: Position | undefined })[]
}

export interface PlanningRecords {
  timeZone: string
  policy: Pick<SignUpPolicy, 'minRestMinutes'>
  slots: readonly PlanningSlot[]
  people: readonly PlanningPerson[]
  /** What organisations owe besides what they have named for other slots. */
  quotas?: readonly { orgId: Id; date: string; due: number }[]
  rules?: PlanRules | undefined
  weights?: PlanWeights | undefined
}

export interface PlannedProblem {
  problem: RosterProblem
  /** Seats of the present plan that may be moved. */
  present: PlanAssignment[]
  /** Seats that are none of the plan's business: whoever has them keeps them, and their needs are so much smaller. */
  held: { slotId: Id; personId: Id }[]
}

/**
 * A district's records as a problem of the planner: ids, times and places, nobody's name. A seat that is taken stands. Where
 * the plan's rules would not have given it (too little rest, a role or consent that is gone) it still stands, as a duty of
 * whoever has it and out of what the slot needs, so that the problem never contradicts itself.
 *
 * An intersection is for its branch alone: its slots ask for a skill `sponsor-<n>` that the branch's people have.
 */
export function rosterProblem(records: PlanningRecords): PlannedProblem {
  const { timeZone, policy, weights } = records
  const rules = rulesOf(records.rules, policy)
  const slots = [...records.slots].sort(byStart)
  const people = [...records.people].sort((one, other) => (one.id < other.id ? -1 : 1))
  const sponsors = sponsorSkills(slots)
  const skillsOf = new Map(slots.map((slot) => [slot.id, [...(slot.skills ?? []), ...sponsorOf(slot, sponsors)]]))
  const persons = new Map(people.map((person) => [person.id, person]))
  const held: PlannedProblem['held'] = []
  const present: PlanAssignment[] = []
  const fixed: NonNullable<RosterProblem['fixed']> = []
  /** By slot and kind of place, and by date and organisation: seats that stand outside of the problem. */
  const taken = new Map<string, number>()
  const extraDuties = new Map<Id, PlanningPerson['duties'][number][]>()
  const seats = seatsByPerson(slots)

  for (const [personId, own] of seats) {
    const person = persons.get(personId)
    const isSound =
      person !== undefined &&
      own.every(({ slot, kind }) => !isOverfull(slot, kind) && mayHave(person, slot, kind, { sponsors, rules, timeZone })) &&
      standTogether([...own.map(({ slot }) => slot), ...person.duties], { rules, timeZone })
    for (const { slot, kind, isMovable, orgId } of own) {
      const need = placeKinds(slot).indexOf(kind)
      const seat = { slotId: slot.id, personId, need }
      if (!isSound) {
        held.push({ slotId: slot.id, personId })
        raise(taken, `${slot.id} ${kind}`)
        raise(taken, `${localDate(Date.parse(slot.startsAt), timeZone)} ${orgId}`)
        const { id: slotId, startsAt, endsAt, position } = slot
        const duty = { slotId, startsAt, endsAt, ...(position && { position }) }
        extraDuties.set(personId, [...(extraDuties.get(personId) ?? []), duty])
      } else if (isMovable) present.push(seat)
      else fixed.push(seat)
    }
  }

  const end = slots.reduce((latest, { endsAt }) => (Date.parse(latest) < Date.parse(endsAt) ? endsAt : latest), EPOCH)
  const quotas = (records.quotas ?? []).flatMap(({ orgId, date, due }) => {
    const left = due - (taken.get(`${date} ${orgId}`) ?? 0)
    return left > 0 ? [{ orgId, date, due: left }] : []
  })
  const away = new Map(
    people.flatMap(({ id, closesAt }) => (closesAt === undefined ? [] : [[id, awayAfterClosing(slots, closesAt)] as const])),
  )
  const problem: RosterProblem = {
    version: 1,
    timeZone,
    slots: slots.map((slot) => planSlot(slot, skillsOf.get(slot.id)!, taken)),
    people: people.map((person) =>
      planPerson(person, { extra: extraDuties.get(person.id) ?? [], sponsors, away: away.get(person.id), end }),
    ),
    rules,
    ...(weights && { weights }),
    ...(quotas.length > 0 && { quotas }),
    ...(fixed.length > 0 && { fixed }),
  }
  const young = tooYoung(slots, people, { timeZone })
  const closed = [...away].flatMap(([personId, { slotIds }]) => slotIds.map((slotId) => ({ slotId, personId })))
  const pairOf = ({ slotId, personId }: { slotId: Id; personId: Id }) => JSON.stringify([slotId, personId])
  const known = new Set(young.map(pairOf))
  const forbidden = [...young, ...closed.filter((one) => !known.has(pairOf(one)))]
  return { problem: { ...problem, ...(forbidden.length > 0 && { forbidden }) }, present, held }
}

/** What publishing will ask for: never less rest than the district asks for at sign-up. */
function rulesOf(rules: PlanRules = {}, { minRestMinutes }: PlanningRecords['policy']): PlanRules {
  const { restMinutes = 660, gapMinutes = 0 } = rules
  return { ...rules, restMinutes: Math.max(restMinutes, minRestMinutes), gapMinutes: Math.max(gapMinutes, minRestMinutes) }
}

interface Seat {
  slot: PlanningSlot
  kind: PlaceKind
  isMovable: boolean
  orgId: Id | undefined
}

/** More have such a seat than the slot has: it was made smaller. */
function isOverfull(slot: PlanningSlot, kind: PlaceKind): boolean {
  const taken = slot.seats.filter(({ role }) => ((role && kindOfRole(role, slot)) ?? 'any') === kind).length
  return taken > needsOf(slot).find((need) => need.kind === kind)!.need
}

const raise = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)

function seatsByPerson(slots: readonly PlanningSlot[]): Map<Id, Seat[]> {
  const seats = new Map<Id, Seat[]>()
  for (const slot of slots) {
    for (const { personId, role, isMovable = false, orgId } of slot.seats) {
      const kind = (role && kindOfRole(role, slot)) ?? 'any'
      seats.set(personId, [...(seats.get(personId) ?? []), { slot, kind, isMovable, orgId }])
    }
  }
  return seats
}

interface SeatContext {
  sponsors: Sponsors
  rules: PlanRules
  timeZone: string
}

function mayHave(person: PlanningPerson, slot: PlanningSlot, kind: PlaceKind, context: SeatContext): boolean {
  const { sponsors, rules, timeZone } = context
  const { maxDistance = Infinity } = rules
  if (isAfterClosing(slot, person)) return false
  if (person.home && slot.position && distanceBetween(person.home, slot.position) > maxDistance) return false
  const skills = [...(person.skills ?? []), ...ownSponsor(person, sponsors)]
  const asked = [...(slot.skills ?? []), ...sponsorOf(slot, sponsors)]
  return mayFill(person.roles, kind) && asked.every((skill) => skills.includes(skill)) && !isTooYoung(slot, person, { timeZone })
}

/** Branches whose intersections are planned, each with the skill that stands for it. */
type Sponsors = ReadonlyMap<Id, string>
const NOBODYS = 'sponsor-none'
const EPOCH = new Date(0).toISOString()

function sponsorSkills(slots: readonly PlanningSlot[]): Sponsors {
  const ids = [...new Set(slots.flatMap(({ sponsorId }) => sponsorId ?? []))].sort()
  return new Map(ids.map((id, index) => [id, `sponsor-${index + 1}`]))
}

const sponsorOf = ({ sponsorId }: PlanningSlot, sponsors: Sponsors): string[] =>
  sponsorId === undefined ? [] : [sponsorId === null ? NOBODYS : sponsors.get(sponsorId)!]

const ownSponsor = ({ orgId }: PlanningPerson, sponsors: Sponsors): string[] => {
  const skill = sponsors.get(orgId)
  return skill === undefined ? [] : [skill]
}

function planSlot(slot: PlanningSlot, skills: string[], taken: ReadonlyMap<string, number>): PlanSlot {
  const { id, postId, startsAt, endsAt, gridPath, position } = slot
  return {
    id,
    postId,
    startsAt,
    endsAt,
    ...(gridPath && { gridPath: [...gridPath] }),
    ...(position && { position }),
    needs: needsOf(slot).map(({ kind, need }): PlanNeed => {
      const min = Math.max(0, need - (taken.get(`${id} ${kind}`) ?? 0))
      return { ...(kind !== 'any' && { role: kind }), ...(skills.length > 0 && { skills }), min }
    }),
  }
}

/** How many seats of each kind a slot has, in the order of `placeKinds`. */
function needsOf(slot: PlanningSlot): { kind: PlaceKind; need: number }[] {
  const { mix = [], capacity } = slot
  let left = capacity
  return placeKinds(slot).map((kind) => {
    const asked = kind === 'any' ? left : (mix.find(({ role }) => role === kind)?.need ?? 0)
    const need = Math.min(asked, left)
    left -= need
    return { kind, need }
  })
}

interface PersonContext {
  /** Of seats that stand outside of the problem. */
  extra: PlanningPerson['duties']
  sponsors: Sponsors
  away: AwayAfterClosing | undefined
  /** Of the last slot. */
  end: Instant
}

function planPerson(person: PlanningPerson, { extra, sponsors, away, end }: PersonContext): PlanPerson {
  const { id, orgId, roles = [], carried = 0, home } = person
  const skills = [...(person.skills ?? []), ...ownSponsor(person, sponsors)]
  const duties = [...person.duties, ...extra].map(({ startsAt, endsAt, position }) => ({
    startsAt,
    endsAt,
    ...(position && { position }),
  }))
  return {
    id,
    orgId,
    ...(roles.length > 0 && { roles: [...roles] }),
    ...(skills.length > 0 && { skills }),
    ...(home && { home }),
    ...(away && Date.parse(away.from) < Date.parse(end) && { unavailable: [{ startsAt: away.from, endsAt: end }] }),
    ...(carried > 0 && { carried }),
    ...(duties.length > 0 && { duties }),
  }
}

function tooYoung(slots: readonly PlanningSlot[], people: readonly PlanningPerson[], zone: Pick<PlanningRecords, 'timeZone'>) {
  const asking = slots.filter(({ minAge }) => minAge !== undefined)
  const young = people.filter(({ birthYear, minor }) => birthYear !== undefined || minor)
  return asking.flatMap((slot) =>
    young.filter((person) => isTooYoung(slot, person, zone)).map(({ id: personId }) => ({ slotId: slot.id, personId })),
  )
}

/** By age alone: the guardian has agreed, or the person would not be among those who may be planned. */
const isTooYoung = (
  { id, startsAt, minAge }: PlanningSlot,
  { birthYear, minor, id: personId }: PlanningPerson,
  zone: Pick<PlanningRecords, 'timeZone'>,
): boolean =>
  minAge !== undefined &&
  fitnessRefusal({ id, startsAt, minAge }, { id: personId, birthYear, minor, guardian: true }, zone) !== undefined

const byStart = (one: PlanningSlot, other: PlanningSlot) =>
  Date.parse(one.startsAt) - Date.parse(other.startsAt) || (one.id < other.id ? -1 : 1)
