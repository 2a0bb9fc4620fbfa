import { refused } from './problem.ts'
import type { Reference } from './storage/reference.ts'

/**
 * Holds what a person agreed to, to the statements that the district has made for the purpose. An earlier one than today's
 * will do: it is kept as what it is, and a report that waited offline is not lost for it.
 * @throws ProblemError 409 refused `consent-unknown` with the `current` version, absent where there is no such statement
 */
export function expectConsent({ purpose, version }: { purpose: string; version: number }, { consent }: Reference): void {
  const current = Object.hasOwn(consent, purpose) ? consent[purpose]!.version : undefined
  if (current !== undefined && version <= current) return
  throw refused('consent-unknown', { purpose, sent: version, ...(current !== undefined && { current }) })
}
