import { importTable } from './import-table.ts'
import { issueHead, issueVerify } from './issue-history.ts'
import { issuePolicy } from './issue-policy.ts'
import { issueRates } from './issue-rates.ts'
import { runVerb } from './run-verb.ts'

const orders = (args: string[]) => importTable('issues', args)

/** `wangge issue import|policy|rates|head|verify`, see the usage in cli.ts */
export const issue = (args: string[]): Promise<void> =>
  runVerb('issue', { import: orders, policy: issuePolicy, rates: issueRates, head: issueHead, verify: issueVerify }, args)
