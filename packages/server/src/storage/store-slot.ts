import { seatsWaitedFor, slotHappenings } from '@wangge/core/roster'
import type { Absence, Place, PlaceKind, Slot } from '@wangge/core/roster'
import type { SignUpEnd, SignUpState, SignUpView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { ProblemError } from '../problem.ts'
import type { Tx } from './database.ts'
import { revised } from './revised.ts'
import { queueRosterNotices } from './roster-notices.ts'
import type { RosterHappening } from './roster-notices.ts'
import { lapsesOf, lapseWaitedFor } from './swaps.ts'

/** Somebody who comes into the slot, as far as the slot does not say. */
export interface Arrival {
  id: string
  orgId: string
  personId: string
  by: SignUpView['by']
  /** Null for an invitation. */
  consentVersion: number | null
  isRelief?: boolean
}

export interface SlotChange {
  before: Slot
  after: Slot
  at: string
  arrivals?: readonly Arrival[]
  /** Why somebody is gone who was there before. */
  endOf?: (personId: string) => SignUpEnd
  absence?: Absence
}

/**
 * Writes what is different in a slot from what it was under its lock. The rules say what becomes of the slot; here it becomes
 * rows, and nothing else is changed.
 * @returns ids of the sign-ups that changed; one in another slot was offered for a seat in this one
 * @throws ProblemError 422 `idempotency-key-reused` where an arrival's id is another record's
 */
export const storeSlot = (tx: Tx, districtId: string, change: SlotChange): Promise<string[]> =>
  storeSlots(tx, districtId, [change])

/** The same of many slots, each once; whoever comes into them is written at once. */
export async function storeSlots(tx: Tx, districtId: string, all: readonly SlotChange[]): Promise<string[]> {
  const changed: string[] = []
  const told: RosterHappening[] = []
  for (const change of all) {
    const stored = await storeThoseBefore(tx, districtId, change)
    changed.push(...stored.values())
    told.push(...happeningsOf(change, stored))
  }
  const arrivals = all.flatMap(({ after, at, arrivals: own = [] }) => {
    if (own.length === 0) return []
    const entries = entriesOf(after)
    return own.map((arrival) => ({ ...arrival, slotId: after.id, at, entry: entries.get(arrival.personId)! }))
  })
  await insert(tx, districtId, arrivals)
  for (const { before, after } of all) {
    if (after.waitlist.every((personId) => before.waitlist.includes(personId))) continue
    const lapsed = await lapseWaitedFor(tx, districtId, { slotId: after.id, personIds: seatsWaitedFor(after) })
    changed.push(...lapsed.map(({ signUpId }) => signUpId))
    told.push(...lapsed.flatMap(lapsesOf))
  }
  // One transaction is one time.
  const [first] = all
  if (first) await queueRosterNotices(tx, districtId, told, first.at)
  return [...changed, ...arrivals.map(({ id }) => id)]
}

/** By core's rule, each with the sign-up that it is about. */
function happeningsOf(change: SlotChange, stored: ReadonlyMap<string, string>): RosterHappening[] {
  const { before, after, arrivals = [], endOf = () => 'self', absence } = change
  const signUpIds = new Map([...stored, ...arrivals.map(({ personId, id }) => [personId, id] as const)])
  return slotHappenings({ before, after, arrivals, endOf, absence }).flatMap(({ personId, ...happening }) => {
    if (personId === undefined) return [{ ...happening, slotId: after.id }]
    const signUpId = signUpIds.get(personId)
    return signUpId === undefined ? [] : [{ ...happening, slotId: after.id, signUpId }]
  })
}

/** Those who were in the slot before. @returns ids of their sign-ups that changed, by person */
async function storeThoseBefore(tx: Tx, districtId: string, change: SlotChange): Promise<Map<string, string>> {
  const { before, after, at, arrivals = [], endOf = () => 'self', absence } = change
  const [then, now] = [entriesOf(before), entriesOf(after)]
  const isNew = new Set(arrivals.map(({ personId }) => personId))
  const vacated = added(before.vacated, after.vacated)
  const takenBack = added(after.vacated, before.vacated)
  const changed = new Map<string, string>()

  for (const [personId, was] of then) {
    const is = now.get(personId)
    if (is && !isNew.has(personId) && JSON.stringify(is) === JSON.stringify(was)) continue
    const isOver = !is || isNew.has(personId)
    const gone = was.state === 'seated' || was.state === 'offered' ? (was.place.role ?? 'any') : undefined
    const given = isOver || is.list === 'absent' ? takeOut(vacated, gone) : undefined
    // Whoever came after all has their place back: it is there for relief no more.
    const isBack = was.list === 'absent' && !isOver && is.list === 'seated'
    const isTheirs = isBack && takeOut(takenBack, gone) !== undefined
    const id = isOver
      ? await end(tx, districtId, after.id, { personId, at, ended: is ? 'taken-up' : endOf(personId), vacated: given })
      : await update(tx, districtId, after.id, {
          personId,
          at,
          entry: is,
          wasWaiting: was.state !== 'invited',
          absence,
          vacated: isTheirs ? null : given,
        })
    if (id !== undefined) changed.set(personId, id)
  }
  return changed
}

interface Entry {
  list: 'seated' | 'waitlist' | 'offered' | 'invited' | 'absent'
  state: Exclude<SignUpState, 'cancelled'>
  place: Place
}

const STATES = { seated: 'seated', waitlist: 'waitlisted', offered: 'offered', invited: 'invited', absent: 'seated' } as const

function entriesOf(slot: Slot): Map<string, Entry> {
  const lists = Object.entries(STATES) as [Entry['list'], Entry['state']][]
  return new Map(
    lists.flatMap(([list, state]) =>
      (slot[list] ?? []).map((personId): [string, Entry] => [personId, { list, state, place: sorted(slot.places?.[personId]) }]),
    ),
  )
}

/** Two places that say the same read the same. */
const sorted = (place: Place = {}): Place =>
  Object.fromEntries(Object.entries(place).sort(([one], [other]) => (one < other ? -1 : 1)))

/** What a list has more than before, one by one. */
function added(before: readonly PlaceKind[] = [], after: readonly PlaceKind[] = []): PlaceKind[] {
  const left = [...before]
  return after.filter((kind) => takeOut(left, kind) === undefined)
}

function takeOut(kinds: PlaceKind[], kind: PlaceKind | undefined): PlaceKind | undefined {
  const at = kind === undefined ? -1 : kinds.indexOf(kind)
  return at < 0 ? undefined : kinds.splice(at, 1)[0]
}

const current = (districtId: string, slotId: string, personId: string) =>
  sql`district_id = ${districtId} and shift_id = ${slotId} and person_id = ${personId} and state <> 'cancelled'`

async function end(
  tx: Tx,
  districtId: string,
  slotId: string,
  { personId, at, ended, vacated }: { personId: string; at: string; ended: SignUpEnd; vacated: PlaceKind | undefined },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    update sign_ups set state = 'cancelled', ended = ${ended}, ended_at = ${at}::timestamptz, vacated = ${vacated ?? null},
      ${revised(at)}
    where ${current(districtId, slotId, personId)} returning id`.execute(tx)
  return rows[0]?.id
}

interface Update {
  personId: string
  at: string
  entry: Entry
  /** False for who was invited: they come to the end of the queue now. */
  wasWaiting: boolean
  absence: Absence | undefined
  /** Null where the place is no more there for relief; undefined leaves it as it is. */
  vacated: PlaceKind | null | undefined
}

async function update(
  tx: Tx,
  districtId: string,
  slotId: string,
  { personId, at, entry, wasWaiting, absence, vacated }: Update,
): Promise<string | undefined> {
  const { role = null, roles = null, confirmBy = null, confirmedAt = null, remindedAt = null } = entry.place
  const isAbsent = entry.list === 'absent'
  const { rows } = await sql<{ id: string }>`
    update sign_ups set state = ${entry.state},
      role = ${isAbsent ? sql`role` : role}, roles = ${roles as string[] | null}::text[],
      confirm_by = ${confirmBy}::timestamptz, confirmed_at = ${confirmedAt}::timestamptz, reminded_at = ${remindedAt}::timestamptz,
      absence = ${isAbsent ? (absence ?? null) : null}, vacated = ${vacated === undefined ? sql`vacated` : vacated},
      ordinal = ${wasWaiting ? sql`ordinal` : nextOrdinal(districtId, slotId)},
      revision = revision + (state <> ${entry.state})::int,
      revised_at = case when state <> ${entry.state} then ${at}::timestamptz else revised_at end
    where ${current(districtId, slotId, personId)} returning id`.execute(tx)
  return rows[0]?.id
}

const nextOrdinal = (districtId: string, slotId: string) =>
  sql`(select coalesce(max(ordinal), 0) + 1 from sign_ups last where last.district_id = ${districtId} and last.shift_id = ${slotId})`

interface Newcomer extends Arrival {
  slotId: string
  at: string
  entry: Entry
}

/** Each at the end of their slot's queue, in the order in which they come. */
async function insert(tx: Tx, districtId: string, newcomers: readonly Newcomer[]): Promise<void> {
  if (newcomers.length === 0) return
  const rows = newcomers.map(({ id, slotId, orgId, personId, by, consentVersion, isRelief = false, at, entry }, n) => {
    const { role = null, roles = null, confirmBy = null, confirmedAt = null, remindedAt = null } = entry.place
    return {
      ...{ n, id, shift_id: slotId, org_id: orgId, person_id: personId, state: entry.state, consent_version: consentVersion },
      ...{ at, made_by: by, role, roles, is_relief: isRelief },
      ...{ confirm_by: confirmBy, confirmed_at: confirmedAt, reminded_at: remindedAt },
    }
  })
  const { numAffectedRows } = await sql`
    insert into sign_ups (district_id, id, shift_id, org_id, person_id, state, ordinal, consent_version, at, made_by, role, roles,
      confirm_by, confirmed_at, reminded_at, is_relief)
    select ${districtId}::text, id, shift_id, org_id, person_id, state,
      (select coalesce(max(ordinal), 0) from sign_ups last
        where last.district_id = ${districtId} and last.shift_id = newcomers.shift_id)
        + row_number() over (partition by shift_id order by n),
      consent_version, at, made_by, role, roles, confirm_by, confirmed_at, reminded_at, is_relief
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as newcomers(n int, id text, shift_id text, org_id text, person_id text,
      state text, consent_version bigint, at timestamptz, made_by text, role text, roles text[], confirm_by timestamptz,
      confirmed_at timestamptz, reminded_at timestamptz, is_relief boolean)
    on conflict (district_id, id) do nothing`.execute(tx)
  if (numAffectedRows !== BigInt(rows.length)) {
    throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
  }
}
