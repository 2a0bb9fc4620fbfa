import { sql } from 'kysely'
import type { Queries } from '../storage/database.ts'
import type { Sealer } from './sealed-fields.ts'

/** Where sealed texts stand, and by which column a row is bound to its place. */
const SEALED: readonly { table: string; column: string; id: string }[] = [
  { table: 'people', column: 'name_sealed', id: 'id' },
  { table: 'people', column: 'phone_sealed', id: 'id' },
  { table: 'people', column: 'party_status_sealed', id: 'id' },
  { table: 'employees', column: 'number_sealed', id: 'number_hash' },
  { table: 'consents', column: 'guardian_sealed', id: 'id' },
  { table: 'host_notes', column: 'note_sealed', id: 'id' },
  { table: 'corrections', column: 'reason_sealed', id: 'id' },
  { table: 'corrections', column: 'note_sealed', id: 'id' },
  { table: 'corrections', column: 'facts_sealed', id: 'id' },
  { table: 'corrections', column: 'before_sealed', id: 'id' },
  { table: 'volunteer_profiles', column: 'birth_year_sealed', id: 'person_id' },
  { table: 'host_issuers', column: 'secret_sealed', id: 'id' },
  { table: 'notice_targets', column: 'url_sealed', id: 'id' },
  { table: 'notice_targets', column: 'secret_sealed', id: 'id' },
  { table: 'sign_ins', column: 'verifier_sealed', id: 'state_hash' },
]

const BATCH = 1_000

/**
 * Seals anew, with the key that seals now, whatever an older one sealed. In batches, each by itself: a run that was
 * interrupted is finished by the next, and a server goes on meanwhile.
 * @returns texts sealed
 */
export async function reseal(db: Queries, { districtId, keyring }: Sealer): Promise<number> {
  let count = 0
  for (const { table, column, id } of SEALED) {
    for (let done = BATCH; done === BATCH; count += done) {
      done = await db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ id: string; sealed: string }>`
          select ${sql.ref(id)} as id, ${sql.ref(column)} as sealed from ${sql.table(table)}
          where district_id = ${districtId} and ${sql.ref(column)} is not null
            and not starts_with(${sql.ref(column)}, ${`${keyring.current}.`})
          limit ${BATCH}::int for update`.execute(tx)
        if (rows.length === 0) return 0
        const place = (row: string) => ({ districtId, table, column, id: row })
        const fresh = rows.map((row) => ({
          id: row.id,
          sealed: keyring.seal(keyring.open(row.sealed, place(row.id)), place(row.id)),
        }))
        await sql`
          update ${sql.table(table)} set ${sql.ref(column)} = fresh.sealed
          from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as fresh(id text, sealed text)
          where district_id = ${districtId} and ${sql.ref(`${table}.${id}`)} = fresh.id`.execute(tx)
        return rows.length
      })
    }
  }
  await sql`delete from field_keys where district_id = ${districtId} and kid <> ${keyring.current}`.execute(db)
  return count
}

export const SEALED_COLUMNS = SEALED
