import type { AdvanceResult } from './advance.ts'
import { similarIssues } from './similar-issues.ts'
import type { KnownIssue, DuplicateContext } from './duplicates/find-duplicates.ts'
import type { Issue, Transition } from './schema.ts'

/**
 * A report that was just opened joins an issue: whoever reports it says that it is the same, and it is merged into that one as its
 * first step. Only where the two are similar by the rule by which it was offered; staff can part them again (`unmerge`).
 * @example joinIssue(issue, target, { now }).issue.state // 'merged'
 */
export function joinIssue(
  issue: Issue,
  target: KnownIssue | undefined,
  context: Omit<DuplicateContext, 'policy'>,
): AdvanceResult {
  const into = target?.id ?? issue.id
  if (!target || target.id === issue.id || !similarIssues(issue, [target], context).some(({ id }) => id === target.id)) {
    return { ok: false, reason: 'merge-target', detail: { into, ...(target && { state: target.state }) } }
  }
  const at = new Date(context.now).toISOString()
  const { actor } = issue.history[0]!
  const transition: Transition = {
    issueId: issue.id,
    seq: issue.version + 1,
    action: 'merge',
    from: issue.state,
    to: 'merged',
    actor,
    at,
    into,
  }
  const history = [...issue.history, transition]
  return { ok: true, issue: { ...issue, state: 'merged', version: transition.seq, updatedAt: at, history }, transition }
}
