import type { PhotoRef } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import { sha256 } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import { appendAudit } from './audit.ts'
import type { Queries } from './database.ts'

export interface NewPhoto {
  /** As it was sent. */
  photo: PhotoRef
  /** The picture made anew of it, a JPEG. */
  bytes: Uint8Array
  actor: string
  /** Epoch milliseconds. */
  now: number
}

/** A photo's name is its content, so that a second writing of it needs no record of the first. @returns whether it is new */
export async function storePhoto(context: Context, { photo, bytes, actor, now }: NewPhoto): Promise<boolean> {
  const { db, districtId } = context
  const { sha256: name, type, size } = photo
  const at = new Date(now).toISOString()
  const kept = { digest: sha256(bytes), size: bytes.byteLength }
  // As text: pg and PGlite agree on it, and PGlite turns bytes into hex one by one.
  const encoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      insert into photos (district_id, sha256, type, size, bytes, digest, stored_type, stored_size, at)
      values (${districtId}, ${name}, ${type}, ${size}, decode(${encoded}, 'base64'), ${kept.digest}, 'image/jpeg', ${kept.size},
        ${at}::timestamptz)
      on conflict do nothing`.execute(tx)
    if (numAffectedRows !== 1n) return false
    await appendAudit(tx, context, { at, actor, action: 'photo', subject: name })
    return true
  })
}

export interface StoredPhoto {
  type: PhotoRef['type']
  bytes: Uint8Array<ArrayBuffer>
}

/** Undefined where it has been erased, or was never sent. */
export async function readPhoto(db: Queries, districtId: string, name: string): Promise<StoredPhoto | undefined> {
  const row = await db
    .selectFrom('photos')
    .select(['stored_type as type', 'bytes'])
    .where('district_id', '=', districtId)
    .where('sha256', '=', name)
    .executeTakeFirst()
  return row && { type: row.type, bytes: new Uint8Array(row.bytes) }
}

/** Those of the photos that are not stored as they are described. */
export async function missingPhotos(db: Queries, districtId: string, photos: PhotoRef[]): Promise<PhotoRef[]> {
  if (photos.length === 0) return []
  const names = photos.map(({ sha256 }) => sha256)
  const stored = await db
    .selectFrom('photos')
    .select(['sha256', 'type', 'size'])
    .where('district_id', '=', districtId)
    .where('sha256', 'in', names)
    .execute()
  return photos.filter(
    (photo) => !stored.some(({ sha256, type, size }) => sha256 === photo.sha256 && type === photo.type && size === photo.size),
  )
}

/** Photos stored before an instant that no issue and no transition names: sent ahead of a report that never came. */
export async function unnamedPhotos(db: Queries, districtId: string, before: string, limit = 1_000): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    with named as (
      select jsonb_array_elements(photos) ->> 'sha256' as name from issues where district_id = ${districtId}
      union
      select jsonb_array_elements(evidence) ->> 'sha256' from issue_transitions
      where district_id = ${districtId} and jsonb_typeof(evidence) = 'array'
    )
    select sha256 from photos
    where district_id = ${districtId} and at < ${before}::timestamptz
      and not exists (select from named where named.name = photos.sha256)
    order by at, sha256 limit ${limit}`.execute(db)
  return rows.map(({ sha256 }) => sha256)
}
