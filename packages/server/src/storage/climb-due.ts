import { climb, dueEscalations, isOpen } from '@wangge/core/issue'
import type { Issue } from '@wangge/core/issue/schema'
import type { Context } from '../context.ts'
import { appendAudit } from './audit.ts'
import type { Tx } from './database.ts'
import { escalationContext } from './escalation-context.ts'
import { saveProgress } from './issues.ts'
import type { Reference } from './reference.ts'

/** What the clocks owed an issue, written down. */
export interface Climbed {
  issue: Issue
  climbs: number
  /** Last of what the transaction locks, before the change entries. */
  audit(): Promise<void>
}

export interface ClimbContext {
  reference: Reference
  /** Epoch milliseconds. */
  now: number
  /** Up to when is asked, that included: before a step of this instant up to the one before, for the step stops its clock. @defaultValue `now` */
  until?: number
}

/**
 * Writes down what the clocks owe an issue up to now, before anybody takes a step in it: so the history is the same whether the
 * job came in time or late. The issue has to be locked.
 */
export async function climbDue(
  tx: Tx,
  context: Pick<Context, 'districtId' | 'randomBytes'>,
  given: Issue,
  { reference, now, until = now }: ClimbContext,
): Promise<Climbed> {
  const due = isOpen(given.state) ? dueEscalations([given], escalationContext(reference, until)) : []
  let issue = given
  for (const escalation of due) {
    const step = climb(issue, escalation)
    await saveProgress(tx, context.districtId, step.issue, step.transition)
    issue = step.issue
  }
  return {
    issue,
    climbs: due.length,
    async audit() {
      const act = { at: new Date(now).toISOString(), actor: 'clock', action: 'issue-climb', subject: issue.id }
      for (let count = 0; count < due.length; count++) await appendAudit(tx, context, act)
    },
  }
}
