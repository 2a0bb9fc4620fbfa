import type { ReactiveControllerHost } from 'lit'
import type { Client, CommandAccepted, CommandOutcome, CommandRefusal, ReportInput } from '@wangge/core/client'
import type { ReportReceipt } from '@wangge/core/issue/schema'
import { failureReason } from '../../failure.ts'
import { IssueFormSettleEvent, IssueFormSubmitEvent } from '../events.ts'

/** Hands reports to the client, one at a time, follows the last one, and tells the host page of both. */
export class ReportSender {
  /** A report is being taken on this device. */
  busy = false
  /** Id of the report that was made here last; empty before, and once it was put away. */
  id = ''
  /** The server's word on it. */
  outcome: CommandOutcome<ReportReceipt> | undefined
  private readonly host: ReactiveControllerHost & EventTarget
  private readonly client: () => Client | undefined
  /** Id of the refused report that the next one takes the place of. */
  private replaces = ''

  constructor(host: ReactiveControllerHost & EventTarget, client: () => Client | undefined) {
    this.host = host
    this.client = client
  }

  /** The receipt code of the last report; its id until the server has it; empty before. */
  get value(): string {
    return this.outcome?.state === 'acknowledged' ? this.outcome.answer.receipt : this.id
  }

  /** Undefined where there is no client, or another report is on its way into the outbox. */
  async send(report: ReportInput): Promise<CommandAccepted<ReportReceipt> | CommandRefusal | undefined> {
    const client = this.client()
    if (!client || this.busy) return undefined
    this.setBusy(true)
    try {
      const result = await this.hand(client, report)
      if (result.ok) this.follow(result)
      else this.id = ''
      return result
    } catch (error) {
      this.id = ''
      return { ok: false, reason: failureReason(error) }
    } finally {
      this.setBusy(false)
    }
  }

  /** The refused one as it is, but as a report of its own, so that its answer comes here. */
  resend(report: ReportInput): ReturnType<ReportSender['send']> {
    this.replaces = this.id
    return this.send(report)
  }

  /** A refused one, the last or an earlier one, is being changed. It stays in the outbox until the next one takes its place. */
  mend(id = this.id) {
    this.putAway()
    this.replaces = id
  }

  /** One that was made here before the page was left is the last one again. */
  recall(id: string) {
    this.putAway()
    this.id = id
  }

  /** Takes the refused one out of the outbox. */
  async discard(): Promise<void> {
    // It may be out already: the sync badge, or another tab, can have been faster.
    await this.client()
      ?.outbox.discard(this.id)
      .catch(() => {})
    this.putAway()
  }

  /** As if nothing had been reported; what is in the outbox stays there. */
  putAway() {
    this.id = ''
    this.replaces = ''
    this.outcome = undefined
    this.host.requestUpdate()
  }

  /** Says which refused report this one is the mended form of; that one may have been discarded elsewhere meanwhile. */
  private async hand(client: Client, report: ReportInput) {
    if (!this.replaces) return client.report(report)
    const result = await client.report({ ...report, replaces: this.replaces })
    return !result.ok && result.reason === 'not-refused' ? client.report(report) : result
  }

  private follow({ id, saved, settled }: CommandAccepted<ReportReceipt>) {
    this.id = id
    this.replaces = ''
    this.outcome = undefined
    this.host.dispatchEvent(new IssueFormSubmitEvent(id, saved))
    void settled.then((outcome) => {
      this.host.dispatchEvent(new IssueFormSettleEvent(id, outcome))
      if (this.id !== id) return
      this.outcome = outcome
      this.host.requestUpdate()
    })
  }

  private setBusy(busy: boolean) {
    this.busy = busy
    this.host.requestUpdate()
  }
}
