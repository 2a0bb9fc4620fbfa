import { similarIssues } from '@wangge/core/issue'
import { similarListSchema, similarQuerySchema } from '@wangge/core/issue/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { placed } from '../issue-place.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { listCategories, parentsOf } from '../storage/categories.ts'
import { countDuplicates } from '../storage/issues.ts'
import { comparableIssues } from '../storage/similar-issues.ts'

/** As long as the rule looks back. */
const WINDOW_MS = 14 * 86_400_000

export const postSimilar = operation({
  method: 'POST',
  path: '/v1/issues:similar',
  id: 'findSimilarIssues',
  summary: 'Open issues that a report would repeat, for whoever is about to send it: neither their words nor their place',
  access: ['public', 'org', 'staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  json: { schema: similarQuerySchema },
  answers: { 200: { description: 'The likeliest first, three at most', schema: similarListSchema } },
  async handle({ context, body: { categoryId, place, description }, now }) {
    const { db, districtId } = context
    const { gridPath, position } = placed(place, await context.reference.current())
    const communityId = gridPath[1] ?? gridPath[0]!
    const known = await comparableIssues(db, districtId, { communityId, since: now - WINDOW_MS })
    const parentOf = parentsOf(await listCategories(db, districtId))
    const found = similarIssues({ categoryId, gridPath, position, description }, known, { parentOf, now })
    const issues = await Promise.all(
      found.map(async ({ id }) => {
        const { categoryId: kind, state, createdAt } = known.find((one) => one.id === id)!
        return { id, categoryId: kind, state, createdAt, others: await countDuplicates(db, districtId, id) }
      }),
    )
    return { status: 200, body: { issues } }
  },
})
