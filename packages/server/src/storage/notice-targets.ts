import { createUlid } from '@wangge/core'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { NoticeAddress } from '../notices/notice-formats.ts'
import type { CreateNoticeTarget, NoticeTarget } from '../notices/schema.ts'
import type { Context } from '../context.ts'
import type { NoticeTargetTable } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

export type NoticeTargetRow = Selectable<NoticeTargetTable>

/** The address is a secret as well: whoever knows a robot’s may speak as it. @returns its id, and the secret where it was made here */
export async function createNoticeTarget(
  { db, districtId, keyring, clock, random, randomBytes }: Context,
  { format, url, secret, topics, gridId, orgId }: CreateNoticeTarget & { gridId: string },
): Promise<{ id: string; secret?: string }> {
  const id = createUlid(clock(), random)
  const made = format === 'json' && secret === undefined ? `whsec_${Buffer.from(randomBytes(32)).toString('base64')}` : undefined
  const kept = made ?? secret
  await db
    .insertInto('notice_targets')
    .values({
      district_id: districtId,
      ...{ id, format, topics: [...new Set(topics)], host: new URL(url).host, grid_id: gridId, org_id: orgId ?? null },
      url_sealed: keyring.seal(url, placeOf(districtId, 'url_sealed', id)),
      secret_sealed: kept === undefined ? null : keyring.seal(kept, placeOf(districtId, 'secret_sealed', id)),
      created_at: new Date(clock()).toISOString(),
      revoked_at: null,
    })
    .execute()
  return { id, ...(made !== undefined && { secret: made }) }
}

export function addressOf({ districtId, keyring }: Context, row: NoticeTargetRow): NoticeAddress {
  const { id, url_sealed: url, secret_sealed: secret } = row
  return {
    url: keyring.open(url, placeOf(districtId, 'url_sealed', id)),
    ...(secret !== null && { secret: keyring.open(secret, placeOf(districtId, 'secret_sealed', id)) }),
  }
}

export async function listNoticeTargets({ db, districtId }: Context): Promise<NoticeTarget[]> {
  const rows = await db.selectFrom('notice_targets').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  const counted = await sql<{ id: string; count: number }>`
    select target_id as id, count(*)::int as count from notices
    where district_id = ${districtId} and gave_up_at is null group by target_id`.execute(db)
  const waiting = new Map(counted.rows.map(({ id, count }) => [id, count]))
  return rows.map((row) => ({
    ...{ id: row.id, format: row.format, host: row.host, topics: row.topics, gridId: row.grid_id },
    ...{ createdAt: row.created_at, waiting: waiting.get(row.id) ?? 0, failures: row.failures },
    ...withoutNulls({
      orgId: row.org_id,
      revokedAt: row.revoked_at,
      lastError: row.last_error,
      nextAt: row.failures > 0 ? row.next_at : null,
    }),
  }))
}

/** Nothing more is sent to it, and what waited is dropped. @returns whether there was such a target that was not yet revoked */
export async function revokeNoticeTarget({ db, districtId, clock }: Context, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('notice_targets')
    .set({ revoked_at: new Date(clock()).toISOString() })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await sql`delete from notices where district_id = ${districtId} and target_id = ${id} and gave_up_at is null`.execute(db)
  return true
}

const placeOf = (districtId: string, column: 'url_sealed' | 'secret_sealed', id: string) => ({
  districtId,
  table: 'notice_targets',
  column,
  id,
})
