import { historyHeadSchema, historyVerificationSchema } from '@wangge/core/issue/schema'
import { nothingSchema, verifyAuditSchema } from '../schema.ts'
import { placeSteps } from '../storage/place-steps.ts'
import { verifyHistories } from '../storage/verify-history.ts'
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
}
