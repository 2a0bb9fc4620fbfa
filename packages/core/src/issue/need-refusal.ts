import type { IssueRefusal } from './refusal.ts'
import type { Issue, TransitionCommand } from './schema.ts'
import { stepOf } from './workflow.ts'

/**
 * What has to come with a step and did not. Of an action that the state has not, nothing is asked: whether it can be taken is
 * another question.
 * @example needRefusal(handling, { action: 'resolve' }) // { ok: false, reason: 'evidence-required', … }
 */
export function needRefusal(
  issue: Pick<Issue, 'state' | 'terms'>,
  command: Pick<TransitionCommand, 'action' | 'reason' | 'evidence' | 'extension' | 'until' | 'into' | 'rating' | 'correction'>,
): IssueRefusal | undefined {
  const { action, reason, evidence, extension } = command
  const { needs = [] } = stepOf(issue.state, action) ?? {}
  const hasReason = Boolean(reason?.trim())
  if (needs.includes('reason') && !hasReason) return { ok: false, reason: 'reason-required', detail: { action } }
  if (needs.includes('proof') && !hasReason && !evidence?.length)
    return { ok: false, reason: 'evidence-required', detail: { action, accepts: ['evidence', 'reason'] } }
  const missing = needs.find((need) => need !== 'reason' && need !== 'proof' && command[need] === undefined)
  if (missing !== undefined) return { ok: false, reason: 'detail-required', detail: { action, field: missing } }
  const unit = issue.terms?.handling.unit
  if (action === 'extend' && extension && unit && extension.unit !== unit)
    return { ok: false, reason: 'extension-unit', detail: { sent: extension.unit, expected: unit } }
  return undefined
}
