import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Localized } from '@wangge/core/schema'
import { createSecret, sha256 } from '../auth/secrets.ts'
import { isOpenAt } from './closed-organisations.ts'
import type { Queries } from './database.ts'
import type { SiteKeyTable } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

export interface SiteKey {
  /** `wk_<tag>_<random>`; the tag is that of the audience. */
  key: string
  origins: string[]
  /** `public` or `org:<id>`. */
  audience: string
  /** Ids of the operations it may call; all that its audience may where absent. */
  calls?: string[]
  /** Address on one of its origins where whoever scanned the code at a post goes on. */
  page?: string
  createdAt: string
  /** Of a key that another took the place of. */
  expiresAt?: string
  revokedAt?: string
}

export interface NewSiteKey {
  /** Origins whose pages may use the key, e.g. `https://intranet.example.com`. */
  origins: string[]
  /** `public` or `org:<id>`. */
  audience: string
  calls?: string[] | undefined
  page?: string | undefined
  /** Epoch milliseconds. */
  now: number
  randomBytes: (count: number) => Uint8Array
}

/** First digits of a hash of the audience: the same in each of its keys, so that what a browser keeps survives a change of key. */
const tagOf = (audience: string): string => sha256(audience).slice(0, 8)

/** Makes a key `wk_<tag of the audience>_<random>`. The rest of it is opaque. */
export async function createSiteKey(
  db: Queries,
  districtId: string,
  { origins, audience, calls, page, now, randomBytes }: NewSiteKey,
): Promise<SiteKey> {
  const key = createSecret(`wk_${tagOf(audience)}`, randomBytes)
  const createdAt = new Date(now).toISOString()
  await db
    .insertInto('site_keys')
    .values({
      district_id: districtId,
      key,
      origins,
      audience,
      calls: calls ?? null,
      page: page ?? null,
      created_at: createdAt,
      expires_at: null,
      revoked_at: null,
    })
    .execute()
  return { key, origins, audience, ...(calls && { calls }), ...(page !== undefined && { page }), createdAt }
}

/** The key, where it is neither revoked, past its end nor of an organisation that is closed. Found as it is: it stands in the page's source, and is no secret. */
export async function findSiteKey(db: Queries, districtId: string, key: string, now: number): Promise<SiteKey | undefined> {
  const row = await db
    .selectFrom('site_keys')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('key', '=', key)
    .where(isActive(districtId, now))
    .executeTakeFirst()
  return row && siteKeyOf(row)
}

export async function isKnownOrigin(db: Queries, districtId: string, origin: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom('site_keys')
    .select('key')
    .where('district_id', '=', districtId)
    .where(isActive(districtId, now))
    .where(sql<boolean>`origins @> array[${origin}::text]`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function listSiteKeys(db: Queries, districtId: string): Promise<SiteKey[]> {
  const rows = await db.selectFrom('site_keys').selectAll().where('district_id', '=', districtId).orderBy('created_at').execute()
  return rows.map(siteKeyOf)
}

const siteKeyOf = (row: Selectable<SiteKeyTable>): SiteKey =>
  withoutNulls({
    key: row.key,
    origins: row.origins,
    audience: row.audience,
    calls: row.calls,
    page: row.page,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  })

const isActive = (districtId: string, now: number) =>
  sql<boolean>`revoked_at is null and (expires_at is null or expires_at > ${new Date(now).toISOString()}::timestamptz)
    and ${isOpenAt(districtId, AUDIENCE, now)}`

/** The organisation of a key; null of one for the public. */
const AUDIENCE = sql`case when audience like 'org:%' then substr(audience, 5) end`

export async function setPage(db: Queries, districtId: string, key: string, page: string | null): Promise<void> {
  await db.updateTable('site_keys').set({ page }).where('district_id', '=', districtId).where('key', '=', key).execute()
}

export interface CheckInPage {
  orgId: string
  name: Localized
  page: string
}

/** Where people of organisations go on who scanned the code at a post: each address once, though two keys tell it. */
export async function listCheckInPages(db: Queries, districtId: string, now: number): Promise<CheckInPage[]> {
  const rows = await db
    .selectFrom('site_keys as k')
    .innerJoin('organisations as o', (join) =>
      join.onRef('o.district_id', '=', 'k.district_id').on(sql<boolean>`k.audience = 'org:' || o.id`),
    )
    .select(['o.id as orgId', 'o.name', 'k.page'])
    .distinct()
    .where('k.district_id', '=', districtId)
    .where(isActive(districtId, now))
    .where('k.page', 'is not', null)
    .execute()
  const byName = new Intl.Collator('zh-Hans').compare
  return rows
    .map(({ orgId, name, page }) => ({ orgId, name, page: page! }))
    .sort((a, b) => byName(a.name.zh, b.name.zh) || (a.page < b.page ? -1 : 1))
}

/** Lets a key end at a time, or at an earlier one that was set before. */
export async function limitSiteKey(db: Queries, districtId: string, key: string, until: number): Promise<void> {
  const at = new Date(until).toISOString()
  await db
    .updateTable('site_keys')
    .set({ expires_at: sql`least(expires_at, ${at}::timestamptz)` })
    .where('district_id', '=', districtId)
    .where('key', '=', key)
    .execute()
}

/** @returns whether there was such a key that was not yet revoked. */
export async function revokeSiteKey(db: Queries, districtId: string, key: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('site_keys')
    .set({ revoked_at: new Date(now).toISOString() })
    .where('district_id', '=', districtId)
    .where('key', '=', key)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
