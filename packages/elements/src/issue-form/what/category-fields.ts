import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Category } from '@wangge/core/issue/schema'
import { choiceField } from '../../form-fields.ts'
import type { FieldErrors } from '../../form-fields.ts'
import type { Locale } from '../../locale.ts'
import { attributeField, attributeFieldId } from './attribute-field.ts'
import type { Draft } from '../draft/draft.ts'

export interface CategoryFieldsOptions {
  categories: readonly Category[]
  category: Category | undefined
  draft: Draft
  errors: FieldErrors
  change: (patch: Partial<Draft>) => void
}

/** What kind of issue it is, in two levels, and what its category asks for. */
export function categoryFields(
  locale: Locale,
  { categories, category, draft, errors, change }: CategoryFieldsOptions,
): TemplateResult {
  const { t, text } = locale
  const choices = (parentId: string | undefined) =>
    categories
      .filter((one) => one.parentId === parentId && !one.retired)
      .map(({ id, name }) => ({ value: id, label: text(name) }))
  const error = errors.get('categoryId')
  return html`${choiceField(locale, {
    id: draft.topCategoryId ? 'topCategoryId' : 'categoryId',
    label: t.issue.category,
    error: draft.topCategoryId ? undefined : error,
    choices: choices(undefined),
    values: [draft.topCategoryId],
    onChange: ([topCategoryId = '']) => change({ topCategoryId, categoryId: '', attributes: {} }),
  })}
  ${
    draft.topCategoryId
      ? choiceField(locale, {
          id: 'categoryId',
          label: t.issue.subcategory,
          error,
          choices: choices(draft.topCategoryId),
          values: [draft.categoryId],
          onChange: ([categoryId = '']) => change({ categoryId, attributes: {} }),
        })
      : nothing
  }
  ${category?.attributes.map((attribute) => {
    const { code } = attribute
    return attributeField(locale, attribute, draft.attributes[code], errors.get(attributeFieldId(code)), (value) =>
      change({ attributes: { ...draft.attributes, [code]: value } }),
    )
  })}`
}
