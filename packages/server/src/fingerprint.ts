import { sha256 } from './auth/secrets.ts'
import { principalName } from './auth/principal.ts'
import type { Call } from './operation.ts'

/** Tells two commands apart that came under the same key: who, which call, which body (in any order of its fields). */
export function commandFingerprint({ principal, request, body }: Pick<Call<never, unknown>, 'principal' | 'request' | 'body'>) {
  return sha256(JSON.stringify([principalName(principal), request.method, new URL(request.url).pathname, canonical(body)]))
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, item]) => [key, canonical(item)])
}
