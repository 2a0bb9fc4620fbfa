import { createClient } from '@wangge/core/client'
import type { Client } from '@wangge/core/client'
import { tokenFrom } from './token-source.ts'
import type { TokenSource } from './token-source.ts'
import { warnOnce } from './warn-once.ts'

const clients = new Map<string, Client>()
const sources = new WeakMap<TokenSource, number>()
let sourceCount = 0

/** More functions than a page has reason for: it makes a new one at each render. */
const MANY_SOURCES = 8

export interface ClientWishes {
  endpoint: string
  siteKey?: string | undefined
  /** Goes before `tokenUrl`; the same function is the same source. */
  token?: TokenSource | undefined
  tokenUrl?: string | undefined
}

/**
 * One client for each endpoint, key and source of tokens on the page. It lives as long as the page and not as long as an
 * element: what is unsent goes on being sent after a host has taken the form away.
 * @throws TypeError where an address is no URL, or `tokenUrl` is of another origin
 */
export function sharedClient({ endpoint, siteKey, token, tokenUrl }: ClientWishes): Client {
  const url = parseUrl('endpoint', endpoint).href.replace(/\/$/, '')
  const ownUrl = token ? undefined : ownAddress(tokenUrl)
  const source = token ?? (ownUrl === undefined ? undefined : tokenFrom(ownUrl))
  const key = `${url} ${siteKey ?? ''} ${token ? `source ${numberOf(token)}` : (ownUrl ?? '')}`
  const known = clients.get(key)
  if (known) return known
  const client = createClient({
    endpoint: url,
    ...(siteKey === undefined ? {} : { siteKey }),
    ...(source === undefined ? {} : { token: source }),
  })
  clients.set(key, client)
  return client
}

function numberOf(source: TokenSource): number {
  const known = sources.get(source) ?? ++sourceCount
  sources.set(source, known)
  if (known > MANY_SOURCES) warnOnce('token expected the same function at each render, got another: each has a client of its own')
  return known
}

/** A token says who somebody is: it is asked for at the page's own site and nowhere else. */
function ownAddress(tokenUrl: string | undefined): string | undefined {
  if (tokenUrl === undefined) return undefined
  const url = parseUrl('token-url', tokenUrl)
  if (url.origin !== location.origin) throw new TypeError(`expected a token-url of this page’s own origin, got "${tokenUrl}"`)
  return url.href
}

function parseUrl(name: string, address: string): URL {
  try {
    const url = new URL(address, document.baseURI)
    if (url.protocol === 'http:' || url.protocol === 'https:') return url
  } catch {
    // Said below.
  }
  throw new TypeError(`expected an http(s) address in ${name}, got "${address}"`)
}
