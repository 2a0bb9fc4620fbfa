import type { Place, PlaceKind, Slot } from '@wangge/core/roster'
import { sql } from 'kysely'
import { isPresent } from './attendance.ts'
import type { Queries, Tx } from './database.ts'
import type { ShiftTable, SignUpTable } from './tables.ts'
import type { Selectable } from 'kysely'
import { withoutNulls } from './without-nulls.ts'

type Row = Pick<
  Selectable<SignUpTable>,
  'person_id' | 'state' | 'role' | 'roles' | 'confirm_by' | 'confirmed_at' | 'reminded_at' | 'absence' | 'vacated' | 'is_relief'
>

/** The slot with its seats and its waitlist, which nobody else changes before the transaction ends. */
export async function lockSlot(tx: Tx, districtId: string, slotId: string): Promise<Slot | undefined> {
  return (await lockSlots(tx, districtId, [slotId])).get(slotId)
}

/** The same of many at once, locked in the order of their ids; those that there are not are left out. */
export const lockSlots = (tx: Tx, districtId: string, slotIds: readonly string[]): Promise<Map<string, Slot>> =>
  slotsOf(tx, districtId, { slotIds, isLocked: true })

/** As they are now, under no lock: to look, not to write. */
export const readSlots = (db: Queries, districtId: string, slotIds: readonly string[]): Promise<Map<string, Slot>> =>
  slotsOf(db, districtId, { slotIds, isLocked: false })

async function slotsOf(
  db: Queries,
  districtId: string,
  { slotIds, isLocked }: { slotIds: readonly string[]; isLocked: boolean },
): Promise<Map<string, Slot>> {
  const among = sql<boolean>`= any(${[...slotIds]}::text[])`
  const found = db
    .selectFrom('shifts')
    .selectAll()
    .where('district_id', '=', districtId)
    .where(sql<boolean>`id ${among}`)
    // As whoever locks them one by one sorts them.
    .orderBy(sql`id collate "C"`)
  const shifts = await (isLocked ? found.forUpdate() : found).execute()
  const rows = await db
    .selectFrom('sign_ups')
    .select([
      'shift_id',
      'person_id',
      'state',
      'role',
      'roles',
      'confirm_by',
      'confirmed_at',
      'reminded_at',
      'absence',
      'vacated',
      'is_relief',
    ])
    .where('district_id', '=', districtId)
    .where(sql<boolean>`shift_id ${among}`)
    .where(sql<boolean>`(state <> 'cancelled' or vacated is not null or is_relief)`)
    .orderBy('ordinal')
    .execute()
  const ofSlot = Map.groupBy(rows, ({ shift_id: id }) => id)
  const present = await presentOn(
    db,
    districtId,
    shifts.filter(({ cancelled }) => cancelled).map(({ id }) => id),
  )
  return new Map(
    shifts.map((shift) => {
      const there = present.get(shift.id)
      return [shift.id, { ...slotOf(shift, ofSlot.get(shift.id) ?? []), ...(there && { present: there }) }]
    }),
  )
}

/** Who has checked in, by shift. */
async function presentOn(db: Queries, districtId: string, slotIds: readonly string[]): Promise<Map<string, string[]>> {
  if (slotIds.length === 0) return new Map()
  const { rows } = await sql<{ slotId: string; personId: string }>`
    select shift_id as "slotId", person_id as "personId" from sign_ups where district_id = ${districtId}
      and shift_id = any(${[...slotIds]}::text[]) and state = 'seated' and ${isPresent(sql`sign_ups`)}`.execute(db)
  const ofSlot = Map.groupBy(rows, ({ slotId }) => slotId)
  return new Map([...ofSlot].map(([slotId, people]) => [slotId, people.map(({ personId }) => personId)]))
}

function slotOf(shift: Selectable<ShiftTable>, rows: readonly Row[]): Slot {
  const held = rows.filter(({ state }) => state !== 'cancelled')
  const idsOf = (list: Row['state'] | 'absent') => held.filter((row) => listOfRow(row) === list).map((row) => row.person_id)
  const places = held.flatMap((row): [string, Place][] => {
    const place = placeOfRow(row)
    return Object.keys(place).length > 0 ? [[row.person_id, place]] : []
  })
  const lists = { offered: idsOf('offered'), invited: idsOf('invited'), absent: idsOf('absent'), vacated: vacatedBy(rows) }
  return {
    id: shift.id,
    startsAt: shift.starts_at,
    endsAt: shift.ends_at,
    capacity: shift.need,
    ...withoutNulls({ mix: shift.mix, skills: shift.skills, minAge: shift.min_age }),
    seated: idsOf('seated'),
    waitlist: idsOf('waitlisted'),
    cancelled: shift.cancelled,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(places.length > 0 && { places: Object.fromEntries(places) }),
  }
}

const listOfRow = ({ state, absence }: Pick<Row, 'state' | 'absence'>) =>
  state === 'seated' && absence !== null ? 'absent' : state

const placeOfRow = (row: Row): Place => {
  const { role, roles, confirm_by: confirmBy, confirmed_at: confirmedAt, reminded_at: remindedAt } = row
  return withoutNulls({ role, roles, confirmBy, confirmedAt, remindedAt })
}

/** Each relief has taken one of the places that were given up. */
function vacatedBy(rows: readonly Row[]): PlaceKind[] {
  const vacated = rows.flatMap(({ vacated: kind }) => kind ?? [])
  for (const { is_relief: isRelief, role } of rows) {
    const at = isRelief ? vacated.indexOf(role ?? 'any') : -1
    if (at >= 0) vacated.splice(at, 1)
  }
  return vacated
}
