import { issuePolicySchema, issueRatesViewSchema } from '@wangge/core/issue/schema'
import { importReportSchema } from '@wangge/core/roster/schema'
import { issuePolicyViewSchema, issueRatesQuerySchema, nothingSchema } from '../schema.ts'
import { importCategories } from '../storage/import-categories.ts'
import { importHotline } from '../storage/import-hotline.ts'
import { issueRatesView } from '../storage/issue-rates.ts'
import { issuePolicyView, setIssuePolicy } from '../storage/issue-policy.ts'
import { notFound } from '../problem.ts'
import { command, OWNER } from './command.ts'
import { TABLE_LIMIT, tableImportSchema } from './table-import.ts'

export const ISSUE_COMMANDS = {
  'issues-import': command({
    summary:
      'Brings a table of the hotline’s orders in: all of it, or nothing and what is wrong by row and column; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importHotline(context, input, actor),
  }),
  'categories-import': command({
    summary:
      'Brings a table of all categories in as their next version: what it leaves out is retired; or nothing, and what is wrong by row and column; twice is once',
    input: tableImportSchema,
    output: importReportSchema,
    maxSize: TABLE_LIMIT,
    run: (context, input, actor = OWNER) => importCategories(context, input, actor),
  }),
  'issue-rates': command({
    summary: 'What became of the issues reported in a time: of a subtree and of its grids, categories or months',
    input: issueRatesQuerySchema,
    output: issueRatesViewSchema,
    async run(context, query) {
      const { tree } = await context.reference.current()
      const { gridId = tree.root.id } = query
      if (!tree.get(gridId)) throw notFound('unknown-grid', 'There is no such grid')
      return issueRatesView(context, [gridId], query, context.clock())
    },
  }),
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
