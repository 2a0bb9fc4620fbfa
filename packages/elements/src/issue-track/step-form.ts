import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { IssueTrack, ReporterAction } from '@wangge/core/issue/schema'
import { ariaBool } from '../aria.ts'
import { fieldGroup, textArea } from '../form-fields.ts'
import type { Locale } from '../locale.ts'
import type { PhotoBox } from '../photos/photo-box.ts'
import { photoField } from '../photos/photo-field.ts'
import type { PreparedPhoto } from '../photos/photo.ts'
import { star } from '../stars.ts'

/** What a person is writing to one of the steps that a form goes before. */
export interface StepDraft {
  action: Exclude<ReporterAction, 'verify'>
  rating: number
  words: string
  photos: readonly PreparedPhoto[]
  /** Id of the refused step that this one is the mended form of; empty for none. */
  replaces: string
}

export const emptyStep = (action: StepDraft['action']): StepDraft => ({ action, rating: 0, words: '', photos: [], replaces: '' })

export const takesPhotos = (action: ReporterAction): boolean => action === 'reopen' || action === 'note'

export interface StepFormOptions {
  track: IssueTrack
  /** Steps that were taken here and have not arrived: they are not taken twice. */
  waiting: readonly ReporterAction[]
  draft: StepDraft | undefined
  errors: ReadonlySet<string>
  busy: boolean
  /** Why the last one was not taken. */
  refused: unknown
  photos: PhotoBox
  removePhoto: (photo: PreparedPhoto) => void
  change: (draft: StepDraft | undefined) => void
  send: () => void
  verify: () => void
}

/** What whoever reported it may do now, and until when: a button for each, and the form of the one that was chosen. */
export function stepForm(locale: Locale, options: StepFormOptions): TemplateResult | typeof nothing {
  const { t } = locale
  const { track, waiting, draft, refused, busy, verify, change } = options
  const actions = track.actions.filter((action) => action === 'note' || !waiting.includes(action))
  if (actions.length === 0) return nothing
  return html`<section class="steps" part="actions" aria-labelledby="steps-title">
    <h3 id="steps-title" class="sub" tabindex="-1">${t.track.actions}</h3>
    ${refused}
    ${
      draft
        ? formView(locale, draft, options)
        : html`<div class="actions">
            ${actions.map((action, at) =>
              action === 'verify'
                ? html`<button type="button" class="button primary" ?disabled=${busy} @click=${verify}>${t.track.verify}</button>`
                : html`<button
                    type="button"
                    class="button ${at === 0 && action === 'rate' ? 'primary' : ''}"
                    data-action=${action}
                    @click=${() => change(emptyStep(action))}
                  >
                    ${wordOf(locale, action, track)}
                  </button>`,
            )}
          </div>`
    }
  </section>`
}

const wordOf = ({ t }: Locale, action: StepDraft['action'], { steps }: IssueTrack) => {
  const closedAt = steps.filter((step) => step.action === 'close').at(-1)?.seq ?? 0
  const isAgain = action === 'rate' && steps.some((step) => step.action === 'rate' && step.seq > closedAt)
  return isAgain ? t.track.rateAgain : t.track[action]
}

function formView(locale: Locale, draft: StepDraft, options: StepFormOptions) {
  const { track, errors, busy, photos, change, removePhoto, send } = options
  const { t, dateTime } = locale
  const { action } = draft
  const until = action === 'note' ? undefined : track.until?.[action]
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    send()
  }
  return html`<form id="step" class="step-form" novalidate tabindex="-1" aria-labelledby="steps-title" @submit=${onSubmit}>
    ${action === 'rate' ? ratingField(locale, draft, errors, change) : nothing}
    ${textArea(locale, {
      id: 'words',
      label: { rate: t.track.rateWords, reopen: t.track.reopenTitle, note: t.track.noteTitle }[action],
      hint: action === 'reopen' ? t.track.reopenHint : undefined,
      error: errors.has('reason') ? t.track.errors['reason'] : undefined,
      optional: action === 'rate',
      maxLength: 500,
      value: draft.words,
      onInput: (words) => change({ ...draft, words }),
    })}
    ${
      takesPhotos(action)
        ? photoField(locale, {
            ...{ photos: draft.photos, preparing: photos.preparing, error: photos.error },
            ...{ add: photos.add, remove: removePhoto },
          })
        : nothing
    }
    <div class="actions">
      <button type="submit" class="button primary" ?disabled=${busy || photos.preparing}>
        ${busy ? t.track.sending : t.track.send}
      </button>
      <button type="button" class="button" @click=${() => change(undefined)}>${t.track.cancel}</button>
      ${until ? html`<span class="small muted">${t.track.until(dateTime(until))}</span>` : nothing}
    </div>
  </form>`
}

/** Radios underneath: arrow keys choose, and each says its word and not only a number. */
function ratingField(locale: Locale, draft: StepDraft, errors: ReadonlySet<string>, change: StepFormOptions['change']) {
  const { t } = locale
  const error = errors.has('rating') ? t.track.errors['rating'] : undefined
  return fieldGroup(
    locale,
    { id: 'rating', label: t.track.rateTitle, error },
    html`<div class="rating">
      ${[1, 2, 3, 4, 5].map(
        (rating) =>
          html`<label class="${rating <= draft.rating ? 'on' : ''} ${rating === draft.rating ? 'chosen' : ''}">
            <input
              class="over"
              type="radio"
              name="rating"
              value=${rating}
              aria-invalid=${ariaBool(error !== undefined)}
              .checked=${live(draft.rating === rating)}
              @change=${() => change({ ...draft, rating })}
            />
            ${star(rating <= draft.rating)}<span>${t.track.rated(rating)}</span>
          </label>`,
      )}
    </div>`,
  )
}
