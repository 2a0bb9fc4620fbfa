import { reachedGrids, reachesGrid } from '@wangge/core/access'
import { issueRow } from '@wangge/core/issue'
import { issueBoardSchema } from '@wangge/core/issue/schema'
import type { IssueBoard } from '@wangge/core/issue/schema'
import type { Staff } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { issueBoardQuerySchema } from '../schema.ts'
import { staffIssues, unmoved } from '../storage/staff-issues.ts'
import { boardIssues } from '../storage/issues.ts'
import { recordReading } from './issues.ts'

const DAY_MS = 86_400_000
/** As many as a page can look through at once; a district that has more is looked at by its parts. */
const MOST = 2_000

export const getIssueBoard = operation({
  method: 'GET',
  path: '/v1/issue-board',
  id: 'getIssueBoard',
  summary:
    'A line for each issue of the caller’s subtree that is open or has ended lately; the reading by those who only oversee is audited',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: issueBoardQuerySchema,
  answers: { 200: { description: 'The lines, newest first, with what the caller may do in each', schema: issueBoardSchema } },
  async handle({ context, principal, query: { grid, ended }, now }) {
    const { db, districtId } = context
    const reference = await context.reference.current()
    const { tree } = reference
    const staff = principal as Staff
    if (grid !== undefined && !staff.grants.some((grant) => reachesGrid(grant, grid, tree))) {
      throw notFound('unknown-grid', 'There is no such grid in your subtree')
    }
    const gridIds = grid === undefined ? reachedGrids(staff.grants, tree) : [grid]
    const since = new Date(now - ended * DAY_MS).toISOString()
    const found = await boardIssues(db, districtId, { gridIds, since, limit: MOST + 1 })
    const views = await staffIssues(db, found.slice(0, MOST), { districtId, staff, reference, now })
    const body: IssueBoard = { issues: views.map(issueRow), asOf: new Date(now).toISOString(), more: found.length > MOST }
    await recordReading(context, staff, { subject: grid ?? tree.root.id, now })
    // When it was asked for is no news.
    return { status: 200, body, tag: { ...body, issues: body.issues.map(unmoved), asOf: '' } }
  },
})
