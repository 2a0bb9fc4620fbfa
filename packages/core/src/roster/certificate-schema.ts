import * as z from 'zod/mini'
import { personKeySchema } from '../access/schema.ts'
import { dateSchema, instantSchema, localizedSchema, personal, personIdSchema, ulidSchema } from '../schema.ts'
import { RECORD_KIND } from './hours-schema.ts'

/** What whoever checks a certificate gets to see besides hours, span of days and recording units: only what the holder agrees to. */
export const disclosureSchema = z.enum(['name', 'activities'])
export type Disclosure = z.infer<typeof disclosureSchema>

/** Body of `POST /v1/me/certificates`. */
export const certificateCommandSchema = z.strictObject({
  id: ulidSchema,
  /** First and last day, in the district's time zone. */
  from: dateSchema,
  to: dateSchema,
  disclose: z.array(disclosureSchema).check(z.maxLength(2)),
  /** Whether the organisation may print it for the holder: its liaison gets to see it. @defaultValue false */
  share: z.optional(z.boolean()),
  person: z.optional(personKeySchema),
})
export type CertificateCommand = z.infer<typeof certificateCommandSchema>

/** How somebody asked for a certificate who does not issue it themselves. */
export const certificateRequestSchema = z.enum(['in-person', 'in-writing', 'by-phone'])
export type CertificateRequest = z.infer<typeof certificateRequestSchema>

/** Body of `POST /v1/organisations/{id}/certificates`: for somebody of it who asked, by whoever answers for their records. */
export const requestedCertificateCommandSchema = z.strictObject({
  id: ulidSchema,
  personId: personIdSchema,
  /** First and last day, in the district's time zone. */
  from: dateSchema,
  to: dateSchema,
  disclose: z.array(disclosureSchema).check(z.maxLength(2)),
  /** Without their asking there is none: it is their word that hours are told. */
  asked: certificateRequestSchema,
  person: z.optional(personKeySchema),
})
export type RequestedCertificateCommand = z.infer<typeof requestedCertificateCommandSchema>

/**
 * Body of `POST /v1/me/certificates/{id}/revoke`, and of an organisation's for what was asked for there: from then on nobody is told
 * anything by its code.
 */
export const revokeCertificateCommandSchema = z.strictObject({
  id: ulidSchema,
  certificateId: ulidSchema,
  person: z.optional(personKeySchema),
})
export type RevokeCertificateCommand = z.infer<typeof revokeCertificateCommandSchema>

const lineSchema = z.object({
  activity: localizedSchema,
  content: localizedSchema,
  organiser: localizedSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  minutes: z.int().check(z.gte(0)),
})
export type CertificateLine = z.infer<typeof lineSchema>

/** A certificate as its holder has it. */
export const certificateViewSchema = z.object({
  id: ulidSchema,
  /** 16 characters in four groups, the last one a check digit: what anybody may verify it by. */
  code: personal('certificate', z.string()),
  /** Address that verifies it, as printed on it. */
  verifyUrl: z.string(),
  /** Address of the page to print: for the holder alone. */
  printUrl: personal('certificate', z.string()),
  from: dateSchema,
  to: dateSchema,
  minutes: personal('attendance', z.int().check(z.gte(0))),
  disclose: z.array(disclosureSchema),
  /** Whether the organisation may print it for the holder. */
  shared: z.boolean(),
  /** How its holder asked for it; absent where they issued it themselves. */
  asked: z.optional(certificateRequestSchema),
  issuedAt: instantSchema,
  /** The records have been corrected since: ask for a new one. */
  superseded: z.boolean(),
  revokedAt: z.optional(instantSchema),
})
export type CertificateView = z.infer<typeof certificateViewSchema>

export const certificateListSchema = z.object({ asOf: instantSchema, certificates: z.array(certificateViewSchema) })
export type CertificateList = z.infer<typeof certificateListSchema>

/** What is printed for people of an organisation, newest first; a minor's name is masked for a liaison. */
export const organisationCertificateListSchema = z.object({
  asOf: instantSchema,
  certificates: z.array(z.extend(certificateViewSchema, { personId: personIdSchema, name: personal('name', z.string()) })),
})
export type OrganisationCertificateList = z.infer<typeof organisationCertificateListSchema>

/** What anybody who has its code is told of a certificate. */
export const certificateCheckSchema = z.object({
  asOf: instantSchema,
  kind: z.literal(RECORD_KIND),
  /** `superseded`: true when it was issued; records have been corrected since. */
  state: z.enum(['valid', 'superseded']),
  /** With the holder's consent; a minor's masked. */
  name: z.optional(personal('name', z.string())),
  /** Who keeps the records, and so certifies them: each its own part. */
  recordingUnits: z.array(z.object({ name: localizedSchema, minutes: z.int().check(z.gte(0)) })),
  from: dateSchema,
  to: dateSchema,
  minutes: z.int().check(z.gte(0)),
  issuedAt: instantSchema,
  /** With the holder's consent. */
  activities: z.optional(z.array(lineSchema)),
})
export type CertificateCheck = z.infer<typeof certificateCheckSchema>
