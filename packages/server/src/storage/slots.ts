import type { Slot } from '@wangge/core/roster'
import type { SlotView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Queries, Tx } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export interface SlotRange {
  /** Epoch milliseconds; the slot starts in [from, to). */
  from: number
  to: number
}

export async function listSlots(db: Queries, districtId: string, { from, to }: SlotRange): Promise<SlotView[]> {
  const rows = await slotViews(db, districtId)
    .where('shifts.starts_at', '>=', new Date(from).toISOString())
    .where('shifts.starts_at', '<', new Date(to).toISOString())
    .where('shifts.cancelled', '=', false)
    .orderBy('shifts.starts_at')
    .orderBy('shifts.id')
    .execute()
  return rows.map(viewOf)
}

export async function findSlotView(db: Queries, districtId: string, slotId: string): Promise<SlotView | undefined> {
  const row = await slotViews(db, districtId).where('shifts.id', '=', slotId).executeTakeFirst()
  return row && viewOf(row)
}

const slotViews = (db: Queries, districtId: string) =>
  db
    .selectFrom('shifts')
    .innerJoin('posts', (join) =>
      join.onRef('posts.district_id', '=', 'shifts.district_id').onRef('posts.id', '=', 'shifts.post_id'),
    )
    .leftJoin('sign_ups', (join) =>
      join
        .onRef('sign_ups.district_id', '=', 'shifts.district_id')
        .onRef('sign_ups.shift_id', '=', 'shifts.id')
        .on('sign_ups.state', '<>', 'cancelled'),
    )
    .where('shifts.district_id', '=', districtId)
    .groupBy(['shifts.district_id', 'shifts.id', 'posts.district_id', 'posts.id'])
    .select(['shifts.id', 'shifts.starts_at', 'shifts.ends_at', 'shifts.need', 'shifts.cancelled'])
    .select(['posts.id as post_id', 'posts.kind', 'posts.name', 'posts.grid_id', 'posts.position'])
    .select(sql<number>`count(*) filter (where sign_ups.state = 'seated')`.as('seated'))
    .select(sql<number>`count(*) filter (where sign_ups.state = 'waitlisted')`.as('waitlisted'))

type SlotRow = Awaited<ReturnType<ReturnType<typeof slotViews>['executeTakeFirstOrThrow']>>

const viewOf = (row: SlotRow): SlotView => ({
  id: row.id,
  post: withoutNulls({ id: row.post_id, kind: row.kind, name: row.name, gridId: row.grid_id, position: row.position }),
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  capacity: row.need,
  seated: row.seated,
  waitlisted: row.waitlisted,
  cancelled: row.cancelled,
})

/** The slot with its seats and its waitlist, which nobody else changes before the transaction ends. */
export async function lockSlot(tx: Tx, districtId: string, slotId: string): Promise<Slot | undefined> {
  const shift = await tx
    .selectFrom('shifts')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('id', '=', slotId)
    .forUpdate()
    .executeTakeFirst()
  if (!shift) return undefined
  const held = await tx
    .selectFrom('sign_ups')
    .select(['person_id', 'state'])
    .where('district_id', '=', districtId)
    .where('shift_id', '=', slotId)
    .where('state', '<>', 'cancelled')
    .orderBy('ordinal')
    .execute()
  const idsOf = (state: string) => held.filter((row) => row.state === state).map((row) => row.person_id)
  return {
    id: shift.id,
    startsAt: shift.starts_at,
    endsAt: shift.ends_at,
    capacity: shift.need,
    seated: idsOf('seated'),
    waitlist: idsOf('waitlisted'),
    cancelled: shift.cancelled,
  }
}
