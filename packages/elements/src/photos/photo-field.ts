import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { fieldGroup } from '../form-fields.ts'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import type { PreparedPhoto } from './photo.ts'

/** Most photos of a report. */
export const MAX_PHOTOS = 6

export interface PhotoFieldOptions {
  photos: readonly PreparedPhoto[]
  /** Photos are being made smaller. */
  preparing: boolean
  error: string | undefined
  add: (files: File[]) => void
  remove: (photo: PreparedPhoto) => void
}

/** Up to six photos: previews with a way to take each out, and a tile to add one. */
export function photoField(locale: Locale, { photos, preparing, error, add, remove }: PhotoFieldOptions): TemplateResult {
  const { t } = locale
  const onChange = (event: Event) => {
    const input = event.target as HTMLInputElement
    add([...(input.files ?? [])])
    // The same file may be chosen again after it was taken out.
    input.value = ''
  }
  return fieldGroup(
    locale,
    { id: 'photos', label: t.issue.photos, hint: t.issue.photosHint(MAX_PHOTOS), error, optional: true },
    html`<ul class="photos" part="photos">
        ${photos.map(
          (photo, index) =>
            html`<li>
              <div class="preview" role="img" aria-label=${t.issue.photo(index + 1)}>${photo.preview}</div>
              <button type="button" class="remove" aria-label=${t.issue.removePhoto(index + 1)} @click=${() => remove(photo)}>
                <span aria-hidden="true">×</span>
              </button>
            </li>`,
        )}
        ${
          photos.length < MAX_PHOTOS
            ? html`<li>
                <label class="add">
                  <input
                    id="photo-files"
                    class="over"
                    type="file"
                    accept="image/jpeg,image/png,image/webp,image/heic"
                    multiple
                    @change=${onChange}
                  />
                  <span>${icons.camera()}${t.issue.addPhoto}</span>
                </label>
              </li>`
            : nothing
        }
      </ul>
      <p class="small muted" role="status">${preparing ? t.issue.preparing : nothing}</p>`,
  )
}
