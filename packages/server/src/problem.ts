import type { Challenge, FieldError, Problem } from '@wangge/core/schema'

export interface ProblemDetails {
  detail?: string
  errors?: FieldError[]
  refusal?: { reason: string; detail?: Record<string, unknown> }
  /** What is to be answered first. */
  challenge?: Challenge
  headers?: Record<string, string>
}

/** Thrown to answer with a problem (RFC 9457). Rolls back the transaction it is thrown in. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  readonly code: string
  readonly details: ProblemDetails

  constructor(status: number, code: string, title: string, details: ProblemDetails = {}) {
    super(title)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** A domain rule said no; `reason` and `detail` are the rule's own. */
export const refused = (reason: string, detail?: object): ProblemError =>
  new ProblemError(409, 'refused', 'A rule of the district refuses this', {
    refusal: { reason, ...(detail && { detail: { ...detail } }) },
  })

export const notFound = (code: string, title: string): ProblemError => new ProblemError(404, code, title)

/** @param instance path of the call, where it could be read */
export function problemBody({ status, code, message, details }: ProblemError, instance?: string): Problem {
  const { headers: _, ...rest } = details
  return {
    type: `urn:wangge:problem:${code}`,
    title: message,
    status,
    code,
    ...rest,
    ...(instance !== undefined && { instance }),
  }
}

export function problemResponse(error: ProblemError, instance?: string): Response {
  return new Response(JSON.stringify(problemBody(error, instance)), {
    status: error.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...error.details.headers },
  })
}
