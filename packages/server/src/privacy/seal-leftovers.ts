import { sql } from 'kysely'
import type { Queries, Tx } from '../storage/database.ts'
import { sealPerson, sealStaffNumber } from './sealed-fields.ts'
import type { Sealer } from './sealed-fields.ts'

const BATCH = 2_000

/**
 * Seals what an earlier version or an import left in plain: names, party status, staff numbers. In batches, each by itself:
 * whatever is interrupted goes on at the next start.
 * @returns rows sealed
 */
export async function sealLeftovers(db: Queries, sealer: Sealer): Promise<number> {
  let sealed = 0
  for (const step of [sealPeople, sealStaffNumbers]) {
    for (let count = BATCH; count === BATCH;) {
      count = await db.transaction().execute((tx) => step(tx, sealer))
      sealed += count
    }
  }
  return sealed
}

async function sealPeople(tx: Tx, sealer: Sealer): Promise<number> {
  const rows = await tx
    .selectFrom('people')
    .select(['id', 'plain_name as name', 'plain_party_status as partyStatus'])
    .where('district_id', '=', sealer.districtId)
    .where((is) => is.or([is('plain_name', 'is not', null), is('plain_party_status', 'is not', null)]))
    .limit(BATCH)
    .forUpdate()
    .execute()
  if (rows.length === 0) return 0
  const values = rows.map((row) => ({ id: row.id, ...sealPerson(sealer, row) }))
  await sql`
    update people set plain_name = null, plain_party_status = null,
      name_sealed = coalesce(sealed.name_sealed, people.name_sealed), name_hash = coalesce(sealed.name_hash, people.name_hash),
      party_status_sealed = coalesce(sealed.party_status_sealed, people.party_status_sealed)
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as sealed(id text, name_sealed text, name_hash text, party_status_sealed text)
    where people.district_id = ${sealer.districtId} and people.id = sealed.id`.execute(tx)
  return rows.length
}

/** The first version's table of staff numbers; no other code knows it any more. */
async function sealStaffNumbers(tx: Tx, sealer: Sealer): Promise<number> {
  const { rows } = await sql<{ orgId: string; staffNumber: string; personId: string }>`
    delete from staff_numbers where ctid = any(array(
      select ctid from staff_numbers where district_id = ${sealer.districtId} limit ${BATCH}::int for update))
    returning org_id as "orgId", staff_number as "staffNumber", person_id as "personId"`.execute(tx)
  if (rows.length === 0) return 0
  const values = rows.map(({ orgId, staffNumber, personId }) => ({
    org_id: orgId,
    person_id: personId,
    ...sealStaffNumber(sealer, orgId, staffNumber),
  }))
  await sql`
    insert into employees (district_id, org_id, number_hash, number_sealed, person_id)
    select ${sealer.districtId}, org_id, number_hash, number_sealed, person_id
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as sealed(org_id text, number_hash text, number_sealed text, person_id text)
    on conflict do nothing`.execute(tx)
  return rows.length
}
