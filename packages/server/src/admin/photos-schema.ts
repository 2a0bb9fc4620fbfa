import { photoRefSchema } from '@wangge/core/issue/schema'
import * as z from 'zod/mini'

const { sha256 } = photoRefSchema.shape

const findingsSchema = z.array(
  z.object({
    /** Not there; or there, and another than was kept. */
    code: z.enum(['lost', 'changed']),
    sha256,
    /** Where it is, or should be, in the store; absent for one in the database. */
    key: z.optional(z.string()),
  }),
)

export const photoCheckSchema = z.object({
  /** Pictures that were read. */
  photos: z.int(),
  findings: findingsSchema,
})
export type PhotoCheck = z.infer<typeof photoCheckSchema>

/** A part of the pictures in the database, in order of their names. `after`: the `next` of the part before. */
export const movePhotosSchema = z.strictObject({
  after: z.optional(sha256),
  limit: z.int().check(z.gte(1), z.lte(1_000)),
})

export const photoMoveSchema = z.object({
  /** Out of the database and into the store. */
  moved: z.int(),
  /** Still in the database, behind this part. */
  left: z.int(),
  /** To go on behind; absent once there are none. */
  next: z.optional(sha256),
  /** Those that stay where they are. */
  findings: findingsSchema,
})
export type PhotoMove = z.infer<typeof photoMoveSchema>
