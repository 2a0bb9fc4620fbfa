import { issueRow } from '@wangge/core/issue'
import { issueBoardSchema } from '@wangge/core/issue/schema'
import type { IssueBoard } from '@wangge/core/issue/schema'
import type { Staff } from '../auth/principal.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { issueBoardQuerySchema } from '../schema.ts'
import { staffIssues, unmoved } from '../storage/staff-issues.ts'
import { askedIssues } from '../storage/asked-issues.ts'
import { listIssues } from '../storage/issues.ts'
import { organisationNames } from '../storage/organisations.ts'
import { recordReading } from './issues.ts'

/** As many as a page can look through at once; a district that has more is looked at by its parts. */
const MOST = 2_000

export const getIssueBoard = operation({
  method: 'GET',
  path: '/v1/issue-board',
  id: 'getIssueBoard',
  summary:
    'A line for each issue that the caller reaches and that is open or has ended lately; the reading by those who only oversee is audited',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'subtree',
  query: issueBoardQuerySchema,
  answers: { 200: { description: 'The lines, newest first, with what the caller may do in each', schema: issueBoardSchema } },
  async handle({ context, principal, query: { grid, org, ended }, now }) {
    const { db, districtId } = context
    const reference = await context.reference.current()
    const { tree } = reference
    const staff = principal as Staff
    const { grants } = staff
    const asked = askedIssues({ grid, org, ended }, { grants, tree, categories: [], now })
    const { issues, next } = await listIssues(db, districtId, { asked, limit: MOST })
    const views = await staffIssues(db, issues, { districtId, staff, reference, now })
    const rows = views.map(issueRow)
    const given = new Set(rows.flatMap(({ askedOrgId }) => askedOrgId ?? []))
    const body: IssueBoard = {
      issues: rows,
      organisations: await organisationNames(db, districtId, [...given]),
      asOf: new Date(now).toISOString(),
      more: next !== undefined,
    }
    await recordReading(context, staff, { subject: grid ?? tree.root.id, now })
    // When it was asked for is no news.
    return { status: 200, body, tag: { ...body, issues: body.issues.map(unmoved), asOf: '' } }
  },
})
