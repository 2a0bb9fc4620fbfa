import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { issuePolicyViewSchema, noQuerySchema } from '../schema.ts'
import { issuePolicyView } from '../storage/issue-policy.ts'

export const getIssuePolicy = operation({
  method: 'GET',
  path: '/v1/issue-policy',
  id: 'getIssuePolicy',
  summary: 'How the district works on its issues: hours and holidays, escalation, who is asked first',
  access: ['staff'],
  roles: STAFF_ROLES,
  scope: 'open',
  query: noQuerySchema,
  answers: { 200: { description: 'What holds now', schema: issuePolicyViewSchema } },
  handle: async ({ context }) => ({ status: 200, body: issuePolicyView(await context.reference.current()) }),
})
