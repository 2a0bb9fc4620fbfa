import type { Challenge } from '@wangge/core/schema'

export interface HumanQuestion {
  /** What came as `Wangge-Proof`. */
  proof: string | undefined
  /** Of the caller; absent where nobody knows it. */
  address: string | undefined
  /** Epoch milliseconds. */
  now: number
}

/**
 * Whether a call without an account is a person's, or what is to be done first. Asked outside of any transaction, and of one answer
 * at most once: whoever answers has to see to it that it is good for one call. Where it fails, the call fails and can be sent again.
 * Answers of another service, a captcha's, are asked of that service; the package's README has an example.
 * @example const nobody: VerifyHuman = async () => ({ ok: true })
 */
export type VerifyHuman = (question: HumanQuestion) => Promise<{ ok: true } | { ok: false; challenge: Challenge }>

export interface HumanPolicy {
  /**
   * Of each report without an account, or only of those beyond the soft rate `unproven` of an address. Photos without an account count
   * by that rate too, and are asked beyond it only: they belong to a report.
   */
  when: 'always' | 'over-rate'
  /** @defaultValue proof of work */
  verify?: VerifyHuman | undefined
  /** Of proof of work: zero bits that are asked for, 1 to 22; each doubles the work. @defaultValue 16, half a second on a desk's machine */
  bits?: number | undefined
}
