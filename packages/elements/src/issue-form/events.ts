import type { CommandOutcome } from '@wangge/core/client'
import type { ReportReceipt } from '@wangge/core/issue/schema'
import { AcceptedEvent } from '../accepted-event.ts'
import { SettledEvent } from '../settled-event.ts'

/** A report was accepted on this device and is on its way. */
export class IssueFormSubmitEvent extends AcceptedEvent {
  static readonly type = 'wg-issue-form-submit'
  readonly issueId: string

  constructor(issueId: string, saved: boolean) {
    super(IssueFormSubmitEvent.type, saved)
    this.issueId = issueId
  }
}

/** The server's word on a report that was submitted here. */
export class IssueFormSettleEvent extends SettledEvent<ReportReceipt> {
  static readonly type = 'wg-issue-form-settle'
  readonly issueId: string

  constructor(issueId: string, outcome: CommandOutcome<ReportReceipt>) {
    super(IssueFormSettleEvent.type, outcome)
    this.issueId = issueId
  }
}

declare global {
  interface HTMLElementEventMap {
    'wg-issue-form-submit': IssueFormSubmitEvent
    'wg-issue-form-settle': IssueFormSettleEvent
  }
}
