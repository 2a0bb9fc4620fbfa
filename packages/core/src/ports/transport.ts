/** One request to the district's server. */
export interface TransportRequest {
  method: 'GET' | 'POST' | 'PUT'
  /** Path and query below the endpoint, e.g. `/v1/grids`. */
  path: string
  headers?: Record<string, string>
  /** A plain object is sent as JSON; bytes as they are (name their type in `headers`). */
  body?: object | ArrayBuffer
  /** Media type of the bytes that are wanted. @defaultValue JSON */
  accept?: string
  /** Key of the person under whose token alone it may go; null: under none. Left out: under whichever is at hand. */
  person?: string | null
  signal?: AbortSignal
}

export interface TransportResponse {
  status: number
  /** Lower-case names. */
  headers: Record<string, string>
  /** Parsed JSON, or the bytes (`ArrayBuffer`) that were asked for; undefined where there was no body (204, 304). */
  body: unknown
}

/**
 * The way to the server. Answers with whatever the server answered, problems included (status ≥ 400 is not thrown).
 * @throws SdkError `network` (retryable) where no answer came, `bad-response` (retryable) where an answer came that
 * is not JSON of ours (a captive portal's page, half a document), `other-person` where the token at hand names another
 * than the request, `aborted`.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>
  /**
   * Listens to an event stream until the signal aborts, reconnecting by itself behind the last event that it heard. Of the
   * stream of changes `onCursor` gets the newest change's `seq`: a hint to fetch, never the data.
   */
  listen?(options: ListenOptions): void
}

export interface ListenOptions {
  signal: AbortSignal
  /** @defaultValue that of changes, `/v1/events` */
  path?: string
  onCursor: (cursor: number) => void
  /** Every event of the stream, as its server has named it. */
  onEvent?: (event: { type: string; data: string }) => void
  onState?: (connected: boolean) => void
  /** Waits for the turn in which a connection may be made, and holds it as long. @defaultValue at once */
  turn?: <T>(connection: () => Promise<T>) => Promise<T>
  /** More headers of each connection; asked for once more with the code of the refusal where they were refused. */
  credentials?: (refusal?: string) => Promise<Record<string, string>>
}
