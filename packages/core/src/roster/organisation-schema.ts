import * as z from 'zod/mini'
import { idSchema, localizedSchema, personIdSchema } from '../schema.ts'

/** 党工委 | 综合党委 | 两新 | 小区院落 | 机关企事业单位 | 其他. */
export const organisationKindSchema = z.enum(['workCommittee', 'composite', 'twoNew', 'courtyard', 'agency', 'other'])
export type OrganisationKind = z.infer<typeof organisationKindSchema>

/** A Party organisation as the district keeps it. */
export const organisationSchema = z.object({
  id: idSchema,
  kind: organisationKindSchema,
  name: localizedSchema,
  superiorId: z.optional(idSchema),
  /** Where it is at home: its community, its estate, or the sub-district. */
  gridId: z.optional(idSchema),
  /** 在册党员人数. */
  registered: z.int().check(z.gte(0)),
  /** 联络人: one named person of each two-new organisation. */
  liaisonId: z.optional(personIdSchema),
  /** 党建联盟: a partner from outside, counted apart. */
  allied: z.optional(z.boolean()),
})
export type Organisation = z.infer<typeof organisationSchema>
