import type { Parse } from '../cache/index.ts'
import type { FieldError } from '../schema.ts'

interface Issue {
  code?: string
  path: PropertyKey[]
  message: string
}

/** As much of a zod schema as parsing needs. */
export interface Schema<T> {
  safeParse(data: unknown): { success: true; data: T } | { success: false; error: { issues: Issue[] } }
}

export function parseWith<T>(schema: Schema<T>): Parse<T> {
  return (data) => {
    const result = schema.safeParse(data)
    return result.success ? result.data : undefined
  }
}

/**
 * What is wrong, field by field. `code` is `required` where nothing was entered, else zod's own: `too_big`,
 * `too_small`, `invalid_format`, `invalid_type`, ….
 */
export function fieldErrors(issues: Issue[], input: unknown): FieldError[] {
  return issues.map(({ code = 'invalid', path, message }) => ({
    path: path.map((step) => (typeof step === 'number' ? step : String(step))),
    code: isBlank(at(input, path)) ? 'required' : code,
    message,
  }))
}

const at = (value: unknown, path: PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step], value)

const isBlank = (value: unknown) => value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
