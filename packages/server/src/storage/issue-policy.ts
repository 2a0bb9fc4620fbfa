import type { IssuePolicy } from '@wangge/core/issue/schema'
import { isDeepStrictEqual } from 'node:util'
import { consentUnknown } from '../consent-unknown.ts'
import type { Context } from '../context.ts'
import { refused } from '../problem.ts'
import { act } from './act.ts'
import { listCategories } from './categories.ts'
import { expectOpenOrganisation } from './closed-organisations.ts'
import type { Queries } from './database.ts'
import { escalateIssues } from './escalate-issues.ts'
import type { Reference } from './reference.ts'
import { renewDeadlines } from './renew-deadlines.ts'

const PURPOSE = 'issue-report'

/** How a district works on its issues, and when. */
export const issuePolicyView = ({ issuePolicy: policy, issuePolicyAt, calendar }: Reference) => ({
  policy,
  ...(issuePolicyAt !== null && { since: issuePolicyAt }),
  calendar: { timeZone: calendar.timeZone, hours: policy.hours, years: [...calendar.years] },
})

/**
 * Sets how the district works on its issues from now on; what was due before is told as it was due.
 * @throws ProblemError 409 refused `unknown-category`, `unknown-organisation` where a rule is for none that there is;
 * `consent-unknown` where reports are to be published under a statement that there is not
 */
export async function setIssuePolicy(context: Context, policy: IssuePolicy, actor: string) {
  const { issuePolicy, consent } = await context.reference.current()
  expectStatement(policy, consent)
  if (!isDeepStrictEqual(policy, issuePolicy)) {
    const now = context.clock()
    const at = new Date(now).toISOString()
    await escalateIssues(context, now)
    await act(context, { action: 'issue-policy-set', actor }, async ({ db, districtId }) => {
      await expectKnown(db, districtId, policy, now)
      await db
        .updateTable('districts')
        .set({ issue_policy: JSON.stringify(policy), issue_policy_at: at })
        .where('district_id', '=', districtId)
        .execute()
      await renewDeadlines(db, districtId)
      return { subject: districtId, result: undefined }
    })
  }
  return issuePolicyView(await context.reference.current())
}

function expectStatement({ publication }: IssuePolicy, { [PURPOSE]: statement }: Reference['consent']): void {
  if (!publication || publication.consentVersion <= (statement?.version ?? 0)) return
  throw consentUnknown(PURPOSE, { sent: publication.consentVersion, current: statement?.version })
}

async function expectKnown(db: Queries, districtId: string, { routing }: IssuePolicy, now: number): Promise<void> {
  const categories = new Set((await listCategories(db, districtId)).map(({ id }) => id))
  for (const { categoryId, to } of routing) {
    if (categoryId !== undefined && !categories.has(categoryId)) throw refused('unknown-category', { categoryId })
    if (to.orgId !== undefined) await expectOpenOrganisation(db, districtId, { orgId: to.orgId, now })
  }
}
