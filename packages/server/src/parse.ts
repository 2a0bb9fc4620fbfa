import type { FieldError } from '@wangge/core/schema'
import type * as z from 'zod/mini'
import { expectation } from './expectation.ts'
import { ProblemError } from './problem.ts'

/** @throws ProblemError 422 `invalid-body` with the fields that were not as expected */
export function parseBody<T>(schema: z.ZodMiniType<T>, body: unknown): T {
  const result = schema.safeParse(body, SAID)
  if (result.success) return result.data
  throw invalidBody(fieldErrors(result.error))
}

/** What a rule found wrong with a body that has the right shape. */
export const invalidBody = (errors: FieldError[]): ProblemError =>
  new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors: errors.slice(0, MOST_ERRORS) })

/** @throws ProblemError 400 `invalid-query` */
export function parseQuery<T>(schema: z.ZodMiniType<T>, query: URLSearchParams): T {
  const names = [...query.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    const errors = [{ path: [twice], code: 'repeated', message: 'Expected once' }]
    throw new ProblemError(400, 'invalid-query', 'The query is not as expected', { errors })
  }
  const result = schema.safeParse(Object.fromEntries(query), SAID)
  if (result.success) return result.data
  throw new ProblemError(400, 'invalid-query', 'The query is not as expected', { errors: fieldErrors(result.error) })
}

const MOST_ERRORS = 50
const SAID = { error: expectation }

const fieldErrors = (error: z.core.$ZodError): FieldError[] =>
  error.issues.flatMap(likeliest).map(({ path, code, message }) => ({
    path: path.map((part) => (typeof part === 'number' ? part : String(part))),
    code,
    message,
  }))

/** Of what may be one thing or another, what is wrong with the one that the body comes nearest to. */
function likeliest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map(({ path }) => path.length))
  const [nearest] = [...issue.errors].sort((one, other) => depth(other) - depth(one))
  if (!nearest || nearest.length === 0) return [issue]
  return nearest.flatMap((inner) => likeliest({ ...inner, path: [...issue.path, ...inner.path] }))
}
