import type { SwapEnd, SwapState, SwapView } from '@wangge/core/roster/schema'
import type { SlotRole } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Queries, Tx } from './database.ts'
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

/**
 * Somebody has begun to wait for seats in a slot, which are nobody's to hand on then.
 * @param personIds whose seats
 * @returns the swaps that lapsed, each with the sign-up that was offered and whether a colleague had accepted it
 */
export async function lapseWaitedFor(
  tx: Tx,
  districtId: string,
  { slotId, personIds }: { slotId: string; personIds: readonly string[] },
): Promise<{ id: string; signUpId: string; wasAccepted: boolean }[]> {
  if (personIds.length === 0) return []
  const { rows } = await sql<{ id: string; signUpId: string; wasAccepted: boolean }>`
    with waited as (
      select swaps.id, swaps.state from swaps
      join sign_ups on sign_ups.district_id = swaps.district_id and sign_ups.id = swaps.sign_up_id
      where swaps.district_id = ${districtId} and swaps.shift_id = ${slotId} and swaps.state in ('open', 'accepted')
        and sign_ups.person_id = any(${[...personIds]}::text[])
      for update of swaps
    )
    update swaps set state = 'lapsed', because = 'others-wait' from waited
    where swaps.district_id = ${districtId} and swaps.id = waited.id
    returning swaps.id, swaps.sign_up_id as "signUpId", waited.state = 'accepted' as "wasAccepted"`.execute(tx)
  return rows
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

/** A person's own swaps at an organisation, and those that they may accept; newest first. */
export async function swapsFor(
  db: Queries,
  districtId: string,
  { orgId, personId = '', now }: { orgId: string; personId?: string | undefined; now: number },
): Promise<StoredSwap[]> {
  const isFor = sql<boolean>`swaps.org_id = ${orgId} and (sign_ups.person_id = ${personId} or taker_id = ${personId}
    or (swaps.state = 'open' and shifts.starts_at > ${new Date(now).toISOString()}::timestamptz
      and coalesce(to_person_id, ${personId}) = ${personId}))`
  return swapRows(db, districtId, isFor, now)
}

/** What a liaison decides or has decided on, newest first. */
export const swapsOfOrganisation = (db: Queries, districtId: string, orgId: string, now: number): Promise<StoredSwap[]> =>
  swapRows(db, districtId, sql<boolean>`swaps.org_id = ${orgId}`, now)

async function swapRows(db: Queries, districtId: string, which: RawBuilder<boolean>, now: number): Promise<StoredSwap[]> {
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
    order by swaps.at desc, swaps.id desc limit 200`.execute(db)
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
