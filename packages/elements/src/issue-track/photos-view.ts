import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { IssueTrack, PhotoRef, TrackStep } from '@wangge/core/issue/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import type { IssuePhotos } from './issue-photos.ts'

/** How it looked when it was reported. */
export const photosBefore = ({ photos }: IssueTrack): readonly PhotoRef[] => photos

/** How it looks now: the photos of the last time that it was said to be settled. */
export const photosAfter = ({ steps }: IssueTrack): readonly PhotoRef[] =>
  steps.filter(({ action }) => action === 'resolve').at(-1)?.photos ?? []

/** What came with a step of whoever reported it. */
export const photosOfStep = ({ by, photos = [] }: TrackStep): readonly PhotoRef[] => (by === 'reporter' ? photos : [])

/** Before and after side by side; nothing where there are no photos at all. */
export function photosView(locale: Locale, track: IssueTrack, photos: IssuePhotos): TemplateResult | typeof nothing {
  const { t } = locale
  const [before, after] = [photosBefore(track), photosAfter(track)]
  if (before.length + after.length === 0) return nothing
  return html`<section part="photos" aria-labelledby="photos-title">
    <h3 id="photos-title" class="sub">${t.track.photos}</h3>
    <div class="pair">${sideView(locale, t.track.before, before, photos)} ${sideView(locale, t.track.after, after, photos)}</div>
  </section>`
}

const sideView = ({ t }: Locale, name: string, refs: readonly PhotoRef[], photos: IssuePhotos) =>
  html`<figure>
    <figcaption class="small">${name}</figcaption>
    ${
      refs.length === 0
        ? html`<p class="no-photo small muted">${t.track.noPhotos}</p>`
        : refs.map((ref, index) => photoView(t.track.photo(name, index + 1), ref, photos, t))
    }
  </figure>`

/** One photo, while it comes, or why it is not to be seen. */
export function photoView(label: string, ref: PhotoRef, photos: IssuePhotos, t: Locale['t']): TemplateResult {
  const shown = photos.of(ref)
  if (shown === 'failed') {
    return html`<div class="no-photo small">
      ${icons.offline()}<span>${t.track.photoFailed}</span>
      <button type="button" class="button quiet" @click=${() => photos.retry(ref)}>${t.retry}</button>
    </div>`
  }
  return shown
    ? html`<div class="shown" role="img" aria-label=${label}>${shown}</div>`
    : html`<div class="skeleton photo" role="img" aria-label=${t.loading}><span></span></div>`
}
