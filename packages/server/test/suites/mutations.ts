/** A body with one thing wrong, or odd, and what that is. */
export interface Mutation {
  name: string
  body: unknown
}

const ODD: Record<string, unknown> = {
  'a number': 12.5,
  'a huge number': 1e308,
  'a whole number beyond exactness': 2 ** 60,
  'a negative number': -1,
  'a text': 'odd',
  'an empty text': '',
  'a text with U+0000': 'a\u0000b',
  'half a surrogate pair': 'a\ud800b',
  'a long text': 'x'.repeat(5000),
  'a list': [1, 2],
  'an object': { a: 1 },
  null: null,
  false: false,
}

/** Dates of a right shape and a wrong age: no database has a year 0, and after 9999 the digits of a year are five. */
const FAR_YEARS = ['0000', '0001', '9999']

/** Every field, at every depth, once missing and once of each odd value; dates of years, and fields, that nobody knows. */
export function* mutations(body: unknown): Generator<Mutation> {
  for (const [name, odd] of Object.entries(ODD)) yield { name: `the body is ${name}`, body: odd }
  yield { name: 'the body has a field nobody knows', body: { ...(body as object), surplus: 1 } }
  yield {
    name: 'the body has a field __proto__',
    body: JSON.parse(`{"__proto__": {"id": 1}, ${JSON.stringify(body).slice(1)}`.replace(/, }$/, '}')),
  }
  for (const path of pathsOf(body)) {
    yield { name: `${path.join('.')} is missing`, body: changed(body, path, undefined) }
    for (const [name, odd] of Object.entries(ODD)) yield { name: `${path.join('.')} is ${name}`, body: changed(body, path, odd) }
    const value = path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], body)
    if (typeof value !== 'string' || !DATE.test(value)) continue
    for (const year of FAR_YEARS) {
      yield {
        name: `${path.join('.')} is of the year ${year} that nobody knows`,
        body: changed(body, path, value.replace(/^\d{4}/, year)),
      }
    }
  }
}

/** A date, or an instant. */
const DATE = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/

type Path = (string | number)[]

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) yield* pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key])
}

function changed(value: unknown, [key, ...rest]: Path, odd: unknown): unknown {
  if (key === undefined) return odd
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>
  const next = changed(copy[key], rest, odd)
  if (next === undefined) delete copy[key]
  else copy[key] = next
  return copy
}
