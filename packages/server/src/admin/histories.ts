import { historyHeadSchema, historyVerificationSchema } from '@wangge/core/issue/schema'
import type { Context } from '../context.ts'
import { notFound } from '../problem.ts'
import { namedIssueSchema, nothingSchema, verifyAuditSchema, verifyIssueSchema } from '../schema.ts'
import { placeSteps } from '../storage/place-steps.ts'
import { stepsOf } from '../storage/issues.ts'
import { issueHead, verifyHistories, verifyIssueHistory } from '../storage/verify-history.ts'
import { command } from './command.ts'

export const HISTORY_COMMANDS = {
  'history-head': command({
    summary: 'Puts every step of every issue so far in one order, and tells where it ends',
    input: nothingSchema,
    output: historyHeadSchema,
    run: (context) => placeSteps(context, context.districtId),
  }),
  'history-verify': command({
    summary: 'Goes through the histories of all issues',
    input: verifyAuditSchema,
    output: historyVerificationSchema,
    run: ({ db, districtId }, { head }) => verifyHistories(db, districtId, head),
  }),
  'issue-head': command({
    summary: 'Where the chain of one issue’s history ends',
    input: namedIssueSchema,
    output: historyHeadSchema,
    run: async (context, { id }) => issueHead(await expectHistory(context, id)),
  }),
  'issue-verify': command({
    summary: 'Goes through the history of one issue',
    input: verifyIssueSchema,
    output: historyVerificationSchema,
    async run(context, { id, head }) {
      await expectHistory(context, id)
      return verifyIssueHistory(context.db, context.districtId, id, head)
    },
  }),
}

/** @throws ProblemError 404 `unknown-issue` */
async function expectHistory({ db, districtId }: Context, id: string) {
  const [history] = await stepsOf(db, districtId, [id])
  if (history) return history
  throw notFound('unknown-issue', 'There is no such issue')
}
