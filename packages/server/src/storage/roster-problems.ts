import type { GridTree } from '@wangge/core/grid'
import { checkMemberships, checkOrganisations } from '@wangge/core/roster'
import type { OrganisationProblem } from '@wangge/core/roster'
import type { Organisation } from '@wangge/core/roster/schema'
import type { Queries } from './database.ts'
import { liaisonOrganisations } from './liaison-organisations.ts'
import { withoutNulls } from './without-nulls.ts'

/** More are not told at once, only counted: whoever mends these sees the next. */
const MOST = 200

/**
 * What is wrong with organisations and memberships as they are kept, errors first. An import lets none of it in; an organisation
 * that moves, or time alone, may bring it about later.
 */
export async function rosterProblems(
  db: Queries,
  districtId: string,
  { organisations, tree, now }: { organisations: readonly Organisation[]; tree: GridTree; now: number },
): Promise<{ total: number; problems: OrganisationProblem[] }> {
  const memberships = await db
    .selectFrom('memberships')
    .select(['person_id as personId', 'org_id as orgId', 'from_at as from', 'to_at as to'])
    .where('district_id', '=', districtId)
    .orderBy('person_id')
    .orderBy('from_at')
    .execute()
  const registrations = await db
    .selectFrom('registrations')
    .select(['person_id as personId', 'community_id as communityId', 'kind'])
    .where('district_id', '=', districtId)
    .orderBy('person_id')
    .execute()
  const records = { organisations, memberships: memberships.map(withoutNulls), registrations }
  const liaisons = await liaisonOrganisations(db, districtId, now)
  const found = [...checkOrganisations(organisations, { tree, liaisons }), ...checkMemberships(records, { tree, now })]
  const isError = ({ severity }: OrganisationProblem) => severity === 'error'
  const problems = [...found.filter(isError), ...found.filter((one) => !isError(one))].slice(0, MOST)
  return { total: found.length, problems }
}
