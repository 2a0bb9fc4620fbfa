import type { Id } from '../../schema.ts'
import { lastsAt } from './check-memberships.ts'
import type { Membership, Registration } from './check-memberships.ts'

/** Somebody came to a duty of reporting in; of a post in no community the community is left out. */
export interface ReportedIn {
  personId: Id
  communityId?: Id
}

export interface ReportInRecords {
  registrations: readonly Pick<Registration, 'personId' | 'communityId'>[]
  memberships: readonly Membership[]
  /** In the time that is looked at; however often somebody came, they reported in. */
  visits: readonly ReportedIn[]
}

/** The rate is `reported / registered`; of nobody there is none. */
export interface ReportInRate {
  reported: number
  registered: number
}

export interface ReportInRates {
  /** Each person once. */
  total: ReportInRate & { others: number }
  /** By id; `others` reported in there and are not registered there. */
  communities: (ReportInRate & { communityId: Id; others: number })[]
  /** By id: people by the organisation on whose roll they are. */
  organisations: (ReportInRate & { orgId: Id })[]
  /** Those who are on no roll. */
  unaffiliated: ReportInRate
}

/**
 * 到社区报到: how many of the people registered at a community reported in there (report-in rate = reported / registered). One who
 * is registered at several is counted at each, and once in all; in an organisation and in all they reported in where they came to
 * one of theirs. Whoever came without being registered there is told apart, and in no rate.
 * @example
 * reportInRates({ registrations: [{ personId: 'p1', communityId: 'c' }, { personId: 'p2', communityId: 'c' }], memberships: [],
 *   visits: [{ personId: 'p1', communityId: 'c' }, { personId: 'p9', communityId: 'c' }] }, { now }).communities
 * // [{ communityId: 'c', reported: 1, registered: 2, others: 1 }]
 */
export function reportInRates(
  { registrations, memberships, visits }: ReportInRecords,
  { now }: { /** Whose roll somebody is on then; epoch milliseconds. */ now: number },
): ReportInRates {
  const registered = peopleBy(registrations.map(({ communityId, personId }) => [communityId, personId]))
  const came = peopleBy(
    visits.flatMap(({ communityId, personId }) => (communityId === undefined ? [] : [[communityId, personId]])),
  )
  const communities = [...new Set([...registered.keys(), ...came.keys()])].sort().map((communityId) => {
    const [own, there] = [registered.get(communityId) ?? NOBODY, came.get(communityId) ?? NOBODY]
    const { reported, registered: all } = rateOf(own, there)
    return { communityId, reported, registered: all, others: there.size - reported }
  })
  const everybody = new Set(registrations.map(({ personId }) => personId))
  const reported = new Set(
    registrations.filter((one) => came.get(one.communityId)?.has(one.personId)).map(({ personId }) => personId),
  )
  const homes = homesAt(memberships, now)
  const byHome = peopleBy([...everybody].map((personId) => [homes.get(personId), personId]))
  const isHome = (entry: [Id | undefined, Set<Id>]): entry is [Id, Set<Id>] => entry[0] !== undefined
  const organisations = [...byHome]
    .filter(isHome)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([orgId, people]) => ({ orgId, ...rateOf(people, reported) }))
  const others = new Set(visits.map(({ personId }) => personId).filter((personId) => !reported.has(personId)))
  return {
    total: { ...rateOf(everybody, reported), others: others.size },
    communities,
    organisations,
    unaffiliated: rateOf(byHome.get(undefined) ?? NOBODY, reported),
  }
}

const NOBODY: ReadonlySet<Id> = new Set()

function peopleBy<Key>(pairs: readonly (readonly [Key, Id])[]): Map<Key, Set<Id>> {
  const people = new Map<Key, Set<Id>>()
  for (const [key, personId] of pairs) people.set(key, (people.get(key) ?? new Set()).add(personId))
  return people
}

const rateOf = (people: ReadonlySet<Id>, reported: ReadonlySet<Id>): ReportInRate => ({
  reported: [...people].filter((personId) => reported.has(personId)).length,
  registered: people.size,
})

/** One home each: of several at once, which is a fault that is told elsewhere, the latest. */
function homesAt(memberships: readonly Membership[], now: number): Map<Id, Id> {
  const held = memberships.filter((one) => lastsAt(one, now))
  held.sort((one, other) => Date.parse(one.from) - Date.parse(other.from) || (one.orgId < other.orgId ? -1 : 1))
  return new Map(held.map(({ personId, orgId }) => [personId, orgId]))
}
