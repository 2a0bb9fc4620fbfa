import type { Consent, Statement } from './schema.ts'

export interface ConsentQuestion {
  /** What the person has agreed to, earlier or with this command. */
  given: readonly Pick<Consent, 'purpose' | 'version' | 'by' | 'withdrawnAt'>[]
  /** Statements of the purposes that the matter needs. */
  required: readonly Pick<Statement, 'purpose' | 'version' | 'minimumVersion' | 'separate'>[]
  /** A guardian has to agree: under 14 by law (PIPL art. 31), for duties by `isMinor`. */
  minor: boolean
}

export type ConsentRefusal =
  | { ok: false; reason: 'guardian-consent-required'; detail: { purpose: string; version: number } }
  | { ok: false; reason: 'separate-consent-required'; detail: { purpose: string; version: number } }
  | { ok: false; reason: 'consent-outdated'; detail: { purpose: string; version: number } }
  | { ok: false; reason: 'consent-required'; detail: { purpose: string; version: number } }

/**
 * Which consent is missing. A minor's own does not count: their guardian's does (PIPL art. 31). One to another purpose, one
 * taken back, or one to words that do not exist yet stands for nothing, nor does one to words that have changed too much.
 * @example
 * consentRefusal({ given: [], required: [{ purpose: 'volunteer-duty', version: 1 }], minor: false })
 * // { ok: false, reason: 'consent-required', detail: { purpose: 'volunteer-duty', version: 1 } }
 */
export function consentRefusal({ given, required, minor }: ConsentQuestion): ConsentRefusal | undefined {
  for (const { purpose, version, minimumVersion = 1, separate = false } of required) {
    const held = given.filter((one) => one.purpose === purpose && one.version <= version && one.withdrawnAt === undefined)
    const valid = held.filter((one) => one.version >= minimumVersion)
    const detail = { purpose, version }
    const counts = ({ by }: Pick<Consent, 'by'>) => !minor || by === 'guardian'
    if (valid.some(counts)) continue
    if (held.some(counts)) return { ok: false, reason: 'consent-outdated', detail }
    if (minor) return { ok: false, reason: 'guardian-consent-required', detail }
    return { ok: false, reason: separate ? 'separate-consent-required' : 'consent-required', detail }
  }
  return undefined
}
