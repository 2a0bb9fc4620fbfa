import * as z from 'zod/mini'
import { idSchema } from '../schema.ts'
import { severitySchema, timeLimitSchema } from './clock-schema.ts'
import { publicationPolicySchema } from './publication-schema.ts'
import { assigneeSchema } from './process-schema.ts'

/** Local time of day, e.g. `09:00`; an end may be `24:00`. */
const timeOfDaySchema = z
  .string()
  .check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Expected a time of day such as 09:00, or 24:00 for the end of the day'))

/** Working hours of a day: two where it is split by noon. */
export const workingHoursSchema = z.array(z.strictObject({ from: timeOfDaySchema, to: timeOfDaySchema })).check(
  z.minLength(1),
  z.maxLength(6),
  z.refine(
    (hours) => hours.every(({ from, to }, at) => from < to && (at === 0 || hours[at - 1]!.to <= from)),
    'Expected hours in order and apart, e.g. 09:00–12:00, 13:00–17:00',
  ),
)

/** Some time, and not none: what comes again at once comes without end. */
const waitSchema = timeLimitSchema.check(
  z.refine(({ amount }) => amount > 0, { path: ['amount'], error: 'Expected more than no time' }),
)

const postSchema = assigneeSchema.shape.role

/** When an issue whose time is up is told to which level. */
export const escalationPolicySchema = z.strictObject({
  /** As long as a clock stays over, the next level is told each time so much has gone by. */
  every: waitSchema,
  /** Where the level that was told last has a time of its own until the next is told. */
  after: z.optional(z.partialRecord(postSchema, waitSchema)),
  /** An emergency is told to the top at once; otherwise it goes through the levels as anything else does. @defaultValue true */
  emergencyToTop: z.optional(z.boolean()),
})
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>

/** Who is asked first about issues of a sort: a post on the issue's own path, or an organisation by its liaison. */
export const routingRuleSchema = z
  .strictObject({
    /** A category, or the one above it. @defaultValue any */
    categoryId: z.optional(idSchema),
    /** @defaultValue any */
    severity: z.optional(severitySchema),
    to: z.strictObject({ role: postSchema, orgId: z.optional(idSchema) }).check(
      z.refine(({ role, orgId }) => (role === 'liaison') === (orgId !== undefined), {
        path: ['orgId'],
        error: 'Expected an organisation with the liaison, and with nobody else',
      }),
    ),
  })
  .check(
    z.refine(({ categoryId, severity }) => categoryId !== undefined || severity !== undefined, {
      path: ['categoryId'],
      error: 'Expected a category or a severity that the rule is for',
    }),
  )
export type RoutingRule = z.infer<typeof routingRuleSchema>

/** How a district works on its issues. */
export const issuePolicySchema = z.strictObject({
  hours: workingHoursSchema,
  escalation: escalationPolicySchema,
  /** The first that fits holds; whatever fits none goes to the post of its own grid. */
  routing: z.array(routingRuleSchema).check(z.maxLength(500)),
  /** What everybody may read and see of what is reported from now on. @defaultValue nothing of it is ever published */
  publication: z.optional(publicationPolicySchema),
})
export type IssuePolicy = z.infer<typeof issuePolicySchema>
