import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { CommandOutcome } from '@wangge/core/client'
import type { MyReport, ReportReceipt } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import { icons } from '../../icons.ts'
import type { Locale } from '../../locale.ts'
import { notice } from '../../panels.ts'
import { problemWords } from '../../refusal.ts'
import { triesWords } from '../../tries-words.ts'

export interface OutcomeOptions {
  /** The report while it is unsent or refused. */
  entry: OutboxEntry | undefined
  outcome: CommandOutcome<ReportReceipt> | undefined
  /** What this device knows of it, once the server has it: over a reload too. */
  known: MyReport | undefined
  /** Whether it is followed by its receipt code. */
  hasCode: boolean
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
  const { entry, outcome, known } = options
  const received = outcome?.state === 'acknowledged' ? outcome.answer : known
  const told = outcome?.state === 'refused' ? outcome.problem : undefined
  // One that was refused may have been sent again elsewhere.
  const refused = known ? undefined : entry?.state === 'refused' ? entry.problem : entry ? undefined : told
  return html`<div id="outcome" class="outcome" part="outcome" role="status" tabindex="-1">
    ${
      refused
        ? refusedView(locale, problemWords(locale, refused), options)
        : received
          ? receivedView(locale, received, options)
          : waitingView(locale, options)
    }
  </div>`
}

function waitingView(locale: Locale, { entry, durable, sendNow, startAgain }: OutcomeOptions) {
  const { t } = locale
  const body = html`<p>${durable ? whyWords(locale, entry) : t.memoryOnly}</p>
    ${triesView(locale, entry)}`
  return html`${notice('wait', durable ? t.issue.queued : t.issue.queuedMemory, body)}
    <div class="actions">
      <button type="button" class="button primary" @click=${sendNow}>${icons.send()}${t.issue.sendNow}</button>
      <button type="button" class="button" @click=${startAgain}>${t.issue.another}</button>
    </div>`
}

/** On its way, or what it waits for: a line, or a server that has its hands full. */
function whyWords({ t }: Locale, entry: OutboxEntry | undefined): string {
  if (!entry?.failure || entry.state === 'sending') return t.issue.beingSent
  return entry.failure.code === 'network' ? t.issue.queuedHint : t.issue.busyHint
}

function triesView(locale: Locale, entry: OutboxEntry | undefined) {
  const words = entry && triesWords(locale, entry)
  return words ? html`<p class="small muted tries">${words}</p>` : nothing
}

function receivedView({ t }: Locale, { receipt }: Pick<ReportReceipt, 'receipt'>, options: OutcomeOptions) {
  const { hasCode, copied, copy, startAgain } = options
  const again = html`<div class="actions">
    <button type="button" class="button" @click=${startAgain}>${t.issue.another}</button>
  </div>`
  if (!hasCode) return html`${notice('ok', t.issue.onBoard, html`<p>${t.issue.onBoardHint}</p>`)} ${again}`
  return html`<div class="receipt">
      <p class="done">${icons.check()}<strong>${t.issue.done}</strong></p>
      <p class="muted" id="receipt-label">${t.issue.receipt}</p>
      <output class="code" part="receipt" aria-labelledby="receipt-label">${receipt}</output>
      <button type="button" class="button" @click=${() => copy(receipt)}>
        ${copied === receipt ? t.issue.copied : t.issue.copy}
      </button>
      <p class="small muted">${t.issue.receiptHint}</p>
    </div>
    ${again}`
}

function refusedView({ t }: Locale, words: { title: string; hint: string }, { entry, edit, resend, discard }: OutcomeOptions) {
  return html`${notice('bad', words.title, html`<p>${words.hint}</p>`)}
    <div class="actions">
      <button type="button" class="button primary" @click=${edit}>${t.issue.edit}</button>
      ${entry ? html`<button type="button" class="button" @click=${resend}>${t.issue.resend}</button>` : nothing}
      <button type="button" class="button quiet danger" @click=${discard}>${t.issue.discard}</button>
    </div>`
}
