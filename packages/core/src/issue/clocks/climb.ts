import type { Issue, Transition } from '../schema.ts'
import type { Escalation } from './due-escalations.ts'

/**
 * Writes down that a level was told: the issue as it is then, and the step to append to its history. It stands there as of when
 * it was due, however late that is; only what happened before it was written stays before it.
 * @example dueEscalations([issue], context).reduce((before, escalation) => climb(before, escalation).issue, issue)
 */
export function climb(issue: Issue, { issueId, ...told }: Escalation): { issue: Issue; transition: Transition } {
  const { state, history } = issue
  const last = history.at(-1)!.at
  const at = Date.parse(last) > Date.parse(told.dueAt) ? last : told.dueAt
  const version = issue.version + 1
  const transition: Transition = {
    issueId,
    seq: version,
    action: 'climb',
    from: state,
    to: state,
    actor: { id: 'clock', role: 'system' },
    at,
    climb: told,
  }
  return { issue: { ...issue, version, updatedAt: at, history: [...history, transition] }, transition }
}
