import { refused } from './problem.ts'
import type { Reference } from './storage/reference.ts'

/**
 * Holds what a person agreed to, to the statement that the district shows for the purpose now.
 * @throws ProblemError 409 refused `consent-outdated` with the `current` version, absent where there is no such statement
 */
export function expectConsent({ purpose, version }: { purpose: string; version: number }, { consent }: Reference): void {
  const current = Object.hasOwn(consent, purpose) ? consent[purpose]!.version : undefined
  if (version === current) return
  throw refused('consent-outdated', { purpose, sent: version, ...(current !== undefined && { current }) })
}
