import { dueRosterSteps } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { isPresent } from './attendance.ts'
import { appendAudit } from './audit.ts'
import { appendChanges } from './changes.ts'
import { readSlots } from './lock-slot.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { rosterChanges } from './roster-changes.ts'
import { stepSlot } from './step-slot.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Slots that are looked at together. */
const BATCH = 500

/**
 * Does what time has brought about in all slots: offers that nobody took, presence that nobody confirmed, sign-up that has
 * closed, reminders. Each slot by itself and under its lock: whoever comes meanwhile does the same, and it is done once.
 * @returns steps done
 */
export async function stepRoster(context: Context, now: number): Promise<number> {
  let count = 0
  const slotIds = await candidates(context, now)
  for (let at = 0; at < slotIds.length; at += BATCH) {
    for (const slotId of await dueAmong(context, slotIds.slice(at, at + BATCH), now)) count += await stepOne(context, slotId, now)
  }
  return count
}

/**
 * Those of some slots in which there is something to do. Where a place is free that nobody who waits may fill, there is not: such
 * slots, and there may be many for weeks, are neither locked nor do they keep others from their turn.
 */
async function dueAmong({ db, districtId, reference }: Context, slotIds: readonly string[], now: number): Promise<string[]> {
  const { policy } = await reference.current()
  const slots = await readSlots(db, districtId, slotIds)
  return slotIds.filter((id) => {
    const slot = slots.get(id)
    return slot !== undefined && dueRosterSteps(slot, { now, policy }).steps.length > 0
  })
}

/** Slots in which something may be due, the next to begin first. */
async function candidates({ db, districtId, reference }: Context, now: number): Promise<string[]> {
  const { policy } = await reference.current()
  const at = (ms: number) => new Date(ms).toISOString()
  const closing = at(now + policy.closesBeforeMinutes * MINUTE)
  const reminding = at(now + (policy.remindBeforeHours ?? 0) * HOUR)
  const { rows } = await sql<{ id: string }>`
    select shifts.id from shifts where shifts.district_id = ${districtId} and shifts.ends_at > ${at(now - 24 * HOUR)}::timestamptz
      and exists (
        select 1 from sign_ups where sign_ups.district_id = shifts.district_id and sign_ups.shift_id = shifts.id and (
          (state in ('offered', 'seated') and confirmed_at is null and confirm_by <= ${at(now)}::timestamptz
            and (state = 'offered' or shifts.starts_at > ${at(now)}::timestamptz))
          or (state in ('waitlisted', 'invited') and shifts.starts_at <= ${closing}::timestamptz)
          or (state = 'seated' and reminded_at is null and absence is null
            and shifts.starts_at <= ${reminding}::timestamptz and shifts.starts_at > ${at(now)}::timestamptz)
          or (state = 'waitlisted' and shifts.need > (
            select count(*) from sign_ups taken where taken.district_id = shifts.district_id and taken.shift_id = shifts.id
              and taken.state in ('seated', 'offered') and taken.absence is null))
          or (state <> 'cancelled' and shifts.cancelled and absence is null and not ${isPresent(sql`sign_ups`)})))
    order by shifts.starts_at, shifts.id`.execute(db)
  return rows.map(({ id }) => id)
}

async function stepOne(context: Context, slotId: string, now: number): Promise<number> {
  const { db, districtId, database, reference } = context
  const { policy, tree } = await reference.current()
  const at = new Date(now).toISOString()
  const { count, cursor } = await retryConflicts(() =>
    db.transaction().execute(async (tx) => {
      const stepped = await stepSlot(tx, districtId, slotId, { policy, now })
      if (!stepped || stepped.steps.length === 0) return { count: 0, cursor: 0 }
      const changes = await rosterChanges(tx, districtId, tree, { slotId, signUpIds: stepped.changed })
      await appendAudit(tx, context, { at, actor: 'roster', action: 'step-roster', subject: slotId })
      return { count: stepped.steps.length, cursor: await appendChanges(tx, districtId, at, changes) }
    }),
  )
  if (cursor > 0) database.signal.emit({ districtId, cursor })
  return count
}
