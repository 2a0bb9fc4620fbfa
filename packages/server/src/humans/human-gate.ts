import type { Principal } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import type { RateLimiter } from '../rate-limit.ts'
import { isKnownCommand } from '../storage/known-command.ts'
import { createProofOfWork } from './proof-of-work.ts'
import type { HumanPolicy } from './verify-human.ts'

/** Where a proof comes. */
export const PROOF_HEADER = 'Wangge-Proof'

export interface GatedCall {
  principal: Principal
  headers: Headers
  address: string | undefined
  /** Whatever the policy, it is asked beyond the soft rate only. */
  isSoft: boolean
}

export interface HumanGate {
  /** @throws ProblemError 429 `proof-required`, with the challenge */
  pass(call: GatedCall): Promise<void>
}

const BITS = { least: 1, most: 22, usual: 16 }

/**
 * Asks whoever has no account to show that they are a person, by the district's policy. A command that was taken before is told its
 * first answer without: whoever lost that answer has shown it already.
 * @throws RangeError where bits are none that a page would work for
 */
export function createHumanGate(context: Context, policy: HumanPolicy, limiter: RateLimiter | undefined): HumanGate {
  const { when, bits = BITS.usual, verify = createProofOfWork(context, bits) } = policy
  if (!Number.isInteger(bits) || bits < BITS.least || bits > BITS.most) {
    throw new RangeError(`Expected ${BITS.least} to ${BITS.most} bits of work, got ${bits}`)
  }

  /** Without an address, or where nothing is limited, there is no rate to be over. */
  async function isOverRate(address: string | undefined): Promise<boolean> {
    if (!limiter || address === undefined) return false
    try {
      await limiter.charge({ class: 'unproven', by: 'address', who: address })
      return false
    } catch (error) {
      if (error instanceof ProblemError && error.status === 429) return true
      throw error
    }
  }

  return {
    async pass({ principal, headers, address, isSoft }) {
      // A site key is in every page: it is nobody's account.
      if (principal.kind !== 'public' && principal.kind !== 'org') return
      const key = headers.get('idempotency-key')
      if (key !== null && (await isKnownCommand(context.db, context.districtId, key))) return
      const proof = headers.get(PROOF_HEADER) ?? undefined
      if ((isSoft || when === 'over-rate') && proof === undefined && !(await isOverRate(address))) return
      const verdict = await verify({ proof, address, now: context.clock() })
      if (verdict.ok) return
      // What says “later” to whoever does not know of challenges: a report that waits in such a page is not lost.
      throw new ProblemError(429, 'proof-required', 'A proof is required that no program sends this', {
        detail: `Expected ${PROOF_HEADER}: <token>:<found> for the challenge, got ${proof === undefined ? 'none' : 'one that is not good any more'}`,
        challenge: verdict.challenge,
      })
    },
  }
}
