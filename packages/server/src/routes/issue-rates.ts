import { reachedGrids } from '@wangge/core/access'
import { issueRatesViewSchema } from '@wangge/core/issue/schema'
import type { Staff } from '../auth/principal.ts'
import { expectReachedGrid } from '../auth/reached-subtree.ts'
import { GRID_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { issueRatesQuerySchema } from '../schema.ts'
import { issueRatesView } from '../storage/issue-rates.ts'

export const getIssueRates = operation({
  method: 'GET',
  path: '/v1/issue-rates',
  id: 'getIssueRates',
  summary:
    'What became of the issues reported in a time, each rate with what it is a share of: of a subtree and of its grids, categories or months; nothing by person',
  access: ['staff'],
  roles: GRID_ROLES,
  scope: 'subtree',
  query: issueRatesQuerySchema,
  answers: { 200: { description: 'As of now', schema: issueRatesViewSchema } },
  async handle({ context, principal, query, now }) {
    const { tree } = await context.reference.current()
    const { grants } = principal as Staff
    const { gridId } = query
    if (gridId !== undefined) expectReachedGrid(grants, gridId, tree)
    const body = await issueRatesView(context, gridId === undefined ? reachedGrids(grants, tree) : [gridId], query, now)
    const { whole, parts } = body
    // When they were counted is no news.
    return {
      status: 200,
      body,
      tag: { ...body, whole: { ...whole, asOf: '' }, parts: parts.map((part) => ({ ...part, asOf: '' })) },
    }
  },
})
