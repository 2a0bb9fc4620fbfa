/** What went wrong in the world around the SDK. Expected refusals are returned, not thrown. */
export type SdkErrorCode =
  /** No answer came: offline, refused connection, time-out, blocked by the browser. */
  | 'network'
  /** An answer came that is not ours: wrong content type, broken JSON, a captive portal's page. */
  | 'bad-response'
  /** The server answered with a problem (RFC 9457); see `status` and `problem`. */
  | 'problem'
  /** The token at hand names another person than the one whom the request is for. */
  | 'other-person'
  /** The store on this device could not be read or written. */
  | 'storage'
  /** The caller aborted. */
  | 'aborted'
  /** What computes beside the page could not be started there, ended, or failed by a defect of ours. */
  | 'worker'
  /** The caller passed something the SDK cannot work with. */
  | 'bad-argument'

export interface SdkErrorOptions extends ErrorOptions {
  /** Whether the same call may succeed later. @defaultValue false */
  retryable?: boolean
  /** HTTP status, where a server answered. */
  status?: number
  /** The server's own code for the problem, e.g. `unknown-grid`. */
  problem?: string
  /** Earliest useful retry, in milliseconds from now (Retry-After). */
  retryAfterMs?: number
}

export class SdkError extends Error {
  override readonly name = 'SdkError'
  readonly code: SdkErrorCode
  readonly retryable: boolean
  readonly status: number | undefined
  readonly problem: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: SdkErrorCode, message: string, options: SdkErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.retryable = options.retryable ?? false
    this.status = options.status
    this.problem = options.problem
    this.retryAfterMs = options.retryAfterMs
  }
}

/** Guards by name, so that two copies of the SDK on one page understand each other's errors. */
export const isSdkError = (error: unknown): error is SdkError => error instanceof Error && error.name === 'SdkError'
