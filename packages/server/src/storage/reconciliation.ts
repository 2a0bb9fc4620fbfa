import { localDate, openOn, reconcileOrganisations, rollDifferences } from '@wangge/core/roster'
import type { DeclaredOrganisations, OrganisationProblem, Reconciliation, RollDifference } from '@wangge/core/roster'
import type { Organisation } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { act } from './act.ts'
import type { Queries } from './database.ts'
import { listOrganisations } from './organisations.ts'
import { rosterProblems } from './roster-problems.ts'

/** Organisations against what the district declares. @throws ProblemError 503 `district-missing` */
export async function reconciliationOf(
  db: Queries,
  districtId: string,
  organisations: readonly Organisation[],
): Promise<Reconciliation> {
  return reconcileOrganisations(organisations, await declaredOf(db, districtId))
}

/** More are not told at once, only counted. */
const MOST = 200

/** What each declares against the memberships that are in force. */
export async function rollsAgainstMembers(
  db: Queries,
  districtId: string,
  { organisations, now }: { organisations: readonly Organisation[]; now: number },
): Promise<{ total: number; organisations: RollDifference[] }> {
  const at = new Date(now).toISOString()
  const { rows } = await sql<{ orgId: string; members: number }>`
    select org_id as "orgId", count(distinct person_id)::int as members from memberships
    where district_id = ${districtId} and from_at <= ${at}::timestamptz and (to_at is null or to_at > ${at}::timestamptz)
    group by org_id`.execute(db)
  const found = rollDifferences(organisations, new Map(rows.map(({ orgId, members }) => [orgId, members])))
  return { total: found.length, organisations: found.slice(0, MOST) }
}

/** Declares what is named, and leaves the rest as it was declared. @throws ProblemError 503 `district-missing` */
export async function declareOrganisations(
  context: Context,
  wanted: DeclaredOrganisations,
  actor: string,
): Promise<Reconciliation & { problems: OrganisationProblem[]; rolls: { total: number; organisations: RollDifference[] } }> {
  const { tree, timeZone } = await context.reference.current()
  return act(context, { action: 'declare-organisations', actor }, async ({ db, districtId }) => {
    const known = await declaredOf(db, districtId)
    const declared = { ...known, ...wanted, byKind: { ...known.byKind, ...wanted.byKind } }
    if (Object.keys(wanted).length > 0) {
      const text = JSON.stringify(declared)
      await db.updateTable('districts').set({ declared_organisations: text }).where('district_id', '=', districtId).execute()
    }
    const now = context.clock()
    const organisations = openOn(await listOrganisations(db, districtId), localDate(now, timeZone))
    const { problems } = await rosterProblems(db, districtId, { organisations, tree, now })
    const rolls = await rollsAgainstMembers(db, districtId, { organisations, now })
    const result = { ...reconcileOrganisations(organisations, declared), problems, rolls }
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
