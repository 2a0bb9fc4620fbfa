import type { Sites } from './sites.ts'
import { after } from './instants.ts'
import { AFFILIATIONS } from './names/organisation-names.ts'
import { personName } from './names/person-names.ts'
import type { Organisation } from './organisations.ts'
import { createRandom } from './random.ts'
import { ARTICLE_DATE, COUNTS } from './settings.ts'

export interface Person {
  id: string
  /** Made up. */
  displayName: string
  /** Of whoever is neither in the party nor on the way into it nothing is kept. */
  partyStatus?: 'applicant' | 'activist' | 'probationary' | 'full'
  /** Version of the statement `party-status` that they agreed to. */
  partyConsent?: number
  affiliation?: string
}

export interface Membership {
  personId: string
  orgId: string
  from: string
  /** Exclusive. */
  to?: string
}

export interface Registration {
  personId: string
  communityId: string
  microGridId?: string
  kind: 'dual' | 'in-service' | 'volunteer'
}

export interface Population {
  people: Person[]
  memberships: Membership[]
  /** Present members by organisation. */
  members: Map<string, Person[]>
  activists: Person[]
  volunteers: Person[]
  /** As many as micro-grids, in their order. */
  heads: Person[]
}

/** Members of every roll, activists, volunteers, building heads. Writes the liaisons into the organisations. */
export function populate(organisations: Organisation[], sites: Sites, seed: number): Population {
  const random = createRandom(seed, 'people')
  const people: Person[] = []
  const add = (partyStatus?: Person['partyStatus'], affiliation?: string): Person => {
    const id = `p-${String(people.length + 1).padStart(5, '0')}`
    const person: Person = {
      id,
      displayName: personName(random),
      ...(partyStatus && { partyStatus, partyConsent: 1 }),
      ...(affiliation !== undefined && { affiliation }),
    }
    people.push(person)
    return person
  }
  const members = new Map<string, Person[]>()
  const memberships: Membership[] = []
  const branches = organisations.filter(({ registered }) => registered > 0)
  for (const organisation of branches) {
    const roll = Array.from({ length: organisation.registered }, () => add(random.chance(0.05) ? 'probationary' : 'full'))
    members.set(organisation.id, roll)
    for (const { id: personId } of roll) {
      const joined = after(ARTICLE_DATE, -random.int(200, 3600))
      if (random.chance(0.02)) {
        // Came from another branch: the old membership ends where the new one begins.
        const moved = after(ARTICLE_DATE, -random.int(10, 190))
        const former = random.pick(branches.filter((other) => other !== organisation))
        memberships.push(
          { personId, orgId: former.id, from: joined, to: moved },
          { personId, orgId: organisation.id, from: moved },
        )
      } else memberships.push({ personId, orgId: organisation.id, from: joined })
    }
    if (organisation.kind !== 'workCommittee') organisation.liaisonId = random.pick(roll).id
  }
  const twoNew = organisations.filter(({ kind }) => kind === 'twoNew')
  const activists = Array.from({ length: COUNTS.activists }, () =>
    add('activist', random.pick(twoNew).name.zh.replace(/党(支部|总支|委)$/, '')),
  )
  const volunteers = Array.from({ length: COUNTS.volunteers }, () =>
    add(random.chance(0.2) ? 'applicant' : undefined, random.pick(AFFILIATIONS)),
  )
  const heads = sites.micros.map(() => add(random.chance(0.08) ? 'applicant' : undefined))
  return { people, memberships, members, activists, volunteers, heads }
}
