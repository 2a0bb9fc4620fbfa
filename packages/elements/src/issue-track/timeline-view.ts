import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { TrackStep } from '@wangge/core/issue/schema'
import type { Locale } from '../locale.ts'
import { stars } from './stars.ts'

/** Each step with its time, the last first: who comes back wants to know what is new. */
export function timelineView(locale: Locale, steps: readonly TrackStep[]): TemplateResult {
  const { t } = locale
  return html`<section class="history" part="timeline" aria-labelledby="history-title">
    <h3 id="history-title" class="sub">${t.track.history}</h3>
    <ol class="timeline" reversed>
      ${[...steps].reverse().map((step) => stepView(locale, step))}
    </ol>
  </section>`
}

function stepView({ t, dateTime }: Locale, step: TrackStep) {
  const { action, at, by, words, rating } = step
  return html`<li class=${TONE[action] ?? (by === 'reporter' ? 'own-step' : '')}>
    <p class="happened">${t.track.step(step)}</p>
    <time class="small muted" datetime=${at}>${dateTime(at)}</time>
    ${rating === undefined ? nothing : html`<p class="rated">${stars(rating)} ${t.track.rated(rating)}</p>`}
    ${words ? html`<blockquote>${words}</blockquote>` : nothing}
  </li>`
}

const TONE: Partial<Record<TrackStep['action'], string>> = {
  resolve: 'good',
  verify: 'good',
  close: 'good',
  reject: 'bad',
  climb: 'late',
  suspend: 'late',
}
