import type { Organisation, OrganisationView } from '@wangge/core/roster/schema'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export async function findOrganisation(
  db: Queries,
  districtId: string,
  id: string,
): Promise<Omit<OrganisationView, 'policy'> | undefined> {
  const row = await db
    .selectFrom('organisations')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { kind, name, superior_id: superiorId, grid_id: gridId, registered, closed_on: closedOn } = row
  return withoutNulls({ id, kind: kind as OrganisationView['kind'], name, superiorId, gridId, registered, closedOn })
}

/** Of those that there are, by id. */
export async function organisationNames(
  db: Queries,
  districtId: string,
  ids: readonly string[],
): Promise<Pick<Organisation, 'id' | 'name'>[]> {
  if (ids.length === 0) return []
  const organisations = db.selectFrom('organisations').select(['id', 'name']).where('district_id', '=', districtId)
  return organisations.where('id', 'in', ids).orderBy('id').execute()
}

/** All of the district, by id. */
export async function listOrganisations(db: Queries, districtId: string): Promise<Organisation[]> {
  const rows = await db.selectFrom('organisations').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  return rows.map(({ superior_id: superiorId, grid_id: gridId, liaison_id: liaisonId, closed_on: closedOn, ...row }) => {
    const { id, kind, name, registered, allied } = row
    return withoutNulls({
      ...{ id, kind: kind as Organisation['kind'], name, superiorId, gridId, registered, liaisonId, allied, closedOn },
    })
  })
}
