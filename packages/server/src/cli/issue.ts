import { importTable } from './import-table.ts'
import { issuePolicy } from './issue-policy.ts'
import { issueRates } from './issue-rates.ts'
import { runVerb } from './run-verb.ts'

const orders = (args: string[]) => importTable('issues', args)

/** `wangge issue import|policy|rates`, see the usage in cli.ts */
export const issue = (args: string[]): Promise<void> =>
  runVerb('issue', { import: orders, policy: issuePolicy, rates: issueRates }, args)
