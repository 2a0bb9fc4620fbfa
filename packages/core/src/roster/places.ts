import type { Id } from '../schema.ts'
import type { SlotRole } from './schema.ts'
import type { Place, PlaceKind, Slot, SlotNeeds, Volunteer } from './slot.ts'

/** The kinds of place a slot has, in the order in which they are given: roles first, for fewer can fill them. */
export function placeKinds({ mix = [] }: SlotNeeds): PlaceKind[] {
  return [...mix.filter(({ need }) => need > 0).map(({ role }) => role), 'any']
}

/** The kind of place that a role means in this slot; undefined where it has none. A volunteer fills what is anybody's. */
export function kindOfRole(role: SlotRole, slot: SlotNeeds): PlaceKind | undefined {
  if (placeKinds(slot).includes(role)) return role
  return role === 'volunteer' ? 'any' : undefined
}

/** Whether somebody may fill a place: everybody what is anybody's or a volunteer's, and those with the role the others. */
export const mayFill = (roles: readonly SlotRole[] | undefined, kind: PlaceKind): boolean =>
  kind === 'any' || kind === 'volunteer' || (roles?.includes(kind) ?? false)

/** The kinds of place that somebody may have, in the order in which they get them. */
export function kindsFor({ role, roles }: Pick<Volunteer | Place, 'role' | 'roles'>, slot: SlotNeeds): PlaceKind[] {
  const named = role === undefined ? undefined : kindOfRole(role, slot)
  const kinds = role === undefined ? placeKinds(slot) : named === undefined ? [] : [named]
  return kinds.filter((kind) => mayFill(roles, kind))
}

/** The kind of the place that somebody holds; one the slot does not ask for any more is anybody's. */
export function kindHeld(slot: Slot, personId: Id): PlaceKind {
  const role = slot.places?.[personId]?.role
  return (role && kindOfRole(role, slot)) ?? 'any'
}

/** How many seats are taken: given, or held for somebody. */
export const takenSeats = ({ seated, offered = [] }: Pick<Slot, 'seated' | 'offered'>): number => seated.length + offered.length

/** How many places of each kind are free; together never more than the capacity leaves. */
export function freePlaces(slot: Slot): Map<PlaceKind, number> {
  const { capacity, mix = [], seated, offered = [] } = slot
  const needs = new Map<PlaceKind, number>(mix.map(({ role, need }) => [role, need]))
  needs.set('any', Math.max(0, capacity - mix.reduce((sum, { need }) => sum + need, 0)))
  for (const personId of [...seated, ...offered]) {
    const kind = kindHeld(slot, personId)
    needs.set(kind, needs.get(kind)! - 1)
  }
  const left = capacity - takenSeats(slot)
  return new Map([...needs].map(([kind, free]) => [kind, Math.max(0, Math.min(free, left))]))
}

/**
 * Who of those that wait has a free place to move up to, in their order: each the first kind that is free and that they may
 * fill. `free` is what is left for others then.
 */
export function movingUp(slot: Slot): { next: { personId: Id; kind: PlaceKind }[]; free: Map<PlaceKind, number> } {
  const free = freePlaces(slot)
  let left = slot.capacity - takenSeats(slot)
  const next: { personId: Id; kind: PlaceKind }[] = []
  for (const personId of slot.waitlist) {
    if (left <= 0) break
    const kind = kindsFor(slot.places?.[personId] ?? {}, slot).find((one) => free.get(one)! > 0)
    if (kind === undefined) continue
    free.set(kind, free.get(kind)! - 1)
    left -= 1
    next.push({ personId, kind })
  }
  for (const [kind, count] of free) free.set(kind, Math.max(0, Math.min(count, left)))
  return { next, free }
}

/** A seat's place, with its role where it is for one. */
export const placeOf = (kind: PlaceKind): Place => (kind === 'any' ? {} : { role: kind })

/** The slot with what is known of a person's place; nothing is kept where there is nothing to say. */
export function withPlace(slot: Slot, personId: Id, place: Place | undefined): Slot {
  const { [personId]: _, ...others } = slot.places ?? {}
  const places = place && Object.keys(place).length > 0 ? { ...others, [personId]: place } : others
  const { places: __, ...bare } = slot
  return Object.keys(places).length > 0 ? { ...bare, places } : bare
}

const LISTS = ['seated', 'waitlist', 'offered', 'invited', 'absent'] as const
export type SlotList = (typeof LISTS)[number]

/** Which of the slot's lists a person is in. */
export const listOf = (slot: Slot, personId: Id): SlotList | undefined => LISTS.find((list) => slot[list]?.includes(personId))

/** The slot without a person. */
export function without(slot: Slot, personId: Id): Slot {
  const list = listOf(slot, personId)
  if (!list) return slot
  const left = { ...slot, [list]: slot[list]!.filter((id) => id !== personId) }
  return withPlace(left, personId, undefined)
}

/** The slot with a person at the end of one of its lists, and in no other. */
export function moved(slot: Slot, personId: Id, list: SlotList, place: Place = {}): Slot {
  const left = without(slot, personId)
  return withPlace({ ...left, [list]: [...(left[list] ?? []), personId] }, personId, place)
}
