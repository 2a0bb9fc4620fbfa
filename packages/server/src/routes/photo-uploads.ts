import { photoProgressSchema, photoRefSchema, photoUploadSchema } from '@wangge/core/issue/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { takePhoto } from '../photos/take-photo.ts'
import { notFound, ProblemError } from '../problem.ts'
import { noQuerySchema, partQuerySchema } from '../schema.ts'
import { appendPart, beginUpload, endUpload, LARGEST_PART, progress, uploadedBytes } from '../storage/photo-uploads.ts'
import { missingPhotos } from '../storage/photos.ts'

// Words and order of draft-ietf-httpbis-resumable-upload: created, asked for its offset, appended to as a partial upload, complete.
// Its fields travel in JSON and in the address, where a page of another origin reads and sends them without leave for each.
const PATH = '/v1/photos/{sha256}/upload'
const ALIKE = { access: ['public', 'org', 'staff'], roles: STAFF_ROLES, scope: 'open' } as const

export const beginPhotoUpload = operation({
  ...ALIKE,
  method: 'POST',
  path: PATH,
  id: 'beginPhotoUpload',
  summary:
    'Begins a photo that comes in parts, or tells where one goes on whose connection was cut. What is not complete within a day is forgotten',
  query: noQuerySchema,
  json: { schema: photoUploadSchema },
  // Once for each photo: its parts are counted by their bytes.
  byHumans: 'over-rate',
  answers: { 200: { description: 'How far it has come; complete where it was there already', schema: photoProgressSchema } },
  async handle({ context, params, body, now }) {
    const { success, data: photo } = photoRefSchema.safeParse({ ...body, sha256: params.sha256 })
    if (!success) throw notFound('not-found', 'No photo has such a name')
    const [missing] = await missingPhotos(context.db, context.districtId, [photo])
    if (!missing) return { status: 200, body: progress(photo.size, true) }
    return { status: 200, body: progress(await beginUpload(context, photo, now), false) }
  },
})

export const appendPhotoUpload = operation({
  ...ALIKE,
  method: 'PUT',
  path: PATH,
  id: 'appendPhotoUpload',
  summary:
    'Takes the part of a photo that begins at a byte. One that does not begin where the last ended changes nothing, and the answer tells where to go on; with the last the photo is checked and kept',
  query: partQuerySchema,
  raw: { types: ['application/partial-upload'], maxSize: LARGEST_PART },
  answers: { 200: { description: 'How far the photo has come', schema: photoProgressSchema } },
  async handle({ context, principal, params, query: { offset }, bytes, now }) {
    const name = params.sha256!
    const upload = await appendPart(context, { sha256: name, offset, bytes, now })
    if (upload.received < upload.size) return { status: 200, body: progress(upload.received, false) }
    const whole = await uploadedBytes(context, upload)
    try {
      if (whole) await takePhoto(context, { name, type: upload.type, bytes: whole, principal, now })
    } catch (error) {
      // It never becomes a photo. Whatever else failed, all of it is here and the next call tries again.
      if (error instanceof ProblemError && error.status === 422) await endUpload(context, name)
      throw error
    }
    await endUpload(context, name)
    return { status: 200, body: progress(upload.size, true) }
  },
})
