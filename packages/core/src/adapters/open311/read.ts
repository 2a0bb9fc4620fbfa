/** Cities write numbers as texts and texts as numbers, leave fields out, and wrap lists: what is read is held to no more than its name. */

export type Row = Readonly<Record<string, unknown>>

/** A text that says something; a number or a truth value is as good. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text === '' ? undefined : text
}

export const isTrue = (value: unknown): boolean => /^(true|1|yes)$/i.test(textOf(value) ?? '')

/**
 * Rows of a list, which may be wrapped in its name as XML has it, or be the one row itself.
 * @example rowsOf({ services: { service: { service_code: 1 } } }, ['services', 'service']) // [{ service_code: 1 }]
 */
export function rowsOf(value: unknown, [name, ...inner]: readonly string[]): Row[] {
  if (Array.isArray(value)) return value.flatMap((one) => (isRow(one) ? [unwrapped(one, [name, ...inner])] : []))
  if (!isRow(value)) return []
  return name !== undefined && name in value ? rowsOf(value[name], inner) : inner.length > 0 ? rowsOf(value, inner) : [value]
}

/** `{ "service": { … } }` in a list is the service. */
function unwrapped(row: Row, names: readonly (string | undefined)[]): Row {
  const [name, ...others] = Object.keys(row)
  const within = name !== undefined && others.length === 0 && names.includes(name) ? row[name] : undefined
  return isRow(within) ? within : row
}

export const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)
