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
  const shifts = await shiftsOf(db, districtId)
    .where('shifts.starts_at', '>=', new Date(from).toISOString())
    .where('shifts.starts_at', '<', new Date(to).toISOString())
    .where('shifts.cancelled', '=', false)
    .orderBy('shifts.starts_at')
    .orderBy('shifts.id')
    .execute()
  return views(db, districtId, shifts)
}

export async function findSlotView(db: Queries, districtId: string, slotId: string): Promise<SlotView | undefined> {
  const shifts = await shiftsOf(db, districtId).where('shifts.id', '=', slotId).execute()
  return (await views(db, districtId, shifts))[0]
}

const shiftsOf = (db: Queries, districtId: string) =>
  db
    .selectFrom('shifts')
    // Counted shift by shift along an index.
    .innerJoinLateral(
      (lateral) =>
        lateral
          .selectFrom('sign_ups')
          .whereRef('sign_ups.district_id', '=', 'shifts.district_id')
          .whereRef('sign_ups.shift_id', '=', 'shifts.id')
          .select(sql<number>`count(*) filter (where state = 'seated')`.as('seated'))
          .select(sql<number>`count(*) filter (where state = 'waitlisted')`.as('waitlisted'))
          .as('held'),
      (join) => join.onTrue(),
    )
    .where('shifts.district_id', '=', districtId)
    .select(['shifts.id', 'post_id', 'starts_at', 'ends_at', 'need', 'cancelled', 'held.seated', 'held.waitlisted'])

type ShiftRow = Awaited<ReturnType<ReturnType<typeof shiftsOf>['executeTakeFirstOrThrow']>>

/** A post has many shifts: its names are read once, not with each. */
async function views(db: Queries, districtId: string, shifts: ShiftRow[]): Promise<SlotView[]> {
  if (shifts.length === 0) return []
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('id', 'in', [...new Set(shifts.map((shift) => shift.post_id))])
    .execute()
  const posts = new Map(
    rows.map(({ id, kind, name, grid_id: gridId, position }) => [id, withoutNulls({ id, kind, name, gridId, position })]),
  )
  return shifts.map((shift) => ({
    id: shift.id,
    post: posts.get(shift.post_id)!,
    startsAt: shift.starts_at,
    endsAt: shift.ends_at,
    capacity: shift.need,
    seated: shift.seated,
    waitlisted: shift.waitlisted,
    cancelled: shift.cancelled,
  }))
}

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
