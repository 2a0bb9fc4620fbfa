import * as z from 'zod/mini'
import { idSchema, instantSchema, localizedSchema, personal, personIdSchema, ulidSchema } from '../schema.ts'
import { signUpStateSchema } from './sign-up-schema.ts'

/** Who comes when, for the organisation's liaison and the street. */
export const rosterSchema = z.object({
  asOf: instantSchema,
  entries: z.array(
    z.object({
      signUpId: ulidSchema,
      state: signUpStateSchema,
      slotId: idSchema,
      post: localizedSchema,
      startsAt: instantSchema,
      endsAt: instantSchema,
      personId: personIdSchema,
      name: personal('name', z.string()),
      staffNumber: z.optional(personal('staff-number', z.string())),
    }),
  ),
})
export type Roster = z.infer<typeof rosterSchema>
