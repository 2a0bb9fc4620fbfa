import { grantsOf, reachesDistrict, reachesGrid } from '@wangge/core/access'
import type { Grant } from '@wangge/core/access/schema'
import type { Appointment } from '@wangge/core/grid/schema'
import type { GridTree } from '@wangge/core/grid'
import type { Queries } from './database.ts'
import { organisationsOf } from './people.ts'
import { rolesOf } from './role-appointments.ts'

export interface PersonPlaces {
  /** Grids the person works in or is registered in, at this instant. */
  gridIds: string[]
  /** Organisations that know the person. */
  orgIds: string[]
  /** What the person may act as. */
  grants: Grant[]
}

interface At {
  tree: GridTree
  appointments: readonly Appointment[]
  /** Epoch milliseconds. */
  now: number
}

/** Where a person belongs: whoever's grant reaches one of the places may know of them. */
export async function placesOf(
  db: Queries,
  districtId: string,
  personId: string,
  { tree, appointments, now }: At,
): Promise<PersonPlaces> {
  const at = new Date(now).toISOString()
  const own = appointments.filter((one) => one.personId === personId && lasts(one, now))
  const [registrations, roles, orgIds] = await Promise.all([
    db
      .selectFrom('registrations')
      .select(['community_id', 'micro_grid_id'])
      .where('district_id', '=', districtId)
      .where('person_id', '=', personId)
      .execute(),
    rolesOf(db, districtId, { personId, now }),
    organisationsOf(db, districtId, personId, at),
  ])
  const grants = grantsOf(personId, { appointments: own, ...roles, tree, now })
  const gridIds = [
    ...own.map(({ gridId }) => gridId),
    ...registrations.map(({ micro_grid_id: micro, community_id: community }) => micro ?? community),
    ...grants.flatMap(({ gridId }) => gridId ?? []),
  ]
  return { gridIds: [...new Set(gridIds)], orgIds, grants }
}

export const isWithinReach = ({ gridIds, orgIds }: PersonPlaces, grants: readonly Grant[], tree: GridTree): boolean =>
  grants.some(
    (grant) =>
      reachesDistrict(grant, tree) ||
      gridIds.some((gridId) => reachesGrid(grant, gridId, tree)) ||
      (grant.orgId !== undefined && orgIds.includes(grant.orgId)),
  )

export const lasts = ({ from, to }: Pick<Appointment, 'from' | 'to'>, now: number): boolean =>
  Date.parse(from) <= now && (to === undefined || now < Date.parse(to))
