import type { Id, Instant } from '../schema.ts'
import type { ActorRole, Assignee, IssueAction, IssueState, Publication } from './schema.ts'

/** Why a step is not taken, and what would make it possible. */
export type IssueRefusal = { ok: false } & (
  | { reason: 'out-of-reach'; detail: { gridId?: Id; gridPath: Id[] } }
  /** Whoever acts as building head has to hold that appointment in the issue's micro-grid now. */
  | { reason: 'not-appointed'; detail: { gridId: Id } }
  /** A resident acts in an issue of their own only. */
  | { reason: 'not-reporter'; detail: { issueId: Id } }
  /** Somebody else was faster: look at the `current` version and decide anew. */
  | { reason: 'version-conflict'; detail: { sent: number; current: number } }
  | { reason: 'action-not-allowed'; detail: { action: IssueAction; state: IssueState; possible: IssueAction[] } }
  | { reason: 'role-not-allowed'; detail: { role: ActorRole; allowed: ActorRole[] } }
  /** Somebody else has to verify. */
  | { reason: 'own-work'; detail: { resolvedBy: string } }
  | { reason: 'reason-required'; detail: { action: IssueAction } }
  /** The field of the command that has to come with this action. */
  | { reason: 'detail-required'; detail: { action: IssueAction; field: string } }
  /** Duplicates form a star (INV-23): the issue that goes on is another one, open, and this one has no duplicates of its own. */
  | { reason: 'merge-target'; detail: { into: Id; state?: IssueState; duplicates?: number } }
  /** To a post on the issue's own path or, for the liaison, to an organisation within the dispatcher's reach. */
  | { reason: 'assignee'; detail: { assignee: Assignee; gridPath: Id[] } }
  /** The reporter had until then to reopen a closed issue, to rate it, or to change the rating. */
  | { reason: 'term-over'; detail: { action: IssueAction; until: Instant } }
  /** There is nothing of it left to publish, or to withhold: how its parts stand says why. */
  | { reason: 'publication-settled'; detail: { action: IssueAction; publication: Publication } }
  /** There is no such category to report of; or, of `severity`, nothing would be other than it is. */
  | { reason: 'correction'; detail: { field: 'categoryId' | 'severity' } }
  | { reason: 'nothing-promised'; detail: { issueId: Id } }
  /** Time is added in the unit in which it was promised. */
  | { reason: 'extension-unit'; detail: { sent: string; expected: string } }
  /** A suspension ends after it begins, and before a year is over. */
  | { reason: 'suspension-end'; detail: { sent: Instant; after: Instant; before: Instant } }
  | { reason: 'evidence-required'; detail: { action: IssueAction; accepts: ('evidence' | 'reason')[] } }
)

export type IssueReason = IssueRefusal['reason']
