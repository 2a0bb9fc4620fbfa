import * as z from 'zod/mini'
import { idSchema } from '@wangge/core/schema'
import { actorRoleSchema, issueSchema, issueStateSchema } from '@wangge/core/issue/schema'

/** What only the server speaks of: queries, and the commands of the data directory's owner. */

const wholeNumber = (least: number, most: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,15}$/, `Expected a whole number from ${least} to ${most}`)),
    z.pipe(z.transform(Number), z.int().check(z.gte(least), z.lte(most))),
  ) as unknown as z.ZodMiniType<number>

export const slotsQuerySchema = z.strictObject({ org: idSchema })

export const changesQuerySchema = z.strictObject({
  after: z.optional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
  limit: z._default(z.optional(wholeNumber(1, 1000)), 200),
})

export const issuesQuerySchema = z.strictObject({
  grid: z.optional(idSchema),
  state: z.optional(issueStateSchema),
  after: z.optional(idSchema),
  limit: z._default(z.optional(wholeNumber(1, 200)), 50),
})

export const noQuerySchema = z.strictObject({})

export const issuePageSchema = z.object({ issues: z.array(issueSchema), next: z.optional(z.string()) })

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

export const audienceSchema = z
  .string()
  .check(z.regex(/^(public|org:[A-Za-z0-9][A-Za-z0-9_.:-]{0,63})$/, 'Expected public or org:<organisation id>'))

export const createKeySchema = z.strictObject({
  origins: z.array(originSchema).check(z.minLength(1), z.maxLength(20)),
  audience: audienceSchema,
})

export const listKeysSchema = z.strictObject({})

export const revokeKeySchema = z.strictObject({ key: z.string() })

export const createTokenSchema = z.strictObject({
  role: actorRoleSchema.check(z.refine((role) => role !== 'resident', { error: 'A resident needs no token' })),
  gridId: idSchema,
  /** Who holds it; of a building head the appointed person, found by the grid where it is left out. */
  personId: z.optional(idSchema),
  /** Days until it expires. */
  days: z.optional(z.int().check(z.gte(1), z.lte(3650))),
})

export const siteKeySchema = z.object({
  key: z.string(),
  origins: z.array(z.string()),
  audience: z.string(),
  createdAt: z.string(),
  revokedAt: z.optional(z.string()),
})

export const siteKeyListSchema = z.object({ keys: z.array(siteKeySchema) })

export const staffTokenSchema = z.object({
  id: z.string(),
  role: actorRoleSchema,
  gridId: idSchema,
  personId: z.optional(idSchema),
  expiresAt: z.optional(z.string()),
  /** Shown this once. */
  token: z.string(),
})

export type CreateKey = z.infer<typeof createKeySchema>
export type CreateToken = z.infer<typeof createTokenSchema>
export type SiteKeyList = z.infer<typeof siteKeyListSchema>
