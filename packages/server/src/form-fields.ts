import { invalidBody } from './parse.ts'

type Value = string | string[]
export type FormFields = Record<string, Value | Record<string, Value>>

/** `name`, `name[code]`, `name[code][]`; a code may have any character but brackets. */
const NAME = /^([^[\]]+)(?:\[([^[\]]+)\])?(\[\])?$/

/**
 * A form's fields by name. An empty field is none.
 * @throws ProblemError 422 `invalid-body` for a name that is none of these, or that comes twice without `[]`
 * @example formFields(new URLSearchParams('a=1&b[x]=2&b[y][]=3')) // { a: '1', b: { x: '2', y: ['3'] } }
 */
export function formFields(form: URLSearchParams): FormFields {
  const fields: Level = new Map()
  for (const [written, value] of form) {
    if (value === '') continue
    const [, name, code, list] = NAME.exec(written) ?? []
    // What a prototype would swallow is no code.
    if (name === undefined || code === '__proto__') {
      throw wrong(written, 'invalid_name', 'Expected a name, name[code] or name[code][]')
    }
    const level = code === undefined ? fields : levelBelow(fields, name)
    const key = code ?? name
    const known = level?.get(key)
    const isMore = list !== undefined && Array.isArray(known)
    if (!level || (known !== undefined && !isMore)) throw wrong(written, 'repeated', 'Expected once')
    level.set(key, list === undefined ? value : isMore ? [...known, value] : [value])
  }
  return Object.fromEntries([...fields].map(([name, value]) => [name, value instanceof Map ? plain(value) : value])) as FormFields
}

type Level = Map<string, Value | Level>

/** Undefined where the name has a plain value already. */
function levelBelow(fields: Level, name: string): Level | undefined {
  const known = fields.get(name) ?? new Map<string, Value | Level>()
  if (!(known instanceof Map)) return undefined
  fields.set(name, known)
  return known
}

const plain = (level: Level) => Object.fromEntries(level)

const wrong = (name: string, code: string, message: string) => invalidBody([{ path: [name], code, message }])
