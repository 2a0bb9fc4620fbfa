import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Snapshot } from '@wangge/core/client'
import { icons } from './icons.ts'
import type { Locale } from './locale.ts'

/** Grey shapes while the first answer is awaited. */
export const skeleton = ({ t }: Locale, rows = 4): TemplateResult =>
  html`<div class="skeleton" part="loading" role="status">
    ${Array.from({ length: rows }, () => html`<span></span>`)}
    <b class="hidden-visually">${t.loading}</b>
  </div>`

export const blank = (title: string, hint = '', action: unknown = nothing): TemplateResult =>
  html`<div class="blank" part="empty">
    ${icons.grid()}<strong>${title}</strong>${hint ? html`<p>${hint}</p>` : nothing}${action}
  </div>`

/** Why there is nothing to show, and a way to try again. */
export function problem({ t }: Locale, error: Snapshot<unknown>['error'], retry: () => void): TemplateResult {
  const words = t.problemOf(error)
  return html`<div class="blank" part="error" role="alert">
    ${error?.code === 'network' ? icons.offline() : icons.alert()}<strong>${words.title}</strong>
    <p>${words.hint}</p>
    <button class="button" type="button" @click=${retry}>${t.retry}</button>
  </div>`
}

/** The page's developer has not said where the server is. */
export const unconnected = ({ t }: Locale): TemplateResult => blank(t.unconnected, t.unconnectedHint)

export type Tone = 'wait' | 'ok' | 'bad' | ''

const TONE_ICON = { wait: icons.clock, ok: icons.check, bad: icons.alert, '': icons.grid }

/** A message in a box: tone by colour, icon and words together. */
export const notice = (tone: Tone, title: string, body: unknown = nothing): TemplateResult =>
  html`<div class="notice ${tone}">
    ${TONE_ICON[tone]()}
    <div><strong>${title}</strong>${body}</div>
  </div>`

/** When the shown data was current, and whether it is being shown without a connection. */
export function freshness(locale: Locale, snapshot: Snapshot<unknown>, asOf?: string): TemplateResult {
  const { t } = locale
  const at = snapshot.fetchedAt ?? (asOf ? Date.parse(asOf) : undefined)
  return html`<p class="freshness small muted" part="as-of">
    ${snapshot.error ? html`<span class="chip wait">${t.showingOlder}</span>` : nothing}
    ${at === undefined ? nothing : t.asOf(locale.dateTime(at))}
  </p>`
}
