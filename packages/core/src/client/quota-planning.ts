import { quotaPlanCommandSchema, quotaPlanViewSchema, quotaPreviewCommandSchema, quotaPreviewSchema } from '../roster/schema.ts'
import { askNow } from './ask-now.ts'
import type { Client, QuotaPlanInput, QuotaPreviewInput } from './client.ts'
import type { Context } from './context.ts'
import { isQuota, QUOTA_PLAN, QUOTA_PREVIEW } from './paths.ts'

/** The street's plan, looked at beforehand, and replaced at once and by the server's word. */
export function createQuotaPlanning(context: Context): Pick<Client, 'previewQuotaPlan' | 'putQuotaPlan'> {
  /** A command whose answer was lost is asked again under its own id. */
  const unanswered = new Map<string, string>()

  const previewQuotaPlan = async (input: QuotaPreviewInput) => {
    const asked = { path: QUOTA_PREVIEW, schema: quotaPreviewCommandSchema, draft: { ...input }, answer: quotaPreviewSchema }
    const result = await askNow(context, asked)
    return result.ok ? ({ ok: true, preview: result.answer } as const) : result
  }

  const putQuotaPlan = async (input: QuotaPlanInput) => {
    const name = JSON.stringify(input)
    const id = unanswered.get(name) ?? context.createId()
    unanswered.set(name, id)
    const draft = { ...input, id }
    const asked = { method: 'PUT', path: QUOTA_PLAN, schema: quotaPlanCommandSchema, draft, answer: quotaPlanViewSchema } as const
    const result = await askNow(context, asked)
    unanswered.delete(name)
    if (!result.ok) return result
    await context.cache.expire(isQuota)
    return { ok: true, plan: result.answer } as const
  }

  return { previewQuotaPlan, putQuotaPlan }
}
