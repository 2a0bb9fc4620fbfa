import * as z from 'zod/mini'
import { dateSchema, idSchema, instantSchema, localizedSchema, personal, personIdSchema } from '../schema.ts'

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
  /** 撤销: the first local date on which it is closed. */
  closedOn: z.optional(dateSchema),
})
export type Organisation = z.infer<typeof organisationSchema>

/** Who belongs to an organisation, to its liaison and the street: whom they can name for a shift. */
export const organisationPeopleSchema = z.object({
  asOf: instantSchema,
  people: z.array(
    z.object({
      personId: personIdSchema,
      /** Masked for a minor, to everybody but the street. */
      name: personal('name', z.string()),
      staffNumber: z.optional(personal('staff-number', z.string())),
    }),
  ),
})
export type OrganisationPeople = z.infer<typeof organisationPeopleSchema>

const tallySchema = z.object({
  actual: z.int().check(z.gte(0)),
  declared: z.optional(z.int().check(z.gte(0))),
  difference: z.optional(z.int()),
})

export const reconciliationSchema = z.object({
  total: tallySchema,
  kinds: z.array(z.extend(tallySchema, { kind: organisationKindSchema })),
  remainder: z.extend(tallySchema, { kinds: z.array(organisationKindSchema) }),
  composite: tallySchema,
  allied: tallySchema,
  reconciled: z.boolean(),
})

/** What keeps organisations and memberships from being a roster: which, and what to mend. */
export const organisationProblemSchema = z.object({
  /** Stable; what a program switches over. */
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  organisations: z.array(idSchema),
  people: z.array(personIdSchema),
  message: localizedSchema,
  hint: localizedSchema,
})

/** Organisations that declare another number of members than memberships are in force. */
export const rollDifferencesSchema = z.object({
  /** How many there are in all. */
  total: z.int().check(z.gte(0)),
  /** The first 200 of them, by id. */
  organisations: z.array(
    z.object({
      orgId: idSchema,
      name: localizedSchema,
      registered: z.int().check(z.gte(0)),
      members: z.int().check(z.gte(0)),
    }),
  ),
})

/** The organisations against what is declared, and what is wrong with them. */
export const organisationsCheckSchema = z.extend(reconciliationSchema, {
  /** The first 200, errors before warnings. */
  problems: z.array(organisationProblemSchema),
  rolls: rollDifferencesSchema,
})

/** All organisations, against what the district declares, and each against its memberships. */
export const organisationListSchema = z.object({
  asOf: instantSchema,
  organisations: z.array(organisationSchema),
  reconciliation: reconciliationSchema,
  rolls: z.optional(rollDifferencesSchema),
})
export type OrganisationList = z.infer<typeof organisationListSchema>

/** What is wrong with organisations and memberships as they are kept. */
export const organisationProblemsSchema = z.object({
  asOf: instantSchema,
  /** How many there are in all. */
  total: z.int().check(z.gte(0)),
  /** The first 200 of them, errors before warnings. */
  problems: z.array(organisationProblemSchema),
})
export type OrganisationProblems = z.infer<typeof organisationProblemsSchema>

const declaredSchema = z.int().check(z.gte(0), z.lte(999_999))

/** How many organisations there are to be; what nobody declared is not compared. */
export const declaredOrganisationsSchema = z.strictObject({
  total: z.optional(declaredSchema),
  byKind: z.optional(z.partialRecord(organisationKindSchema, declaredSchema)),
  composite: z.optional(declaredSchema),
  allied: z.optional(declaredSchema),
})
