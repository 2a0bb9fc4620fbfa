import { published, similarIssues } from '@wangge/core/issue'
import { similarListSchema, similarQuerySchema } from '@wangge/core/issue/schema'
import type { Issue, SimilarIssue } from '@wangge/core/issue/schema'
import { STAFF_ROLES } from '../auth/roles.ts'
import { placed } from '../issue-place.ts'
import { operation } from '../operation.ts'
import { noQuerySchema } from '../schema.ts'
import { listCategories, parentsOf } from '../storage/categories.ts'
import { countDuplicates, findIssues } from '../storage/issues.ts'
import { comparableIssues } from '../storage/similar-issues.ts'

/** As long as the rule looks back. */
const WINDOW_MS = 14 * 86_400_000

export const postSimilar = operation({
  method: 'POST',
  path: '/v1/issues:similar',
  id: 'findSimilarIssues',
  summary:
    'Open issues that a report would repeat, for whoever is about to send it: no place, and of their words what is published',
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
    const whole = await findIssues(
      db,
      districtId,
      found.map(({ id }) => id),
    )
    const issues = await Promise.all(
      found.flatMap(({ id }) => {
        const issue = whole.find((one) => one.id === id)
        return issue ? [offered(issue)] : []
      }),
    )
    return { status: 200, body: { issues } }

    async function offered(issue: Issue): Promise<SimilarIssue> {
      const { id, categoryId: kind, state, createdAt } = issue
      const { words } = published(issue)
      const others = await countDuplicates(db, districtId, id)
      return { id, categoryId: kind, state, createdAt, others, ...(words !== undefined && { words }) }
    }
  },
})
