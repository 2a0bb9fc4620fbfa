import { reconcileOrganisations } from '@wangge/core/roster'
import type { DeclaredOrganisations, OrganisationProblem, Reconciliation } from '@wangge/core/roster'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { act } from './act.ts'
import type { Queries } from './database.ts'
import { listOrganisations } from './organisations.ts'
import { rosterProblems } from './roster-problems.ts'

/** The stored organisations against what the district declares. @throws ProblemError 503 `district-missing` */
export async function reconciliationOf(db: Queries, districtId: string): Promise<Reconciliation> {
  return reconcileOrganisations(await listOrganisations(db, districtId), await declaredOf(db, districtId))
}

/** Declares what is named, and leaves the rest as it was declared. @throws ProblemError 503 `district-missing` */
export async function declareOrganisations(
  context: Context,
  wanted: DeclaredOrganisations,
  actor: string,
): Promise<Reconciliation & { problems: OrganisationProblem[] }> {
  const { tree } = await context.reference.current()
  return act(context, { action: 'declare-organisations', actor }, async ({ db, districtId }) => {
    const known = await declaredOf(db, districtId)
    const declared = { ...known, ...wanted, byKind: { ...known.byKind, ...wanted.byKind } }
    if (Object.keys(wanted).length > 0) {
      const text = JSON.stringify(declared)
      await db.updateTable('districts').set({ declared_organisations: text }).where('district_id', '=', districtId).execute()
    }
    const organisations = await listOrganisations(db, districtId)
    const { problems } = await rosterProblems(db, districtId, { organisations, tree, now: context.clock() })
    const result = { ...reconcileOrganisations(organisations, declared), problems }
    return Object.keys(wanted).length > 0 ? { subject: districtId, result } : { result }
  })
}

async function declaredOf(db: Queries, districtId: string): Promise<DeclaredOrganisations> {
  const row = await db
    .selectFrom('districts')
    .select('declared_organisations as declared')
    .where('district_id', '=', districtId)
    .executeTakeFirst()
  if (!row) throw new ProblemError(503, 'district-missing', 'The district has no data yet')
  return row.declared
}
