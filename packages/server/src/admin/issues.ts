import { issuePolicySchema } from '@wangge/core/issue/schema'
import { issuePolicyViewSchema, nothingSchema } from '../schema.ts'
import { issuePolicyView, setIssuePolicy } from '../storage/issue-policy.ts'
import { command, OWNER } from './command.ts'

export const ISSUE_COMMANDS = {
  'issue-policy-show': command({
    summary: 'How the district works on its issues: hours, escalation, who is asked first; with the calendar',
    input: nothingSchema,
    output: issuePolicyViewSchema,
    forStreet: true,
    run: async ({ reference }) => issuePolicyView(await reference.current()),
  }),
  'issue-policy-set': command({
    summary: 'Sets how the district works on its issues from now on; what was written down stays',
    input: issuePolicySchema,
    output: issuePolicyViewSchema,
    forStreet: true,
    run: async (context, policy, actor = OWNER) => setIssuePolicy(context, policy, actor),
  }),
}
