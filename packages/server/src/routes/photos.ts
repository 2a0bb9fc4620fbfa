import { photoRefSchema } from '@wangge/core/issue/schema'
import type { PhotoRef } from '@wangge/core/issue/schema'
import { sha256 } from '../auth/secrets.ts'
import { operation } from '../operation.ts'
import { ProblemError } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { storePhoto } from '../storage/photos.ts'
import { principalName } from '../auth/principal.ts'

const TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const
const PHOTO = { schema: photoRefSchema }

export const putPhoto = operation({
  method: 'PUT',
  path: '/v1/photos/{sha256}',
  id: 'putPhoto',
  summary: 'Stores a photo under the SHA-256 of its bytes; sending it again changes nothing',
  access: ['public', 'org', 'staff'],
  query: noQuerySchema,
  raw: { types: TYPES, maxSize: 3_000_000 },
  answers: {
    200: { description: 'It was there already', ...PHOTO },
    201: { description: 'It is stored', ...PHOTO },
  },
  async handle({ context, principal, params, bytes, type, now }) {
    const actual = sha256(bytes)
    if (params.sha256 !== actual) {
      throw new ProblemError(422, 'photo-mismatch', 'The bytes are not those the path names', { detail: `Got SHA-256 ${actual}` })
    }
    if (!hasMagic(bytes, type)) {
      throw new ProblemError(422, 'photo-mismatch', 'The bytes are not of the declared type', { detail: `Expected ${type}` })
    }
    const photo: PhotoRef = { sha256: actual, type: type as PhotoRef['type'], size: bytes.byteLength }
    const isNew = await storePhoto(context, { photo, bytes, actor: principalName(principal), now })
    return { status: isNew ? 201 : 200, body: photo }
  },
})

/** Whether the first bytes are those of the type (whatwg MIME sniffing, image type patterns). */
function hasMagic(bytes: Uint8Array, type: string): boolean {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (type === 'image/jpeg') return text.startsWith('\xff\xd8\xff')
  if (type === 'image/png') return text.startsWith('\x89PNG\r\n\x1a\n')
  return text.startsWith('RIFF') && text.slice(8) === 'WEBP'
}
