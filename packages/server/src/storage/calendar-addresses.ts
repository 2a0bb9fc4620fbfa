import type { SignUpView, SlotView } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import { createSecret, sha256 } from '../auth/secrets.ts'
import type { Queries, Tx } from './database.ts'

export interface CalendarAddressRow {
  personId: string
  lang: 'zh' | 'en'
  createdAt: string
  readOn: string | null
}

/** Makes a secret that stands for the person's duties; the one before is dead. Only its hash is kept. @returns the secret */
export async function renewCalendarAddress(
  tx: Tx,
  districtId: string,
  {
    personId,
    lang,
    at,
    randomBytes,
  }: { personId: string; lang: 'zh' | 'en'; at: string; randomBytes: (n: number) => Uint8Array },
): Promise<string> {
  const secret = createSecret('wc', randomBytes)
  const row = { secret_hash: sha256(secret), lang, created_at: at, read_on: null }
  await tx
    .insertInto('calendar_addresses')
    .values({ district_id: districtId, person_id: personId, ...row })
    .onConflict((conflict) => conflict.columns(['district_id', 'person_id']).doUpdateSet(row))
    .execute()
  return secret
}

/** @returns whether there was one */
export async function revokeCalendarAddress(tx: Tx, districtId: string, personId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('calendar_addresses')
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

const addresses = (db: Queries, districtId: string) =>
  db
    .selectFrom('calendar_addresses')
    .select(['person_id as personId', 'lang', 'created_at as createdAt', 'read_on as readOn'])
    .where('district_id', '=', districtId)

export const calendarAddressOf = (db: Queries, districtId: string, personId: string): Promise<CalendarAddressRow | undefined> =>
  addresses(db, districtId).where('person_id', '=', personId).executeTakeFirst()

export const findCalendarAddress = (db: Queries, districtId: string, secret: string): Promise<CalendarAddressRow | undefined> =>
  addresses(db, districtId).where('secret_hash', '=', sha256(secret)).executeTakeFirst()

/** Keeps the day of a reading: enough for the person to see that it is in use. */
export async function noteReading(db: Queries, districtId: string, personId: string, date: string): Promise<void> {
  await db
    .updateTable('calendar_addresses')
    .set({ read_on: date })
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .execute()
}

export interface CalendarDuty {
  signUpId: string
  state: SignUpView['state']
  /** When it was as it is now, first; and how often it was something else before. */
  revisedAt: string
  revision: number
  startsAt: string
  endsAt: string
  cancelled: boolean
  post: Localized
  position: SlotView['post']['position'] | null
}

/** A person's sign-ups for shifts that ended after an instant, cancelled ones too; by start. */
export async function calendarDuties(db: Queries, districtId: string, personId: string, after: string): Promise<CalendarDuty[]> {
  const { rows } = await sql<CalendarDuty>`
    select sign_ups.id as "signUpId", sign_ups.state,
      greatest(sign_ups.at, sign_ups.ended_at, sign_ups.revised_at, shifts.revised_at) as "revisedAt",
      sign_ups.revision + shifts.revision + (case when sign_ups.state = 'cancelled' then 1 else 0 end) as revision,
      shifts.starts_at as "startsAt", shifts.ends_at as "endsAt",
      shifts.cancelled, posts.name as post, posts.position
    from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
    where sign_ups.district_id = ${districtId} and sign_ups.person_id = ${personId} and shifts.ends_at > ${after}::timestamptz
    order by shifts.starts_at, sign_ups.id`.execute(db)
  return rows
}
