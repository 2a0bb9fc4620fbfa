import { importTable } from './import-table.ts'
import { issuePolicy } from './issue-policy.ts'
import { runVerb } from './run-verb.ts'

const orders = (args: string[]) => importTable('issues', args)

/** `wangge issue import FILE` and `wangge issue policy show|set`, see the usage in cli.ts */
export const issue = (args: string[]): Promise<void> => runVerb('issue', { import: orders, policy: issuePolicy }, args)
