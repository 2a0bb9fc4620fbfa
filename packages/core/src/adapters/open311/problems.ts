import type { TransportResponse } from '../../ports/index.ts'
import type { FieldError, Problem } from '../../schema.ts'
import { isRow, rowsOf, textOf } from './read.ts'

interface More {
  title: string
  detail?: string
  errors?: FieldError[]
}

/** An answer that this side gives instead of the server. */
export function problem(status: number, code: string, more: More): TransportResponse {
  const body: Problem = { type: `urn:wangge:problem:${code}`, status, code, ...more }
  return { status, headers: { 'content-type': 'application/problem+json' }, body }
}

/** Whatever GeoReport v2 has no call for. */
export const notInOpen311 = (path: string): TransportResponse =>
  problem(404, 'not-in-open311', { title: 'Open311 has no such call', detail: path })

/** A city's list of errors as a problem; one of ours is one already. */
export function asProblem({ status, headers, body }: TransportResponse): TransportResponse {
  if (isRow(body) && typeof body.code === 'string' && typeof body.title === 'string') return { status, headers, body }
  const said = rowsOf(body, ['errors', 'error']).flatMap(({ description }) => textOf(description) ?? [])
  const title = said.length > 0 ? said.join('; ') : `The server refused with ${status}`
  return { ...problem(status, 'open311-refused', { title }), headers }
}
