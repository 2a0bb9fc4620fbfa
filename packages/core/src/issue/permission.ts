import type { GridTree } from '../grid/grid-tree.ts'
import type { Appointment } from '../grid/schema.ts'
import type { Id } from '../schema.ts'
import { aftercareEnds } from './aftercare.ts'
import { askedLast } from './asked-last.ts'
import type { Aftercare } from './aftercare.ts'
import { REPORT_PARTS } from './publication.ts'
import { publicationRefusal } from './publication-refusal.ts'
import type { IssueRefusal } from './refusal.ts'
import type { ActorRole, Issue, IssueAction } from './schema.ts'
import { stepOf, stepsFrom } from './workflow.ts'

/** Who acts. */
export interface Actor {
  /** The person; of a building head the `personId` of their appointment. */
  id: string
  role: ActorRole
  /** The top of what the role reaches; the street's reach is the whole district where it is left out. */
  gridId?: Id
  /** Of a liaison: the organisation that they answer for. They reach what it was asked to handle. */
  orgId?: Id
}

export interface IssueContext {
  tree: GridTree
  /** Building heads are looked up here; other roles are vouched for by whoever made the actor. */
  appointments: readonly Appointment[]
  /** Epoch milliseconds. */
  now: number
  /** How long the reporter has a say in a closed issue. @defaultValue AFTERCARE */
  aftercare?: Aftercare | undefined
}

/** Why this actor has nothing to do with the issue, whatever its state. */
export function reachRefusal(issue: Issue, actor: Actor, context: IssueContext): IssueRefusal | undefined {
  const { gridPath } = issue
  if (actor.role === 'resident') {
    return issue.history[0]?.actor.id === actor.id
      ? undefined
      : { ok: false, reason: 'not-reporter', detail: { issueId: issue.id } }
  }
  if (actor.role === 'liaison' && actor.orgId !== undefined && askedLast(issue)?.orgId === actor.orgId) return undefined
  const gridId = actor.gridId ?? (actor.role === 'street' ? context.tree.root.id : undefined)
  if (gridId === undefined) return { ok: false, reason: 'out-of-reach', detail: { gridPath } }
  if (!gridPath.includes(gridId)) return { ok: false, reason: 'out-of-reach', detail: { gridId, gridPath } }
  if (actor.role === 'buildingHead' && !headsGrid(actor, gridPath.at(-1)!, context)) {
    return { ok: false, reason: 'not-appointed', detail: { gridId: gridPath.at(-1)! } }
  }
  return undefined
}

/** Why this actor cannot take the step, whatever comes with it. */
export function stepRefusal(
  issue: Issue,
  action: IssueAction,
  actor: Actor,
  { now, aftercare }: Pick<IssueContext, 'now' | 'aftercare'>,
): IssueRefusal | undefined {
  const { state } = issue
  const step = stepOf(state, action)
  if (!step) {
    const possible = stepsFrom(state).map(([name]) => name)
    return { ok: false, reason: 'action-not-allowed', detail: { action, state, possible } }
  }
  if (!step.by.includes(actor.role)) {
    return { ok: false, reason: 'role-not-allowed', detail: { role: actor.role, allowed: [...step.by] } }
  }
  // Where nothing was promised there is nothing to extend.
  if (action === 'extend' && !issue.terms) return { ok: false, reason: 'nothing-promised', detail: { issueId: issue.id } }
  // By its name, each part: a step that names none may mean less.
  const settled = publicationRefusal(issue, { action, parts: [...REPORT_PARTS] })
  if (settled) return settled
  const resolver = issue.history.filter((transition) => transition.action === 'resolve').at(-1)?.actor
  if (step.notBy === 'resolver' && resolver?.id === actor.id) {
    return { ok: false, reason: 'own-work', detail: { resolvedBy: actor.id } }
  }
  if (actor.role === 'resident' && (action === 'reopen' || action === 'rate')) {
    const until = aftercareEnds(issue.history, action, aftercare)
    if (until !== undefined && now >= until) {
      return { ok: false, reason: 'term-over', detail: { action, until: new Date(until).toISOString() } }
    }
  }
  return undefined
}

function headsGrid(actor: Actor, gridId: Id, { appointments, now }: IssueContext): boolean {
  for (const { role, personId, gridId: headed, from, to } of appointments) {
    if (role !== 'buildingHead' || personId !== actor.id || headed !== gridId) continue
    if (Date.parse(from) <= now && (to === undefined || now < Date.parse(to))) return true
  }
  return false
}
