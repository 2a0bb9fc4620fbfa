import { createUlid } from '@wangge/core'
import type { Selectable } from 'kysely'
import type { HostIssuer } from '../auth/host-token.ts'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { isOpenAt } from './closed-organisations.ts'
import type { HostIssuerTable } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

/** As it is listed: of a secret only that there is one. */
export interface HostIssuerRecord {
  id: string
  orgId: string
  issuer: string
  jwksUrl?: string
  createdAt: string
  revokedAt?: string
}

export interface NewHostIssuer {
  orgId: string
  issuer: string
  jwksUrl?: string | undefined
  secret?: string | undefined
}

/** @returns undefined where somebody is registered under this name already */
export async function createHostIssuer(
  { db, districtId, keyring, clock, random }: Context,
  { orgId, issuer, jwksUrl, secret }: NewHostIssuer,
): Promise<HostIssuerRecord | undefined> {
  const id = createUlid(clock(), random)
  const row = await db
    .insertInto('host_issuers')
    .values({
      district_id: districtId,
      id,
      org_id: orgId,
      issuer,
      jwks_url: jwksUrl ?? null,
      secret_sealed: secret === undefined ? null : keyring.seal(secret, placeOf(districtId, id)),
      created_at: new Date(clock()).toISOString(),
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  return row && recordOf(row)
}

/** The registered one that was not revoked, of an organisation that is not closed. */
export async function findHostIssuer(
  { db, districtId, keyring, clock }: Context,
  issuer: string,
): Promise<HostIssuer | undefined> {
  const row = await db
    .selectFrom('host_issuers')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('issuer', '=', issuer)
    .where('revoked_at', 'is', null)
    .where(isOpenAt(districtId, sql`host_issuers.org_id`, clock()))
    .executeTakeFirst()
  if (!row) return undefined
  const sealed = row.secret_sealed
  return {
    issuer: row.issuer,
    orgId: row.org_id,
    ...(row.jwks_url !== null && { jwksUrl: row.jwks_url }),
    ...(sealed !== null && { secret: new TextEncoder().encode(keyring.open(sealed, placeOf(districtId, row.id))) }),
  }
}

export async function listHostIssuers({ db, districtId }: Context): Promise<HostIssuerRecord[]> {
  const rows = await db.selectFrom('host_issuers').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  return rows.map(recordOf)
}

/** @returns whether there was such an issuer that was not yet revoked */
export async function revokeHostIssuer({ db, districtId, clock }: Context, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('host_issuers')
    .set({ revoked_at: new Date(clock()).toISOString() })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

const placeOf = (districtId: string, id: string) => ({ districtId, table: 'host_issuers', column: 'secret_sealed', id })

const recordOf = (row: Selectable<HostIssuerTable>): HostIssuerRecord =>
  withoutNulls({
    id: row.id,
    orgId: row.org_id,
    issuer: row.issuer,
    jwksUrl: row.jwks_url,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  })
