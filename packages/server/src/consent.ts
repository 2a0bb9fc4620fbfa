import { consentRefusal } from '@wangge/core/privacy'
import type { Context } from './context.ts'
import { refused } from './problem.ts'
import { consentsOf, recordConsent } from './storage/consents.ts'
import type { Tx } from './storage/database.ts'
import type { Reference } from './storage/reference.ts'

interface Agreed {
  purpose: string
  version: number
}

/**
 * Holds what a person agreed to, to the statements that the district has made for the purpose. An earlier one than today's
 * will do: it is kept as what it is, and a report that waited offline is not lost for it.
 * @throws ProblemError 409 refused `consent-unknown` with the `current` version, absent where there is no such statement
 */
export function expectConsent({ purpose, version }: Agreed, { consent }: Pick<Reference, 'consent'>): void {
  const current = Object.hasOwn(consent, purpose) ? consent[purpose]!.version : undefined
  if (current !== undefined && version <= current) return
  throw refused('consent-unknown', { purpose, sent: version, ...(current !== undefined && { current }) })
}

export interface PersonalConsent {
  personId: string
  minor: boolean
  /** What the command carries: the person's own consent. */
  consent: Agreed
  /** Epoch milliseconds. */
  now: number
}

/**
 * Asks core's rule whether a known person's consent is enough, and keeps it.
 * @throws ProblemError 409 refused `guardian-consent-required`, and as `expectConsent`
 */
export async function takeConsent(
  tx: Tx,
  context: Context,
  reference: Pick<Reference, 'consent'>,
  { personId, minor, consent, now }: PersonalConsent,
): Promise<void> {
  expectConsent(consent, reference)
  const stored = await consentsOf(tx, context.districtId, personId)
  const { separate = false } = reference.consent[consent.purpose]!
  const given = [...stored, { ...consent, by: 'self' as const }]
  const refusal = consentRefusal({ given, required: [{ ...consent, separate }], minor })
  if (refusal) throw refused(refusal.reason, refusal.detail)
  await recordConsent(tx, context, { personId, ...consent, by: 'self', now })
}
