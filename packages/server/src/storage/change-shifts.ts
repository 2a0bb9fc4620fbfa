import { changeShifts } from '@wangge/core/roster'
import type { OnShift, PlannedShift, Slot } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import { revised } from './revised.ts'
import { queueRosterNotices } from './roster-notices.ts'
import type { RosterHappening } from './roster-notices.ts'
import type { Reference } from './reference.ts'
import { signUpChange, slotChangeOf } from './roster-changes.ts'
import { dutiesOf, findSignUpViews } from './sign-ups.ts'
import { findSlotViews } from './slots.ts'
import { stepSlots } from './step-slot.ts'
import { storeSlots } from './store-slot.ts'
import { lapseSwaps } from './swaps.ts'
import { lockPeople, volunteerOf } from './volunteers.ts'

export interface ShiftsChanged {
  slotIds: string[]
  /** Too near for whoever is on them to be told. */
  kept: string[]
  changes: NewChange[]
}

/**
 * Gives shifts what their lines ask for now, by core's `changeShifts`, with all people and slots concerned locked in one order.
 * Each that changes is told, and every sign-up for it with it. Whoever is on duty already stays at the old hours, as do the others.
 */
export async function changeStoredShifts(
  tx: Tx,
  context: Context,
  reference: Reference,
  { shifts, now }: { shifts: readonly PlannedShift[]; now: number },
): Promise<ShiftsChanged> {
  const { districtId } = context
  const { policy, tree } = reference
  const slotIds = shifts.map(({ id }) => id).sort()
  if (slotIds.length === 0) return { slotIds, kept: [], changes: [] }
  await lockPeople(tx, districtId, await peopleOn(tx, districtId, slotIds))
  const stepped = await stepSlots(tx, districtId, slotIds, { policy, now })
  // Who came before the slots were locked.
  const personIds = await peopleOn(tx, districtId, slotIds)
  await lockPeople(tx, districtId, personIds)
  const onDuty = await slotsBegun(tx, districtId, slotIds)
  const people = new Map<string, OnShift>()
  for (const personId of personIds) {
    const person = (await volunteerOf(tx, context, reference, { personId, now })) ?? { id: personId }
    people.set(personId, { person, duties: await dutiesOf(tx, districtId, personId, '') })
  }
  const open = shifts.filter(({ id }) => stepped.has(id) && !onDuty.has(id))
  const asked = open.map((shift) => ({ slot: stepped.get(shift.id)!.slot, terms: { ...shift, capacity: shift.need } }))
  const { changed, kept } = changeShifts(asked, people, { now, policy })

  const wanted = new Map(open.map((shift) => [shift.id, shift]))
  const rewritten: string[] = []
  const at = new Date(now).toISOString()
  for (const { after } of changed) if (await rewrite(tx, districtId, after, wanted.get(after.id)!, at)) rewritten.push(after.id)
  const stored = await storeSlots(
    tx,
    districtId,
    changed.map((one) => ({ ...one, at, endOf: () => 'shift-changed' as const })),
  )
  await lapseSwaps(tx, districtId, stored)
  const moved: RosterHappening[] = []
  for (const { before, after } of changed) {
    const was = { startsAt: before.startsAt, endsAt: before.endsAt }
    if (!rewritten.includes(after.id) || isSameSpan(was, after)) continue
    const one = { topic: 'roster.changed', facts: { was }, slotId: after.id } as const
    moved.push(one, ...(await signUpsFor(tx, districtId, [after.id])).map((signUpId) => ({ ...one, signUpId })))
  }
  await queueRosterNotices(tx, districtId, moved, at)
  const already = [...stepped.values()].flatMap((slot) => slot.changed)
  const views = await findSignUpViews(
    tx,
    districtId,
    [...new Set([...stored, ...already, ...(await signUpsFor(tx, districtId, rewritten))])].sort(),
  )
  const told = [...new Set([...rewritten, ...views.map(({ slotId }) => slotId)])]
  const slotChanges = new Map((await findSlotViews(tx, districtId, told)).map((slot) => [slot.id, slotChangeOf(slot, tree)]))
  return {
    slotIds: rewritten,
    kept: [...kept, ...onDuty].sort(),
    changes: [...slotChanges.values(), ...views.map((view) => signUpChange(view, slotChanges.get(view.slotId)!))],
  }
}

/** However an instant is written. */
const isSameSpan = (one: Pick<Slot, 'startsAt' | 'endsAt'>, other: Pick<Slot, 'startsAt' | 'endsAt'>): boolean =>
  Date.parse(one.startsAt) === Date.parse(other.startsAt) && Date.parse(one.endsAt) === Date.parse(other.endsAt)

/** Whoever has something to do with some shifts: a seat, a place in the waitlist, an invitation. */
export async function peopleOn(tx: Tx, districtId: string, slotIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('sign_ups')
    .select('person_id')
    .distinct()
    .where('district_id', '=', districtId)
    .where(sql<boolean>`shift_id = any(${[...slotIds]}::text[])`)
    .where('state', '<>', 'cancelled')
    .execute()
  return rows.map(({ person_id: personId }) => personId)
}

async function signUpsFor(tx: Tx, districtId: string, slotIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('sign_ups')
    .select('id')
    .where('district_id', '=', districtId)
    .where(sql<boolean>`shift_id = any(${[...slotIds]}::text[])`)
    .where('state', '<>', 'cancelled')
    .execute()
  return rows.map(({ id }) => id)
}

/** Those that somebody has checked in for. */
async function slotsBegun(tx: Tx, districtId: string, slotIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('attendances')
    .innerJoin('sign_ups', (join) =>
      join.onRef('sign_ups.district_id', '=', 'attendances.district_id').onRef('sign_ups.id', '=', 'attendances.sign_up_id'),
    )
    .select('sign_ups.shift_id')
    .distinct()
    .where('attendances.district_id', '=', districtId)
    .where(sql<boolean>`sign_ups.shift_id = any(${[...slotIds]}::text[])`)
    .where('attendances.in_at', 'is not', null)
    .execute()
  return new Set(rows.map(({ shift_id: slotId }) => slotId))
}

/** @returns whether anything was different */
async function rewrite(
  tx: Tx,
  districtId: string,
  slot: Slot,
  { mix, skills, minAge, campaign }: PlannedShift,
  at: string,
): Promise<boolean> {
  const json = (value: unknown) => sql`${value === undefined ? null : JSON.stringify(value)}::jsonb`
  const terms = sql`${slot.startsAt}::timestamptz, ${slot.endsAt}::timestamptz, ${slot.capacity}::int, ${json(mix)}, ${json(skills)},
    ${minAge ?? null}::int, ${campaign ?? null}::text`
  const columns = sql`starts_at, ends_at, need, mix, skills, min_age, campaign`
  const { rows } = await sql`
    update shifts set (${columns}) = row(${terms}), ${revised(at)}
    where district_id = ${districtId} and id = ${slot.id} and (${columns}) is distinct from (${terms}) returning id`.execute(tx)
  return rows.length > 0
}
