import { createUlid } from '@wangge/core'
import { consentRefusal } from '@wangge/core/privacy'
import type { Statement } from '@wangge/core/privacy/schema'
import type { SeedTable } from './tables.ts'

const PURPOSE = 'party-status'

/** What of a record of people says whether their party status may be kept. */
export interface PartyMember {
  id: string
  partyStatus?: string | null | undefined
  /** Version of the statement `party-status` that they agreed to by itself. */
  partyConsent?: number
  minor?: boolean
}

export interface Agreed {
  /** The district's, by purpose. */
  statements: Readonly<Record<string, Omit<Statement, 'purpose'>>>
  /** Epoch milliseconds: when the district learnt of it. */
  now: number
  /** A number in [0, 1). */
  random: () => number
}

export const PARTY_CONSENTS: SeedTable = {
  file: 'people',
  table: 'consents',
  columns: {
    id: 'text',
    person_id: 'text',
    purpose: 'text',
    version: 'int',
    given_by: ['text', 'by'],
    at: 'timestamptz',
  },
}

/**
 * The consents by which the party status of a file is kept: one to each, by itself.
 * @throws Error naming the first whose status came without one that counts
 */
export function partyConsents(people: readonly PartyMember[], { statements, now, random }: Agreed): object[] {
  const at = new Date(now).toISOString()
  const statement = Object.hasOwn(statements, PURPOSE) ? statements[PURPOSE] : undefined
  return people.flatMap(({ id: personId, partyStatus, partyConsent: version, minor = false }) => {
    if (partyStatus === undefined || partyStatus === null) return []
    if (!statement)
      throw new Error(`Expected a statement ${PURPOSE} in district.json for the party status of ${personId}, got none`)
    const given = version === undefined ? [] : [{ purpose: PURPOSE, version, by: 'self' as const }]
    const refusal = consentRefusal({ given, required: [{ ...statement, purpose: PURPOSE, separate: true }], minor })
    if (refusal) throw new Error(wordsOf(refusal.reason, personId, version, statement.version))
    return [{ id: createUlid(now, random), personId, purpose: PURPOSE, version, by: 'self', at }]
  })
}

function wordsOf(reason: string, personId: string, given: number | undefined, current: number): string {
  if (reason === 'guardian-consent-required') return `Expected no party status of a minor in people.json, got one of ${personId}`
  const expected = `the version of the statement ${PURPOSE} that ${personId} agreed to, ${current} at most`
  return `Expected partyConsent beside partyStatus in people.json (${expected}), got ${given ?? 'none'}`
}
