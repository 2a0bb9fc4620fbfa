import type { PlannedShift } from '@wangge/core/roster'
import { sql } from 'kysely'
import { isPresent } from './attendance.ts'
import type { Tx } from './database.ts'
import { revised } from './revised.ts'

/** Whether somebody had come to a shift and keeps their seat for it, called off or not. For a query of `shifts`. */
export const isServed = sql<boolean>`exists (
  select from sign_ups where sign_ups.district_id = shifts.district_id and sign_ups.shift_id = shifts.id
    and state = 'seated' and ${isPresent(sql`sign_ups`)})`

/**
 * Lets shifts that were called off with their line take place again, as the line has them now. Nobody comes back with them:
 * whoever was on one was told that it is off, and may have something else to do by now.
 * One that somebody had come to stays as it was served, also where they are recorded only now: another is made in its place (`planShifts`).
 * @returns ids of those that nobody else let take place, or called off by order, meanwhile
 */
export async function restoreShifts(tx: Tx, districtId: string, shifts: readonly PlannedShift[], at: string): Promise<string[]> {
  if (shifts.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(shifts)}::jsonb) as shift(id text, "startsAt" timestamptz,
        "endsAt" timestamptz, need int, mix jsonb, skills jsonb, "minAge" int, campaign text)
    ), locked as materialized (
      select id from shifts where district_id = ${districtId} and id in (select id from asked) and withdrawn
      order by id collate "C" for update
    )
    update shifts set cancelled = false, cancel_reason = null, called_off_at = null, withdrawn = false, ${revised(at)},
      starts_at = "startsAt", ends_at = "endsAt", need = asked.need, mix = asked.mix, skills = asked.skills,
      min_age = "minAge", campaign = asked.campaign
    from asked where district_id = ${districtId} and shifts.id = asked.id and shifts.id in (select id from locked) and withdrawn
      and not ${isServed}
    returning shifts.id`.execute(tx)
  const ids = rows.map(({ id }) => id).sort()
  // Their places are others' now: that somebody had come before the call-off is no claim to one, also where it is called off again.
  await sql`update sign_ups set seat_called_off = false
    where district_id = ${districtId} and shift_id = any(${ids}::text[]) and seat_called_off`.execute(tx)
  return ids
}
