import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { CategoryAttribute } from '@wangge/core/issue/schema'
import { choiceField, selectField, textArea, textField } from '../../form-fields.ts'
import type { Locale } from '../../locale.ts'

/** More values than this are a list to open and not chips. */
const MAX_CHIPS = 8

export const attributeFieldId = (code: string): string => `attribute-${code}`

/** The field of one attribute of a category, by its data type (Open311 GeoReport v2). */
export function attributeField(
  locale: Locale,
  attribute: CategoryAttribute,
  value: string | readonly string[] | undefined,
  error: string | undefined,
  change: (value: string | string[]) => void,
): TemplateResult {
  const { text, t } = locale
  const shared = {
    id: attributeFieldId(attribute.code),
    label: text(attribute.label),
    hint: attribute.hint && text(attribute.hint),
    error,
    optional: !attribute.required,
  }
  const typed = typeof value === 'string' ? value : ''
  const chosen = typeof value === 'string' ? [value].filter(Boolean) : (value ?? [])
  const choices = (attribute.values ?? []).map(({ key, name }) => ({ value: key, label: text(name) }))
  switch (attribute.datatype) {
    case 'string':
      return textField(locale, { ...shared, value: typed, onInput: change })
    case 'number':
      return textField(locale, { ...shared, value: typed, inputmode: 'decimal', onInput: change })
    case 'datetime':
      return textField(locale, { ...shared, value: typed, type: 'datetime-local', onInput: change })
    case 'text':
      return textArea(locale, { ...shared, value: typed, maxLength: 1000, onInput: change })
    case 'singlevaluelist':
      return choices.length > MAX_CHIPS
        ? selectField(locale, { ...shared, value: typed, choices, placeholder: t.issue.pick, onChange: change })
        : choiceField(locale, { ...shared, choices, values: chosen, onChange: ([only = '']) => change(only) })
    case 'multivaluelist':
      return choiceField(locale, { ...shared, choices, values: chosen, several: true, onChange: change })
    default:
      return html``
  }
}
