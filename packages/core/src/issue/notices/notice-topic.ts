import type { NoticeTopic, Transition } from '../schema.ts'

/** Steps that others want to hear of; what is not here is between those who work on the issue. */
const TOPICS: Readonly<Partial<Record<Transition['action'], NoticeTopic>>> = {
  report: 'issue.reported',
  accept: 'issue.accepted',
  dispatch: 'issue.dispatched',
  reassign: 'issue.dispatched',
  return: 'issue.returned',
  escalate: 'issue.escalated',
  // A clock was up: that is what makes an issue climb.
  climb: 'issue.overdue',
  suspend: 'issue.suspended',
  resolve: 'issue.resolved',
  close: 'issue.closed',
  reopen: 'issue.reopened',
  reject: 'issue.rejected',
  merge: 'issue.merged',
}

/**
 * Under which topic a step is told; undefined where nobody is told of it.
 * @example noticeTopic('climb') // 'issue.overdue'
 */
export const noticeTopic = (action: Transition['action']): NoticeTopic | undefined => TOPICS[action]
