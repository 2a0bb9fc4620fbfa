import * as z from 'zod/mini'
import { grantSchema } from '../access/schema.ts'
import { appointmentRoleSchema } from '../grid/schema.ts'
import { idSchema, instantSchema, personal, personIdSchema, ulidSchema } from '../schema.ts'
import { containsIdNumber } from './id-number.ts'

// Apart: a page shows statements and takes consents back, and knows nothing of the rest.
export * from './statement-schema.ts'
export * from './withdrawal-schema.ts'

/** 政治面貌/发展阶段: sensitive; shown to whoever needs it only. */
export const partyStatusSchema = personal('party-status', z.enum(['none', 'applicant', 'activist', 'probationary', 'full']))
export type PartyStatus = z.infer<typeof partyStatusSchema>

/** A consent as it is kept: to which words, by whom, until when. */
export const consentSchema = z.object({
  id: idSchema,
  purpose: z.string(),
  version: z.int().check(z.gte(1)),
  by: z.enum(['self', 'guardian']),
  at: instantSchema,
  withdrawnAt: z.optional(instantSchema),
})
export type Consent = z.infer<typeof consentSchema>

const nameSchema = () =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(40),
    z.refine((text) => !containsIdNumber(text), 'Expected a name, got the number of an identity card'),
  )
const personNameSchema = personal('name', nameSchema())
/** Digits as dialled, with an optional country code: `+86 138…` and `138…` are stored alike. */
const phoneSchema = personal('phone', z.string().check(z.trim(), z.regex(/^\+?[0-9][0-9 -]{5,18}[0-9]$/)))

/** A consent given on paper or to a page. */
const givenConsent = {
  purpose: z.string().check(z.minLength(1), z.maxLength(60)),
  version: z.int().check(z.gte(1)),
  by: z.enum(['self', 'guardian']),
  /** Name of the guardian who agreed for a minor. */
  guardian: z.optional(personal('guardian', nameSchema())),
}

/** Body of `POST /v1/people`. `id` is the Idempotency-Key and becomes the person's id. */
export const createPersonCommandSchema = z.strictObject({
  id: ulidSchema,
  name: personNameSchema,
  phone: z.optional(phoneSchema),
  partyStatus: z.optional(partyStatusSchema),
  minor: z.optional(personal('minor', z.boolean())),
  /** What the person agreed to. Without their separate consent to `party-status` that field is refused. */
  consents: z.optional(z.array(z.strictObject(givenConsent)).check(z.maxLength(10))),
})
export type CreatePersonCommand = z.infer<typeof createPersonCommandSchema>

/** Body of `POST /v1/people/find`: never in an address, which is logged on its way. */
export const findPeopleSchema = z.strictObject({ name: z.optional(personNameSchema), phone: z.optional(phoneSchema) })
export type FindPeople = z.infer<typeof findPeopleSchema>

/** What of one person is put right; what is left out stays as it is on record. */
export const changePersonSchema = z.strictObject({
  id: personIdSchema,
  name: z.optional(personNameSchema),
  /** null takes the number away. */
  phone: z.optional(z.nullable(phoneSchema)),
  minor: z.optional(personal('minor', z.boolean())),
})
export type ChangePerson = z.infer<typeof changePersonSchema>

/** Body of `POST /v1/people/{id}/consents`. */
export const recordConsentCommandSchema = z.strictObject({
  id: ulidSchema,
  ...givenConsent,
  /** Takes an earlier consent to the purpose back instead. */
  withdraw: z.optional(z.boolean()),
})
export type RecordConsentCommand = z.infer<typeof recordConsentCommandSchema>

/** Body of the erasures: the person's own, somebody's by the street, a report's by whoever holds its code. */
export const eraseCommandSchema = z.strictObject({
  id: ulidSchema,
  /** Said outright: it cannot be taken back. */
  confirm: z.literal(true),
})
export type EraseCommand = z.infer<typeof eraseCommandSchema>

/** Body of `POST /v1/people/{id}/merge`: who else turns out to be that person. */
export const mergePeopleCommandSchema = z.strictObject({
  id: ulidSchema,
  /** Whose records become the person's, and whose id then leads to them. */
  goneId: personIdSchema,
  /** Said outright: it cannot be taken back. */
  confirm: z.literal(true),
})
export type MergePeopleCommand = z.infer<typeof mergePeopleCommandSchema>

/** Two people who are one now. */
export const mergedPeopleSchema = z.object({
  personId: personIdSchema,
  goneId: personIdSchema,
  at: instantSchema,
  /** Rows by table that were changed. */
  rows: z.record(z.string(), z.int()),
})
export type MergedPeople = z.infer<typeof mergedPeopleSchema>

/** What was erased, in numbers. */
export const erasureSchema = z.object({
  at: instantSchema,
  /** Rows by table that were deleted or changed. */
  rows: z.record(z.string(), z.int()),
})
export type Erasure = z.infer<typeof erasureSchema>

/** A person in a list: masked. */
export const personSummarySchema = z.object({
  id: personIdSchema,
  /** E.g. `张*丰`. */
  name: personal('name', z.string()),
  /** E.g. `138****0000`. */
  phone: z.optional(personal('phone', z.string())),
  /** In the list of a grid's people: as what they are appointed to it. */
  role: z.optional(appointmentRoleSchema),
  grants: z.array(grantSchema),
})
export type PersonSummary = z.infer<typeof personSummarySchema>

export const personListSchema = z.object({ people: z.array(personSummarySchema), next: z.optional(z.string()) })
export type PersonList = z.infer<typeof personListSchema>

/** One person, to whoever needs to reach them; the reading is audited. */
export const personSchema = z.object({
  id: personIdSchema,
  name: personal('name', z.string()),
  phone: z.optional(personal('phone', z.string())),
  /** Present for whoever may see it: the street, and the liaison of the person's own organisation. */
  partyStatus: z.optional(partyStatusSchema),
  /** Present for the street only. */
  minor: z.optional(personal('minor', z.boolean())),
  grants: z.array(grantSchema),
  consents: z.optional(personal('consent', z.array(consentSchema))),
})
export type Person = z.infer<typeof personSchema>

/** Everything that is kept of one person (PIPL art. 45), by table. */
export const personDataSchema = z.object({
  asOf: instantSchema,
  person: personSchema,
  /** By table: the rows that are about the person, sealed fields opened. */
  records: personal('records', z.record(z.string(), z.array(z.record(z.string(), z.unknown())))),
})
export type PersonData = z.infer<typeof personDataSchema>
