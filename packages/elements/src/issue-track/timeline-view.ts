import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { TrackStep } from '@wangge/core/issue/schema'
import type { Locale } from '../locale.ts'
import { stars } from '../stars.ts'
import type { IssuePhotos } from './issue-photos.ts'
import { photosOfStep, photoView } from './photos-view.ts'

/** Each step with its time, the last first: who comes back wants to know what is new. */
export function timelineView(locale: Locale, steps: readonly TrackStep[], photos: IssuePhotos): TemplateResult {
  const { t } = locale
  return html`<section class="history" part="timeline" aria-labelledby="history-title">
    <h3 id="history-title" class="sub">${t.track.history}</h3>
    <ol class="timeline" reversed>
      ${[...steps].reverse().map((step) => stepView(locale, step, photos))}
    </ol>
  </section>`
}

function stepView(locale: Locale, step: TrackStep, photos: IssuePhotos) {
  const { t, dateTime } = locale
  const { action, at, by, words, until, rating } = step
  return html`<li class=${TONE[action] ?? (by === 'reporter' ? 'own-step' : '')}>
    <p class="happened">${t.track.step(step)}</p>
    <time class="small muted" datetime=${at}>${dateTime(at)}</time>
    ${until === undefined ? nothing : html`<p class="small muted">${t.track.goesOnBy(dateTime(until))}</p>`}
    ${rating === undefined ? nothing : html`<p class="rated">${stars(rating)} ${t.track.rated(rating)}</p>`}
    ${words ? html`<blockquote>${words}</blockquote>` : nothing} ${picturesView(locale, step, photos)}
  </li>`
}

/** What came with a step; how it looks once it is settled is shown beside how it was. */
function picturesView(locale: Locale, step: TrackStep, photos: IssuePhotos) {
  const pictures = photosOfStep(step)
  if (pictures.length === 0) return nothing
  const { t } = locale
  return html`<div class="step-photos">
    ${pictures.map((ref, index) => photoView(t.track.photo(t.track.step(step), index + 1), ref, photos, t))}
  </div>`
}

const TONE: Partial<Record<TrackStep['action'], string>> = {
  resolve: 'good',
  verify: 'good',
  close: 'good',
  reject: 'bad',
  climb: 'late',
  suspend: 'late',
}
