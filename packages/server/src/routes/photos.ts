import { photoRefSchema } from '@wangge/core/issue/schema'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { sha256 } from '../auth/secrets.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { PHOTO_TYPES } from '../photos/photo-answer.ts'
import { checkPhoto } from '../photos/photo-check.ts'
import { ProblemError } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { missingPhotos, storePhoto } from '../storage/photos.ts'
import { reporterName } from '../auth/principal.ts'

const PHOTO = { schema: photoRefSchema }

export const putPhoto = operation({
  method: 'PUT',
  path: '/v1/photos/{sha256}',
  id: 'putPhoto',
  summary: 'Takes a photo under the SHA-256 of its bytes and keeps its picture, encoded anew; sending it again changes nothing',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  raw: { types: PHOTO_TYPES, maxSize: 3_000_000 },
  byHumans: 'over-rate',
  answers: {
    200: { description: 'It was there already', ...PHOTO },
    201: { description: 'It is stored', ...PHOTO },
  },
  async handle({ context, principal, params, bytes, type, now }) {
    const actual = sha256(bytes)
    if (params.sha256 !== actual) {
      throw new ProblemError(422, 'photo-mismatch', 'The bytes are not those the path names', { detail: `Got SHA-256 ${actual}` })
    }
    const photo: PhotoRef = { sha256: actual, type: type as PhotoRef['type'], size: bytes.byteLength }
    const raw = checkPhoto(bytes, photo.type)
    // What is there need not be made again: a photo is sent twice where its answer was lost.
    const [missing] = await missingPhotos(context.db, context.districtId, [photo])
    if (!missing) return { status: 200, body: photo }
    const anew = await context.photoEncoder.encode(raw)
    const isNew = await storePhoto(context, { photo, bytes: anew, actor: reporterName(principal), now })
    return { status: isNew ? 201 : 200, body: photo }
  },
})
