import type { Consent } from '../../privacy/schema.ts'
import { PARTY_LADDER } from '../organisations/advance-party-status.ts'
import { joinSpans } from './join-spans.ts'
import { isToCome, mergeClashes } from './merge-clashes.ts'
import type { HeldPlace, MergeContext, MergedPerson, MergeResult, PersonRecord } from './person-record.ts'

/**
 * What stands where two records turn out to be one person's: somebody whom the street knows by phone and their employer by a
 * number. Nothing is lost and nothing counts twice: times as a member or in a role that both have are one, of two consents
 * alike the earlier stands, of two places at one shift that has begun the one that says more. A minor stays one; of two
 * neighbouring steps of the ladder of political status the further one stands, for it is moved step by step. Where the
 * records contradict each other, all that does is told: which of the two is right, only somebody who asks can know.
 * @param keep whose id stays; a name of the district's own goes before that of a host, else this one's stands
 */
export function mergePeople(keep: PersonRecord, gone: PersonRecord, context: MergeContext): MergeResult {
  const clashes = mergeClashes(keep, gone, context)
  if (clashes.length > 0) return { ok: false, clashes }
  return { ok: true, merged: merged(keep, gone, context) }
}

function merged(keep: PersonRecord, gone: PersonRecord, { now }: MergeContext): MergedPerson {
  const both = [keep, gone]
  const named = both.filter(({ nameKey }) => nameKey !== undefined)
  const name = named.find(({ isNamedByHost }) => !isNamedByHost) ?? named[0]
  const phone = both.find(({ phoneKey }) => phoneKey !== undefined)
  const status = both
    .flatMap(({ partyStatus }) => partyStatus ?? [])
    .sort((one, other) => PARTY_LADDER.indexOf(other) - PARTY_LADDER.indexOf(one))[0]
  const profile = mergedProfile(keep, gone)
  return {
    ...(name && { nameOf: name.id }),
    ...(phone && { phoneOf: phone.id }),
    isNamedByHost: name?.isNamedByHost ?? false,
    minor: keep.minor || gone.minor,
    ...(status !== undefined && { partyStatus: status }),
    memberships: joinSpans([...keep.memberships, ...gone.memberships], ({ orgId }) => orgId),
    registrations: mergedRegistrations(keep, gone),
    appointments: joinSpans([...keep.appointments, ...gone.appointments], ({ role, gridId }) => `${role} ${gridId}`),
    roles: joinSpans([...keep.roles, ...gone.roles], ({ role, gridId, orgId }) => JSON.stringify([role, gridId, orgId])),
    consents: mergedConsents([...keep.consents, ...gone.consents]),
    doubles: doublesOf(keep, gone, now),
    ...(profile && { profile }),
  }
}

function mergedRegistrations(keep: PersonRecord, gone: PersonRecord): MergedPerson['registrations'] {
  const byPlace = new Map<string, MergedPerson['registrations'][number]>()
  for (const one of [...gone.registrations, ...keep.registrations]) {
    const key = `${one.kind} ${one.communityId}`
    byPlace.set(key, { ...byPlace.get(key), ...one })
  }
  return [...byPlace.values()]
}

/** Of two that are alike and hold, the earlier one; each that was taken back stays, for it tells what held until then. */
function mergedConsents(consents: readonly Consent[]): Consent[] {
  const held = new Set<string>()
  return [...consents]
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .filter(({ purpose, version, by, withdrawnAt }) => {
      if (withdrawnAt !== undefined) return true
      const key = JSON.stringify([purpose, version, by])
      return !held.has(key) && held.add(key)
    })
}

/** Skills of both; the year as it was said last. */
function mergedProfile({ profile: one }: PersonRecord, { profile: other }: PersonRecord): MergedPerson['profile'] {
  const [last, first] = (one?.at ?? '') >= (other?.at ?? '') ? [one, other] : [other, one]
  if (!last) return undefined
  const birthYear = last.birthYear ?? first?.birthYear
  const skills = [...new Set([...last.skills, ...(first?.skills ?? [])])]
  return { skills, ...(birthYear !== undefined && { birthYear }), at: last.at }
}

function doublesOf(keep: PersonRecord, gone: PersonRecord, now: number): MergedPerson['doubles'] {
  const bySlot = new Map(keep.places.map((place) => [place.slotId, place]))
  return gone.places.flatMap((other) => {
    const own = bySlot.get(other.slotId)
    if (!own || isToCome(own, now)) return []
    return saysMore(other, own) ? [{ stands: other, goes: own }] : [{ stands: own, goes: other }]
  })
}

/** A seat before none; then by how much of the presence is known. */
const saysMore = (one: HeldPlace, other: HeldPlace): boolean => weightOf(one) > weightOf(other)

function weightOf({ state, isAbsent, checkedInAt, checkedOutAt }: HeldPlace): number {
  const ends = [checkedInAt, checkedOutAt].filter((end) => end !== undefined).length
  return (state === 'seated' ? 8 : 0) + 2 * ends + (isAbsent ? 0 : 1)
}
