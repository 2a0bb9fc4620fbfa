import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { textArea } from '../../form-fields.ts'
import type { Locale } from '../../locale.ts'
import { categoryFields } from './category-fields.ts'
import type { CategoryFieldsOptions } from './category-fields.ts'

/** Most characters of a description. */
const MAX_DESCRIPTION = 2000

/** What it is: its category, what that asks for, and what happened in the person's words. */
export function whatFields(locale: Locale, options: CategoryFieldsOptions): TemplateResult {
  const { t, number } = locale
  const { draft, errors, change } = options
  return html`${categoryFields(locale, options)}
    <div class="counted">
      ${textArea(locale, {
        id: 'description',
        label: t.issue.description,
        hint: t.issue.descriptionHint,
        error: errors.get('description'),
        maxLength: MAX_DESCRIPTION,
        value: draft.description,
        onInput: (description) => change({ description }),
      })}
      <p class="count small muted">${t.issue.count(number(draft.description.length), number(MAX_DESCRIPTION))}</p>
    </div>`
}
