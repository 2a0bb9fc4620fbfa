import type { Consent, Statement } from './schema.ts'

export interface ConsentQuestion {
  /** What the person has agreed to, earlier or with this command. */
  given: readonly Pick<Consent, 'purpose' | 'version' | 'by' | 'withdrawnAt'>[]
  /** Statements of the purposes that the matter needs. */
  required: readonly Pick<Statement, 'purpose' | 'version' | 'separate'>[]
  /** Under 14, as far as the law asks for a guardian. */
  minor: boolean
}

export type ConsentRefusal =
  | { ok: false; reason: 'guardian-consent-required'; detail: { purpose: string; version: number } }
  | { ok: false; reason: 'separate-consent-required'; detail: { purpose: string; version: number } }
  | { ok: false; reason: 'consent-required'; detail: { purpose: string; version: number } }

/**
 * Which consent is missing. A minor's own does not count: their guardian's does (PIPL art. 31). One to another purpose, one
 * taken back, or one to words that do not exist yet stands for nothing.
 * @example
 * consentRefusal({ given: [], required: [{ purpose: 'volunteer-duty', version: 1 }], minor: false })
 * // { ok: false, reason: 'consent-required', detail: { purpose: 'volunteer-duty', version: 1 } }
 */
export function consentRefusal({ given, required, minor }: ConsentQuestion): ConsentRefusal | undefined {
  for (const { purpose, version, separate = false } of required) {
    const valid = given.filter((one) => one.purpose === purpose && one.version <= version && one.withdrawnAt === undefined)
    const detail = { purpose, version }
    if (minor && !valid.some(({ by }) => by === 'guardian')) return { ok: false, reason: 'guardian-consent-required', detail }
    if (valid.length > 0) continue
    return { ok: false, reason: separate ? 'separate-consent-required' : 'consent-required', detail }
  }
  return undefined
}
