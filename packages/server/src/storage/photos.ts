import { createUlid } from '@wangge/core'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { sha256 } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import { photoKey, PhotoLostError, PhotoStoreError } from '../photos/photo-store.ts'
import { readVerified } from '../photos/read-verified.ts'
import { appendAudit } from './audit.ts'
import type { Queries } from './database.ts'
import { announcePut, confirmPut } from './photo-leftovers.ts'
import type { PhotoTable } from './tables.ts'

export interface NewPhoto {
  /** As it was sent. */
  photo: PhotoRef
  /** The picture made anew of it, a JPEG. */
  bytes: Uint8Array<ArrayBuffer>
  actor: string
  /** Epoch milliseconds. */
  now: number
}

/**
 * Keeps a picture in the database, or in the store beside it: there first, announced, so that none is left that nobody knows of.
 * A photo's name is its content, so that a second writing of it needs no record of the first.
 * @returns whether it is new
 * @throws PhotoStoreError
 */
export async function storePhoto(context: Context, { photo, bytes, actor, now }: NewPhoto): Promise<boolean> {
  const { db, districtId, photoStore } = context
  const { sha256: name, type, size } = photo
  const at = new Date(now).toISOString()
  const key = photoStore ? photoKey(createUlid(now, context.random)) : null
  if (photoStore && key !== null) {
    await announcePut(context, key, now)
    await photoStore.put(key, bytes)
  }
  // As text: pg and PGlite agree on it, and PGlite turns bytes into hex one by one.
  const encoded = key === null ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') : null
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      insert into photos (district_id, sha256, type, size, bytes, key, digest, stored_type, stored_size, at)
      values (${districtId}, ${name}, ${type}, ${size}, decode(${encoded}::text, 'base64'), ${key}, ${sha256(bytes)}, 'image/jpeg',
        ${bytes.byteLength}, ${at}::timestamptz)
      on conflict do nothing`.execute(tx)
    // Somebody else was faster: what was announced is left over.
    if (numAffectedRows !== 1n) return false
    if (key !== null) await confirmPut(tx, districtId, key)
    await appendAudit(tx, context, { at, actor, action: 'photo', subject: name })
    return true
  })
}

export interface StoredPhoto {
  type: PhotoRef['type']
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * Undefined where it has been erased, or was never sent.
 * @throws PhotoLostError where it is not what was kept; PhotoStoreError where its store does not answer
 */
export async function readPhoto(context: Place, name: string): Promise<StoredPhoto | undefined> {
  const row = await photoRow(context, name)
  if (!row) return undefined
  const bytes = await pictureOf(context, row)
  if (bytes) return { type: row.stored_type, bytes }
  // Erased while it was read.
  if ((await photoRow(context, name))?.key !== row.key) return undefined
  throw new PhotoLostError(`Expected the picture ${row.key ?? 'of a row'} as it was kept, got none or another`)
}

/** The picture of a row, where it is the one that was kept. @throws PhotoStoreError */
export async function pictureOf({ photoStore }: Place, row: PictureRow): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { key, bytes, digest, stored_size: size } = row
  if (key === null) return readVerified(new Blob([new Uint8Array(bytes!)]).stream(), { digest, size })
  if (!photoStore) throw new PhotoStoreError(`Expected a photo store that has ${key}, got none`)
  const stream = await photoStore.get(key)
  return stream && readVerified(stream, { digest, size })
}

type Place = Pick<Context, 'db' | 'districtId' | 'photoStore'>
export type PictureRow = Pick<Selectable<PhotoTable>, 'key' | 'bytes' | 'digest' | 'stored_size'>

const photoRow = ({ db, districtId }: Place, name: string) =>
  db
    .selectFrom('photos')
    .select(['stored_type', 'stored_size', 'digest', 'key', 'bytes'])
    .where('district_id', '=', districtId)
    .where('sha256', '=', name)
    .executeTakeFirst()

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
