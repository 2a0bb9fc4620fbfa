import { photoRefSchema } from '@wangge/core/issue/schema'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { PHOTO_TYPES } from '../photos/photo-answer.ts'
import { takePhoto } from '../photos/take-photo.ts'
import { noQuerySchema } from '../schema.ts'

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
    const photo: PhotoRef = { sha256: params.sha256!, type: type as PhotoRef['type'], size: bytes.byteLength }
    const isNew = await takePhoto(context, { name: photo.sha256, type: photo.type, bytes, principal, now })
    return { status: isNew ? 201 : 200, body: photo }
  },
})
