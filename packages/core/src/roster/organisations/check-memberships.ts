import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id, Instant, Localized } from '../../schema.ts'
import type { Organisation } from '../schema.ts'
import { organisationLabel } from './organisation-label.ts'
import { ofPerson } from './problem.ts'
import type { OrganisationProblem } from './problem.ts'

/** 组织关系: where a member is on the roll, from an instant until one that is no part of it. */
export interface Membership {
  personId: Id
  orgId: Id
  from: Instant
  to?: Instant
}

/** 双报到: a member registered at a community, mostly that of their home. */
export interface Registration {
  personId: Id
  communityId: Id
  microGridId?: Id
  kind: string
}

export interface RosterRecords {
  /** By whose names problems are told, where they have some. */
  organisations: readonly (Pick<Organisation, 'id' | 'gridId'> & Partial<Pick<Organisation, 'name'>>)[]
  memberships: readonly Membership[]
  registrations: readonly Registration[]
}

/**
 * Holds people to one home organisation at a time, and dual registration to another community than that of the home
 * organisation as of now (INV-13). An organisation of the whole sub-district is in no community.
 */
export function checkMemberships(
  { organisations, memberships, registrations }: RosterRecords,
  { tree, now }: { tree: Pick<GridTree, 'path'>; /** Epoch milliseconds. */ now: number },
): OrganisationProblem[] {
  const byId = new Map(organisations.map((one) => [one.id, one]))
  const labelOf = (id: Id) => organisationLabel(byId.get(id) ?? { id })
  const ofPeople = new Map<Id, Membership[]>()
  for (const one of memberships) ofPeople.set(one.personId, [...(ofPeople.get(one.personId) ?? []), one])
  const homes = [...ofPeople].flatMap(([personId, list]) => severalHomes(personId, list, labelOf))
  const dual = registrations.flatMap(({ personId, communityId, kind }) => {
    if (kind !== 'dual') return []
    const homes = (ofPeople.get(personId) ?? []).filter((one) => lastsAt(one, now))
    const atHome = homes.find(({ orgId }) => communityOf(byId.get(orgId), tree) === communityId)
    if (!atHome) return []
    const community = tree.path(communityId).at(-1)?.name ?? { zh: communityId, en: communityId }
    return [dualAtHome(personId, atHome.orgId, { home: labelOf(atHome.orgId), community })]
  })
  return [...homes, ...dual]
}

/** Whether a membership holds at an instant, in epoch milliseconds: its begin belongs to it, its end does not. */
export const lastsAt = ({ from, to }: Pick<Membership, 'from' | 'to'>, now: number): boolean =>
  Date.parse(from) <= now && (to === undefined || now < Date.parse(to))

/** The community that an organisation is in; none for one of the whole sub-district. */
export const communityOf = (
  organisation: Pick<Organisation, 'gridId'> | undefined,
  tree: Pick<GridTree, 'path'>,
): Id | undefined =>
  organisation?.gridId === undefined ? undefined : tree.path(organisation.gridId).find(({ level }) => level === 'community')?.id

function severalHomes(personId: Id, list: readonly Membership[], labelOf: (id: Id) => Localized): OrganisationProblem[] {
  const inOrder = [...list].sort((one, other) => Date.parse(one.from) - Date.parse(other.from))
  return inOrder.slice(1).flatMap((next, at) => {
    const { orgId, to } = inOrder[at]!
    if (to !== undefined && Date.parse(to) <= Date.parse(next.from)) return []
    const [one, other] = [labelOf(orgId), labelOf(next.orgId)]
    return [
      ofPerson(personId, [orgId, next.orgId], {
        code: 'several-homes',
        message: {
          zh: `同一人同时在 ${one.zh} 和 ${other.zh} 有组织关系。`,
          en: `One person is on the rolls of ${one.en} and ${other.en} at once.`,
        },
        hint: { zh: '为前一段组织关系填写转出日期。', en: 'Give the earlier membership its end.' },
      }),
    ]
  })
}

const dualAtHome = (personId: Id, orgId: Id, { home, community }: Record<'home' | 'community', Localized>): OrganisationProblem =>
  ofPerson(personId, [orgId], {
    code: 'dual-at-home',
    message: {
      zh: `双报到社区 ${community.zh} 与所在党组织 ${home.zh} 的社区相同。`,
      en: `The community ${community.en} of the dual registration is that of the home organisation ${home.en}.`,
    },
    hint: { zh: '填写居住地所在的另一个社区。', en: 'Name the community where the person lives.' },
  })
