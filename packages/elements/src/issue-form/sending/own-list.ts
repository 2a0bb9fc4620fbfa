import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Category } from '@wangge/core/issue/schema'
import type { Locale } from '../../locale.ts'
import { problemWords } from '../../refusal.ts'
import type { OwnReport } from './own-reports.ts'
import { triesWords } from '../../tries-words.ts'

export interface OwnListOptions {
  own: readonly OwnReport[]
  /** So many are shown at first. */
  shown: number
  categoryOf: (id: string) => Category | undefined
  /** The code that was copied last. */
  copied: string
  copy: (receipt: string) => void
  /** Takes the one back into the form; absent while something else is written there. */
  edit: ((id: string) => void) | undefined
  sendNow: () => void
  retry: (id: string) => void
  discard: (id: string) => void
  more: () => void
}

/** The reports of this device, each with its receipt code and how far it is; nothing where there are none. */
export function ownList(locale: Locale, options: OwnListOptions): TemplateResult | typeof nothing {
  const { t, number } = locale
  const { own, shown, more } = options
  if (own.length === 0) return nothing
  return html`<section class="mine" part="mine" aria-labelledby="mine-title">
    <h3 id="mine-title" class="sub" tabindex="-1">${t.issue.mine}</h3>
    <ul>
      ${repeat(
        own.slice(0, shown),
        ({ id }) => id,
        (report) => html`<li class="own ${report.receipt ? 'told' : ''}">${ownView(locale, report, options)}</li>`,
      )}
    </ul>
    ${
      own.length > shown
        ? html`<button type="button" class="button more" @click=${more}>${t.issue.more(number(own.length - shown))}</button>`
        : nothing
    }
  </section>`
}

function ownView(locale: Locale, report: OwnReport, options: OwnListOptions) {
  const { t, text, dateTime } = locale
  const { receipt, state, problem, entry, goesOn } = report
  const category = options.categoryOf(report.categoryId)
  const words = problem && problemWords(locale, problem)
  return html`<div class="what">
      <div class="post">${category ? text(category.name) : t.issue.someCategory}</div>
      <div class="small muted">${dateTime(report.at)}</div>
      ${receipt ? html`<div class="small">${t.issue.receipt} <b class="mono">${receipt}</b></div>` : nothing}
      ${goesOn ? html`<div class="small">${t.issue.joinedGoesOn(t.issue.states[goesOn])}</div>` : nothing}
      ${state === 'queued' ? waitingWords(locale, report) : nothing}
    </div>
    <span class="chip ${CHIP[state]}">${entry?.state === 'sending' ? t.sync.states.sending : t.issue.states[state]}</span>
    ${words ? html`<div class="why small"><b>${words.title}</b> ${words.hint}</div>` : nothing}
    <div class="actions ${receipt ? 'beside' : ''}">${ownActions(locale, report, options)}</div>`
}

function waitingWords(locale: Locale, { entry, hasCode }: OwnReport) {
  const words = entry && triesWords(locale, entry)
  return html`${hasCode ? html`<div class="small">${locale.t.issue.receiptLater}</div>` : nothing}
  ${words ? html`<div class="small muted tries">${words}</div>` : nothing}`
}

function ownActions({ t }: Locale, report: OwnReport, { copied, copy, edit, sendNow, retry, discard }: OwnListOptions) {
  const { id, state, receipt, entry } = report
  if (entry?.state === 'queued' && entry.attempts > 0)
    return html`<button type="button" class="button quiet" @click=${sendNow}>${t.issue.sendNow}</button>`
  if (state === 'refused')
    return html`${
        edit ? html`<button type="button" class="button quiet" @click=${() => edit(id)}>${t.issue.edit}</button>` : nothing
      }
      <button type="button" class="button quiet" @click=${() => retry(id)}>${t.sync.retry}</button>
      <button type="button" class="button quiet danger" @click=${() => discard(id)}>${t.issue.discard}</button>`
  if (!receipt) return nothing
  const word = copied === receipt ? t.issue.copied : t.issue.copy
  return html`<button type="button" class="button quiet" aria-label="${word} ${receipt}" @click=${() => copy(receipt)}>
    ${word}
  </button>`
}

const CHIP: Record<OwnReport['state'], 'wait' | 'ok' | 'bad' | 'plain' | ''> = {
  queued: 'wait',
  refused: 'bad',
  submitted: '',
  accepted: '',
  dispatched: '',
  handling: '',
  resolved: 'ok',
  verified: 'ok',
  closed: 'ok',
  rejected: 'plain',
  merged: 'plain',
  returned: '',
  escalated: '',
  suspended: 'wait',
  reopened: '',
}
