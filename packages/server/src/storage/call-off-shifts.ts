import type { GridTree } from '@wangge/core/grid'
import type { CancelReason, SignUpState } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { isPresent } from './attendance.ts'
import type { NewChange } from './changes.ts'
import type { Queries, Tx } from './database.ts'
import { revised } from './revised.ts'
import { queueRosterNotices } from './roster-notices.ts'
import { signUpChange, slotChangeOf } from './roster-changes.ts'
import { findSignUpViews } from './sign-ups.ts'
import { findSlotViews } from './slots.ts'
import { lapseSwaps } from './swaps.ts'

export interface CalledOff {
  /** Those that were not called off before, in the order of their ids. */
  slotIds: string[]
  /** Sign-ups that ended with it: whoever has checked in keeps theirs. */
  signUps: number
  changes: NewChange[]
}

interface CallingOff {
  ids: readonly string[]
  reason: CancelReason
  at: string
  tree: GridTree
  /** No template gives them any more; else somebody ordered it. @defaultValue false */
  withdrawn?: boolean
  /** Meant by the order too, and off already: those that no template gave any more stay so, whatever templates give later. */
  held?: readonly string[]
}

/** Locks shifts in the order of their ids, as whoever locks several does (`lockSlots`). @returns those that are there */
export const lockShifts = (tx: Tx, districtId: string, ids: readonly string[]): Promise<{ id: string; cancelled: boolean }[]> =>
  tx
    .selectFrom('shifts')
    .select(['id', 'cancelled'])
    .where('district_id', '=', districtId)
    .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
    .orderBy(sql`id collate "C"`)
    .forUpdate()
    .execute()

/** Sign-ups that would end with shifts, by their state, and those that would stay. */
export async function countSignUps(
  db: Queries,
  districtId: string,
  slotIds: readonly string[],
): Promise<{ signUps: number; seated: number; offered: number; waitlisted: number; invited: number; onDuty: number }> {
  const countOf = (state: SignUpState) => sql<number>`count(*) filter (where state = ${state} and not ${isOnDuty})`.as(state)
  return db
    .selectFrom('sign_ups')
    .select([
      sql<number>`count(*) filter (where not ${isOnDuty})`.as('signUps'),
      countOf('seated'),
      countOf('offered'),
      countOf('waitlisted'),
      countOf('invited'),
      sql<number>`count(*) filter (where ${isOnDuty})`.as('onDuty'),
    ])
    .where('district_id', '=', districtId)
    .where('shift_id', '=', sql<string>`any(${[...slotIds]}::text[])`)
    .where('state', '<>', 'cancelled')
    .executeTakeFirstOrThrow()
}

/** Whoever has checked in stays on record. */
const isOnDuty = sql<boolean>`(state = 'seated' and ${isPresent(sql`sign_ups`)})`

/**
 * Calls shifts off and ends whatever anybody holds in them, but for who has checked in: their time counts up to now, and they may still check
 * out. Nobody moves up. What no template gives any more is `withdrawn`.
 */
export async function callOffShifts(
  tx: Tx,
  districtId: string,
  { ids, reason, at, tree, withdrawn = false, held: off = [] }: CallingOff,
): Promise<CalledOff> {
  const wanted = new Set(ids)
  const locked = await lockShifts(tx, districtId, [...ids, ...off])
  const slotIds = locked.filter(({ id, cancelled }) => wanted.has(id) && !cancelled).map(({ id }) => id)
  if (off.length > 0) {
    await sql`
      update shifts set withdrawn = false, cancel_reason = ${reason}
      where district_id = ${districtId} and id = any(${[...off]}::text[]) and withdrawn`.execute(tx)
  }
  if (slotIds.length === 0) return { slotIds, signUps: 0, changes: [] }
  const isOne = sql<string>`any(${slotIds}::text[])`
  await sql`
    update shifts set cancelled = true, cancel_reason = ${reason}, called_off_at = ${at}::timestamptz,
      withdrawn = ${withdrawn}, ${revised(at)}
    where district_id = ${districtId} and id = ${isOne}`.execute(tx)
  const { rows: held } = await sql<{ id: string; slotId: string; isEnded: boolean }>`
    with held as (
      select id, ${isOnDuty} as stays from sign_ups
      where district_id = ${districtId} and shift_id = ${isOne} and state <> 'cancelled'
    ), ended as (
      update sign_ups set state = 'cancelled', ended = 'slot-cancelled', ended_at = ${at}::timestamptz,
        seat_called_off = (state = 'seated' and absence is null)
      from held where sign_ups.district_id = ${districtId} and sign_ups.id = held.id and not held.stays
    )
    select held.id, sign_ups.shift_id as "slotId", not held.stays as "isEnded" from held
    join sign_ups on sign_ups.district_id = ${districtId} and sign_ups.id = held.id`.execute(tx)
  const ended = held.filter(({ isEnded }) => isEnded)
  const told = { topic: 'roster.called-off', facts: { reason } } as const
  const people = held.map(({ id: signUpId, slotId }) => ({ ...told, slotId, signUpId }))
  await queueRosterNotices(tx, districtId, [...slotIds.map((slotId) => ({ ...told, slotId })), ...people], at)
  await lapseSwaps(
    tx,
    districtId,
    held.map(({ id }) => id),
  )
  const slots = await findSlotViews(tx, districtId, slotIds)
  const slotChanges = new Map(slots.map((slot) => [slot.id, slotChangeOf(slot, tree)]))
  const views = await findSignUpViews(tx, districtId, held.map(({ id }) => id).sort())
  const changes = [...slotChanges.values(), ...views.map((view) => signUpChange(view, slotChanges.get(view.slotId)!))]
  return { slotIds, signUps: ended.length, changes }
}
