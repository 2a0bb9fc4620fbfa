import type { CorrectionRole } from '@wangge/core/roster'
import { correctionActions } from '@wangge/core/roster'
import type { CorrectionState, CorrectionView } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Context } from '../context.ts'
import { correctionPlace } from '../privacy/sealed-fields.ts'
import type { Queries, Tx } from './database.ts'
import type { CorrectionTable } from './tables.ts'

/** A correction with the seat that it is about. */
export type StoredCorrection = Selectable<CorrectionTable> & StoredSeat

export interface StoredSeat {
  slotId: string
  orgId: string
  personId: string
  /** Of the post. */
  gridId: string
  activity: Localized
  /** Of the shift. */
  startsAt: string
  endsAt: string
}

/** Who reads it: their part in it, and by which name their own requests are known. */
export interface CorrectionReader {
  roles: readonly CorrectionRole[]
  actor: string
}

export function correctionView(
  { districtId, keyring }: Pick<Context, 'districtId' | 'keyring'>,
  row: Selectable<CorrectionTable> & { slotId: string },
  { roles, actor }: CorrectionReader,
): CorrectionView {
  const open = (column: 'reason_sealed' | 'note_sealed', sealed: string) =>
    keyring.open(sealed, correctionPlace(districtId, column, row.id))
  return {
    id: row.id,
    signUpId: row.sign_up_id,
    slotId: row.slotId,
    state: row.state,
    checkedInAt: row.in_at,
    checkedOutAt: row.out_at,
    reason: open('reason_sealed', row.reason_sealed),
    ...(row.note_sealed !== null && { note: open('note_sealed', row.note_sealed) }),
    requestedAt: row.requested_at,
    ...(row.stepped_at !== null && { steppedAt: row.stepped_at }),
    actions: correctionActions(row.state, roles, row.requested_by === actor),
  }
}

/** Newest first. */
export async function correctionsOf(db: Queries, districtId: string, signUpIds: readonly string[]): Promise<StoredCorrection[]> {
  if (signUpIds.length === 0) return []
  return corrections(db, districtId)
    .where('corrections.sign_up_id', '=', sql<string>`any(${signUpIds}::text[])`)
    .orderBy('corrections.requested_at', 'desc')
    .orderBy('corrections.id', 'desc')
    .execute()
}

export const findCorrection = (db: Queries, districtId: string, id: string): Promise<StoredCorrection | undefined> =>
  corrections(db, districtId).where('corrections.id', '=', id).executeTakeFirst()

/** What waits for somebody, the oldest first; of one organisation's people where it is named. */
export const openCorrections = (db: Queries, districtId: string, orgId?: string): Promise<StoredCorrection[]> =>
  corrections(db, districtId)
    .where('corrections.state', 'in', ['requested', 'disputed'])
    .$if(orgId !== undefined, (query) => query.where('sign_ups.org_id', '=', orgId!))
    .orderBy('corrections.requested_at')
    .orderBy('corrections.id')
    .execute()

const corrections = (db: Queries, districtId: string) =>
  db
    .selectFrom('corrections')
    .innerJoin('sign_ups', (join) =>
      join.onRef('sign_ups.district_id', '=', 'corrections.district_id').onRef('sign_ups.id', '=', 'corrections.sign_up_id'),
    )
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
    )
    .innerJoin('posts', (join) =>
      join.onRef('posts.district_id', '=', 'shifts.district_id').onRef('posts.id', '=', 'shifts.post_id'),
    )
    .selectAll('corrections')
    .select(['sign_ups.shift_id as slotId', 'sign_ups.org_id as orgId', 'sign_ups.person_id as personId'])
    .select(['posts.grid_id as gridId', 'posts.name as activity', 'shifts.starts_at as startsAt', 'shifts.ends_at as endsAt'])
    .where('corrections.district_id', '=', districtId)

export interface NewCorrection {
  id: string
  signUpId: string
  checkedInAt: string
  checkedOutAt: string
  reason: string
  requestedBy: string
  at: string
}

/** @returns false where the id is another record's */
export async function insertCorrection(
  tx: Tx,
  { districtId, keyring }: Pick<Context, 'districtId' | 'keyring'>,
  { id, signUpId, checkedInAt, checkedOutAt, reason, requestedBy, at }: NewCorrection,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('corrections')
    .values({
      district_id: districtId,
      id,
      sign_up_id: signUpId,
      state: 'requested',
      in_at: checkedInAt,
      out_at: checkedOutAt,
      reason_sealed: keyring.seal(reason, correctionPlace(districtId, 'reason_sealed', id)),
      note_sealed: null,
      requested_by: requestedBy,
      requested_at: at,
      stepped_at: null,
    })
    .onConflict((conflict) => conflict.columns(['district_id', 'id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function setCorrection(
  tx: Tx,
  { districtId, keyring }: Pick<Context, 'districtId' | 'keyring'>,
  { id, state, note, at }: { id: string; state: CorrectionState; note?: string | undefined; at: string },
): Promise<void> {
  const sealed = note === undefined ? null : keyring.seal(note, correctionPlace(districtId, 'note_sealed', id))
  await tx
    .updateTable('corrections')
    .set({ state, note_sealed: sealed, stepped_at: at })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}
