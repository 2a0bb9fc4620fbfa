import type { GridTree } from '@wangge/core/grid'
import { localDate, planShifts, zonedTime } from '@wangge/core/roster'
import type { MadeShift, PlannedShift } from '@wangge/core/roster'
import type { CancelReason, MadeShifts } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { CHINESE_CALENDAR_SOURCE, chineseCalendar } from '../calendar/chinese-calendar.ts'
import type { Context } from '../context.ts'
import { appendAudit } from './audit.ts'
import { callOffShifts, lockShifts } from './call-off-shifts.ts'
import { changeStoredShifts, peopleOn } from './change-shifts.ts'
import { appendChanges } from './changes.ts'
import type { NewChange } from './changes.ts'
import type { Queries, Tx } from './database.ts'
import { dutyCalendar, setCalendarYears } from './duty-calendar.ts'
import { isServed, restoreShifts } from './restore-shifts.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { slotChangeOf } from './roster-changes.ts'
import { findSlotViews } from './slots.ts'
import { lockPeople } from './volunteers.ts'
import { weekTemplates } from './week-templates.ts'
import { withoutNulls } from './without-nulls.ts'

const DAY_MS = 86_400_000

export interface MakeShifts {
  weeks: number
  /** First local date. @defaultValue today */
  from?: string | undefined
  /** For the audit. */
  actor: string
}

/**
 * Makes the shifts of the coming weeks from their templates, changes those whose lines ask for something else now, calls off
 * what no template gives any more and lets it take place again once one does (core's `planShifts`), in one transaction. Done twice it is done once, by however many processes.
 */
export async function makeShifts(context: Context, { weeks, from, actor }: MakeShifts): Promise<MadeShifts> {
  const { db, districtId, database, clock } = context
  const reference = await context.reference.current()
  const now = clock()
  const start = from ?? localDate(now, reference.timeZone)
  const { cursor, ...made } = await retryConflicts(() =>
    db.transaction().execute(async (tx) => {
      const at = new Date(now).toISOString()
      await setCalendarYears(tx, districtId, { years: chineseCalendar(), source: CHINESE_CALENDAR_SOURCE, at, keepKnown: true })
      const span = { from: start, weeks, timeZone: reference.timeZone }
      const calendar = await dutyCalendar(tx, districtId)
      const plan = planShifts(await weekTemplates(tx, districtId), await shiftsMade(tx, districtId, span), {
        ...span,
        calendar,
        now,
      })
      // All that it touches at once and in one order, the people before their shifts: nobody who locks several waits for it in a ring.
      const touched = [...plan.change, ...plan.restore, ...plan.withdraw].map(({ id }) => id)
      const changing = plan.change.map(({ id }) => id)
      await lockPeople(tx, districtId, await peopleOn(tx, districtId, changing))
      await lockShifts(tx, districtId, touched)
      const changed = await changeStoredShifts(tx, context, reference, { shifts: plan.change, now })
      const slotIds = await insertShifts(tx, districtId, plan.make)
      const restored = await restoreShifts(tx, districtId, plan.restore, at)
      const changes: NewChange[] = (await findSlotViews(tx, districtId, [...slotIds, ...restored])).map((slot) =>
        slotChangeOf(slot, reference.tree),
      )
      changes.push(...changed.changes)
      const calledOff = await withdraw(tx, districtId, plan.withdraw, { at, tree: reference.tree })
      changes.push(...calledOff.changes)
      const done = {
        made: slotIds.length,
        changed: changed.slotIds.length,
        restored: restored.length,
        kept: [...plan.kept, ...changed.kept].sort(),
        calledOff: calledOff.slotIds.length,
        provisional: plan.provisional,
      }
      if (changes.length === 0) return { ...done, cursor: undefined }
      await appendAudit(tx, context, { at, actor, action: 'make-shifts', subject: `${start}+${weeks}w` })
      return { ...done, cursor: await appendChanges(tx, districtId, at, changes) }
    }),
  )
  if (cursor !== undefined) database.signal.emit({ districtId, cursor })
  return made
}

/** What templates gave before and starts in the time. */
async function shiftsMade(
  db: Queries,
  districtId: string,
  { from, weeks, timeZone }: { from: string; weeks: number; timeZone: string },
): Promise<MadeShift[]> {
  const end = new Date(Date.parse(from) + weeks * 7 * DAY_MS).toISOString().slice(0, 10)
  const rows = await db
    .selectFrom('shifts')
    .select([
      'id',
      'template_id',
      'starts_at',
      'ends_at',
      'need',
      'mix',
      'skills',
      'min_age',
      'campaign',
      'cancelled',
      'withdrawn',
      isServed.as('served'),
    ])
    .where('district_id', '=', districtId)
    .where('template_id', 'is not', null)
    .where('starts_at', '>=', new Date(zonedTime(from, 0, timeZone)).toISOString())
    .where('starts_at', '<', new Date(zonedTime(end, 0, timeZone)).toISOString())
    .execute()
  return rows.map(({ id, template_id: templateId, starts_at: startsAt, ends_at: endsAt, min_age: minAge, ...asked }) => ({
    ...{ id, templateId: templateId!, startsAt, endsAt, need: asked.need },
    ...{ cancelled: asked.cancelled, withdrawn: asked.withdrawn, served: asked.served },
    ...withoutNulls({ mix: asked.mix, skills: asked.skills, minAge, campaign: asked.campaign }),
  }))
}

/** @returns ids of those that nobody else made meanwhile, and whose post is there */
async function insertShifts(tx: Tx, districtId: string, shifts: readonly PlannedShift[]): Promise<string[]> {
  if (shifts.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    insert into shifts (district_id, id, post_id, template_id, starts_at, ends_at, need, mix, skills, min_age, campaign)
    select ${districtId}, shift.id, shift."postId", shift."templateId", shift."startsAt", shift."endsAt", shift.need,
      shift.mix, shift.skills, shift."minAge", shift.campaign
    from jsonb_to_recordset(${JSON.stringify(shifts)}::jsonb) as shift(id text, "postId" text, "templateId" text,
      "startsAt" timestamptz, "endsAt" timestamptz, need int, mix jsonb, skills jsonb, "minAge" int, campaign text)
    join posts on posts.district_id = ${districtId} and posts.id = shift."postId"
    order by shift.id
    on conflict (district_id, id) do nothing returning id`.execute(tx)
  return rows.map(({ id }) => id)
}

async function withdraw(
  tx: Tx,
  districtId: string,
  shifts: readonly { id: string; reason: CancelReason }[],
  { at, tree }: { at: string; tree: GridTree },
): Promise<{ slotIds: string[]; changes: NewChange[] }> {
  const slotIds: string[] = []
  const changes: NewChange[] = []
  for (const reason of ['holiday', 'other'] as const) {
    const ids = shifts.filter((shift) => shift.reason === reason).map(({ id }) => id)
    const calledOff = await callOffShifts(tx, districtId, { ids, reason, at, tree, withdrawn: true })
    slotIds.push(...calledOff.slotIds)
    changes.push(...calledOff.changes)
  }
  return { slotIds, changes }
}
