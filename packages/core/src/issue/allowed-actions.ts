import { reachRefusal, stepRefusal } from './permission.ts'
import type { Actor, IssueContext } from './permission.ts'
import type { Issue, IssueAction } from './schema.ts'
import { stepsFrom } from './workflow.ts'

/**
 * What this actor may do with the issue now: exactly the actions that `advance` takes from them, given a reason and
 * evidence where it asks for them.
 * @example allowedActions(submitted, { id: 'p1', role: 'community', gridId: 'c1' }, context) // ['accept', 'reject', 'merge']
 */
export function allowedActions(issue: Issue, actor: Actor, context: IssueContext): IssueAction[] {
  if (reachRefusal(issue, actor, context)) return []
  const actions = stepsFrom(issue.state).map(([action]) => action)
  return actions.filter((action) => !stepRefusal(issue, action, actor, context))
}
