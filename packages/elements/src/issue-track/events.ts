import type { ReporterAction } from '@wangge/core/issue/schema'
import { AcceptedEvent } from '../accepted-event.ts'

/** A person looked an issue up. The code is in no event: a host page need not know it. */
export class IssueTrackOpenEvent extends Event {
  static readonly type = 'wg-issue-track-open'

  constructor() {
    super(IssueTrackOpenEvent.type, { bubbles: true, composed: true })
  }
}

/** A person rated, reopened, verified or remarked on an issue; it is accepted on this device and on its way. */
export class IssueTrackStepEvent extends AcceptedEvent {
  static readonly type = 'wg-issue-track-step'
  readonly issueId: string
  readonly action: ReporterAction

  constructor(issueId: string, action: ReporterAction, saved: boolean) {
    super(IssueTrackStepEvent.type, saved)
    this.issueId = issueId
    this.action = action
  }
}

declare global {
  interface HTMLElementEventMap {
    'wg-issue-track-open': IssueTrackOpenEvent
    'wg-issue-track-step': IssueTrackStepEvent
  }
}
