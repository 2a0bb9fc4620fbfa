import * as z from 'zod/mini'
import { verifyChainCommandSchema } from '@wangge/core/audit/schema'
import { roleAppointmentSchema, staffRoleSchema } from '@wangge/core/access/schema'
import { gridLevelSchema, gridOutlinesSchema } from '@wangge/core/grid/schema'
import { calendarYearSchema, weekTemplateSchema } from '@wangge/core/roster/schema'
import {
  dateSchema,
  idSchema,
  instantSchema,
  localizedSchema,
  personIdSchema,
  personal,
  positionSchema,
} from '@wangge/core/schema'
import {
  boardColumnSchema,
  issuePolicySchema,
  issueStateSchema,
  ratesBySchema,
  severitySchema,
  staffIssueSchema,
} from '@wangge/core/issue/schema'
import { MOST_BOARD_PAGES } from '@wangge/core/issue'
import { containsIdNumber } from '@wangge/core/privacy'

/** What only the server speaks of: queries, and the commands of the data directory's owner. */

export const wholeNumber = (least: number, most: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,15}$/, `Expected a whole number from ${least} to ${most}`)),
    z.pipe(z.transform(Number), z.int().check(z.gte(least), z.lte(most))),
  ) as unknown as z.ZodMiniType<number>

export const slotsQuerySchema = z.strictObject({ org: idSchema })

/** `offset`: of the first byte of a part in its photo; the first part without it. */
export const partQuerySchema = z.strictObject({ offset: z._default(z.optional(wholeNumber(0, 3_000_000)), 0) })

/** `dryRun`: only says what would come of it. */
export const importQuerySchema = z.strictObject({ dryRun: z.optional(z.enum(['true', 'false'])) })

export const changesQuerySchema = z.strictObject({
  after: z.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
  limit: z._default(z.optional(wholeNumber(1, 1000)), 200),
})

export const auditQuerySchema = z.strictObject({
  /** Number of the last entry of the page before. */
  after: z._default(z.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)), 0),
  limit: z._default(z.optional(wholeNumber(1, 1000)), 200),
})

export const listAuditSchema = z.strictObject({
  after: z.int().check(z.gte(0)),
  limit: z.int().check(z.gte(1), z.lte(1000)),
})

export const verifyAuditSchema = verifyChainCommandSchema

export const namedIssueSchema = z.strictObject({ id: idSchema })
export const verifyIssueSchema = z.extend(namedIssueSchema, verifyAuditSchema.shape)

const daysSchema = wholeNumber(0, 366)

/** What lists and files of issues are narrowed down by; what is left out asks for nothing. */
const issueFilterQuery = {
  grid: z.optional(idSchema),
  /** The organisation that was asked to handle them last. */
  org: z.optional(idSchema),
  /** Of either level. */
  category: z.optional(idSchema),
  severity: z.optional(severitySchema),
  /** A state, or all of a column of the board. */
  state: z.optional(z.union([issueStateSchema, boardColumnSchema])),
  /** Only those of which a clock that runs is over now. */
  overdue: z.optional(z.literal('true')),
  /** Only those in the caller's own hands. */
  mine: z.optional(z.literal('true')),
  /** Only those that somebody has to look at before others see them. */
  unpublished: z.optional(z.literal('true')),
  /** Only what is open or has changed in so many days. */
  ended: z.optional(daysSchema),
  /** Words that are all found in what was written, the place, the number, or the name of the category or a grid. */
  text: z.optional(
    z.string().check(z.regex(/^(?=.*\S)[ -\uffff]+$/, 'Expected words to look for, on one line'), z.maxLength(200)),
  ),
}
const _issueFilterQuerySchema = z.strictObject(issueFilterQuery)
export type IssueFilterQuery = z.infer<typeof _issueFilterQuerySchema>

export const issuesQuerySchema = z.strictObject({
  ...issueFilterQuery,
  /** Only those of which a clock that runs is over by then. */
  dueBefore: z.optional(instantSchema),
  after: z.optional(idSchema),
  limit: z._default(z.optional(wholeNumber(1, 200)), 50),
})

/**
 * Reported from `from` on and before `to`. `words`: with what the reporters wrote. `lang`: in which language a table names stages,
 * categories and grids.
 */
export const issueExportQuerySchema = z.strictObject({
  ...issueFilterQuery,
  from: z.optional(instantSchema),
  to: z.optional(instantSchema),
  words: z.optional(z.literal('true')),
  lang: z._default(z.optional(z.enum(['zh', 'en'])), 'zh'),
})
export type IssueExportQuery = z.infer<typeof issueExportQuerySchema>

/** `ended`: for how many days what has ended is told, too. `pages`: so many times as many lines, where there are more. */
export const issueBoardQuerySchema = z.strictObject({
  ...issueFilterQuery,
  ended: z._default(z.optional(daysSchema), 30),
  pages: z._default(z.optional(wholeNumber(1, MOST_BOARD_PAGES)), 1),
})

/** `grid…` and `category…`: their subtrees. `to` is exclusive; at most 1,860 days. */
export const issueRatesQuerySchema = z.strictObject({
  gridId: z.optional(idSchema),
  categoryId: z.optional(idSchema),
  from: instantSchema,
  to: instantSchema,
  by: z._default(z.optional(ratesBySchema), 'grid'),
})
export type IssueRatesQuery = z.infer<typeof issueRatesQuerySchema>

/** `at`: the tree of that instant, which may be to come. */
export const gridsQuerySchema = z.strictObject({ at: z.optional(instantSchema) })

/** `geojson`, and as of now, where left out. */
export const outlinesQuerySchema = z.strictObject({
  format: z.optional(z.enum(['geojson', 'topojson'])),
  at: z.optional(instantSchema),
})

const arcNumbersSchema = z.array(z.int())
const ofGridSchema = { id: idSchema, properties: z.object({ level: gridLevelSchema, name: localizedSchema }) }
const topologyGeometrySchema = z.discriminatedUnion('type', [
  z.object({ ...ofGridSchema, type: z.literal('Polygon'), arcs: z.array(arcNumbersSchema) }),
  z.object({ ...ofGridSchema, type: z.literal('MultiPolygon'), arcs: z.array(z.array(arcNumbersSchema)) }),
])

/** TopoJSON 1.0 (github.com/topojson/topojson-specification), an object for each level. */
export const gridTopologySchema = z.object({
  type: z.literal('Topology'),
  /** Where present, positions of arcs are whole numbers, each but the first as the difference from the one before. */
  transform: z.optional(z.object({ scale: positionSchema, translate: positionSchema })),
  arcs: z.array(z.array(positionSchema)),
  objects: z.record(z.string(), z.object({ type: z.literal('GeometryCollection'), geometries: z.array(topologyGeometrySchema) })),
})

export const outlinesSchema = z.union([gridOutlinesSchema, gridTopologySchema])

/** Local dates, `to` the first day after; this week where left out, and a week from `from` where only `to` is. */
export const quotaQuerySchema = z.strictObject({ from: z.optional(dateSchema), to: z.optional(dateSchema) })

/** A local date of the week; this week where left out. */
export const fairnessQuerySchema = z.strictObject({ week: z.optional(dateSchema) })

/** Seven days where `to`, exclusive, is left out; all that the caller reaches where `gridId` is. */
export const rosterQuerySchema = z.strictObject({
  from: dateSchema,
  to: z.optional(dateSchema),
  gridId: z.optional(idSchema),
})

/** All that the caller reaches where left out. */
export const planListQuerySchema = z.strictObject({ gridId: z.optional(idSchema) })

/** `hours`: of every hour, or of those in which a post at the intersection has a shift. */
export const coverQuerySchema = z.strictObject({
  from: instantSchema,
  to: instantSchema,
  hours: z.optional(z.enum(['all', 'duty'])),
  gridId: z.optional(idSchema),
})

/** All that the caller reaches where left out. */
export const intersectionsQuerySchema = z.strictObject({ gridId: z.optional(idSchema) })

/** Local dates, `to` the first day after, at most 366 days; this week where left out. All that the caller reaches where `gridId` is. */
export const reportInQuerySchema = z.strictObject({
  from: z.optional(dateSchema),
  to: z.optional(dateSchema),
  gridId: z.optional(idSchema),
})
export const reportInSpanSchema = z.omit(reportInQuerySchema, { gridId: true })

export const pointsQuerySchema = z.strictObject({ gridId: z.optional(idSchema) })

/** Both: teams that are at the post and of the point. */
export const teamsQuerySchema = z.strictObject({ postId: z.optional(idSchema), pointId: z.optional(idSchema) })

/** All that the caller reaches where no grid is named; what waits, where what was decided is not asked for. */
export const correctionsQuerySchema = z.strictObject({
  gridId: z.optional(idSchema),
  decided: z.optional(z.literal('true')),
})

export const makeShiftsSchema = z.strictObject({
  weeks: z.optional(z.int().check(z.gte(1), z.lte(26))),
  /** First local date. */
  from: z.optional(dateSchema),
})

export const templatesSetSchema = z.strictObject({
  templates: z.array(weekTemplateSchema).check(
    z.minLength(1),
    z.maxLength(2000),
    z.refine((templates) => new Set(templates.map(({ id }) => id)).size === templates.length, 'Expected each template once'),
  ),
})

export const templateListSchema = z.object({ templates: z.array(weekTemplateSchema) })

export const calendarSetSchema = z.strictObject({
  years: z.optional(z.array(calendarYearSchema).check(z.minLength(1), z.maxLength(50))),
  /** Where they are from. */
  source: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
})

export const calendarListSchema = z.object({ years: z.array(z.object({ ...calendarYearSchema.shape, source: z.string() })) })

export const issuePolicyViewSchema = z.object({
  policy: issuePolicySchema,
  /** When it last changed; absent where it always held. */
  since: z.optional(instantSchema),
  calendar: z.object({ timeZone: z.string(), hours: issuePolicySchema.shape.hours, years: z.array(calendarYearSchema) }),
})

/** First and last day, in the district's time zone; this month up to today where left out. */
export const daySpanQuerySchema = z.strictObject({ from: z.optional(dateSchema), to: z.optional(dateSchema) }).check(
  z.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    error: 'Expected a last day that is not before the first',
    path: ['to'],
  }),
)
export type DaySpanQuery = z.infer<typeof daySpanQuerySchema>

const keptRecordsQuery = { ...daySpanQuerySchema.shape, gridId: z.optional(idSchema) }

/** Local dates, both included, at most 366 days; this month up to today where left out. All that the caller keeps where `gridId` is. */
export const keptRecordsFileQuerySchema = z.strictObject(keptRecordsQuery)
export type KeptRecordsFileQuery = z.infer<typeof keptRecordsFileQuerySchema>

export const keptRecordsQuerySchema = z.strictObject({
  ...keptRecordsQuery,
  /** `next` of the page before. */
  after: z.optional(z.string().check(z.regex(/^\d{1,14}\.[0-9A-HJKMNP-TV-Z]{26}$/, 'Expected the `next` of a page'))),
  limit: z._default(z.optional(wholeNumber(1, 200)), 50),
})

export const noQuerySchema = z.strictObject({})

export const issuePageSchema = z.object({ issues: z.array(staffIssueSchema), next: z.optional(z.string()) })

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() })

export const originSchema = z.string().check(
  z.refine(
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined
      return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text
    },
    { error: 'Expected an origin such as https://intranet.example.com, without a path' },
  ),
)

/** `origin`: of the page around the frame. */
export const plannerFrameQuerySchema = z.strictObject({ origin: originSchema })

export const audienceSchema = z
  .string()
  .check(z.regex(/^(public|org:[A-Za-z0-9][A-Za-z0-9_.:-]{0,63})$/, 'Expected public or org:<organisation id>'))

/** An address that a phone may be led to. On one's own machine it may do without TLS. */
const pageSchema = z.string().check(
  z.maxLength(500),
  z.refine(
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined
      const isSafe =
        url?.protocol === 'https:' || (url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname))
      return url !== undefined && isSafe && url.username === '' && url.password === '' && !text.includes('#')
    },
    { error: 'Expected an address such as https://intranet.example.com/volunteers, by https and with nothing behind a #' },
  ),
)

export const createKeySchema = z.strictObject({
  origins: z.array(originSchema).check(z.minLength(1), z.maxLength(20)),
  audience: audienceSchema,
  /** Ids of the operations it may call; all that its audience may where left out. */
  calls: z.optional(z.array(idSchema).check(z.minLength(1), z.maxLength(100))),
  /** Page of an organisation's site that the code at a post leads its people to; on one of the origins. Everybody may read it. */
  page: z.optional(pageSchema),
})

const keyNameSchema = z.string().check(z.maxLength(200))

export const rotateKeySchema = z.strictObject({
  key: keyNameSchema,
  /** For so long the old key is believed too; 0: it dies at once. */
  overlapHours: z.optional(z.int().check(z.gte(0), z.lte(24 * 90))),
})

export const revokeKeySchema = z.strictObject({ key: keyNameSchema })

/** Left out, the page that was set is set no more. */
export const keyPageSchema = z.strictObject({ key: keyNameSchema, page: z.optional(pageSchema) })

export const createTokenSchema = z.strictObject({
  role: staffRoleSchema,
  /** Either a grid or an organisation. */
  gridId: z.optional(idSchema),
  orgId: z.optional(idSchema),
  /** Who holds it; of a building head the appointed person, found by the grid where it is left out. */
  personId: z.optional(personIdSchema),
  /** Days until it expires; 90 where left out. */
  days: z.optional(z.int().check(z.gte(1), z.lte(3650))),
})

export const siteKeySchema = z.object({
  key: z.string(),
  origins: z.array(z.string()),
  audience: z.string(),
  calls: z.optional(z.array(z.string())),
  /** Where the code at a post leads the organisation's people to. */
  page: z.optional(z.string()),
  createdAt: z.string(),
  /** Of a key that another took the place of. */
  expiresAt: z.optional(z.string()),
  revokedAt: z.optional(z.string()),
})

export const siteKeyListSchema = z.object({ keys: z.array(siteKeySchema) })

const tokenRecord = {
  id: z.string(),
  role: staffRoleSchema,
  gridId: z.optional(idSchema),
  orgId: z.optional(idSchema),
  personId: z.optional(personIdSchema),
  expiresAt: z.optional(z.string()),
}

export const staffTokenSchema = z.object({
  ...tokenRecord,
  /** Shown this once. */
  token: z.string(),
})

export const staffTokenListSchema = z.object({
  tokens: z.array(z.object({ ...tokenRecord, createdAt: z.string(), revokedAt: z.optional(z.string()) })),
})

/** Left out, the role begins now, and lasts until it is ended. */
export const appointRoleSchema = z.strictObject({
  personId: personIdSchema,
  role: staffRoleSchema,
  /** Either a grid or an organisation. */
  gridId: z.optional(idSchema),
  orgId: z.optional(idSchema),
  from: z.optional(instantSchema),
  to: z.optional(instantSchema),
})

export const endRoleSchema = z.strictObject({ id: idSchema })

export const roleSchema = roleAppointmentSchema

export const roleListSchema = z.object({ roles: z.array(roleAppointmentSchema) })

export const bindIdentitySchema = z.strictObject({
  /** As the sign-in service names itself. */
  issuer: z.string().check(z.minLength(1), z.maxLength(200)),
  /** The account's `sub` there. */
  subject: personal('account', z.string().check(z.minLength(1), z.maxLength(255))),
  personId: personIdSchema,
})

export const unbindIdentitySchema = z.strictObject({ personId: personIdSchema })

export const identitySchema = z.object({ issuer: z.string(), personId: personIdSchema, createdAt: z.string() })

export const identityListSchema = z.object({ identities: z.array(identitySchema) })

export type CreateKey = z.infer<typeof createKeySchema>
export type CreateToken = z.infer<typeof createTokenSchema>
export type SiteKeyList = z.infer<typeof siteKeyListSchema>

const secondsSchema = z.int().check(z.gte(0))

/** The number of an identity card is kept nowhere, under no other name. */
const withoutIdNumber = () =>
  z.refine<string>((text) => !containsIdNumber(text), 'Expected anything but the number of an identity card')

/** What a host's token says; what else stands in it is not looked at. */
export const hostClaimsSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  /** 工号: by which the organisation knows its employee. */
  sub: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/), withoutIdNumber()),
  name: z
    .string()
    .check(z.trim(), z.minLength(1), z.maxLength(40), z.regex(/^\P{C}+$/u, 'Expected no control characters'), withoutIdNumber()),
  origin: z.string(),
  iat: secondsSchema,
  exp: secondsSchema,
  nbf: z.optional(secondsSchema),
  minor: z._default(z.optional(z.boolean()), false),
  once: z._default(z.optional(z.boolean()), false),
  jti: z.optional(z.string().check(z.minLength(8), z.maxLength(64))),
})
export type HostClaims = z.infer<typeof hostClaimsSchema>

export const nothingSchema = z.strictObject({})

export const revokeByIdSchema = z.strictObject({ id: idSchema })

/** Where clouds tell a machine its own secrets, in IPv4 (mapped too) and IPv6. */
const LINK_LOCAL = /^(169\.254\.|\[::ffff:a9fe:|\[fe[89ab])/
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** An address that this server itself asks: over TLS, or on this machine. */
export const trustedUrlSchema = z.string().check(
  z.maxLength(500),
  z.refine(
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : undefined
      if (!url || url.username !== '' || url.password !== '' || url.hash !== '') return false
      if (LINK_LOCAL.test(url.hostname)) return false
      return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
    },
    { error: 'Expected an https address (http on this machine only) without user, password and fragment' },
  ),
)

export const createIssuerSchema = z.strictObject({
  orgId: idSchema,
  /** The token's `iss`, letter by letter. */
  issuer: z.string().check(z.minLength(1), z.maxLength(200), z.regex(/^[\x21-\x7e]+$/, 'Expected letters without spaces')),
  /** Where the issuer publishes its keys. */
  jwksUrl: z.optional(trustedUrlSchema),
  /** Shared secret of an issuer without keys of its own. */
  secret: z.optional(
    z.string().check(
      z.maxLength(500),
      z.refine((text) => new TextEncoder().encode(text).length >= 32, { error: 'Expected at least 32 bytes' }),
    ),
  ),
})

export const hostIssuerSchema = z.object({
  id: z.string(),
  orgId: z.string(),
  issuer: z.string(),
  jwksUrl: z.optional(z.string()),
  createdAt: z.string(),
  revokedAt: z.optional(z.string()),
})

export const hostIssuerListSchema = z.object({ issuers: z.array(hostIssuerSchema) })

export const signInQuerySchema = z.strictObject({
  redirect_uri: z.string().check(
    z.maxLength(1000),
    z.refine((text) => URL.canParse(text), { error: 'Expected an address' }),
  ),
  state: z.string().check(z.regex(/^[A-Za-z0-9_.~-]{8,200}$/)),
  /** S256: the base64url SHA-256 of the page's verifier. */
  code_challenge: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
})

/** Whatever the sign-in service adds is its own. */
export const callbackQuerySchema = z.object({
  state: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  error: z.optional(z.string().check(z.regex(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,200}$/))),
})

export const redeemSchema = z.strictObject({
  code: z.string().check(z.maxLength(200)),
  /** RFC 7636, 4.1. */
  codeVerifier: z.string().check(z.regex(/^[A-Za-z0-9._~-]{43,128}$/)),
})

export const newSessionSchema = z.object({ token: z.string(), expiresAt: z.string() })
