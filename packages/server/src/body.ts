import type { FieldError } from '@wangge/core/schema'
import { ProblemError } from './problem.ts'

/** Bytes of a JSON body where the operation does not say otherwise. */
export const JSON_LIMIT = 256 * 1024

/** Bytes of a form where the operation does not say otherwise. */
export const FORM_LIMIT = 64 * 1024

const DEEPEST = 32

/**
 * Reads the body up to a limit, whatever Content-Length says.
 * @throws ProblemError 413 `body-too-large`
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new ProblemError(413, 'body-too-large', 'The body is too large', { detail: `Expected at most ${limit} bytes` })
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  if (request.body) {
    for await (const chunk of request.body) {
      size += chunk.byteLength
      if (size > limit) throw tooLarge()
      chunks.push(chunk)
    }
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/**
 * @throws ProblemError 415 `unsupported-media-type`, 413 `body-too-large`, 400 `malformed-json`,
 * 422 `invalid-body` where a text has characters that no database keeps or the nesting is too deep
 */
export async function readJson(request: Request, limit = JSON_LIMIT): Promise<unknown> {
  expectType(request, ['application/json'])
  const bytes = await readBytes(request, limit)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ProblemError(400, 'malformed-json', 'The body is not JSON in UTF-8')
  }
  const errors: FieldError[] = []
  inspect(value, [], errors)
  if (errors.length > 0) throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
  return value
}

/**
 * @throws ProblemError 415 `unsupported-media-type`, 413 `body-too-large`, 400 `malformed-form`,
 * 422 `invalid-body` where a field has characters that no database keeps
 */
export async function readForm(request: Request, limit = FORM_LIMIT): Promise<URLSearchParams> {
  expectType(request, ['application/x-www-form-urlencoded'])
  const bytes = await readBytes(request, limit)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // Of what is no UTF-8 behind its escapes nothing is made up.
    for (const part of text.split(/[&=]/)) decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    throw new ProblemError(400, 'malformed-form', 'The body is not a form in UTF-8')
  }
  const form = new URLSearchParams(text)
  const errors: FieldError[] = []
  for (const [name, value] of form) inspect({ [name]: value }, [], errors)
  if (errors.length > 0) throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
  return form
}

/** @throws ProblemError 415 `unsupported-media-type` */
export function expectType(request: Request, expected: readonly string[]): string {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (expected.includes(type)) return type
  throw new ProblemError(415, 'unsupported-media-type', 'The body has another media type than expected', {
    detail: `Expected ${expected.join(', ')}, got ${type || 'none'}`,
  })
}

// PostgreSQL refuses U+0000 in a text, and half a surrogate pair is no Unicode.
function inspect(value: unknown, path: (string | number)[], errors: FieldError[]): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) errors.push({ path, code: 'invalid_characters', message: 'Expected Unicode text without U+0000' })
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (path.length >= DEEPEST) {
    errors.push({ path: path.slice(0, 3), code: 'too_deep', message: `Expected at most ${DEEPEST} levels of nesting` })
    return
  }
  if (Array.isArray(value)) return value.forEach((item, index) => inspect(item, [...path, index], errors))
  for (const [key, item] of Object.entries(value)) {
    if (!isStorable(key)) {
      errors.push({ path, code: 'invalid_characters', message: 'Expected field names in Unicode without U+0000' })
    }
    // Schemas of free field names drop it unseen instead of refusing it.
    if (key === '__proto__') errors.push({ path: [...path, key], code: 'unrecognized_keys', message: 'Expected no such field' })
    inspect(item, [...path, key], errors)
  }
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
