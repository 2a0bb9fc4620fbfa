import { sql } from 'kysely'
import type { Tx } from '../storage/database.ts'

/** What names a person and comes from no employer. */
const OTHERS: readonly (readonly [table: string, column: string])[] = [
  ['appointments', 'person_id'],
  ['role_appointments', 'person_id'],
  ['registrations', 'person_id'],
  ['identities', 'person_id'],
  ['organisations', 'liaison_id'],
  ['groups', 'owner_person_id'],
  ['teams', 'leader_id'],
]

/** What comes through the organisation that it names. */
const OF_ORGANISATION = ['employees', 'memberships', 'sign_ups'] as const

/**
 * Whether the district knows a person by more than what came through one organisation: then its word alone, which may be about
 * whoever has a former employee's number now, does not undo it.
 */
export async function isKnownOtherwise(tx: Tx, districtId: string, personId: string, orgId: string): Promise<boolean> {
  const named = OTHERS.map(
    ([table, column]) =>
      sql`exists (select 1 from ${sql.table(table)} where district_id = ${districtId} and ${sql.ref(column)} = ${personId})`,
  )
  const elsewhere = OF_ORGANISATION.map(
    (table) => sql`exists (select 1 from ${sql.table(table)}
      where district_id = ${districtId} and person_id = ${personId} and org_id <> ${orgId})`,
  )
  const inTeam = sql`exists (select 1 from teams where district_id = ${districtId} and member_ids ? ${personId}::text)`
  const { rows } = await sql<{
    known: boolean
  }>`select (${sql.join([...named, ...elsewhere, inTeam], sql` or `)}) as known`.execute(tx)
  return rows[0]!.known
}
