import { SdkError } from '@wangge/core/errors'

/** Where the token of a person comes from: the host's own word on who is there. */
export type TokenSource = () => Promise<string>

/**
 * Asks the host's site who is there: `POST`, with the cookies of its own session, answered by `{ "token": "…" }`. A token
 * of `null`, status 401 or a redirect to a sign-in page says that nobody is signed in.
 */
export function tokenFrom(url: string): TokenSource {
  return async () => {
    const response = await ask(url)
    if (response.status === 401 || response.type === 'opaqueredirect') throw signedOut(url)
    if (!response.ok) {
      const { status } = response
      throw new SdkError('problem', `Expected a token from ${url}, got status ${status}`, { status, retryable: status >= 500 })
    }
    const answer = (await response.json().catch(() => undefined)) as { token?: unknown } | undefined
    if (typeof answer?.token === 'string') return answer.token
    if (answer?.token === null) throw signedOut(url)
    throw new SdkError('bad-response', `Expected { "token": "…" } from ${url}, got something else`, { retryable: true })
  }
}

const signedOut = (url: string) =>
  new SdkError('problem', `Expected a token from ${url}, got “nobody is signed in”`, { status: 401 })

async function ask(url: string): Promise<Response> {
  try {
    // POST, so that no cache keeps it; the page's own origin, so that no other site can ask in the person's name.
    return await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'manual',
    })
  } catch (cause) {
    throw new SdkError('network', `Expected a token from ${url}, got no answer`, { cause, retryable: true })
  }
}
