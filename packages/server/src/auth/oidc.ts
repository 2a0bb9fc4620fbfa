import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  customFetch,
  discovery,
  None,
} from 'openid-client'
import type { Configuration, CustomFetch } from 'openid-client'
import { trustedUrlSchema } from '../schema.ts'

/** The district's sign-in service, by which staff sign in. */
export interface OidcOptions {
  /** Its address, as it names itself; https, http on this machine only. */
  issuer: string
  clientId: string
  /** Absent for a public client. */
  clientSecret?: string | undefined
  /** Whole addresses of the pages that staff come back to, as the pages name themselves, letter by letter. */
  pages: readonly string[]
  /** Where browsers reach this server, e.g. `https://wangge.example.com`. */
  publicUrl: string
}

/** What goes to the service and has to fit what comes back. */
export interface Attempt {
  state: string
  nonce: string
  /** PKCE, RFC 7636: what only this server knows until it redeems the service's code. */
  verifier: string
}

export interface SignInService {
  /** As in the options. */
  pages: readonly string[]
  /** Of the pages. */
  origins: readonly string[]
  /** Where the browser is sent. @throws Error where the service does not answer */
  addressFor(attempt: Attempt): Promise<URL>
  /** Whose account it is, from the query that the browser brought back. @throws Error where anything of it does not fit */
  accountOf(query: string, attempt: Attempt): Promise<{ issuer: string; subject: string }>
}

export const CALLBACK_PATH = '/v1/auth/callback'

/** @throws RangeError where an address is not one to be trusted */
export function createSignInService(
  { issuer, clientId, clientSecret, pages, publicUrl }: OidcOptions,
  fetch: typeof globalThis.fetch,
): SignInService {
  for (const url of [issuer, publicUrl]) {
    if (!trustedUrlSchema.safeParse(url).success)
      throw new RangeError(`Expected an https address (http on this machine), got ${url}`)
  }
  for (const page of pages) {
    if (!trustedUrlSchema.safeParse(page).success)
      throw new RangeError(`Expected whole https addresses of pages (http on this machine) without a fragment, got ${page}`)
  }
  const callback = new URL(CALLBACK_PATH, publicUrl)
  let known: Promise<Configuration> | undefined

  const configuration = (): Promise<Configuration> => {
    const isPlain = new URL(issuer).protocol === 'http:'
    known ??= discovery(new URL(issuer), clientId, undefined, clientSecret ? ClientSecretBasic(clientSecret) : None(), {
      // It takes the whole of fetch's options; only their type is narrower.
      [customFetch]: ((url, options) => fetch(url, { ...options, redirect: 'manual' } as RequestInit)) as CustomFetch,
      timeout: 5,
      ...(isPlain && { execute: [allowInsecureRequests] }),
    })
    const asked = known
    // A service that did not answer is asked again next time.
    asked.catch(() => known === asked && (known = undefined))
    return asked
  }

  return {
    pages,
    origins: [...new Set(pages.map((page) => new URL(page).origin))],
    async addressFor({ state, nonce, verifier }) {
      return buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback.href,
        scope: 'openid',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
    },
    async accountOf(query, { state, nonce, verifier }) {
      const came = new URL(callback)
      came.search = query
      const tokens = await authorizationCodeGrant(await configuration(), came, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const { iss, sub } = tokens.claims()!
      return { issuer: iss, subject: sub }
    },
  }
}
