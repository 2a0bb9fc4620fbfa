// A server that takes writes once for each key, behind a line that breaks as the schedule says.
import { SdkError } from '../src/errors.ts'
import type { SignUpView } from '../src/roster/schema.ts'
import { personKeyOf } from './host-token.ts'
import type { Transport, TransportRequest, TransportResponse } from '../src/ports/index.ts'

/** What happens to one request. `drop` never answers: the page dies while it waits. */
export type Fault = 'none' | 'lost-request' | 'lost-answer' | 'unavailable' | 'busy' | 'portal' | 'forget-photos'

export interface FaultyDistrict {
  transport: Transport
  /** Requests that reached the line, as "POST /v1/issues". */
  requests: { line: string; key?: string; proof?: string; at: number }[]
  /** Bodies in the order in which they were taken. */
  applied: Record<string, unknown>[]
  /** Faults for the next requests, in order; then none. */
  faults: Fault[]
  photos: Map<string, number>
  /** Bytes that are here of photos that come in parts. */
  parts: Map<string, { size: number; received: number }>
  /** Answers to GET by path; a function is asked each time. */
  resources: Map<string, (request: TransportRequest) => TransportResponse>
  /** Answers to commands by path, where they are not the usual ones. */
  commands: Map<string, (body: Record<string, unknown>) => object>
  /** Whom the token named under which each was taken; undefined where there was none. */
  takenFrom: Map<string, string | undefined>
  /** What the server lists of a person's sign-ups. */
  signUpsOf: (person: string) => SignUpView[]
  /** Changes a sign-up as another's cancelling, or the person's own on another device, would. */
  tellSignUp: (person: string, view: SignUpView) => void
  /** What is to be answered first, by the proof that came. */
  challenges: (proof: string | undefined) => object | undefined
  /** Commands that are refused for good. */
  refuses: (body: Record<string, unknown>) => TransportResponse | undefined
}

export const problem = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { type: `urn:wangge:problem:${code}`, title: code, status, code, ...more },
})

export function createFaultyDistrict(now: () => number): FaultyDistrict {
  const answers = new Map<string, { body: string; response: TransportResponse }>()
  const signUps = new Map<string, Map<string, SignUpView>>()
  const district: FaultyDistrict = {
    requests: [],
    applied: [],
    faults: [],
    photos: new Map(),
    parts: new Map(),
    resources: new Map(),
    commands: new Map(),
    takenFrom: new Map(),
    signUpsOf: (person) => [...(signUps.get(person)?.values() ?? [])],
    tellSignUp,
    refuses: () => undefined,
    challenges: () => undefined,
    transport: { send },
  }

  async function send(request: TransportRequest): Promise<TransportResponse> {
    const key = request.headers?.['idempotency-key']
    const proof = request.headers?.['wangge-proof']
    const heard = { ...(key !== undefined && { key }), ...(proof !== undefined && { proof }) }
    district.requests.push({ line: `${request.method} ${request.path}`, at: now(), ...heard })
    if (request.signal?.aborted) throw new SdkError('aborted', 'aborted')
    const fault = district.faults.shift() ?? 'none'
    if (fault === 'lost-request') throw new SdkError('network', 'no way there', { retryable: true })
    if (fault === 'unavailable') return problem(503, 'unavailable')
    if (fault === 'busy') return problem(429, 'busy', {}, { 'retry-after': '30' })
    if (fault === 'portal') throw new SdkError('bad-response', 'a portal', { retryable: true, status: 200 })
    if (fault === 'forget-photos') district.photos.clear()
    const response = answer(request, key)
    if (fault === 'lost-answer') throw new SdkError('network', 'no way back', { retryable: true })
    return response
  }

  function answer({ method, path, headers, body, ...rest }: TransportRequest, key: string | undefined): TransportResponse {
    if (method === 'GET') {
      const resource = district.resources.get(path)
      return resource ? resource({ method, path, ...(headers ? { headers } : {}), ...rest }) : problem(404, 'not-found')
    }
    const upload = /^\/v1\/photos\/([^/]+)\/upload(?:\?offset=(\d+))?$/.exec(path)
    if (upload) return takePart(upload[1]!, upload[2], body)
    if (method === 'PUT') {
      const sha256 = path.split('/').at(-1) as string
      district.photos.set(sha256, (district.photos.get(sha256) ?? 0) + 1)
      return {
        status: 201,
        headers: {},
        body: { sha256, type: headers?.['content-type'], size: (body as ArrayBuffer).byteLength },
      }
    }
    const given = { key: key as string, proof: headers?.['wangge-proof'] }
    return once(given, path, body as Record<string, unknown>, personKeyOf(headers?.['authorization']))
  }

  function takePart(sha256: string, offset: string | undefined, body: TransportRequest['body']): TransportResponse {
    const { size, received } = district.parts.get(sha256) ?? { size: (body as { size: number }).size, received: 0 }
    const isNext = offset !== undefined && Number(offset) === received
    const now = received + (isNext ? (body as ArrayBuffer).byteLength : 0)
    district.parts.set(sha256, { size, received: now })
    const complete = now === size
    if (complete && isNext) district.photos.set(sha256, (district.photos.get(sha256) ?? 0) + 1)
    return { status: 200, headers: {}, body: { offset: now, complete } }
  }

  function tellSignUp(person: string, view: SignUpView) {
    signUps.set(person, (signUps.get(person) ?? new Map<string, SignUpView>()).set(view.id, view))
  }

  function withdraw({ purpose }: Record<string, unknown>, person: string | undefined): TransportResponse {
    const seated = person === undefined ? [] : district.signUpsOf(person).filter(({ state }) => state !== 'cancelled')
    for (const view of seated) tellSignUp(person as string, { ...view, state: 'cancelled' })
    return { status: 200, headers: {}, body: { purpose, at: AT, cancelled: seated.map(({ id }) => id) } }
  }

  function once(
    { key, proof }: { key: string; proof: string | undefined },
    path: string,
    body: Record<string, unknown>,
    person: string | undefined,
  ): TransportResponse {
    const seen = answers.get(key)
    if (seen) return seen.body === JSON.stringify(body) ? seen.response : problem(422, 'idempotency-key-reused')
    const photos = (body['photos'] ?? []) as { sha256: string }[]
    if (photos.some(({ sha256 }) => !district.photos.has(sha256))) {
      return problem(409, 'refused', { refusal: { reason: 'photo-missing' } })
    }
    const challenge = district.challenges(proof)
    if (challenge) return problem(429, 'proof-required', { challenge })
    const refusal = district.refuses(body)
    if (refusal) return refusal
    district.applied.push(body)
    district.takenFrom.set(key, person)
    const response =
      path === WITHDRAWAL
        ? withdraw(body, person)
        : { status: 201, headers: {}, body: district.commands.get(path)?.(body) ?? answerTo(path, body) }
    answers.set(key, { body: JSON.stringify(body), response })
    if (path.startsWith('/v1/sign-ups') && person !== undefined) tellSignUp(person, response.body as unknown as SignUpView)
    return response
  }

  return district
}

const WITHDRAWAL = '/v1/me/consents/withdrawal'
const AT = '2026-03-02T12:00:00+08:00'

function answerTo(path: string, body: Record<string, unknown>) {
  const at = AT
  if (path === '/v1/issues')
    return { id: body['id'], receipt: 'K7QM-2X9F-4D', state: 'submitted', gridPath: ['guixi', 'c1'], createdAt: at }
  if (path === '/v1/sign-ups')
    return { id: body['id'], slotId: body['slotId'], orgId: body['orgId'], state: 'seated', at, by: 'self' }
  return { id: body['signUpId'] ?? body['id'], slotId: 's1', orgId: 'o1', state: 'cancelled', at, by: 'self', ended: 'self' }
}
