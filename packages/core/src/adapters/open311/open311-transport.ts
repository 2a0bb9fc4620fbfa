import { isSdkError, SdkError } from '../../errors.ts'
import type { CategoryAttribute, ReportCommand, ReportReceipt } from '../../issue/schema.ts'
import type { Transport, TransportRequest, TransportResponse } from '../../ports/index.ts'
import type { Statement } from '../../privacy/schema.ts'
import { ask } from './ask.ts'
import type { Asked, Format } from './ask.ts'
import { createBegunReports } from './begun-reports.ts'
import type { BegunReports } from './begun-reports.ts'
import { attributesOf, categoriesOf, servicesOf } from './categories.ts'
import type { Service } from './categories.ts'
import { findFiled, markOf } from './find-filed.ts'
import { createPhotos } from './photos.ts'
import type { PhotoKeeper } from './photos.ts'
import { asProblem, notInOpen311, problem } from './problems.ts'
import { rowsOf, textOf } from './read.ts'
import type { Row } from './read.ts'
import { reportForm } from './report-form.ts'
import { statusOf } from './status.ts'
import { trackOf } from './track.ts'

export type { BegunReports, PhotoKeeper }

export interface Open311TransportOptions {
  /** Address of the GeoReport v2 endpoint, e.g. `https://city.example/open311/v2`, as the city's service discovery has it. */
  endpoint: string
  /** What people agree to when they report, in the words of whoever embeds the form: Open311 has none. */
  statement: Omit<Statement, 'purpose'>
  /** Where one endpoint serves several cities. */
  jurisdictionId?: string
  /** Sent with reports. In a page it is public. */
  apiKey?: string
  /** Puts a photo where the city can see it. Open311 takes no pictures, only an address: without it photos are refused. */
  keepPhoto?: PhotoKeeper
  /**
   * Whether the server makes a report once that comes again under its Idempotency-Key, as ours does. Open311 has no such thing:
   * elsewhere a report is marked in its words, and looked for before it is sent again. @defaultValue false
   */
  idempotent?: boolean
  /** @defaultValue the global `fetch` */
  fetch?: typeof fetch
  /** Longest wait for an answer, in milliseconds. @defaultValue 30000 */
  timeoutMs?: number
  /** Current time, epoch milliseconds. @defaultValue `Date.now` */
  now?: () => number
  /** @defaultValue in the browser's `localStorage` */
  begun?: BegunReports
}

/** Definitions that are asked for at a time. */
const AT_A_TIME = 6
/** Stands before a token in place of a number that has not been given yet. */
const TOKEN = 'token:'
const PURPOSE = 'issue-report'

/**
 * The way to a city's Open311 server (GeoReport v2, JSON): categories, reports, and how far they are. Whatever else a client asks
 * for is answered with a problem `not-in-open311`: there are no grids, no changes, no organisations.
 * @example
 * const client = createClient({ endpoint, transport: open311Transport({ endpoint, statement: { version: 1, zh, en, retentionDays: 365 } }) })
 */
export function open311Transport(options: Open311TransportOptions): Transport {
  const { statement, jurisdictionId, apiKey, keepPhoto, idempotent = false, timeoutMs = 30_000, now = Date.now } = options
  const endpoint = options.endpoint.replace(/\/+$/, '')
  const { begun = createBegunReports(endpoint) } = options
  const photos = createPhotos(keepPhoto)
  /** By service code: they seldom change, and there may be hundreds. */
  const definitions = new Map<string, CategoryAttribute[]>()
  let known: Service[] = []
  let format: Format = 'json'

  const call = (asked: Asked) => {
    const query = asked.form ? {} : { jurisdiction_id: jurisdictionId, ...asked.query }
    const request: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init))
    return ask({ ...asked, query }, { format, endpoint, fetch: request, timeoutMs })
  }

  /** A server that has no JSON says so here, before anything is sent that must not be sent twice. */
  async function askServices(signal: AbortSignal | undefined): Promise<TransportResponse> {
    const asked = { path: '/services', signal }
    if (format === 'xml') return call(asked)
    let first: TransportResponse | SdkError
    try {
      first = await call(asked)
    } catch (error) {
      if (!isSdkError(error)) throw error
      first = error
    }
    if (NO_SUCH_FORMAT.has(first.status ?? 0)) {
      format = 'xml'
      const second = await call(asked).catch(() => undefined)
      if (second?.status === 200) return second
      format = 'json'
    }
    if (isSdkError(first)) throw first
    return first
  }

  async function services(signal: AbortSignal | undefined): Promise<Service[] | TransportResponse> {
    const answer = await askServices(signal)
    if (answer.status !== 200) return asProblem(answer)
    known = await servicesOf(answer.body)
    return known
  }

  async function categories({ signal }: TransportRequest): Promise<TransportResponse> {
    const list = await services(signal)
    if (!Array.isArray(list)) return list
    const missing = list.filter(({ metadata, code }) => metadata && !definitions.has(code))
    const next = async (): Promise<void> => {
      for (let service = missing.shift(); service; service = missing.shift()) await define(service, signal)
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, next))
    return ok({ categories: await categoriesOf(list, definitions) })
  }

  async function define({ code }: Service, signal: AbortSignal | undefined): Promise<void> {
    const answer = await call({ path: `/services/${encodeURIComponent(code)}`, signal })
    if (answer.status === 200) definitions.set(code, attributesOf(answer.body))
    // It says that it asks for more, and does not tell what: the city itself will say so of a report.
    else if (answer.status === 404) definitions.set(code, [])
    else
      throw new SdkError('bad-response', `Expected the definition of ${code}, got ${answer.status}`, {
        retryable: true,
        status: answer.status,
      })
  }

  async function report({ body, signal, headers: { 'wangge-proof': proof } = {} }: TransportRequest): Promise<TransportResponse> {
    const command = body as ReportCommand
    // Asked first, so that without a line nothing is begun: what was never sent is known not to be there.
    if (!idempotent || !known.some(({ id }) => id === command.categoryId)) {
      const list = await services(signal)
      if (!Array.isArray(list)) return list
    }
    const service = known.find(({ id }) => id === command.categoryId)
    if (!service) return problem(409, 'refused', { title: 'The city has no such service any more' })
    const mark = idempotent ? undefined : markOf(command.id)
    const mediaUrls = photos.addressesOf(command.photos)
    if (!mediaUrls) return photoMissing(command)
    const form = reportForm(command, { serviceCode: service.code, jurisdictionId, apiKey, mediaUrls, mark })
    if (!form) return problem(409, 'crs-not-supported', { title: 'Open311 speaks WGS-84 only' })

    if (mark !== undefined && begun.has(command.id)) {
      const found = await findFiled({ command, serviceCode: service.code, mark }, call, signal)
      if (found.kind === 'filed') return settled(command, found.number)
      if (found.kind === 'unknown') return OUTCOME_UNKNOWN
    }
    begun.add(command.id)
    // A server of ours may ask for a proof that a person sends it: whoever sends this has it from the answer before.
    const proven = proof === undefined ? {} : { 'wangge-proof': proof }
    const headers = { ...(idempotent && { 'idempotency-key': command.id }), ...proven }
    const answer = await call({ path: '/requests', form, headers, signal })
    // Of a server that failed nobody knows whether it had taken the report.
    if (answer.status >= 500 || answer.status === 408) return answer
    begun.delete(command.id)
    if (answer.status >= 300) return asProblem(answer)
    const [row = {}] = rowsOf(answer.body, ['service_requests', 'request'])
    const number = textOf(row.service_request_id)
    const token = textOf(row.token)
    // A server of the third kind, a black box, gives neither.
    return settled(command, number ?? (token === undefined ? '' : `${TOKEN}${token}`))
  }

  function settled({ id }: ReportCommand, number: string): TransportResponse {
    begun.delete(id)
    const receipt: ReportReceipt = {
      id,
      receipt: number,
      state: 'submitted',
      gridPath: [],
      createdAt: new Date(now()).toISOString(),
    }
    return { status: 201, headers: {}, body: receipt }
  }

  /** What the city tells of a report, in the words of `told`. */
  async function follow(code: string, told: Told, signal: AbortSignal | undefined): Promise<TransportResponse> {
    if (code === '') return problem(404, 'not-followed', { title: 'The city gives no number to follow this report by' })
    const number = code.startsWith(TOKEN) ? await numberOf(code.slice(TOKEN.length), signal) : code
    if (typeof number !== 'string') return number
    const answer = await call({ path: `/requests/${encodeURIComponent(number)}`, signal })
    if (answer.status !== 200) return asProblem(answer)
    const [row] = rowsOf(answer.body, ['service_requests', 'request'])
    // Cities hold a report back until somebody has read it: the number is not thrown away for that.
    if (!row) return problem(404, 'not-told', { title: 'The city does not tell of this report yet' })
    return ok(await told(row, number, now()))
  }

  /** The number that was given for a token meanwhile. */
  async function numberOf(token: string, signal: AbortSignal | undefined): Promise<string | TransportResponse> {
    const answer = await call({ path: `/tokens/${encodeURIComponent(token)}`, signal })
    if (answer.status !== 200) return asProblem(answer)
    const [row] = rowsOf(answer.body, ['service_requests', 'request'])
    return textOf(row?.service_request_id) ?? problem(404, 'not-told', { title: 'The city has given no number yet' })
  }

  return {
    async send(request) {
      const { method, path, signal } = request
      if (method === 'GET' && path === '/v1/categories') return categories(request)
      if (method === 'GET' && path === '/v1/statements') return ok({ statements: [{ purpose: PURPOSE, ...statement }] })
      if (method === 'POST' && path === '/v1/issues') return report(request)
      if (method === 'PUT' && path.startsWith('/v1/photos/')) return photos.keep(request)
      const [, code, track] = /^\/v1\/receipts\/([^/]*)(\/track)?$/.exec(path) ?? []
      if (method === 'GET' && code !== undefined) return follow(decodeURIComponent(code), track ? trackOf : statusOf, signal)
      return notInOpen311(path)
    },
  }
}

/** Answers of a server that does not speak the format asked for. */
const NO_SUCH_FORMAT: ReadonlySet<number> = new Set([400, 404, 406, 415, 501])

type Told = (row: Row, number: string, now: number) => Promise<unknown>

const ok = (body: unknown): TransportResponse => ({ status: 200, headers: {}, body })

/** As the server has it that lost one: it is put there once more. */
const photoMissing = ({ photos }: ReportCommand): TransportResponse => {
  const answer = problem(409, 'refused', { title: 'A photo is not where the city can see it' })
  const refusal = { reason: 'photo-missing', detail: { photos: photos.map(({ sha256 }) => sha256) } }
  return { ...answer, body: { ...(answer.body as object), refusal } }
}

const OUTCOME_UNKNOWN = problem(409, 'outcome-unknown', {
  title: 'The line broke while the report was sent, and the city does not tell whether it came',
})
