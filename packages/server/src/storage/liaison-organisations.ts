import { sql } from 'kysely'
import { isOpenAt } from './closed-organisations.ts'
import type { Queries } from './database.ts'

/** Which organisations somebody is the liaison of: whom they name themselves, or whom the street appointed; none of one that is closed. */
export async function liaisonOrganisations(db: Queries, districtId: string, now: number): Promise<ReadonlySet<string>> {
  const at = new Date(now).toISOString()
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id from organisations where district_id = ${districtId} and liaison_id is not null
      union select org_id from role_appointments
      where district_id = ${districtId} and role = 'liaison' and org_id is not null
        and from_at <= ${at}::timestamptz and (to_at is null or to_at > ${at}::timestamptz)
    ) held where ${isOpenAt(districtId, sql`held.id`, now)}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
