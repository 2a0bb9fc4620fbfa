import type { FieldError } from '../schema.ts'
import { isInstant } from './instant.ts'
import type { Category, CategoryAttribute, ReportCommand } from './schema.ts'

type Value = ReportCommand['attributes'][string]
type Wrong = Pick<FieldError, 'code' | 'message'>

/**
 * What is wrong with a report's attributes by its category, in the category's order, then what the category does not
 * know; each at `['attributes', code]`. Codes are `required`, `invalid_type`, `invalid_format`, `invalid_value` (not in
 * the list), `repeated` and `unknown`.
 * @example attributeErrors({}, covers) // [{ path: ['attributes', 'kind'], code: 'required', message: 'Expected a value, got none' }]
 */
export function attributeErrors(attributes: ReportCommand['attributes'], category: Pick<Category, 'attributes'>): FieldError[] {
  const wrong = category.attributes.map((attribute) => [
    attribute.code,
    attributeError(attribute, valueOf(attributes, attribute)),
  ])
  const known = new Set(category.attributes.map(({ code }) => code))
  const unknown = Object.keys(attributes).filter((code) => !known.has(code))
  const surplus = unknown.map((code) => [code, { code: 'unknown', message: 'Expected an attribute of the category' }])
  return ([...wrong, ...surplus] as [string, Wrong | undefined][]).flatMap(([code, error]) =>
    error ? [{ path: ['attributes', code], ...error }] : [],
  )
}

/** Not a bare lookup: a code is a word of the district's, and it may choose `constructor`. */
const valueOf = (attributes: ReportCommand['attributes'], { code }: CategoryAttribute): Value | undefined =>
  Object.hasOwn(attributes, code) ? attributes[code] : undefined

function attributeError(attribute: CategoryAttribute, value: Value | undefined): Wrong | undefined {
  if (attribute.required && isBlank(value)) return { code: 'required', message: 'Expected a value, got none' }
  if (value === undefined) return undefined
  const keys = new Set(attribute.values?.map(({ key }) => key))
  switch (attribute.datatype) {
    case 'string':
    case 'text':
      return typeof value === 'string' ? undefined : wrongType('a text', value)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : wrongType('a number', value)
    case 'datetime':
      if (typeof value !== 'string') return wrongType('a date and time', value)
      return isInstant(value)
        ? undefined
        : { code: 'invalid_format', message: 'Expected an RFC 3339 date and time with an offset' }
    case 'singlevaluelist':
      if (typeof value !== 'string') return wrongType('one key of the list', value)
      return keys.has(value) ? undefined : NOT_LISTED
    case 'multivaluelist':
      if (!Array.isArray(value)) return wrongType('keys of the list', value)
      if (!value.every((key) => keys.has(key))) return NOT_LISTED
      return new Set(value).size === value.length ? undefined : { code: 'repeated', message: 'Expected each key once' }
  }
}

const NOT_LISTED: Wrong = { code: 'invalid_value', message: 'Expected a key of the list' }

const isBlank = (value: Value | undefined): boolean =>
  value === undefined || (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0)

const wrongType = (expected: string, value: Value): Wrong => ({
  code: 'invalid_type',
  message: `Expected ${expected}, got ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}`,
})
