import type { Category, CategoryAttribute } from '@wangge/core/issue/schema'
import type { FieldError } from '@wangge/core/schema'
import type { FieldErrors } from '../form-fields.ts'
import type { Locale } from '../locale.ts'
import { attributeFieldId } from './what/attribute-field.ts'

/** The rule's field errors in the person's words, by the id of the control, in the form's order. */
export function fieldErrors({ t, text }: Locale, fields: readonly FieldError[], category: Category | undefined): FieldErrors {
  const words = t.issue.errors
  const wrong = new Map(fields.map(({ path, code }) => [path.slice(0, path[0] === 'attributes' ? 2 : 1).join('.'), code]))
  const plain = (id: string): [string, string][] => (wrong.has(id) ? [[id, words[id] ?? id]] : [])
  const attributes = (category?.attributes ?? []).flatMap(({ code, datatype, label }): [string, string][] =>
    wrong.has(`attributes.${code}`)
      ? [[attributeFieldId(code), `${text(label)}${t.colon}${words[wordOf(datatype, wrong.get(`attributes.${code}`))]}`]]
      : [],
  )
  const entries = [
    ...plain('categoryId'),
    ...attributes,
    ...['description', 'place', 'placeText', 'photos', 'consent'].flatMap(plain),
  ]
  return new Map(entries)
}

function wordOf(datatype: CategoryAttribute['datatype'], code: string | undefined): string {
  if (datatype === 'number') return 'number'
  return code === 'required' ? 'attribute' : 'attributeAgain'
}
