import { addDays, localDate, quotaDays, rosterProblem, sponsorAt, zonedTime } from '@wangge/core/roster'
import type { BaseSlot, HeldSeat, PlannedProblem, PlanningPerson, PlanningSlot } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { countsAtShift } from './attendance.ts'
import type { Queries } from './database.ts'
import { planCandidates } from './plan-people.ts'
import type { Candidate } from './plan-people.ts'
import { intersectionDuties } from './posts.ts'
import { currentPlan, dutyCounts, loadRolls } from './quota.ts'
import type { Reference } from './reference.ts'
import type { PlanChoices } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** Rest and the week's number look so far around. */
const AROUND_DAYS = 8
/** Fairness looks so far back. */
const CARRIED_WEEKS = 4

export interface PlanScope {
  gridId: string
  /** First local date. */
  from: string
  days: number
  choices: PlanChoices
}

/** A problem, and what of the district it was made from. */
export interface PlanRecords extends PlannedProblem {
  slots: OpenSlot[]
  /** By id: who may be given a duty, also whoever comes for an organisation that is closed before the days that are planned. */
  people: ReadonlyMap<string, Candidate & Pick<PlanningPerson, 'duties' | 'closesAt'>>
}

/** A slot that is open, with those who have a seat in it. */
export interface OpenSlot extends PlanningSlot, BaseSlot {
  seats: (HeldSeat & { orgId: string })[]
}

/**
 * The shifts of a subtree in some days that sign-up is still open for, and those who may be given them, as the planner's
 * problem. To be called in one transaction, so that all of it is of one moment.
 */
export async function planRecords(
  db: Queries,
  context: Pick<Context, 'districtId' | 'keyring'>,
  reference: Reference,
  { gridId, from, days, choices, now }: PlanScope & { now: number },
): Promise<PlanRecords> {
  const { districtId } = context
  const { tree, timeZone, policy } = reference
  const end = addDays(from, days)
  const within = new Set([gridId, ...tree.descendants(gridId).map(({ id }) => id)])
  const span = { from: zonedTime(from, 0, timeZone), to: zonedTime(end, 0, timeZone) }
  const opening = Math.max(span.from, now + policy.closesBeforeMinutes * MINUTE_MS + 1)
  const slots = await openSlots(db, districtId, { tree, gridIds: [...within], from: opening, to: span.to, choices })
  const holders = new Set(slots.flatMap(({ seats }) => seats.map(({ personId }) => personId)))
  const today = localDate(now, timeZone)
  const first = today < from ? from : today
  const isWhole = gridId === tree.root.id
  const candidates = await planCandidates(db, context, reference, { now, first, ...(!isWhole && { within }), besides: holders })
  const ids = candidates.map(({ id }) => id)
  const duties = await dutiesAround(db, districtId, { ids, slots, span })
  const carried = await carriedShifts(db, districtId, { now, before: span.from })
  const people = candidates.map((one) => ({
    ...one,
    ...(one.closedOn !== undefined && { closesAt: closesAt(one.closedOn, timeZone) }),
    duties: duties.get(one.id) ?? [],
    carried: carried.get(one.id) ?? 0,
  }))
  const coming = people.filter(({ closedOn }) => closedOn === undefined || closedOn > first)
  const quotas = await quotasFor(db, districtId, { from, end, timeZone, slots })
  const { rules, weights } = choices
  const planned = rosterProblem({ timeZone, policy, slots, people: coming, quotas, rules, weights })
  return { ...planned, slots, people: new Map(people.map((one) => [one.id, one])) }
}

/** Begin of the local date from which an organisation is closed. */
export const closesAt = (closedOn: string, timeZone: string): string => new Date(zonedTime(closedOn, 0, timeZone)).toISOString()

interface SlotsQuery {
  tree: Reference['tree']
  gridIds: string[]
  from: number
  to: number
  choices: PlanChoices
}

async function openSlots(db: Queries, districtId: string, query: SlotsQuery): Promise<OpenSlot[]> {
  const { tree, gridIds, from, to, choices } = query
  const shifts = await db
    .selectFrom('shifts')
    .innerJoin('posts', (join) =>
      join.onRef('posts.district_id', '=', 'shifts.district_id').onRef('posts.id', '=', 'shifts.post_id'),
    )
    .select(['shifts.id', 'post_id as postId', 'starts_at as startsAt', 'ends_at as endsAt', 'need as capacity', 'mix', 'skills'])
    .select(['min_age as minAge', 'posts.kind', 'posts.grid_id as gridId', 'posts.place_id as placeId', 'posts.position'])
    .where('shifts.district_id', '=', districtId)
    .where('shifts.starts_at', '>=', new Date(from).toISOString())
    .where('shifts.starts_at', '<', new Date(to).toISOString())
    .where('shifts.cancelled', '=', false)
    .where('posts.grid_id', '=', sql<string>`any(${gridIds}::text[])`)
    .orderBy('shifts.starts_at')
    .orderBy('shifts.id')
    .execute()
  const rows = await db
    .selectFrom('sign_ups')
    .select(['shift_id', 'person_id', 'org_id', 'state', 'role', 'made_by', 'confirmed_at'])
    .where('district_id', '=', districtId)
    .where('shift_id', '=', sql<string>`any(${shifts.map(({ id }) => id)}::text[])`)
    .where('state', 'in', ['seated', 'offered', 'waitlisted'])
    .where('absence', 'is', null)
    .orderBy('shift_id')
    .orderBy('ordinal')
    .execute()
  const signUps = Map.groupBy(rows, ({ shift_id: slotId }) => slotId)
  const branches = await intersectionDuties(db, districtId)
  return shifts.map(({ kind, gridId, placeId, ...shift }) => {
    const own = signUps.get(shift.id) ?? []
    const isAwaited = own.some(({ state }) => state === 'waitlisted')
    const seats = own
      .filter(({ state }) => state !== 'waitlisted')
      .map(({ person_id: personId, org_id: orgId, role, ...row }) => ({
        personId,
        orgId,
        ...(role !== null && { role }),
        // Whoever waits would get what is given up.
        isMovable:
          choices.existing === 'move' &&
          !isAwaited &&
          row.state === 'seated' &&
          row.made_by === 'liaison' &&
          row.confirmed_at === null,
      }))
    return {
      ...withoutNulls(shift),
      gridPath: tree.path(gridId).map(({ id }) => id),
      ...(kind === 'intersection' && { sponsorId: sponsorAt(placeId ?? undefined, shift.startsAt, branches) ?? null }),
      seats,
    }
  })
}

/** By person: seats in other slots, and places in any waitlist. */
async function dutiesAround(
  db: Queries,
  districtId: string,
  { ids, slots, span }: { ids: string[]; slots: readonly OpenSlot[]; span: { from: number; to: number } },
): Promise<Map<string, PlanningPerson['duties'][number][]>> {
  const rows = await db
    .selectFrom('sign_ups')
    .innerJoin('shifts', (join) =>
      join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
    )
    .innerJoin('posts', (join) =>
      join.onRef('posts.district_id', '=', 'shifts.district_id').onRef('posts.id', '=', 'shifts.post_id'),
    )
    .select(['person_id as personId', 'state', 'shifts.id as slotId', 'starts_at as startsAt', 'ends_at as endsAt', 'position'])
    .where('sign_ups.district_id', '=', districtId)
    .where('person_id', '=', sql<string>`any(${ids}::text[])`)
    .where('state', 'in', ['waitlisted', 'offered', 'seated'])
    .where('absence', 'is', null)
    .where('shifts.cancelled', '=', false)
    .where('starts_at', '>=', new Date(span.from - AROUND_DAYS * DAY_MS).toISOString())
    .where('starts_at', '<', new Date(span.to + AROUND_DAYS * DAY_MS).toISOString())
    .orderBy('starts_at')
    .orderBy('shifts.id')
    .execute()
  const planned = new Set(slots.map(({ id }) => id))
  const duties = rows.filter(({ state, slotId }) => state === 'waitlisted' || !planned.has(slotId))
  const byPerson = Map.groupBy(duties, ({ personId }) => personId)
  return new Map(
    [...byPerson].map(([personId, own]) => [personId, own.map(({ personId: _, state: __, ...duty }) => withoutNulls(duty))]),
  )
}

/** By person: shifts that they came to in the last weeks, and those to come before the plan begins. */
async function carriedShifts(
  db: Queries,
  districtId: string,
  { now, before }: { now: number; before: number },
): Promise<Map<string, number>> {
  const from = new Date(before - CARRIED_WEEKS * 7 * DAY_MS).toISOString()
  const at = new Date(now).toISOString()
  const { rows } = await sql<{ id: string; shifts: number }>`
    select sign_ups.person_id as id, count(*) as shifts from sign_ups
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    left join attendances on attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id
    where sign_ups.district_id = ${districtId} and sign_ups.state = 'seated' and ${countsAtShift(sql`sign_ups`)}
      and shifts.starts_at >= ${from}::timestamptz and shifts.starts_at < ${new Date(before).toISOString()}::timestamptz
      and (coalesce(attendances.corrected_in_at, attendances.in_at, attendances.out_at) is not null
        or (sign_ups.absence is null and shifts.ends_at > ${at}::timestamptz))
    group by 1`.execute(db)
  return new Map(rows.map(({ id, shifts }) => [id, Number(shifts)]))
}

interface QuotasQuery {
  from: string
  end: string
  timeZone: string
  slots: readonly OpenSlot[]
}

/** What organisations owe, less what they have named for slots that are not planned here. */
async function quotasFor(db: Queries, districtId: string, { from, end, timeZone, slots }: QuotasQuery) {
  const view = await currentPlan(db, districtId)
  if (!view) return []
  const span = { from, to: end }
  const { organisations } = quotaDays({ plan: view.plan, roll: await loadRolls(db, districtId), ...span })
  const counts = await dutyCounts(db, districtId, { ...span, timeZone })
  const here = new Map<string, number>()
  for (const { startsAt, seats } of slots) {
    const date = localDate(Date.parse(startsAt), timeZone)
    for (const { orgId } of seats) here.set(`${date} ${orgId}`, (here.get(`${date} ${orgId}`) ?? 0) + 1)
  }
  return organisations.flatMap(({ orgId, days }) =>
    days.flatMap(({ date, due }) => {
      const elsewhere = counts.of(orgId, date).assigned - (here.get(`${date} ${orgId}`) ?? 0)
      const left = due - Math.max(0, elsewhere)
      return left > 0 ? [{ orgId, date, due: left }] : []
    }),
  )
}
