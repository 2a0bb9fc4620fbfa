import type { Id } from '../schema.ts'
import { correctedAs } from './correct-issue.ts'
import type { CorrectCategory } from './correct-issue.ts'
import { filedAs, refiled } from './filed-as.ts'
import { needRefusal } from './need-refusal.ts'
import { reachRefusal, stepRefusal } from './permission.ts'
import { publicationRefusal } from './publication-refusal.ts'
import type { Actor, IssueContext } from './permission.ts'
import type { IssueRefusal } from './refusal.ts'
import type { Issue, Transition, TransitionCommand } from './schema.ts'
import { isOpen, stepOf } from './workflow.ts'

/** What somebody wants to happen to an issue, and the version of it that they saw. */
export type AdvanceCommand = Omit<TransitionCommand, 'id' | 'issueId'>

export interface AdvanceContext extends IssueContext {
  actor: Actor
  /** Where the organisation lies that is to handle it, root first; none where there is no such organisation. */
  assigneePath?: readonly Id[] | undefined
  /** Of `merge`: the issue that goes on, if there is one of that id. */
  target?: Pick<Issue, 'id' | 'state'> | undefined
  /** Of `correct`: the category that it is of then, if there is one of that id. */
  category?: CorrectCategory | undefined
  /** How many issues were merged into this one. @defaultValue 0 */
  duplicates?: number
}

const LONGEST_SUSPENSION_MS = 366 * 86_400_000

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
    stepRefusal(issue, command.action, actor, context) ??
    needRefusal(issue, command) ??
    publicationRefusal(issue, command) ??
    suspensionRefusal(command, now) ??
    mergeRefusal(issue, command, context) ??
    assigneeRefusal(issue, command, context)
  if (refusal) return refusal
  const { action, correction } = command
  const corrected = action === 'correct' && correction ? correctedAs(issue, correction, context.category) : undefined
  if (corrected && !corrected.ok) return corrected

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
    ...said(command),
    ...(corrected && { corrected: { was: filedAs(issue), now: corrected.now } }),
  }
  const history = [...issue.history, transition]
  return { ok: true, issue: { ...refiled(issue, transition), state: transition.to, version, updatedAt: at, history }, transition }
}

function versionRefusal({ version, history }: Issue, command: AdvanceCommand): IssueRefusal | undefined {
  // A remark rests on nothing that was seen: two that were written without a connection are both taken.
  if (command.action === 'note' && command.version <= version) return undefined
  // That the clock told a level since changes nothing in what was seen.
  const later = history.filter(({ seq, action }) => seq > command.version && action === 'climb')
  if (command.version <= version && later.length === version - command.version) return undefined
  return { ok: false, reason: 'version-conflict', detail: { sent: command.version, current: version } }
}

/** What came with the step; a field that does not belong to its action is not written down. */
function said({
  action,
  reason,
  evidence,
  assignee,
  into,
  extension,
  until,
  rating,
  parts,
}: AdvanceCommand): Partial<Transition> {
  return {
    ...(reason !== undefined && { reason }),
    ...(evidence !== undefined && { evidence }),
    ...(assignee !== undefined && (action === 'dispatch' || action === 'reassign') && { assignee }),
    ...(into !== undefined && action === 'merge' && { into }),
    ...(extension !== undefined && action === 'extend' && { extension }),
    ...(until !== undefined && action === 'suspend' && { until }),
    ...(rating !== undefined && action === 'rate' && { rating }),
    ...(parts !== undefined && (action === 'publish' || action === 'withhold') && { parts }),
  }
}

function suspensionRefusal({ action, until }: AdvanceCommand, now: number): IssueRefusal | undefined {
  if (action !== 'suspend' || until === undefined) return undefined
  const at = Date.parse(until)
  if (now < at && at <= now + LONGEST_SUSPENSION_MS) return undefined
  const [after, before] = [now, now + LONGEST_SUSPENSION_MS].map((one) => new Date(one).toISOString())
  return { ok: false, reason: 'suspension-end', detail: { sent: until, after: after!, before: before! } }
}

function mergeRefusal(issue: Issue, { action, into }: AdvanceCommand, context: AdvanceContext): IssueRefusal | undefined {
  if (action !== 'merge' || into === undefined) return undefined
  const { target, duplicates = 0 } = context
  const isOther = target !== undefined && target.id === into && into !== issue.id
  if (isOther && isOpen(target.state) && duplicates === 0) return undefined
  const detail = { into, ...(isOther && { state: target.state }), ...(duplicates > 0 && { duplicates }) }
  return { ok: false, reason: 'merge-target', detail }
}

/** The place itself answers for an issue, by one of its levels, or an organisation that the dispatcher reaches. */
function assigneeRefusal(issue: Issue, { assignee }: AdvanceCommand, context: AdvanceContext): IssueRefusal | undefined {
  if (!assignee) return undefined
  const { role, gridId, orgId } = assignee
  const { actor, assigneePath = [], tree } = context
  const isOfPlace = gridId === undefined || issue.gridPath.includes(gridId)
  const isReached = orgId === undefined || assigneePath.includes(actor.gridId ?? tree.root.id)
  // The liaison answers for an organisation, and nobody else does.
  if (isOfPlace && isReached && (role === 'liaison') === (orgId !== undefined)) return undefined
  return { ok: false, reason: 'assignee', detail: { assignee, gridPath: issue.gridPath } }
}
