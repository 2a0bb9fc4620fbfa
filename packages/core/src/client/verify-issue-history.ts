import { verifyChainCommandSchema } from '../audit/schema.ts'
import { historyVerificationSchema } from '../issue/schema.ts'
import { askNow } from './ask-now.ts'
import type { VerifyHistoryInput, VerifyHistoryResult } from './client.ts'
import type { Context } from './context.ts'
import { verificationPath } from './paths.ts'

/** Has the server go through the chain of an issue's history: whoever would trust what is kept here need not ask. */
export async function verifyIssueHistory(
  { issueId, ...draft }: VerifyHistoryInput,
  context: Context,
): Promise<VerifyHistoryResult> {
  const asked = { path: verificationPath(issueId), schema: verifyChainCommandSchema, draft, answer: historyVerificationSchema }
  const result = await askNow(context, asked)
  return result.ok ? { ok: true, verification: result.answer } : result
}
