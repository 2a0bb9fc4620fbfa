import { sha256 } from '../auth/secrets.ts'
import type { Queries } from './database.ts'

/**
 * Keeps that a one-time token was used, until it would have run out.
 * @param exp seconds since the epoch
 * @returns false where it was used before; of two at once one gets true
 */
export async function useOnce(
  db: Queries,
  districtId: string,
  { iss, jti, exp }: { iss: string; jti: string; exp: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('used_tokens')
    .values({ district_id: districtId, digest: sha256(`${iss}\n${jti}`), expires_at: new Date(exp * 1000).toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
