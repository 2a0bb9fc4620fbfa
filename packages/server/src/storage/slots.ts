import { sponsorRefusal } from '@wangge/core/roster'
import type { CancellableShift } from '@wangge/core/roster'
import type { SlotRole, SlotView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { intersectionDuties } from './posts.ts'
import { withoutNulls } from './without-nulls.ts'

export interface SlotQuery {
  /** Epoch milliseconds; the slot starts in [from, to). */
  from: number
  to: number
  /** For how long after its start a slot with places that were given up is told too, milliseconds. @defaultValue 0 */
  reliefMs?: number
  /** Organisation that the slots are open to. */
  orgId: string
  /** Grids of the posts. @defaultValue everywhere */
  gridIds?: string[] | undefined
}

export async function listSlots(db: Queries, districtId: string, query: SlotQuery): Promise<SlotView[]> {
  const { from, to, orgId, gridIds, reliefMs = 0 } = query
  const posts = await postsOf(db, districtId, { gridIds })
  const duties = await intersectionDuties(db, districtId)
  const shifts = await shiftsOf(db, districtId)
    .where('shifts.starts_at', '>=', new Date(from - reliefMs).toISOString())
    .where('shifts.starts_at', '<', new Date(to).toISOString())
    .where(
      sql<boolean>`(shifts.starts_at >= ${new Date(from).toISOString()}::timestamptz or (
        shifts.ends_at > ${new Date(from).toISOString()}::timestamptz and held.relief > 0 and held.seated < shifts.need
        and shifts.starts_at > ${new Date(from - reliefMs).toISOString()}::timestamptz))`,
    )
    .where('shifts.cancelled', '=', false)
    .orderBy('shifts.starts_at')
    .orderBy('shifts.id')
    .execute()
  return shifts.flatMap((shift) => {
    const post = posts.get(shift.post_id)
    const isOpen = post && !sponsorRefusal(post, { id: shift.id, startsAt: shift.starts_at }, orgId, duties)
    return isOpen ? [viewOf(shift, post)] : []
  })
}

export async function findSlotView(db: Queries, districtId: string, slotId: string): Promise<SlotView | undefined> {
  const shift = await shiftsOf(db, districtId).where('shifts.id', '=', slotId).executeTakeFirst()
  return shift && viewOf(shift, (await postsOf(db, districtId, { id: shift.post_id })).get(shift.post_id)!)
}

/** All that start in [from, to), epoch milliseconds, cancelled ones too, each with the place of its post; by start. */
export async function listRosterSlots(
  db: Queries,
  districtId: string,
  { from, to }: { from: number; to: number },
): Promise<(SlotView & { placeId?: string })[]> {
  const posts = await postsOf(db, districtId, {})
  const shifts = await shiftsOf(db, districtId)
    .where('shifts.starts_at', '>=', new Date(from).toISOString())
    .where('shifts.starts_at', '<', new Date(to).toISOString())
    .orderBy('shifts.starts_at')
    .orderBy('shifts.id')
    .execute()
  return shifts.flatMap((shift) => {
    const post = posts.get(shift.post_id)
    return post ? [{ ...viewOf(shift, post), ...(post.placeId !== undefined && { placeId: post.placeId }) }] : []
  })
}

/** What may be called off in [from, to): all that lies in it in part, whatever its state. */
export const cancellableShifts = (
  db: Queries,
  districtId: string,
  { from, to }: { from: string; to: string },
): Promise<CancellableShift[]> =>
  db
    .selectFrom('shifts')
    .innerJoin('posts', (join) =>
      join.onRef('posts.district_id', '=', 'shifts.district_id').onRef('posts.id', '=', 'shifts.post_id'),
    )
    .select(['shifts.id', 'posts.kind', 'posts.grid_id as gridId', 'starts_at as startsAt', 'ends_at as endsAt', 'cancelled'])
    .where('shifts.district_id', '=', districtId)
    .where('shifts.starts_at', '<', to)
    .where('shifts.ends_at', '>', from)
    .orderBy('shifts.id')
    .execute()

/** In the order of the ids that are there. */
export async function findSlotViews(db: Queries, districtId: string, slotIds: readonly string[]): Promise<SlotView[]> {
  const isOne = sql<string>`any(${[...slotIds]}::text[])`
  const shifts = await shiftsOf(db, districtId).where('shifts.id', '=', isOne).orderBy('shifts.id').execute()
  const posts = await postsOf(db, districtId, {})
  return shifts.map((shift) => viewOf(shift, posts.get(shift.post_id)!))
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
          .select(sql<number>`count(*) filter (where state in ('seated', 'offered') and absence is null)`.as('seated'))
          .select(sql<number>`count(*) filter (where state = 'waitlisted')`.as('waitlisted'))
          .select(takenAs('buildingHead'))
          .select(takenAs('dualRegistrant'))
          .select(takenAs('volunteer'))
          // What was given up too late, and not taken as relief.
          .select(sql<number>`count(vacated) - count(*) filter (where is_relief)`.as('relief'))
          .as('held'),
      (join) => join.onTrue(),
    )
    .where('shifts.district_id', '=', districtId)
    .select([
      'shifts.id',
      'post_id',
      'starts_at',
      'ends_at',
      'need',
      'cancelled',
      'held.seated',
      'held.waitlisted',
      'held.relief',
      'held.buildingHead',
      'held.dualRegistrant',
      'held.volunteer',
    ])
    .select(['mix', 'skills', 'min_age as minAge', 'campaign', 'cancel_reason as cancelReason', 'called_off_at as calledOffAt'])

/** How many of a role have a seat, or one held for them. */
const takenAs = (role: SlotRole) =>
  sql<number>`count(*) filter (where state in ('seated', 'offered') and absence is null and role = ${role})`.as(role)

type ShiftRow = Awaited<ReturnType<ReturnType<typeof shiftsOf>['executeTakeFirstOrThrow']>>

type Post = SlotView['post'] & { placeId?: string }

/** A post has many shifts: its names are read once, not with each. */
async function postsOf(db: Queries, districtId: string, where: { id?: string; gridIds?: string[] | undefined }) {
  const { id, gridIds } = where
  let query = db.selectFrom('posts').selectAll().where('district_id', '=', districtId)
  if (id !== undefined) query = query.where('id', '=', id)
  if (gridIds) query = query.where('grid_id', '=', sql<string>`any(${gridIds}::text[])`)
  const rows = await query.execute()
  return new Map<string, Post>(
    rows.map(({ id, kind, name, grid_id: gridId, position, place_id: placeId, scheme_tag: schemeTag }) => [
      id,
      withoutNulls({ id, kind, name, gridId, position, placeId, schemeTag }),
    ]),
  )
}

const viewOf = (shift: ShiftRow, { placeId: _, ...post }: Post): SlotView => ({
  id: shift.id,
  post,
  startsAt: shift.starts_at,
  endsAt: shift.ends_at,
  capacity: shift.need,
  seated: shift.seated,
  waitlisted: shift.waitlisted,
  cancelled: shift.cancelled,
  ...asked(shift),
  ...(shift.relief > 0 && { relief: shift.relief }),
})

/** What a slot asks of whoever comes, where it does. */
const asked = ({ mix, skills, minAge, campaign, cancelReason, calledOffAt, ...taken }: ShiftRow) =>
  withoutNulls({
    mix: mix && mix.map(({ role, need }) => ({ role, need, taken: taken[role] })),
    skills,
    minAge,
    campaign,
    cancelReason,
    calledOffAt,
  })
