import { timingSafeEqual } from 'node:crypto'
import { provesWork } from '@wangge/core/outbox'
import type { Challenge } from '@wangge/core/schema'
import type { Context } from '../context.ts'
import { useOnce } from '../storage/used-tokens.ts'
import type { VerifyHuman } from './verify-human.ts'

/** Time to work on it: a slow phone has finished long before. */
const LIFE_S = 600
const ISSUER = 'proof-of-work'

/** Signer, end in seconds, bits, id, signature; what was found. */
const PROOF = /^([\w-]{1,16})\.(\d{10})\.(\d{1,2})\.([0-9a-f]{32})\.([\w-]{43}):(\d{1,16})$/

/**
 * Proof of work, without anything kept of a challenge: it is signed, ends, and says itself how much is asked for. Of a proof that
 * was good its id is kept until it would have ended, so that it is good once, in all processes.
 */
export function createProofOfWork(
  context: Pick<Context, 'db' | 'districtId' | 'keyring' | 'randomBytes'>,
  bits: number,
): VerifyHuman {
  const { db, districtId, keyring, randomBytes } = context
  const signatureOf = (kid: string, claims: string) => keyring.sign(kid, `${ISSUER}\n${districtId}\n${claims}`)

  function challengeAt(now: number): Challenge {
    const kid = keyring.currentSigner
    const id = Buffer.from(randomBytes(16)).toString('hex')
    const claims = `${Math.floor(now / 1000) + LIFE_S}.${bits}.${id}`
    const signature = Buffer.from(signatureOf(kid, claims)!).toString('base64url')
    return { kind: 'proof-of-work', token: `${kid}.${claims}.${signature}`, bits }
  }

  async function isGood(proof: string, now: number): Promise<boolean> {
    const [, kid, end, asked, id, signature, found] = PROOF.exec(proof) ?? []
    if (kid === undefined) return false
    const expected = signatureOf(kid, `${end}.${asked}.${id}`)
    const sent = Buffer.from(signature!, 'base64url')
    if (!expected || sent.length !== expected.length || !timingSafeEqual(sent, expected)) return false
    const exp = Number(end)
    if (exp * 1000 <= now || !provesWork(proof.slice(0, proof.lastIndexOf(':')), found!, Number(asked))) return false
    return useOnce(db, districtId, { iss: ISSUER, jti: id!, exp })
  }

  return async ({ proof, now }) => {
    if (proof !== undefined && (await isGood(proof, now))) return { ok: true }
    return { ok: false, challenge: challengeAt(now) }
  }
}
