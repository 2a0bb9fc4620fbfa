import * as z from 'zod/mini'

/** What a field may say of a person. The data map says of each why it is kept, how long, and who sees it. */
export type PersonalField =
  | 'name'
  | 'phone'
  | 'staff-number'
  | 'party-status'
  | 'minor'
  | 'birth-year'
  | 'skill'
  | 'guardian'
  | 'membership'
  | 'appointment'
  | 'consent'
  | 'report-text'
  | 'report-place'
  | 'photo'
  | 'receipt'
  | 'account'
  | 'address'
  | 'answer'
  | 'person'
  | 'attendance'
  | 'position'
  | 'correction-text'
  | 'host-note'
  | 'certificate'
  | 'records'

/**
 * Marks a field of a request or an answer as personal; the OpenAPI document shows it as `x-wangge-personal`. A schema that
 * a page does not use is left out of it, mark and all.
 */
/* @__NO_SIDE_EFFECTS__ */
export const personal = <Schema extends z.ZodMiniType>(field: PersonalField, schema: Schema): Schema => {
  z.globalRegistry.add(schema, { 'x-wangge-personal': field })
  return schema
}

/** Opaque identifier of a record. New records carry a ULID; nothing may be read out of it. */
export const idSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/))
export type Id = z.infer<typeof idSchema>

/** Id of a person. */
export const personIdSchema = personal('person', z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/)))

/** ULID (github.com/ulid/spec): identifies a command and is its Idempotency-Key. */
export const ulidSchema = z.string().check(z.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/))

/**
 * Years that dates and instants may be of: databases have no year 0 and few clocks a year of five digits, and there are to be
 * days to reckon with before and after each.
 */
const isOfKnownYear = (text: string): boolean => text >= '1900' && text < '9999'

/** Local date of the years 1900 to 9998, e.g. `2026-10-10`. */
export const dateSchema = z.iso.date().check(z.refine(isOfKnownYear, 'Expected a day of the years 1900 to 9998'))

/** RFC 3339 date and time with an offset, of the years 1900 to 9998, e.g. `2026-03-02T09:00:00+08:00`. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .check(z.refine(isOfKnownYear, 'Expected an instant of the years 1900 to 9998'))
export type Instant = z.infer<typeof instantSchema>

/** A text in both languages of the district. */
export const localizedSchema = z.object({
  zh: z.string().check(z.minLength(1), z.maxLength(200)),
  en: z.string().check(z.minLength(1), z.maxLength(200)),
})
export type Localized = z.infer<typeof localizedSchema>

/** A share that is never shown without what it is a share of. */
export const rateSchema = z.object({ num: z.int().check(z.gte(0)), den: z.int().check(z.gte(0)) })
export type Rate = z.infer<typeof rateSchema>

/** Longitude and latitude (or easting and northing), in that order. */
export const positionSchema = z.tuple([z.number(), z.number()])
export type Position = z.infer<typeof positionSchema>

export const crsSchema = z.enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09', 'planar'])
export type Crs = z.infer<typeof crsSchema>

/** One field that was not as expected: where, what was expected, what came. */
export const fieldErrorSchema = z.object({
  /** Path into the body, e.g. `['volunteer', 'name']`. */
  path: z.array(z.union([z.string(), z.number()])),
  code: z.string(),
  message: z.string(),
})
export type FieldError = z.infer<typeof fieldErrorSchema>

/** What a caller without an account does first, to show that it is no program that sends a thousand. */
export const challengeSchema = z.object({
  /** `proof-of-work`: a number is to be found behind the token. Other kinds are of whoever runs the server, a captcha say. */
  kind: z.string(),
  /** Goes back with what was found, as `<token>:<found>` in `Wangge-Proof`. */
  token: z.string(),
  /** Of `proof-of-work`: zero bits that SHA-256 of `<token>:<found>` begins with. */
  bits: z.optional(z.int().check(z.gte(0), z.lte(32))),
  /** Of other kinds: what is needed to show it. */
  detail: z.optional(z.record(z.string(), z.string())),
})
export type Challenge = z.infer<typeof challengeSchema>

/** Problem details (RFC 9457). `code` is ours and stable; `detail` is for a person who reads logs. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.optional(z.string()),
  instance: z.optional(z.string()),
  /** Present where fields of the input were wrong. */
  errors: z.optional(z.array(fieldErrorSchema)),
  /** Present where a domain rule refused; the rule's own detail. */
  refusal: z.optional(z.object({ reason: z.string(), detail: z.optional(z.record(z.string(), z.unknown())) })),
  /** Of `proof-required`: the same call is taken with an answer to it. */
  challenge: z.optional(challengeSchema),
})
export type Problem = z.infer<typeof problemSchema>

/** What the server tells of one committed change. The order of `seq` is the order of commits. */
export const changeSchema = z.object({
  seq: z.int().check(z.gte(1)),
  topic: z.enum(['issue', 'slot', 'sign-up', 'grid']),
  id: idSchema,
  at: instantSchema,
  /** Grids the change lies in, root first; empty where it has no place. */
  gridPath: z.array(idSchema),
  /** The record as this reader may see it. */
  data: z.record(z.string(), z.unknown()),
})
export type Change = z.infer<typeof changeSchema>

export const changesPageSchema = z.object({
  changes: z.array(changeSchema),
  /** Pass as `after` next time. */
  cursor: z.int().check(z.gte(0)),
  /** Whether more are waiting behind this page. */
  more: z.boolean(),
})
export type ChangesPage = z.infer<typeof changesPageSchema>
