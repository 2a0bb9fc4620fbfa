import { consentRefusal } from '@wangge/core/privacy'
import type { ConsentQuestion } from '@wangge/core/privacy'
import { consentUnknown } from './consent-unknown.ts'
import type { Context } from './context.ts'
import { refused } from './problem.ts'
import { cancelStored } from './storage/cancel-sign-up.ts'
import type { NewChange } from './storage/changes.ts'
import { consentsOf, recordConsent, withdrawConsents } from './storage/consents.ts'
import type { Tx } from './storage/database.ts'
import { forgetPartyStatus } from './storage/people.ts'
import type { Reference } from './storage/reference.ts'
import { lapseSwapsOf } from './storage/swaps.ts'
import { signUpsToCome } from './storage/sign-ups.ts'
import type { StoredSignUp } from './storage/sign-ups.ts'

interface Agreed {
  purpose: string
  version: number
}

/**
 * Holds what a person agreed to, to the statements that the district has made for the purpose. An earlier one than today's
 * will do: it is kept as what it is, and a report that waited offline is not lost for it.
 * @throws ProblemError 409 refused `consent-unknown` with the `current` version, absent where there is no such statement;
 * `consent-outdated` where the words have changed too much since
 */
export function expectConsent({ purpose, version }: Agreed, { consent }: Pick<Reference, 'consent'>): void {
  const { version: current, minimumVersion = 1 } = Object.hasOwn(consent, purpose) ? consent[purpose]! : {}
  if (current !== undefined && version < minimumVersion) throw refused('consent-outdated', { purpose, sent: version, current })
  if (current !== undefined && version <= current) return
  throw consentUnknown(purpose, { sent: version, current })
}

/** @throws ProblemError 409 refused `consent-unknown` where there is no such statement */
export function expectPurpose(purpose: string, { consent }: Pick<Reference, 'consent'>): void {
  if (!Object.hasOwn(consent, purpose)) throw consentUnknown(purpose, {})
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
  const { minimumVersion, separate } = reference.consent[consent.purpose]!
  const required = { ...consent, ...(minimumVersion !== undefined && { minimumVersion }), ...(separate && { separate }) }
  const given = [...stored, { ...consent, by: 'self' as const }]
  const refusal = consentRefusal({ given, required: [required], minor })
  if (refusal) throw refused(refusal.reason, refusal.detail)
  await recordConsent(tx, context, { personId, ...consent, by: 'self', now })
}

/**
 * 政治面貌 is kept by a consent of its own and by nothing else, a minor's by their guardian's (PIPL art. 29 and 31).
 * @throws ProblemError 409 refused `separate-consent-required`, `guardian-consent-required`, `consent-outdated`
 */
export function expectSeparateConsent(
  given: ConsentQuestion['given'],
  { consent }: Pick<Reference, 'consent'>,
  minor: boolean,
): void {
  const purpose = PARTY_STATUS
  const statement = Object.hasOwn(consent, purpose) ? consent[purpose]! : undefined
  if (!statement) throw refused('separate-consent-required', { purpose })
  const refusal = consentRefusal({ given, required: [{ purpose, ...statement, separate: true }], minor })
  if (refusal) throw refused(refusal.reason, refusal.detail)
}

const PARTY_STATUS = 'party-status'
const DUTY = 'volunteer-duty'

export interface TakenBack {
  personId: string
  purpose: string
  by: 'self' | 'guardian'
  /** Epoch milliseconds. */
  now: number
}

/** Ends a consent and what stands on it: sign-ups to come are given back, what was kept by it is forgotten. */
export async function takeBack(
  tx: Tx,
  { districtId }: Pick<Context, 'districtId'>,
  reference: Pick<Reference, 'policy' | 'tree'>,
  { personId, purpose, by, now }: TakenBack,
): Promise<{ cancelled: StoredSignUp[]; changes: NewChange[] }> {
  await withdrawConsents(tx, districtId, { personId, purpose, by, now })
  if (purpose === PARTY_STATUS) await forgetPartyStatus(tx, districtId, personId)
  const cancelled: StoredSignUp[] = []
  const changes: NewChange[] = []
  if (purpose !== DUTY) return { cancelled, changes }
  await lapseSwapsOf(tx, districtId, personId)
  for (const signUp of await signUpsToCome(tx, districtId, personId, new Date(now).toISOString())) {
    const result = await cancelStored(tx, districtId, signUp, { ...reference, now, by: 'consent-withdrawn' })
    if (!result.ok) continue
    cancelled.push(signUp)
    changes.push(...result.changes)
  }
  return { cancelled, changes }
}
