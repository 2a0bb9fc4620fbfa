import { createUlid } from '@wangge/core'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Queries } from './database.ts'

export interface NewPhoto {
  photo: PhotoRef
  bytes: Uint8Array
  actor: string
  /** Epoch milliseconds. */
  now: number
}

/** A photo's name is its content, so that a second writing of it needs no record of the first. @returns whether it is new */
export async function storePhoto(context: Context, { photo, bytes, actor, now }: NewPhoto): Promise<boolean> {
  const { db, districtId, random } = context
  const { sha256, type, size } = photo
  const at = new Date(now).toISOString()
  // As text: pg and PGlite agree on it, and PGlite turns bytes into hex one by one.
  const encoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      insert into photos (district_id, sha256, type, size, bytes, at)
      values (${districtId}, ${sha256}, ${type}, ${size}, decode(${encoded}, 'base64'), ${at}::timestamptz)
      on conflict do nothing`.execute(tx)
    if (numAffectedRows !== 1n) return false
    const audit = { district_id: districtId, id: createUlid(now, random), at, actor, action: 'photo', subject: sha256 }
    await tx.insertInto('audit').values(audit).execute()
    return true
  })
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
