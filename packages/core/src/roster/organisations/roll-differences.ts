import type { Id, Localized } from '../../schema.ts'
import type { Organisation } from '../schema.ts'

/** An organisation that declares another number of members than memberships are in force. */
export interface RollDifference {
  orgId: Id
  name: Localized
  /** 在册党员人数, as declared. */
  registered: number
  /** Memberships in force. */
  members: number
}

/**
 * Where what an organisation declares and the memberships that are kept of it are not the same number, by id. Composite committees and
 * the work committee have no roll of their own.
 * @example rollDifferences([{ id: 'o', kind: 'twoNew', name, registered: 12 }], new Map([['o', 11]])) // [{ orgId: 'o', name, registered: 12, members: 11 }]
 */
export const rollDifferences = (
  organisations: readonly Pick<Organisation, 'id' | 'kind' | 'name' | 'registered'>[],
  /** By organisation; none of those that are not here. */
  memberships: ReadonlyMap<Id, number>,
): RollDifference[] =>
  organisations
    .filter(({ kind }) => kind !== 'composite' && kind !== 'workCommittee')
    .map(({ id: orgId, name, registered }) => ({ orgId, name, registered, members: memberships.get(orgId) ?? 0 }))
    .filter(({ registered, members }) => registered !== members)
    .sort((one, other) => (one.orgId < other.orgId ? -1 : Number(one.orgId > other.orgId)))
