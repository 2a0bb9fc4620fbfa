import { issueRow } from '@wangge/core/issue'
import { issueBoardSchema } from '@wangge/core/issue/schema'
import type { IssueBoard } from '@wangge/core/issue/schema'
import type { Staff } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { issueBoardQuerySchema } from '../schema.ts'
import { staffIssues, unmoved } from '../storage/staff-issues.ts'
import { askedIssues } from '../storage/asked-issues.ts'
import { boardIssues } from '../storage/board-issues.ts'
import { listCategories } from '../storage/categories.ts'
import { reckonDeadlines } from '../storage/issue-deadlines.ts'
import { organisationNames } from '../storage/organisations.ts'
import { recordReading } from './issues.ts'

/** As many as a page can look through at once. What has ended takes no place from what is open. */
const PAGE = { open: 2_000, ended: 1_500 }

export const getIssueBoard = operation({
  method: 'GET',
  path: '/v1/issue-board',
  id: 'getIssueBoard',
  summary:
    'A line for each issue that the filter asks for of those that the caller reaches and that are open or have ended lately; the reading by those who only oversee is audited',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: issueBoardQuerySchema,
  answers: {
    200: {
      description:
        'The lines, with what the caller may do in each: what is open by its deadline, then what has ended, the latest first. Where there are more, how many',
      schema: issueBoardSchema,
    },
  },
  async handle({ context, principal, query, now }) {
    const { db, districtId } = context
    const reference = await context.reference.current()
    const { tree } = reference
    const staff = principal as Staff
    const { grants } = staff
    const categories = await listCategories(db, districtId)
    const asked = askedIssues(query, { grants, tree, categories, now })
    await reckonDeadlines(context, reference, now)
    const most = { open: PAGE.open * query.pages, ended: PAGE.ended * query.pages }
    const { issues, counts } = await boardIssues(db, districtId, { asked, most, now })
    const views = await staffIssues(db, issues, { districtId, staff, reference, now })
    const rows = views.map(issueRow)
    const given = new Set(rows.flatMap(({ askedOrgId }) => askedOrgId ?? []))
    const body: IssueBoard = {
      issues: rows,
      organisations: await organisationNames(db, districtId, [...given]),
      asOf: new Date(now).toISOString(),
      more: counts !== undefined,
      ...(counts && { counts }),
    }
    await recordReading(context, staff, { subject: query.grid ?? tree.root.id, now })
    // When it was asked for is no news.
    return { status: 200, body, tag: { ...body, issues: body.issues.map(unmoved), asOf: '' } }
  },
})
