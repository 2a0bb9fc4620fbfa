import { createLocalJWKSet, errors } from 'jose'
import type { CryptoKey, JSONWebKeySet, JWSHeaderParameters, LocalJWKSet } from 'jose'

/** Public keys of the organisations' backends, by the address where each backend publishes them. */
export interface HostKeys {
  /**
   * The key that a token's header names. Keys are fetched when they are first needed, again after a time, and once more
   * for a key id that is not among them: an issuer may change its keys whenever it likes.
   * @throws HostKeysUnavailableError; JOSEError where there is no such key
   */
  keyOf(url: string, header: JWSHeaderParameters): Promise<CryptoKey>
}

export interface HostKeysOptions {
  fetch: typeof globalThis.fetch
  /** Current time, epoch milliseconds. */
  clock: () => number
}

export class HostKeysUnavailableError extends Error {
  override readonly name = 'HostKeysUnavailableError'
}

interface Known {
  keys: LocalJWKSet
  at: number
}

/** Keys are asked for anew after this time, in milliseconds. */
const MAX_AGE = 10 * 60_000
/** While the issuer does not answer, what it said last holds for this long: a revoked key must not live on. */
const MAX_STALE = 60 * 60_000
/** Between two requests to an issuer, whatever tokens claim: else anybody could make this server ask as often as they like. */
const COOLDOWN = 30_000
const TIMEOUT = 5_000
/** Bytes. */
const MAX_SIZE = 64_000

export function createHostKeys({ fetch, clock }: HostKeysOptions): HostKeys {
  const known = new Map<string, Known>()
  const asked = new Map<string, number>()
  const asking = new Map<string, Promise<void>>()

  async function refresh(url: string): Promise<void> {
    if (!asking.has(url) && clock() - (asked.get(url) ?? -Infinity) < COOLDOWN) return
    if (!asking.has(url)) asked.set(url, clock())
    const request =
      asking.get(url) ??
      fetchKeys(fetch, url)
        .then((jwks) => void known.set(url, { keys: createLocalJWKSet(jwks), at: clock() }))
        .finally(() => asking.delete(url))
    asking.set(url, request)
    await request
  }

  /** What is known now, fetched where it is missing or old. */
  async function current(url: string): Promise<LocalJWKSet> {
    const ageOf = (found: Known | undefined) => (found ? clock() - found.at : Infinity)
    let failure: unknown
    if (ageOf(known.get(url)) >= MAX_AGE) await refresh(url).catch((error: unknown) => (failure = error))
    const found = known.get(url)
    if (found && ageOf(found) < MAX_STALE) return found.keys
    throw new HostKeysUnavailableError('The issuer’s keys cannot be had', { cause: failure })
  }

  return {
    async keyOf(url, header) {
      const keys = await current(url)
      try {
        return await keys(header)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        // A key it does not know may be new. If the issuer does not answer now, the token is of no known key.
        await refresh(url).catch(() => {
          throw error
        })
        return await (
          await current(url)
        )(header)
      }
    },
  }
}

/** @throws Error where the answer is not a small key set, given at once and by the address itself */
async function fetchKeys(fetch: typeof globalThis.fetch, url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  })
  if (response.status !== 200) throw new Error(`Expected status 200 of the key set, got ${response.status}`)
  const jwks = JSON.parse(await readSmall(response)) as JSONWebKeySet
  if (!Array.isArray(jwks.keys)) throw new Error('Expected a key set with `keys`, got something else')
  return jwks
}

async function readSmall(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_SIZE) throw new Error(`Expected a key set of at most ${MAX_SIZE} bytes, got more`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
