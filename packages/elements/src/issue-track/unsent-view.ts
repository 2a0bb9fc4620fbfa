import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { ReporterStepCommand } from '@wangge/core/issue/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import { problemWords } from '../refusal.ts'
import { triesWords } from '../tries-words.ts'

export interface UnsentViewOptions {
  /** Steps of this issue that the server has not settled, or has refused; in their order. */
  entries: readonly OutboxEntry[]
  durable: boolean
  /** Something that was sent here has arrived. */
  arrived: boolean
  sendNow: () => void
  edit: (entry: OutboxEntry) => void
  discard: (entry: OutboxEntry) => void
}

/** What was done here: that it waits, how often it was tried and when next; or why it was refused, and what can be done. */
export function unsentView(locale: Locale, options: UnsentViewOptions): TemplateResult {
  const { entries, arrived } = options
  const refused = entries.find(({ state }) => state === 'refused')
  if (refused) return refusedView(locale, refused, options)
  const [first] = entries
  const said = first ? waitingView(locale, first, options) : arrived ? notice('ok', locale.t.track.sent) : nothing
  return html`<div class="unsent" role="status">${said}</div>`
}

function waitingView(locale: Locale, first: OutboxEntry, { durable, sendNow }: UnsentViewOptions) {
  const { t } = locale
  const words = triesWords(locale, first)
  const body = words
    ? html`<p class="small muted tries">${words}</p>
        <div class="actions"><button type="button" class="button" @click=${sendNow}>${t.issue.sendNow}</button></div>`
    : nothing
  return notice('wait', durable ? t.track.queued : t.track.queuedMemory, body)
}

function refusedView(locale: Locale, entry: OutboxEntry, { edit, discard }: UnsentViewOptions) {
  const { t } = locale
  const { title, hint } = entry.problem ? problemWords(locale, entry.problem) : t.refusalOf('failed', {})
  const { action } = entry.body as ReporterStepCommand
  return html`<div role="alert">
    ${notice(
      'bad',
      title,
      html`<p>${hint}</p>
        <div class="actions">
          ${
            action === 'verify'
              ? nothing
              : html`<button type="button" class="button" @click=${() => edit(entry)}>${t.issue.edit}</button>`
          }
          <button type="button" class="button quiet danger" @click=${() => discard(entry)}>${t.issue.discard}</button>
        </div>`,
    )}
  </div>`
}
