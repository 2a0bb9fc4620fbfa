import { principalName } from './auth/principal.ts'
import type { Call } from './operation.ts'

/**
 * Tells two commands apart that came under the same key: who, which call, which body (in any order of its fields). Keyed: of a
 * dump nobody learns by trying who sent what.
 */
export function commandFingerprint(
  { context, principal, request, body }: Pick<Call<never, unknown>, 'context' | 'principal' | 'request' | 'body'>,
  who = principalName(principal),
): string {
  const text = JSON.stringify([who, request.method, new URL(request.url).pathname, canonical(body)])
  return context.keyring.hash('fingerprint', text)
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, item]) => [key, canonical(item)])
}
