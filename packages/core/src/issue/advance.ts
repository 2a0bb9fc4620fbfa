import { reachRefusal, stepRefusal } from './permission.ts'
import type { Actor, IssueContext } from './permission.ts'
import type { IssueRefusal } from './refusal.ts'
import type { Issue, Transition, TransitionCommand } from './schema.ts'
import { stepOf } from './workflow.ts'

/** What somebody wants to happen to an issue, and the version of it that they saw. */
export type AdvanceCommand = Pick<TransitionCommand, 'action' | 'reason' | 'evidence' | 'version'>

export interface AdvanceContext extends IssueContext {
  actor: Actor
}

export type AdvanceResult = { ok: true; issue: Issue; transition: Transition } | IssueRefusal

/**
 * Takes one step of the workflow: the issue as it is then, and the step to append to its history.
 * @example
 * const result = advance(issue, { action: 'accept', version: 1 }, { actor, tree, appointments, now })
 * if (result.ok) result.issue.state // 'accepted'
 * else result.reason // e.g. 'version-conflict'
 */
export function advance(issue: Issue, command: AdvanceCommand, context: AdvanceContext): AdvanceResult {
  const { actor, now } = context
  const refusal =
    reachRefusal(issue, actor, context) ??
    versionRefusal(issue, command) ??
    stepRefusal(issue, command.action, actor) ??
    needRefusal(issue, command)
  if (refusal) return refusal

  const { reason, evidence } = command
  const at = new Date(now).toISOString()
  const version = issue.version + 1
  const transition: Transition = {
    issueId: issue.id,
    seq: version,
    action: command.action,
    from: issue.state,
    to: stepOf(issue.state, command.action)!.to,
    actor: { id: actor.id, role: actor.role },
    at,
    ...(reason !== undefined && { reason }),
    ...(evidence !== undefined && { evidence }),
  }
  const history = [...issue.history, transition]
  return { ok: true, issue: { ...issue, state: transition.to, version, updatedAt: at, history }, transition }
}

function versionRefusal({ version }: Issue, command: AdvanceCommand): IssueRefusal | undefined {
  if (command.version === version) return undefined
  return { ok: false, reason: 'version-conflict', detail: { sent: command.version, current: version } }
}

function needRefusal({ state }: Issue, { action, reason, evidence }: AdvanceCommand): IssueRefusal | undefined {
  const needs = stepOf(state, action)?.needs
  if (needs === undefined || reason?.trim()) return undefined
  if (needs === 'reason') return { ok: false, reason: 'reason-required', detail: { action } }
  if (evidence && evidence.length > 0) return undefined
  return { ok: false, reason: 'evidence-required', detail: { action, accepts: ['evidence', 'reason'] } }
}
