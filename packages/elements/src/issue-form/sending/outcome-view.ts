import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { CommandOutcome } from '@wangge/core/client'
import type { ReportReceipt } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import { icons } from '../../icons.ts'
import type { Locale } from '../../locale.ts'
import { notice } from '../../panels.ts'
import { problemWords } from '../../refusal.ts'

export interface OutcomeOptions {
  /** The report while it is unsent or refused. */
  entry: OutboxEntry | undefined
  outcome: CommandOutcome<ReportReceipt> | undefined
  durable: boolean
  /** The code that was copied last. */
  copied: string
  copy: (code: string) => void
  sendNow: () => void
  edit: () => void
  resend: () => void
  discard: () => void
  startAgain: () => void
}

/** What became of the report: waiting, received with its code, or refused with what can be done. */
export function outcomeView(locale: Locale, options: OutcomeOptions): TemplateResult {
  const { entry, outcome } = options
  const refused =
    entry?.state === 'refused' ? entry.problem : outcome?.state === 'refused' && !entry ? outcome.problem : undefined
  return html`<div id="outcome" class="outcome" part="outcome" role="status" tabindex="-1">
    ${
      refused
        ? refusedView(locale, problemWords(locale, refused), options)
        : outcome?.state === 'acknowledged'
          ? receivedView(locale, outcome.answer, options)
          : waitingView(locale, options)
    }
  </div>`
}

function waitingView(locale: Locale, { entry, durable, sendNow, startAgain }: OutcomeOptions) {
  const { t } = locale
  return html`${
      durable
        ? notice(
            'wait',
            t.issue.queued,
            html`<p>${t.issue.queuedHint}</p>
              ${triesView(locale, entry)}`,
          )
        : notice(
            'wait',
            t.issue.queuedMemory,
            html`<p>${t.memoryOnly}</p>
              ${triesView(locale, entry)}`,
          )
    }
    <div class="actions">
      <button type="button" class="button primary" @click=${sendNow}>${icons.send()}${t.issue.sendNow}</button>
      <button type="button" class="button" @click=${startAgain}>${t.issue.another}</button>
    </div>`
}

/** How often it was tried, and when next; nothing while it is tried for the first time. */
function triesView({ t, number, time }: Locale, entry: OutboxEntry | undefined) {
  if (!entry || entry.attempts === 0) return nothing
  return html`<p class="small muted tries">
    ${t.issue.tries(number(entry.attempts), entry.state === 'queued' ? time(entry.nextAttemptAt) : '')}
  </p>`
}

function receivedView({ t }: Locale, { receipt }: ReportReceipt, { copied, copy, startAgain }: OutcomeOptions) {
  return html`<div class="receipt">
      <p class="done">${icons.check()}<strong>${t.issue.done}</strong></p>
      <p class="muted" id="receipt-label">${t.issue.receipt}</p>
      <output class="code" part="receipt" aria-labelledby="receipt-label">${receipt}</output>
      <button type="button" class="button" @click=${() => copy(receipt)}>
        ${copied === receipt ? t.issue.copied : t.issue.copy}
      </button>
      <p class="small muted">${t.issue.receiptHint}</p>
    </div>
    <div class="actions"><button type="button" class="button" @click=${startAgain}>${t.issue.another}</button></div>`
}

function refusedView({ t }: Locale, words: { title: string; hint: string }, { entry, edit, resend, discard }: OutcomeOptions) {
  return html`${notice('bad', words.title, html`<p>${words.hint}</p>`)}
    <div class="actions">
      <button type="button" class="button primary" @click=${edit}>${t.issue.edit}</button>
      ${entry ? html`<button type="button" class="button" @click=${resend}>${t.issue.resend}</button>` : nothing}
      <button type="button" class="button quiet danger" @click=${discard}>${t.issue.discard}</button>
    </div>`
}
