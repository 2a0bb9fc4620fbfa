import { toldTimes } from '@wangge/core/roster'
import type { CertificateLine, CertificateView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Insertable, Selectable } from 'kysely'
import type { Context } from '../context.ts'
import type { Queries, Tx } from './database.ts'
import type { Reference } from './reference.ts'
import { serviceRecords } from './service-records.ts'
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

/** Which of an organisation's people's certificates somebody gets to see: those let to their liaison, and those asked for in person. */
export interface SeenCertificates {
  shared: boolean
  asked: boolean
}

/** Those that are seen, newest first; none that was revoked. */
export const seenCertificates = (
  db: Queries,
  districtId: string,
  { orgId, shared, asked }: SeenCertificates & { orgId: string },
): Promise<StoredCertificate[]> =>
  db
    .selectFrom('certificates')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('org_id', '=', orgId)
    .where(({ and, eb, or }) =>
      or([and([eb.lit(shared), eb('shared', '=', true)]), and([eb.lit(asked), eb('asked', 'is not', null)])]),
    )
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

/**
 * Lets one transaction at a time say what a person's certificates tell and what is on record for them. Whoever issues one takes
 * it before reading, whoever changed a record before looking at what was issued: so neither passes the other unseen.
 */
export async function lockCertificates(tx: Tx, districtId: string, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`certificates ${districtId} ${personId}`}, 0))`.execute(tx)
}

/**
 * Marks those of a person's certificates one of whose lines would read otherwise by what is on record now, whichever
 * organisation issued them: an hour counts once, so another shift's record may change it too. What was called otherwise since,
 * and hours that a certificate does not tell of, leave it as true as it was.
 * @param options.renamed a sign-up whose record was corrected to another name or content: a line of it tells these, too
 */
export async function supersedeCertificates(
  tx: Tx,
  context: Context,
  reference: Reference,
  { personId, now, renamed }: { personId: string; now: number; renamed?: string | undefined },
): Promise<void> {
  const { districtId } = context
  await lockCertificates(tx, districtId, personId)
  const standing = await tx
    .selectFrom('certificates')
    .select(['id', 'org_id', 'lines'])
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .where('superseded_at', 'is', null)
    .execute()
  if (standing.length === 0) return
  const starts = standing.flatMap(({ lines }) => lines.map(({ startsAt }) => Date.parse(startsAt)))
  // A line of what was called off may begin before its shift does.
  const span = { from: iso(Math.min(...starts)), to: iso(Math.max(...starts) + DAY_MS) }
  const records = await serviceRecords(tx, context, reference, { personId, ...span, now })
  const told = new Set(
    records.map((one) => (one.signUpId === renamed ? wordKey : lineKey)(one.orgId, { ...one, ...toldTimes(one) })),
  )
  const isTold = (orgId: string, line: CertificateLine) => told.has(lineKey(orgId, line)) || told.has(wordKey(orgId, line))
  const changed = standing.filter(({ org_id: orgId, lines }) => lines.some((line) => !isTold(orgId, line)))
  if (changed.length === 0) return
  await tx
    .updateTable('certificates')
    .set({ superseded_at: iso(now) })
    .where('district_id', '=', districtId)
    .where(
      'id',
      'in',
      changed.map(({ id }) => id),
    )
    .execute()
}

const DAY_MS = 86_400_000

const lineKey = (orgId: string, { startsAt, endsAt, minutes }: Pick<CertificateLine, 'startsAt' | 'endsAt' | 'minutes'>) =>
  JSON.stringify([orgId, Date.parse(startsAt), Date.parse(endsAt), minutes])

const wordKey = (orgId: string, line: Omit<CertificateLine, 'organiser'>) =>
  JSON.stringify([lineKey(orgId, line), line.activity.zh, line.activity.en, line.content.zh, line.content.en])

const iso = (ms: number): string => new Date(ms).toISOString()

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
  ...(row.asked !== null && { asked: row.asked }),
  issuedAt: row.issued_at,
  superseded: row.superseded_at !== null,
  ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
})
