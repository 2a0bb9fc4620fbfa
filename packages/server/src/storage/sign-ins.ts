import type { Selectable } from 'kysely'
import type { Attempt } from '../auth/oidc.ts'
import { sha256 } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import type { SignInTable } from './tables.ts'

/** Milliseconds. */
const LIFETIME = 10 * 60_000
const CODE_LIFETIME = 60_000

/** What the page asks for. */
export interface PageRequest {
  redirectUri: string
  /** Given back to the page as it is. */
  state: string
  /** S256 challenge of the page, which alone can redeem the code. */
  challenge: string
}

export interface SignIn {
  page: PageRequest
  attempt: Attempt
}

const placeOf = (districtId: string, id: string) => ({ districtId, table: 'sign_ins', column: 'verifier_sealed', id })
const inMs = (now: number, time: number) => new Date(now + time).toISOString()

export async function beginSignIn({ db, districtId, keyring, clock }: Context, { page, attempt }: SignIn): Promise<void> {
  const id = sha256(attempt.state)
  const now = clock()
  await db.deleteFrom('sign_ins').where('district_id', '=', districtId).where('expires_at', '<=', inMs(now, 0)).execute()
  await db
    .insertInto('sign_ins')
    .values({
      district_id: districtId,
      state_hash: id,
      nonce: attempt.nonce,
      verifier_sealed: keyring.seal(attempt.verifier, placeOf(districtId, id)),
      redirect_uri: page.redirectUri,
      page_state: page.state,
      page_challenge: page.challenge,
      code_hash: null,
      person_id: null,
      expires_at: inMs(now, LIFETIME),
    })
    .execute()
}

/** Takes the sign-in that the state belongs to: it comes back once. */
export async function takeSignIn({ db, districtId, keyring, clock }: Context, state: string): Promise<SignIn | undefined> {
  const row = await db
    .updateTable('sign_ins')
    // No code hashes to it: until the sign-in is settled nobody redeems it.
    .set({ code_hash: 'taken' })
    .where('district_id', '=', districtId)
    .where('state_hash', '=', sha256(state))
    .where('code_hash', 'is', null)
    .where('expires_at', '>', inMs(clock(), 0))
    .returningAll()
    .executeTakeFirst()
  if (!row) return undefined
  const verifier = keyring.open(row.verifier_sealed, placeOf(districtId, row.state_hash))
  return { page: pageOf(row), attempt: { state, nonce: row.nonce, verifier } }
}

/** Keeps who it was, for whoever brings the code. */
export async function settleSignIn(
  { db, districtId, clock }: Context,
  { state, code, personId }: { state: string; code: string; personId: string },
): Promise<void> {
  await db
    .updateTable('sign_ins')
    .set({ code_hash: sha256(code), person_id: personId, expires_at: inMs(clock(), CODE_LIFETIME) })
    .where('district_id', '=', districtId)
    .where('state_hash', '=', sha256(state))
    .execute()
}

/** Who the code stands for; it is used up, whatever the caller finds wrong with the rest. */
export async function redeemCode(
  { db, districtId, clock }: Context,
  code: string,
): Promise<{ page: PageRequest; personId: string } | undefined> {
  const row = await db
    .deleteFrom('sign_ins')
    .where('district_id', '=', districtId)
    .where('code_hash', '=', sha256(code))
    .where('expires_at', '>', inMs(clock(), 0))
    .returningAll()
    .executeTakeFirst()
  return row && row.person_id !== null ? { page: pageOf(row), personId: row.person_id } : undefined
}

const pageOf = (row: Selectable<SignInTable>): PageRequest => ({
  redirectUri: row.redirect_uri,
  state: row.page_state,
  challenge: row.page_challenge,
})
