import type { CertificateView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Insertable, Selectable } from 'kysely'
import type { Queries, Tx } from './database.ts'
import type { CertificateTable } from './tables.ts'

export type StoredCertificate = Selectable<CertificateTable>

/** @returns false where the id is another record's */
export async function insertCertificate(tx: Tx, row: Insertable<CertificateTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('certificates')
    .values(row)
    .onConflict((conflict) => conflict.columns(['district_id', 'id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** By its code, the key of its page or its id. */
export const findCertificate = (
  db: Queries,
  districtId: string,
  [column, value]: readonly ['code' | 'print_key' | 'id', string],
): Promise<StoredCertificate | undefined> =>
  db.selectFrom('certificates').selectAll().where('district_id', '=', districtId).where(column, '=', value).executeTakeFirst()

/** Newest first. */
export const certificatesOf = (
  db: Queries,
  districtId: string,
  { personId, orgId }: { personId: string; orgId: string },
): Promise<StoredCertificate[]> =>
  db
    .selectFrom('certificates')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .where('org_id', '=', orgId)
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()

/** Those that an organisation's people let it print for them, newest first; none that was revoked. */
export const sharedCertificates = (db: Queries, districtId: string, orgId: string): Promise<StoredCertificate[]> =>
  db
    .selectFrom('certificates')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('org_id', '=', orgId)
    .where('shared', '=', true)
    .where('revoked_at', 'is', null)
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()

export async function revokeCertificate(tx: Tx, districtId: string, { id, at }: { id: string; at: string }): Promise<void> {
  await tx
    .updateTable('certificates')
    .set({ revoked_at: sql<string>`coalesce(revoked_at, ${at}::timestamptz)` })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Marks those whose days the shift of a sign-up lies in, in the district's time zone: its record is another one now. */
export async function supersedeCertificates(tx: Tx, districtId: string, { signUpId, at }: { signUpId: string; at: string }) {
  await sql`
    update certificates set superseded_at = coalesce(superseded_at, ${at}::timestamptz)
    from sign_ups, shifts, districts
    where certificates.district_id = ${districtId} and sign_ups.district_id = ${districtId} and sign_ups.id = ${signUpId}
      and shifts.district_id = ${districtId} and shifts.id = sign_ups.shift_id and districts.district_id = ${districtId}
      and certificates.person_id = sign_ups.person_id and certificates.org_id = sign_ups.org_id
      and to_char(shifts.starts_at at time zone districts.time_zone, 'YYYY-MM-DD')
        between certificates.from_date and certificates.to_date`.execute(tx)
}

/** As its holder has it. @param address where the server is reached */
export const certificateView = (row: StoredCertificate, address: string): CertificateView => ({
  id: row.id,
  code: row.code,
  verifyUrl: `${address}/certificates/${row.code}`,
  printUrl: `${address}/certificates/${row.print_key}/print`,
  from: row.from_date,
  to: row.to_date,
  minutes: row.minutes,
  disclose: row.disclose,
  shared: row.shared,
  issuedAt: row.issued_at,
  superseded: row.superseded_at !== null,
  ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
})
