import {
  cancelledShiftsSchema,
  cancelPreviewSchema,
  cancelShiftsCommandSchema,
  previewCancelCommandSchema,
} from '../roster/schema.ts'
import { askNow } from './ask-now.ts'
import type { CancelShiftsInput, Client, PreviewCancelInput } from './client.ts'
import type { Context } from './context.ts'
import { pathOf, ROSTER_WEEK, SLOTS } from './paths.ts'

/** Shifts that are called off, counted beforehand, at once and by the server's word. */
export function createShiftCancels(context: Context): Pick<Client, 'cancelShifts' | 'previewCancelShifts'> {
  /** A command whose answer was lost is asked again under its own id. */
  const unanswered = new Map<string, string>()

  const previewCancelShifts = async (input: PreviewCancelInput) => {
    const asked = {
      path: '/v1/shifts:cancel-preview',
      schema: previewCancelCommandSchema,
      draft: { ...input },
      answer: cancelPreviewSchema,
    }
    const result = await askNow(context, asked)
    return result.ok ? ({ ok: true, preview: result.answer } as const) : result
  }

  const cancelShifts = async (input: CancelShiftsInput) => {
    const name = JSON.stringify(input)
    const id = unanswered.get(name) ?? context.createId()
    unanswered.set(name, id)
    const draft = { ...input, id }
    const asked = { path: '/v1/shifts:cancel', schema: cancelShiftsCommandSchema, draft, answer: cancelledShiftsSchema }
    const result = await askNow(context, asked)
    unanswered.delete(name)
    if (!result.ok) return result
    await context.cache.expire((key) => pathOf(key).startsWith(ROSTER_WEEK) || key.startsWith(SLOTS))
    return { ok: true, cancelled: result.answer } as const
  }

  return { previewCancelShifts, cancelShifts }
}
