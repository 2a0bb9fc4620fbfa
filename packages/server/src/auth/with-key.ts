import { ProblemError } from '../problem.ts'

/** What a header can carry. */
const SENDABLE = /^[\x21-\x7e]{1,4096}$/

/**
 * Headers with the key or token that came in a field of the form, where none came as one: `wk_…` is a site's, anything else a
 * token.
 * @throws ProblemError 401 `unknown-token` for what can be neither
 */
export function withKey(headers: Headers, key: string | null | undefined): Headers {
  if (!key || headers.has('wangge-site-key') || headers.has('authorization')) return headers
  if (!SENDABLE.test(key)) throw new ProblemError(401, 'unknown-token', 'The key is neither a site key nor a token')
  const [name, value] = key.startsWith('wk_') ? ['wangge-site-key', key] : ['authorization', `Bearer ${key}`]
  const all = new Headers(headers)
  all.set(name!, value!)
  return all
}
