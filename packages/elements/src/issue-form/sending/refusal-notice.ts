import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Locale } from '../../locale.ts'
import { notice } from '../../panels.ts'
import { refusalWords } from '../../refusal.ts'

export interface Refusal {
  reason: string
  detail?: Record<string, unknown>
}

/** Why a report was not taken on this device; takes the focus. */
export function refusalNotice(locale: Locale, { reason, detail }: Refusal, id = 'refusal'): TemplateResult {
  const { title, hint } = refusalWords(locale, reason, detail)
  return html`<div id=${id} role="alert" tabindex="-1">${notice('bad', title, html`<p>${hint}</p>`)}</div>`
}
