import { signUpStateSchema } from '@wangge/core/roster/schema'
import { dateSchema, idSchema, instantSchema, localizedSchema, personIdSchema, ulidSchema } from '@wangge/core/schema'
import * as z from 'zod/mini'

export const closeOrganisationSchema = z.strictObject({
  orgId: idSchema,
  /** 撤销日期: the first local date on which it is closed. */
  on: dateSchema,
  /** Only tells what would end. @defaultValue false */
  dryRun: z.optional(z.boolean()),
})

const namedSchema = z.object({ id: idSchema, name: localizedSchema })

export const closedOrganisationSchema = z.object({
  outcome: z.enum(['closed', 'planned', 'refused']),
  orgId: idSchema,
  on: dateSchema,
  name: z.optional(localizedSchema),
  /** Local midnight of that day. */
  closesAt: z.optional(instantSchema),
  /** All that stands against it, each with what would make it possible. */
  refusals: z.array(
    z.object({
      reason: z.string(),
      message: z.object({ zh: z.string(), en: z.string() }),
      closedOn: z.optional(dateSchema),
      /** The first day that would do. */
      earliest: z.optional(dateSchema),
      /** Organisations below it. */
      organisations: z.optional(z.array(namedSchema)),
      /** Intersections that nobody would have, and when. */
      intersections: z.optional(z.array(z.extend(namedSchema, { from: instantSchema, to: z.optional(instantSchema) }))),
      teams: z.optional(z.array(namedSchema)),
    }),
  ),
  /** Who is on its roll until then, or would have come onto it. */
  memberships: z.array(z.object({ personId: personIdSchema, from: instantSchema })),
  /** Places at shifts that are given back. */
  signUps: z.array(
    z.object({
      signUpId: ulidSchema,
      slotId: idSchema,
      personId: personIdSchema,
      startsAt: instantSchema,
      /** As what it was given back. */
      state: signUpStateSchema,
    }),
  ),
  /** Its liaisons: by its own naming, and by appointment. */
  liaisons: z.array(z.object({ personId: personIdSchema, appointmentId: z.optional(idSchema) })),
  /** Its times at intersections that end then, or would only have begun. */
  intersections: z.array(z.object({ intersectionId: idSchema, from: instantSchema })),
  /** What opens nothing any more from then on. */
  keys: z.array(z.string()),
  issuers: z.array(idSchema),
  tokens: z.array(idSchema),
  notices: z.array(idSchema),
})
export type ClosedOrganisation = z.infer<typeof closedOrganisationSchema>
