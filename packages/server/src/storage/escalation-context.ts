import type { EscalationContext } from '@wangge/core/issue'
import type { Reference } from './reference.ts'

/** What the district's issues climb by. */
export const escalationContext = (
  { tree, appointments, calendar, issuePolicy, issuePolicyAt }: Reference,
  now: number,
): EscalationContext => ({
  tree,
  appointments,
  calendar,
  policy: issuePolicy.escalation,
  ...(issuePolicyAt !== null && { since: Date.parse(issuePolicyAt) }),
  now,
})
