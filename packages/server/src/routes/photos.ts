import { photoRefSchema } from '@wangge/core/issue/schema'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { sha256 } from '../auth/secrets.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { PHOTO_TYPES } from '../photo-answer.ts'
import { checkPhoto } from '../photo-check.ts'
import { ProblemError } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { storePhoto } from '../storage/photos.ts'
import { reporterName } from '../auth/principal.ts'

const PHOTO = { schema: photoRefSchema }

export const putPhoto = operation({
  method: 'PUT',
  path: '/v1/photos/{sha256}',
  id: 'putPhoto',
  summary: 'Stores a photo under the SHA-256 of its bytes; sending it again changes nothing',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  raw: { types: PHOTO_TYPES, maxSize: 3_000_000 },
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
    checkPhoto(bytes, photo.type)
    const isNew = await storePhoto(context, { photo, bytes, actor: reporterName(principal), now })
    return { status: isNew ? 201 : 200, body: photo }
  },
})
