import type { SeedData } from '../../src/seed/files.ts'
import type { Owner } from './rule.ts'
import { personOf, POSTINGS, twoCommunities } from './two-communities.ts'

/** Two of everything: what is here, and what a neighbour has. */
export const HERE = {
  person: 'A1',
  orgId: 'org-a',
  gridPath: ['root', 'north', 'north-1', 'micro-1'],
} as const satisfies Owner
export const THERE = {
  person: 'B1',
  orgId: 'org-b',
  gridPath: ['root', 'south', 'south-1', 'micro-9'],
} as const satisfies Owner

/** Somebody of each place, by a name that nobody else has. */
export const SOMEBODY = {
  here: { id: 'somebody-here', name: '此处人' },
  there: { id: 'somebody-there', name: '彼处人' },
} as const

/** A slot of the neighbour's own grid. */
export const SLOTS = { here: 'sh-20', there: 'sh-south' } as const

/** Slots that are over, each at its own post. */
export const PAST_SLOTS = { here: 'sh-past', there: 'sh-south-past' } as const

/** An evaluation point of the neighbour's own. */
export const POINTS = { here: 'point-1', there: 'point-south' } as const

/** A team of the neighbour's own, with their somebody in it. */
const TEAM_SOUTH = 'team-south'

/** A slot with room for whoever comes. */
export const ROOMY = 'sh-roomy'

const OTHER_ROLES = ['street', 'liaison', 'inspector', 'auditor'] as const

/** The two communities; with somebody for those roles too that follow from no post in a grid, a slot in each, and neighbours. */
export function setting(): SeedData {
  const data = twoCommunities()
  const staff = OTHER_ROLES.flatMap((role) => Object.keys(POSTINGS).map((posting) => `${role}-${posting}`))
  const people = staff.map((id) => ({ id, displayName: '工作者' }))
  const neighbours = Object.values(SOMEBODY).map(({ id, name }) => ({ id, displayName: name }))
  const liaisonOf: Record<string, string> = { 'org-a': personOf('liaison', 'here'), 'org-b': personOf('liaison', 'there') }
  const organisations = data.organisations as { id: string }[]
  const chief = { id: 'a-street', role: 'gridChief', personId: personOf('street', 'here'), gridId: 'root', ...POSTINGS.here }
  const from = '2026-02-01T00:00:00+08:00'
  return {
    ...data,
    people: [...data.people!, ...people, ...neighbours],
    organisations: organisations.map((one) => ({ ...one, liaisonId: liaisonOf[one.id] })),
    appointments: [...data.appointments!, chief],
    memberships: [
      { personId: SOMEBODY.here.id, orgId: HERE.orgId, from },
      { personId: SOMEBODY.there.id, orgId: THERE.orgId, from },
    ],
    registrations: [
      { personId: SOMEBODY.here.id, communityId: 'north', microGridId: 'micro-1', kind: 'dual' },
      { personId: SOMEBODY.there.id, communityId: 'south', microGridId: 'micro-9', kind: 'dual' },
    ],
    teams: [
      ...(data.teams as { memberIds: string[] }[]).map((team) => ({ ...team, memberIds: [...team.memberIds, SOMEBODY.here.id] })),
      {
        id: TEAM_SOUTH,
        kind: 'vanguard',
        name: { zh: '南先锋队', en: 'South Vanguard' },
        memberIds: [SOMEBODY.there.id],
        pointIds: [POINTS.there],
        orgId: THERE.orgId,
      },
    ],
    'evaluation-points': [
      ...data['evaluation-points']!,
      {
        id: POINTS.there,
        placeId: 'hall-south',
        name: { zh: '南点', en: 'South point' },
        gridId: 'micro-9',
        standardIds: [],
        ownerTeamIds: [TEAM_SOUTH],
        status: 'unassessed',
      },
    ],
    posts: [
      ...data.posts!,
      {
        id: 'post-south',
        kind: 'patrol',
        name: { zh: '南岗', en: 'South' },
        gridId: 'micro-9',
        position: [104.0705, 30.5805],
        capacity: { min: 1, max: 20 },
      },
    ],
    shifts: [
      ...data.shifts!,
      {
        id: SLOTS.there,
        postId: 'post-south',
        startsAt: '2026-03-03T08:00:00+08:00',
        endsAt: '2026-03-03T10:00:00+08:00',
        need: 20,
      },
      {
        id: ROOMY,
        postId: 'post-1',
        startsAt: '2026-03-20T08:00:00+08:00',
        endsAt: '2026-03-20T10:00:00+08:00',
        need: 1000,
      },
      {
        id: PAST_SLOTS.there,
        postId: 'post-south',
        startsAt: '2026-03-02T07:00:00+08:00',
        endsAt: '2026-03-02T08:00:00+08:00',
        need: 5,
      },
    ],
  }
}
