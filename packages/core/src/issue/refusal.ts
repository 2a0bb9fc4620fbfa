import type { Id } from '../schema.ts'
import type { ActorRole, IssueAction, IssueState } from './schema.ts'

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
  | { reason: 'evidence-required'; detail: { action: IssueAction; accepts: ('evidence' | 'reason')[] } }
)

export type IssueReason = IssueRefusal['reason']
