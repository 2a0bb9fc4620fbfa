import { createUlid } from '@wangge/core'
import { createSecret, sha256 } from '../auth/secrets.ts'
import type { Context } from '../context.ts'

/** Milliseconds. */
const LIFETIME = 8 * 3_600_000
/** Without a call for so long, it is over. */
const IDLE = 30 * 60_000
/** When it was last used is written no more often than this. */
const SEEN_EVERY = 60_000

export interface Session {
  id: string
  personId: string
}

/** The token itself is in the answer and nowhere else: only its SHA-256 is kept. */
export async function createSession(
  { db, districtId, clock, random, randomBytes }: Context,
  personId: string,
): Promise<{ id: string; token: string; expiresAt: string }> {
  const now = clock()
  const token = createSecret('ws', randomBytes)
  const id = createUlid(now, random)
  const at = new Date(now).toISOString()
  const expiresAt = new Date(now + LIFETIME).toISOString()
  await db
    .insertInto('sessions')
    .values({
      district_id: districtId,
      id,
      sha256: sha256(token),
      person_id: personId,
      created_at: at,
      seen_at: at,
      expires_at: expiresAt,
      revoked_at: null,
    })
    .execute()
  return { id, token, expiresAt }
}

/** The session, where it is neither ended, past its end nor idle for too long. */
export async function findSession(
  { db, districtId, clock }: Context,
  token: string,
): Promise<(Session & { seenAt: string }) | undefined> {
  const now = clock()
  return db
    .selectFrom('sessions')
    .select(['id', 'person_id as personId', 'seen_at as seenAt'])
    .where('district_id', '=', districtId)
    .where('sha256', '=', sha256(token))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(now).toISOString())
    .where('seen_at', '>', new Date(now - IDLE).toISOString())
    .executeTakeFirst()
}

/** As it is found; it counts as used now. */
export async function useSession(context: Context, token: string): Promise<Session | undefined> {
  const session = await findSession(context, token)
  const { db, districtId, clock } = context
  if (session && clock() - Date.parse(session.seenAt) >= SEEN_EVERY) {
    const seen = { seen_at: new Date(clock()).toISOString() }
    await db.updateTable('sessions').set(seen).where('district_id', '=', districtId).where('id', '=', session.id).execute()
  }
  return session
}

/** @returns the session that was ended; undefined where there is none any more */
export async function revokeSession({ db, districtId, clock }: Context, token: string): Promise<Session | undefined> {
  const row = await db
    .updateTable('sessions')
    .set({ revoked_at: new Date(clock()).toISOString() })
    .where('district_id', '=', districtId)
    .where('sha256', '=', sha256(token))
    .where('revoked_at', 'is', null)
    .returning(['id', 'person_id'])
    .executeTakeFirst()
  return row && { id: row.id, personId: row.person_id }
}

export async function revokeSessionsOf({ db, districtId, clock }: Context, personId: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ revoked_at: new Date(clock()).toISOString() })
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .execute()
}
