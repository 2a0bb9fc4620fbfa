import * as z from 'zod/mini'
import { personKeySchema } from '../../access/schema.ts'
import { photoRefSchema } from '../../issue/schema.ts'
import { instantSchema, ulidSchema } from '../../schema.ts'

const kindSchema = z.enum([
  ...(['report', 'reporter-step', 'issue-step'] as const),
  ...(['sign-up', 'cancel-sign-up', 'confirm-sign-up', 'offer-swap', 'accept-swap', 'withdraw-swap'] as const),
  ...(['check-in', 'correction'] as const),
])

/** Of a sign-up: the shift that it is for, by which this device says when it clashes. */
const dutySchema = z.object({ slotId: z.string(), startsAt: instantSchema, endsAt: instantSchema })

/** A file of unsent work. Its body is checked by the schema of its kind, its photos by their hashes. */
export const unsentFileSchema = z.object({
  format: z.literal('wangge-unsent'),
  version: z.literal(1),
  /** Address of the district's server that it is for. */
  endpoint: z.string(),
  savedAt: instantSchema,
  /** In the order in which they are to be sent. */
  commands: z
    .array(
      z.object({
        kind: kindSchema,
        /** Who made it; absent: without a name. */
        person: z.optional(personKeySchema),
        body: z.looseObject({ id: ulidSchema }),
        memo: z.optional(dutySchema),
      }),
    )
    .check(z.maxLength(10_000)),
  photos: z.array(z.object({ sha256: photoRefSchema.shape.sha256, type: photoRefSchema.shape.type, base64: z.string() })),
})
export type UnsentFile = z.infer<typeof unsentFileSchema>
export type UnsentCommand = UnsentFile['commands'][number]
