import { createUlid } from '@wangge/core'
import type { StaffRole } from '@wangge/core/access/schema'
import { sql } from 'kysely'
import { createSecret, sha256 } from '../auth/secrets.ts'
import { isOpenAt } from './closed-organisations.ts'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export interface StaffToken {
  id: string
  role: StaffRole
  /** Root of the subtree that the token reaches. */
  gridId?: string
  /** Organisation that it reaches instead. */
  orgId?: string
  /** Who holds it, where that matters to a rule. */
  personId?: string
  expiresAt?: string
}

export interface ListedToken extends StaffToken {
  createdAt: string
  revokedAt?: string
}

export interface NewStaffToken {
  role: StaffRole
  gridId?: string | undefined
  orgId?: string | undefined
  personId?: string | undefined
  /** Days until it expires; never where absent. */
  days?: number | undefined
  /** Epoch milliseconds. */
  now: number
  random: () => number
  randomBytes: (count: number) => Uint8Array
}

/** The token itself is in the answer and nowhere else: only its SHA-256 is kept. */
export async function createStaffToken(
  db: Queries,
  districtId: string,
  { role, gridId, orgId, personId, days, now, random, randomBytes }: NewStaffToken,
): Promise<StaffToken & { token: string }> {
  const token = createSecret('wt', randomBytes)
  const id = createUlid(now, random)
  const expiresAt = days === undefined ? undefined : new Date(now + days * 86_400_000).toISOString()
  await db
    .insertInto('staff_tokens')
    .values({
      district_id: districtId,
      id,
      sha256: sha256(token),
      role,
      grid_id: gridId ?? null,
      org_id: orgId ?? null,
      person_id: personId ?? null,
      created_at: new Date(now).toISOString(),
      expires_at: expiresAt ?? null,
      revoked_at: null,
    })
    .execute()
  return {
    ...withoutNulls({
      id,
      role,
      gridId: gridId ?? null,
      orgId: orgId ?? null,
      personId: personId ?? null,
      expiresAt: expiresAt ?? null,
    }),
    token,
  }
}

export async function findStaffToken(
  db: Queries,
  districtId: string,
  token: string,
  now: number,
): Promise<StaffToken | undefined> {
  const row = await db
    .selectFrom('staff_tokens')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('sha256', '=', sha256(token))
    .where('revoked_at', 'is', null)
    .where(isOpenAt(districtId, sql`staff_tokens.org_id`, now))
    .executeTakeFirst()
  if (!row) return undefined
  if (row.expires_at !== null && Date.parse(row.expires_at) <= now) return undefined
  return withoutNulls({
    id: row.id,
    role: row.role as StaffRole,
    gridId: row.grid_id,
    orgId: row.org_id,
    personId: row.person_id,
  })
}

/** Without the tokens, which nobody has any more. */
export async function listStaffTokens(db: Queries, districtId: string): Promise<ListedToken[]> {
  const rows = await db.selectFrom('staff_tokens').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  return rows.map((row) =>
    withoutNulls({
      id: row.id,
      role: row.role as StaffRole,
      gridId: row.grid_id,
      orgId: row.org_id,
      personId: row.person_id,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
    }),
  )
}

/** @returns whether there was such a token that was not yet revoked */
export async function revokeStaffToken(db: Queries, districtId: string, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('staff_tokens')
    .set({ revoked_at: new Date(now).toISOString() })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
