import { SdkError } from '../errors.ts'
import type { Token, TokenSource, Transport, TransportRequest, TransportResponse } from '../ports/index.ts'

export interface AuthorisedTransportOptions {
  transport: Transport
  tokens: TokenSource
  /** Whether the transport shows a site key, by which the audience's own data can be had without a name. */
  hasSiteKey: boolean
}

/** Refusals after which another token of the same person may do. */
const RENEWABLE = new Set(['token-expired', 'token-invalid', 'token-replayed', 'credentials-expired', 'unknown-token'])
/** What is nobody's but one person's. */
const PERSONAL = /^\/v1\/(me|sign-ups)(\/|$)/

/** A transport that puts the person's token on each request, and on none that another person made. */
export function createAuthorisedTransport({ transport, tokens, hasSiteKey }: AuthorisedTransportOptions): Transport {
  async function send(request: TransportRequest): Promise<TransportResponse> {
    const { person, ...rest } = request
    if (person === null) return transport.send(rest)
    const token = await tokenFor(request)
    if (!token) return transport.send(rest)
    const response = await transport.send(withToken(rest, token))
    if (!isRenewable(response)) return accepted(response)
    if (!tokens.refuse(token)) return response
    const renewed = await tokenFor(request)
    const second = await transport.send(renewed ? withToken(rest, renewed) : rest)
    return renewed && !isRenewable(second) ? accepted(second) : second
  }

  function accepted(response: TransportResponse): TransportResponse {
    // A server that is broken has not looked at the token.
    if (response.status < 500) tokens.accept()
    return response
  }

  /** Undefined where none is to be had and none is needed. */
  async function tokenFor({ method, path, person }: TransportRequest): Promise<Token | undefined> {
    try {
      const token = await tokens.take()
      // Who it is is not asked where anybody may send it.
      if (person === undefined || person === null) return token
      const named = await tokens.personOf(token)
      if (named === person) return token
      throw new SdkError('other-person', `Expected a token of ${person}, got one of ${named}`)
    } catch (error) {
      const isAnybodys = hasSiteKey && method === 'GET' && person === undefined && !PERSONAL.test(path)
      if (isAnybodys && error instanceof SdkError && error.code === 'network') return undefined
      throw error
    }
  }

  const { listen } = transport
  return {
    send,
    ...(listen && {
      listen(options) {
        let used: Token | undefined
        listen.call(transport, {
          ...options,
          async credentials(refusal) {
            if (refusal !== undefined && used && RENEWABLE.has(refusal)) tokens.refuse(used)
            used = await tokenFor({ method: 'GET', path: '/v1/events' })
            return used ? bearer(used) : {}
          },
        })
      },
    }),
  }
}

const bearer = ({ text }: Token) => ({ authorization: `Bearer ${text}` })

const withToken = (request: TransportRequest, token: Token): TransportRequest => ({
  ...request,
  headers: { ...request.headers, ...bearer(token) },
})

function isRenewable({ status, body }: TransportResponse): boolean {
  const { code } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown }
  return status === 401 && typeof code === 'string' && RENEWABLE.has(code)
}
