import { photoRefSchema } from '@wangge/core/issue/schema'
import * as z from 'zod/mini'

export const photoCheckSchema = z.object({
  /** Pictures that were read. */
  photos: z.int(),
  findings: z.array(
    z.object({
      /** Not there; or there, and another than was kept. */
      code: z.enum(['lost', 'changed']),
      sha256: photoRefSchema.shape.sha256,
      /** Where it is, or should be, in the store; absent for one in the database. */
      key: z.optional(z.string()),
    }),
  ),
})
export type PhotoCheck = z.infer<typeof photoCheckSchema>
