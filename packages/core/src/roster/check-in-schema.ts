import * as z from 'zod/mini'
import { personKeySchema } from '../access/schema.ts'
import { crsSchema, idSchema, instantSchema, personal, positionSchema, ulidSchema } from '../schema.ts'
import { hostNoteSchema } from './host-note-schema.ts'

/** What shows that somebody was there. */
export const checkInProofSchema = z.discriminatedUnion('by', [
  /** The text behind the `#` of the code that was shown at the post. */
  z.strictObject({ by: z.literal('code'), code: z.string().check(z.minLength(1), z.maxLength(200)) }),
  /** Where the device was. The position is compared with the post and not kept; the distance is, to ten metres. */
  z.strictObject({
    by: z.literal('place'),
    slotId: idSchema,
    position: personal('position', positionSchema),
    /** @defaultValue `wgs84` */
    crs: z.optional(crsSchema.check(z.refine((crs) => crs !== 'planar', { error: 'Expected a system on the earth' }))),
    /** Radius in metres within which the device takes itself to be. */
    accuracy: z.number().check(z.gte(0)),
  }),
  /** The word of whoever runs the shift, for somebody else. */
  z.strictObject({
    by: z.literal('host'),
    signUpId: ulidSchema,
    /** Required of what is said once the time to record it has passed. */
    note: z.optional(hostNoteSchema),
    /**
     * When they said it, by the device's clock; believed of what arrives within the district's `arrivesWithinHours` after the time to
     * record it. @defaultValue when it arrives
     */
    saidAt: z.optional(instantSchema),
  }),
])
export type CheckInProof = z.infer<typeof checkInProofSchema>

/** Body of `POST /v1/check-ins`: one comes, or goes. `id` is the Idempotency-Key. */
export const checkInCommandSchema = z.strictObject({
  id: ulidSchema,
  kind: z.enum(['in', 'out']),
  /** When, by the device's clock; it may be sent much later. */
  at: instantSchema,
  proof: checkInProofSchema,
  /** Whom the command was made for, as their key; the server takes it from nobody else. */
  person: z.optional(personKeySchema),
  /** Id of the refused command that this one is the completed form of. */
  replaces: z.optional(ulidSchema),
})
export type CheckInCommand = z.infer<typeof checkInCommandSchema>

/** The code to be shown at a post now. It is taken once: a new one is to be shown when `until` has passed or somebody took it. */
export const shiftCodeSchema = z.object({
  slotId: idSchema,
  /** Text of the picture: an address that the phone's own camera opens. The code stands behind its `#`. */
  url: z.string(),
  from: instantSchema,
  until: instantSchema,
  /** Who is expected and who has come, as counts. */
  seated: z.int().check(z.gte(0)),
  checkedIn: z.int().check(z.gte(0)),
  asOf: instantSchema,
})
export type ShiftCode = z.infer<typeof shiftCodeSchema>
