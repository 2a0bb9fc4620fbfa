import type { JsonSchema } from './described.ts'

/** Paths of all fields that a schema has, those of list items without their index. */
export function fieldsOf(schema: JsonSchema, path: string[] = []): string[][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => [
    [...path, name],
    ...fieldsOf(part, [...path, name]),
  ])
  const others = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((part) => fieldsOf(part, path))
  return [...own, ...others, ...(schema.items ? fieldsOf(schema.items, path) : [])]
}

/** Paths of all objects in a body, its own first. */
export function objectsIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([key, item]) =>
    objectsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return Array.isArray(value) ? inner : [path, ...inner]
}

/** A copy with another value at a path; `__proto__` is a field like any other, as it is in JSON. */
export function changedAt(value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (key === undefined) return to
  // A field of list items is that of the first.
  if (Array.isArray(value) && typeof key === 'string') return [changedAt(value[0], [key, ...rest], to), ...value.slice(1)]
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>
  const inner = changedAt(Object.hasOwn(copy, key) ? copy[key] : {}, rest, to)
  return Object.defineProperty(copy, key, { value: inner, enumerable: true, configurable: true, writable: true })
}
