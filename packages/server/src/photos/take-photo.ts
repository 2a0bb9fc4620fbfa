import type { PhotoRef } from '@wangge/core/issue/schema'
import { reporterName } from '../auth/principal.ts'
import type { Principal } from '../auth/principal.ts'
import { sha256 } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { missingPhotos, storePhoto } from '../storage/photos.ts'
import { checkPhoto } from './photo-check.ts'

export interface TakenPhoto {
  /** As its sender names it. */
  name: string
  type: PhotoRef['type']
  bytes: Uint8Array<ArrayBuffer>
  principal: Principal
  /** Epoch milliseconds. */
  now: number
}

/**
 * Checks a photo that came whole and keeps its picture, encoded anew.
 * @returns whether it is new
 * @throws ProblemError 422 `photo-mismatch` and others of the picture; PhotoStoreError
 */
export async function takePhoto(context: Context, { name, type, bytes, principal, now }: TakenPhoto): Promise<boolean> {
  const actual = sha256(bytes)
  if (name !== actual) {
    throw new ProblemError(422, 'photo-mismatch', 'The bytes are not those the path names', { detail: `Got SHA-256 ${actual}` })
  }
  const photo: PhotoRef = { sha256: actual, type, size: bytes.byteLength }
  const raw = checkPhoto(bytes, photo.type)
  // What is there need not be made again: a photo is sent twice where its answer was lost.
  const [missing] = await missingPhotos(context.db, context.districtId, [photo])
  if (!missing) return false
  const anew = await context.photoEncoder.encode(raw)
  return storePhoto(context, { photo, bytes: anew, actor: reporterName(principal), now })
}
