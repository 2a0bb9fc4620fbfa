import type { SwapEnd, SwapState, SwapView } from '@wangge/core/roster/schema'
import type { SlotRole } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { isPresent } from './attendance.ts'
import type { Queries, Tx } from './database.ts'
import type { RosterHappening } from './roster-notices.ts'
import { withoutNulls } from './without-nulls.ts'

export interface StoredSwap {
  id: string
  orgId: string
  signUpId: string
  slotId: string
  state: SwapState
  /** Whose seat it is. */
  giverId: string
  role?: SlotRole
  toPersonId?: string
  wants?: string[]
  takerId?: string
  givenSignUpId?: string
  /** The slot of the seat that is given for it. */
  forSlotId?: string
  at: string
  /** Why it lapsed, where somebody is to be told. */
  because?: SwapEnd
}

export interface NewSwap extends Pick<StoredSwap, 'id' | 'orgId' | 'signUpId' | 'slotId' | 'at' | 'state'> {
  toPersonId?: string | undefined
  wants?: string[] | undefined
}

/** @returns false where the id is taken */
export async function insertSwap(tx: Tx, districtId: string, swap: NewSwap): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('swaps')
    .values({
      district_id: districtId,
      id: swap.id,
      org_id: swap.orgId,
      sign_up_id: swap.signUpId,
      shift_id: swap.slotId,
      state: swap.state,
      to_person_id: swap.toPersonId ?? null,
      wants: swap.wants ?? null,
      taker_id: null,
      given_sign_up_id: null,
      at: swap.at,
    })
    .onConflict((conflict) => conflict.columns(['district_id', 'id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export interface SwapUpdate extends Pick<StoredSwap, 'id' | 'state'> {
  /** The state that the step was decided in. */
  from: SwapState
  takerId?: string
  givenSignUpId?: string | undefined
}

/**
 * Whoever had taken a swap that is open again is forgotten.
 * @returns false where somebody else has stepped it on meanwhile: nothing is written then
 */
export async function updateSwap(
  tx: Tx,
  districtId: string,
  { id, from, state, takerId, givenSignUpId }: SwapUpdate,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('swaps')
    .set({
      state,
      ...(state === 'open' && { taker_id: null, given_sign_up_id: null }),
      ...(takerId !== undefined && { taker_id: takerId }),
      ...(givenSignUpId !== undefined && { given_sign_up_id: givenSignUpId }),
    })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * A seat that is gone is not to be had any more. Where it was to be given for another by who had accepted, that other one is open
 * again.
 * @param settling the swap that takes the seats itself
 */
export async function lapseSwaps(
  tx: Tx,
  districtId: string,
  signUpIds: readonly string[],
  { settling = '' }: { settling?: string } = {},
): Promise<void> {
  const ids = [...signUpIds]
  const isGone = (signUpId: RawBuilder<unknown>) => sql<boolean>`${signUpId} = any(${ids}::text[]) and exists (
    select 1 from sign_ups where sign_ups.district_id = swaps.district_id and sign_ups.id = ${signUpId}
      and (sign_ups.state <> 'seated' or absence is not null))`
  await sql`
    update swaps set state = 'lapsed' where district_id = ${districtId} and state in ('open', 'accepted') and id <> ${settling}
      and ${isGone(sql`swaps.sign_up_id`)}`.execute(tx)
  await sql`
    update swaps set state = 'open', taker_id = null, given_sign_up_id = null
    where district_id = ${districtId} and state = 'accepted' and id <> ${settling}
      and ${isGone(sql`swaps.given_sign_up_id`)}`.execute(tx)
}

/** A swap that came to an end by what others did. */
export interface LapsedSwap {
  id: string
  /** The sign-up that was offered, and its slot. */
  signUpId: string
  slotId: string
  /** A colleague had accepted it. */
  wasAccepted: boolean
}

/** Somebody has begun to wait for seats in a slot, which are nobody's to hand on then, or to give for another. @param personIds whose seats */
export async function lapseWaitedFor(
  tx: Tx,
  districtId: string,
  { slotId, personIds }: { slotId: string; personIds: readonly string[] },
): Promise<LapsedSwap[]> {
  if (personIds.length === 0) return []
  const ids = [...personIds]
  const why = sql`case
    when swaps.shift_id = ${slotId} and offered.person_id = any(${ids}::text[]) then 'others-wait'
    when swaps.state = 'accepted' and given.shift_id = ${slotId} and given.person_id = any(${ids}::text[]) then 'given-waited-for' end`
  return lapseWhere(tx, districtId, why)
}

/**
 * Somebody has checked in: their seat is nobody's to have any more. What offers it, or was to have it for another, ends, and so does
 * an offer that wants its shift where no colleague is left who could give a seat in any that it wants. What its own shift has
 * overtaken has ended by that.
 */
export async function lapseCheckedIn(
  tx: Tx,
  districtId: string,
  { signUpId, now }: { signUpId: string; now: number },
): Promise<LapsedSwap[]> {
  const at = new Date(now).toISOString()
  const isToCome = sql`(select not shifts.cancelled and shifts.starts_at > ${at}::timestamptz from shifts
    where shifts.district_id = swaps.district_id and shifts.id = swaps.shift_id)`
  const isLastToGive = sql`swaps.state = 'open' and exists (
      select from sign_ups come where come.district_id = swaps.district_id and come.id = ${signUpId}
        and come.org_id = swaps.org_id and come.shift_id = any(swaps.wants)
        and coalesce(swaps.to_person_id, come.person_id) = come.person_id and come.person_id <> offered.person_id)
    and not exists (
      select from sign_ups left_over
      join shifts on shifts.district_id = left_over.district_id and shifts.id = left_over.shift_id
      where left_over.district_id = swaps.district_id and left_over.shift_id = any(swaps.wants) and left_over.org_id = swaps.org_id
        and left_over.state = 'seated' and left_over.absence is null and left_over.person_id <> offered.person_id
        and coalesce(swaps.to_person_id, left_over.person_id) = left_over.person_id
        and not shifts.cancelled and shifts.starts_at > ${at}::timestamptz and not ${isPresent(sql`left_over`)})`
  const why = sql`case
    when not ${isToCome} then null
    when swaps.sign_up_id = ${signUpId} then 'checked-in'
    when swaps.state = 'accepted' and swaps.given_sign_up_id = ${signUpId} then 'given-checked-in'
    when ${isLastToGive} then 'given-checked-in' end`
  return lapseWhere(tx, districtId, why)
}

/** @param why of a swap with whose seat is `offered` and `given`, null where it goes on */
async function lapseWhere(tx: Tx, districtId: string, why: RawBuilder<unknown>): Promise<LapsedSwap[]> {
  const { rows } = await sql<LapsedSwap>`
    with over as (
      select swaps.id, swaps.state, ${why} as because from swaps
      join sign_ups offered on offered.district_id = swaps.district_id and offered.id = swaps.sign_up_id
      left join sign_ups given on given.district_id = swaps.district_id and given.id = swaps.given_sign_up_id
      where swaps.district_id = ${districtId} and swaps.state in ('open', 'accepted') and ${why} is not null
      for update of swaps
    )
    update swaps set state = 'lapsed', because = over.because from over
    where swaps.district_id = ${districtId} and swaps.id = over.id
    returning swaps.id, swaps.sign_up_id as "signUpId", swaps.shift_id as "slotId", over.state = 'accepted' as "wasAccepted"`.execute(
    tx,
  )
  return rows
}

/** Told to whoever offered the seat, and to the colleague who had accepted it. */
export function lapsesOf({ id: swapId, signUpId, slotId, wasAccepted }: LapsedSwap): RosterHappening[] {
  const about: RosterHappening = { topic: 'roster.swap', facts: { swap: 'lapsed', swapId }, slotId }
  return [{ ...about, signUpId }, ...(wasAccepted ? [about] : [])]
}

/** Whoever takes their consent back, or is erased, takes no seat of others: what was for them alone lapses, the rest is open again. */
export async function lapseSwapsOf(tx: Tx, districtId: string, personId: string): Promise<void> {
  await sql`
    update swaps set state = 'lapsed' where district_id = ${districtId} and state in ('open', 'accepted')
      and to_person_id = ${personId}`.execute(tx)
  await sql`
    update swaps set state = 'open', taker_id = null, given_sign_up_id = null
    where district_id = ${districtId} and state = 'accepted' and taker_id = ${personId}`.execute(tx)
}

/** The swap as it stands; what its shift has overtaken has lapsed, whether somebody has written that down or not. */
export async function findSwap(db: Queries, districtId: string, id: string, now: number): Promise<StoredSwap | undefined> {
  const [found] = await swapRows(db, districtId, sql<boolean>`swaps.id = ${id}`, now)
  return found
}

/** So many swaps are told, the newest first. */
export const MOST_SWAPS = 200

/** A person's own swaps at an organisation, and all open ones of colleagues that are for them or for anybody; newest first. */
export async function swapsFor(
  db: Queries,
  districtId: string,
  { orgId, personId = '', now }: { orgId: string; personId?: string | undefined; now: number },
): Promise<{ own: StoredSwap[]; offers: StoredSwap[] }> {
  const isOwn = sql<boolean>`(sign_ups.person_id = ${personId} or coalesce(taker_id = ${personId}, false))`
  const isOffer = sql<boolean>`swaps.state = 'open' and not shifts.cancelled
    and shifts.starts_at > ${new Date(now).toISOString()}::timestamptz and coalesce(to_person_id, ${personId}) = ${personId}`
  const ofOrganisation = sql<boolean>`swaps.org_id = ${orgId}`
  const own = personId === '' ? [] : await swapRows(db, districtId, sql<boolean>`${ofOrganisation} and ${isOwn}`, now)
  const offers = await swapRows(db, districtId, sql<boolean>`${ofOrganisation} and ${isOffer} and not ${isOwn}`, now, null)
  return { own, offers }
}

/** What a liaison decides or has decided on, newest first. */
export const swapsOfOrganisation = (db: Queries, districtId: string, orgId: string, now: number): Promise<StoredSwap[]> =>
  swapRows(db, districtId, sql<boolean>`swaps.org_id = ${orgId}`, now)

/** @param most null for all */
async function swapRows(
  db: Queries,
  districtId: string,
  which: RawBuilder<boolean>,
  now: number,
  most: number | null = MOST_SWAPS,
): Promise<StoredSwap[]> {
  const { rows } = await sql<{ [Field in keyof StoredSwap]-?: StoredSwap[Field] | null }>`
    select swaps.id, swaps.org_id as "orgId", swaps.sign_up_id as "signUpId", swaps.shift_id as "slotId",
      case when swaps.state in ('open', 'accepted') and (shifts.cancelled or shifts.starts_at <= ${new Date(now).toISOString()}::timestamptz)
        then 'lapsed' else swaps.state end as state,
      sign_ups.person_id as "giverId", sign_ups.role, swaps.to_person_id as "toPersonId", swaps.wants, swaps.taker_id as "takerId",
      swaps.given_sign_up_id as "givenSignUpId", given.shift_id as "forSlotId", swaps.at, swaps.because
    from swaps
    join sign_ups on sign_ups.district_id = swaps.district_id and sign_ups.id = swaps.sign_up_id
    join shifts on shifts.district_id = swaps.district_id and shifts.id = swaps.shift_id
    left join sign_ups given on given.district_id = swaps.district_id and given.id = swaps.given_sign_up_id
    where swaps.district_id = ${districtId} and ${which}
    order by swaps.at desc, swaps.id desc limit ${most}::bigint`.execute(db)
  return rows.map((row) => withoutNulls(row) as StoredSwap)
}

/** As colleagues see it: which seat, not whose. */
export function swapViewFor(
  { id, orgId, slotId, state, at, role, wants, because, ...swap }: StoredSwap,
  personId: string | undefined,
): SwapView {
  const isGiver = swap.giverId === personId
  const isTaker = swap.takerId !== undefined && swap.takerId === personId
  const own = isGiver ? swap.signUpId : isTaker ? swap.givenSignUpId : undefined
  return {
    id,
    orgId,
    slotId,
    state,
    at,
    ...(role !== undefined && { role }),
    ...(wants !== undefined && { wants }),
    ...(because !== undefined && { because }),
    mine: isGiver ? 'offered' : isTaker ? 'accepted' : 'open',
    ...(own !== undefined && { signUpId: own }),
  }
}
