import { quotaPlanCommandSchema, quotaPlanViewSchema } from '../roster/schema.ts'
import { askNow } from './ask-now.ts'
import type { Client, QuotaPlanInput } from './client.ts'
import type { Context } from './context.ts'
import { isQuota, QUOTA_PLAN } from './paths.ts'

/** The street's plan, replaced at once and by the server's word. */
export function createQuotaPlanning(context: Context): Client['putQuotaPlan'] {
  /** A command whose answer was lost is asked again under its own id. */
  const unanswered = new Map<string, string>()

  return async (input: QuotaPlanInput) => {
    const name = JSON.stringify(input)
    const id = unanswered.get(name) ?? context.createId()
    unanswered.set(name, id)
    const draft = { ...input, id }
    const asked = { method: 'PUT', path: QUOTA_PLAN, schema: quotaPlanCommandSchema, draft, answer: quotaPlanViewSchema } as const
    const result = await askNow(context, asked)
    unanswered.delete(name)
    if (!result.ok) return result
    await context.cache.expire(isQuota)
    return { ok: true, plan: result.answer }
  }
}
