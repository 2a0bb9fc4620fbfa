import type { PhotoProgress, PhotoRef } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { notFound, ProblemError } from '../problem.ts'

/** Milliseconds from its beginning in which a photo is to be here; then its parts are forgotten. */
export const UPLOAD_MS = 86_400_000
/** Bytes. */
export const LARGEST_PART = 1_000_000
/** Bytes of every part but the last: whoever sends byte by byte would fill the table with rows. */
export const SMALLEST_PART = 64_000

type Place = Pick<Context, 'db' | 'districtId'>

/**
 * Bytes that are here of a photo, which is begun where none are. One that was begun as another type or size begins anew, and so
 * does one that took too long: one of the two is not what its hash says.
 */
export async function beginUpload({ db, districtId }: Place, { sha256, type, size }: PhotoRef, now: number): Promise<number> {
  const at = new Date(now).toISOString()
  const late = new Date(now - UPLOAD_MS).toISOString()
  return db.transaction().execute(async (tx) => {
    await sql`
      delete from photo_uploads where district_id = ${districtId} and sha256 = ${sha256}
        and (type <> ${type} or size <> ${size} or begun_at <= ${late}::timestamptz)`.execute(tx)
    const { rows } = await sql<{ received: number }>`
      insert into photo_uploads (district_id, sha256, type, size, received, begun_at)
      values (${districtId}, ${sha256}, ${type}, ${size}, 0, ${at}::timestamptz)
      on conflict (district_id, sha256) do update set received = photo_uploads.received returning received`.execute(tx)
    return rows[0]!.received
  })
}

export interface Part {
  sha256: string
  /** Of its first byte in the photo. */
  offset: number
  bytes: Uint8Array<ArrayBuffer>
  /** Epoch milliseconds. */
  now: number
}

export interface Upload extends PhotoRef {
  /** Bytes that are here. */
  received: number
}

/**
 * Takes the part that begins where the last one ended; any other changes nothing: it is here already, or it came too early.
 * @throws ProblemError 404 `unknown-upload` where the photo was not begun, or took too long; 422 `part-too-long`, `part-too-short`
 */
export async function appendPart(
  { db, districtId }: Place,
  { sha256, offset, bytes: { buffer, byteOffset, byteLength }, now }: Part,
): Promise<Upload> {
  const late = new Date(now - UPLOAD_MS).toISOString()
  return db.transaction().execute(async (tx) => {
    // Held until the part is here as well: two that bring the same one take turns.
    const { rows } = await sql<Upload>`
      select sha256, type, size, received from photo_uploads
      where district_id = ${districtId} and sha256 = ${sha256} and begun_at > ${late}::timestamptz for update`.execute(tx)
    const [upload] = rows
    if (!upload) throw notFound('unknown-upload', 'No photo was begun under this name, or it took longer than a day')
    if (offset !== upload.received || byteLength === 0) return upload
    const received = offset + byteLength
    if (received > upload.size) {
      throw new ProblemError(422, 'part-too-long', 'The part is longer than what is missing', {
        detail: `Expected at most ${upload.size - offset} bytes, got ${byteLength}`,
      })
    }
    if (received < upload.size && byteLength < SMALLEST_PART) {
      throw new ProblemError(422, 'part-too-short', 'The part is too short', {
        detail: `Expected at least ${SMALLEST_PART} bytes of every part but the last, got ${byteLength}`,
      })
    }
    const encoded = Buffer.from(buffer, byteOffset, byteLength).toString('base64')
    await sql`
      insert into photo_parts (district_id, sha256, at_byte, bytes)
      values (${districtId}, ${sha256}, ${offset}, decode(${encoded}::text, 'base64'))`.execute(tx)
    await sql`update photo_uploads set received = ${received} where district_id = ${districtId} and sha256 = ${sha256}`.execute(
      tx,
    )
    return { ...upload, received }
  })
}

/** All bytes that are here of a photo, in order; undefined where another has just taken them. */
export async function uploadedBytes(
  { db, districtId }: Place,
  { sha256, size }: PhotoRef,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts = await db
    .selectFrom('photo_parts')
    .select('bytes')
    .where('district_id', '=', districtId)
    .where('sha256', '=', sha256)
    .orderBy('at_byte')
    .execute()
  const bytes = new Uint8Array(Buffer.concat(parts.map((part) => part.bytes)))
  return bytes.byteLength === size ? bytes : undefined
}

/** Once the photo is kept, or turned out to be none. */
export async function endUpload({ db, districtId }: Place, sha256: string): Promise<void> {
  await db.deleteFrom('photo_uploads').where('district_id', '=', districtId).where('sha256', '=', sha256).execute()
}

export const progress = (offset: number, complete: boolean): PhotoProgress => ({ offset, complete })
