import { dutyDays, localDate, recordBy, sponsorAt, zonedTime } from '@wangge/core/roster'
import type { RosterWeek, SignUpView, SlotView } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { dutyCalendar } from './duty-calendar.ts'
import { intersectionDuties } from './posts.ts'
import { findSignUpViews } from './sign-ups.ts'
import { listRosterSlots } from './slots.ts'
import { withoutNulls } from './without-nulls.ts'

const DAY_MS = 86_400_000

export interface RosterWeekQuery {
  /** First local date. */
  from: string
  days: number
  timeZone: string
  now: number
  /** Grids of the posts of which all is told. */
  gridIds: readonly string[]
  /** Organisations whose own people, on posts that are open to them, are told besides. */
  orgIds: readonly string[]
  /** Which of the shifts are meant. @defaultValue all */
  isAsked?: (slot: Pick<SlotView, 'startsAt' | 'endsAt'>) => boolean
}

type Person = Omit<RosterWeek['slots'][number]['people'][number], 'name'>

/** A roster before names are opened; among the people also those whose seat the shift’s call-off ended: they are `cancelled`. */
export type BareRosterWeek = Omit<RosterWeek, 'asOf' | 'timeZone' | 'slots'> & {
  slots: (Omit<RosterWeek['slots'][number], 'people' | 'released'> & { people: Person[] })[]
}

export async function readRosterWeek(db: Queries, districtId: string, query: RosterWeekQuery): Promise<BareRosterWeek> {
  const { from, timeZone, now, gridIds, orgIds, isAsked = () => true } = query
  const calendar = await dutyCalendar(db, districtId)
  const days = dutyDays(from, query.days, calendar).map(({ weekday: _, ...day }) => day)
  const end = new Date(Date.parse(from) + query.days * DAY_MS).toISOString().slice(0, 10)
  const span = { from: zonedTime(from, 0, timeZone), to: zonedTime(end, 0, timeZone) }
  const duties = await intersectionDuties(db, districtId)
  const reached = new Set(gridIds)
  const isOpenTo = (sponsorId: string | undefined, kind: string) =>
    orgIds.length > 0 && (kind !== 'intersection' || (sponsorId !== undefined && orgIds.includes(sponsorId)))
  const found = (await listRosterSlots(db, districtId, span)).flatMap(({ placeId, ...slot }) => {
    if (!isAsked(slot)) return []
    const sponsorId = slot.post.kind === 'intersection' ? sponsorAt(placeId, slot.startsAt, duties) : undefined
    return reached.has(slot.post.gridId) || isOpenTo(sponsorId, slot.post.kind) ? [{ slot, sponsorId }] : []
  })
  const people = await peopleOn(
    db,
    districtId,
    found.map(({ slot }) => slot.id),
  )
  const recordedBy = recordByOf({ calendar, timeZone })
  const slots = found.map(({ slot: { post, ...slot }, sponsorId }) => ({
    ...slot,
    postId: post.id,
    date: localDate(Date.parse(slot.startsAt), timeZone),
    people: (people.get(slot.id) ?? []).filter(({ orgId }) => reached.has(post.gridId) || orgIds.includes(orgId)),
    ...(sponsorId !== undefined && { sponsorId }),
    ...(Date.parse(slot.endsAt) <= now && { recordBy: recordedBy(slot.endsAt) }),
  }))
  const posts = [...new Map(found.map(({ slot: { post } }) => [post.id, post])).values()]
  posts.sort((one, other) => (one.id < other.id ? -1 : 1))
  const named = slots.flatMap((slot) => [...slot.people.map(({ orgId }) => orgId), slot.sponsorId ?? []].flat())
  return { days, posts, slots, organisations: await organisationsOf(db, districtId, [...new Set(named)]) }
}

/** The same for all shifts that end on one day. */
function recordByOf(days: Parameters<typeof recordBy>[1]): (endsAt: string) => string {
  const known = new Map<string, string>()
  return (endsAt) => {
    const date = localDate(Date.parse(endsAt), days.timeZone)
    const until = known.get(date) ?? recordBy(endsAt, days)
    known.set(date, until)
    return until
  }
}

/** Whoever holds a seat, waits or is asked, and whose seat a call-off ended, by shift, in the order of arrival. */
async function peopleOn(db: Queries, districtId: string, slotIds: readonly string[]): Promise<Map<string, Person[]>> {
  if (slotIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('sign_ups')
    .select(['id', 'shift_id as slotId', 'person_id as personId', 'seat_called_off as isReleased'])
    .where('district_id', '=', districtId)
    .where('shift_id', '=', sql<string>`any(${[...slotIds]}::text[])`)
    .where(({ eb, or }) => or([eb('state', '<>', 'cancelled'), eb('seat_called_off', '=', true)]))
    .orderBy('shift_id')
    .orderBy('ordinal')
    .execute()
  const ids = rows.map(({ id }) => id)
  const views = new Map((await findSignUpViews(db, districtId, ids)).map((view) => [view.id, view]))
  const people = new Map<string, Person[]>()
  for (const { id, slotId, personId, isReleased } of rows) {
    const view = views.get(id)
    // Whoever gave their place back between the two readings is not there any more.
    if (view && (view.state !== 'cancelled' || isReleased))
      people.set(slotId, [...(people.get(slotId) ?? []), personOf(view, personId)])
  }
  return people
}

function personOf(view: SignUpView, personId: string): Person {
  const { id: signUpId, state, orgId, position, by, role, confirmBy, confirmedAt, swapId, attendance } = view
  return {
    signUpId,
    personId,
    state,
    orgId,
    by,
    ...(position !== undefined && { position }),
    ...(role !== undefined && { role }),
    ...(confirmBy !== undefined && { confirmBy }),
    ...(confirmedAt !== undefined && { confirmedAt }),
    ...(swapId !== undefined && { swapId }),
    ...(attendance !== undefined && { attendance }),
  }
}

/** By id. */
export async function organisationsOf(db: Queries, districtId: string, ids: readonly string[]) {
  const rows = await db
    .selectFrom('organisations')
    .select(['id', 'name', 'closed_on as closedOn'])
    .where('district_id', '=', districtId)
    .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
    .orderBy('id')
    .execute()
  return rows.map(withoutNulls)
}
