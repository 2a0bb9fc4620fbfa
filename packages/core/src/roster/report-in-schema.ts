import * as z from 'zod/mini'
import { dateSchema, idSchema, instantSchema, localizedSchema } from '../schema.ts'

/**
 * What a duty belongs to in the district's own words, e.g. 四联三评: nothing here knows what it means, and it is shown as it is
 * written.
 */
export const schemeTagSchema = z.string().check(z.minLength(1), z.maxLength(40))

const count = z.int().check(z.gte(0))

/** People who reported in, of those registered; the rate is the one by the other, and of nobody there is none. */
const rate = { reported: count, registered: count }

/** 到社区报到: the rate of report-in over some days, by community and by home organisation. */
export const reportInSchema = z.object({
  asOf: instantSchema,
  /** First local date. */
  from: dateSchema,
  /** The first day after. */
  to: dateSchema,
  total: z.object({ ...rate, others: count }),
  /** In the order of the tree; each that the reader reaches, whether anybody is registered there or not. */
  communities: z.array(
    z.object({
      communityId: idSchema,
      name: localizedSchema,
      ...rate,
      /** People who reported in here and are not registered here. */
      others: count,
      /** Of its posts for reporting in, each once. */
      schemeTags: z.array(schemeTagSchema),
    }),
  ),
  /** By id; those whose members are registered at those communities. */
  organisations: z.array(z.object({ orgId: idSchema, name: localizedSchema, ...rate })),
  /** Of people on no organisation's roll. */
  unaffiliated: z.object(rate),
})
export type ReportIn = z.infer<typeof reportInSchema>
