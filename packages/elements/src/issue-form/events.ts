import type { CommandOutcome } from '@wangge/core/client'
import type { ReportReceipt } from '@wangge/core/issue/schema'

/** A report was accepted on this device and is on its way. */
export class IssueFormSubmitEvent extends Event {
  static readonly type = 'wg-issue-form-submit'
  readonly issueId: string
  /** Durable on this device; false with memory only. */
  readonly saved: boolean

  constructor(issueId: string, saved: boolean) {
    super(IssueFormSubmitEvent.type, { bubbles: true, composed: true })
    this.issueId = issueId
    this.saved = saved
  }
}

/** The server's word on a report that was submitted here. */
export class IssueFormSettleEvent extends Event {
  static readonly type = 'wg-issue-form-settle'
  readonly issueId: string
  readonly outcome: CommandOutcome<ReportReceipt>

  constructor(issueId: string, outcome: CommandOutcome<ReportReceipt>) {
    super(IssueFormSettleEvent.type, { bubbles: true, composed: true })
    this.issueId = issueId
    this.outcome = outcome
  }
}

declare global {
  interface HTMLElementEventMap {
    'wg-issue-form-submit': IssueFormSubmitEvent
    'wg-issue-form-settle': IssueFormSettleEvent
  }
}
