import type { MergedPerson } from '@wangge/core/roster'
import { sql } from 'kysely'
import type { Tx } from './database.ts'
import { revised } from './revised.ts'

/**
 * Of two places that one person had at one shift the one that counts is left. What only the other knows of the presence goes
 * over; the other is over as an invitation is that was taken up, and keeps what was known of it.
 */
export async function dropDoubles(
  tx: Tx,
  districtId: string,
  { doubles, at }: Pick<MergedPerson, 'doubles'> & { at: string },
): Promise<void> {
  for (const { stands, goes } of doubles) {
    await sql`
      update sign_ups set state = 'cancelled', absence = null, confirm_by = null, ended = 'taken-up',
        ended_at = ${at}::timestamptz, ${revised(at)}
      where district_id = ${districtId} and id = ${goes.signUpId}`.execute(tx)
    for (const end of ['in', 'out'] as const) {
      const field = end === 'in' ? 'checkedInAt' : 'checkedOutAt'
      if (stands[field] !== undefined || goes[field] === undefined) continue
      await takeOver(tx, districtId, { end, from: goes.signUpId, to: stands.signUpId })
    }
  }
}

async function takeOver(
  tx: Tx,
  districtId: string,
  { end, from, to }: { end: 'in' | 'out'; from: string; to: string },
): Promise<void> {
  const parts = ['at', 'by', 'distance', 'late', 'arrived_at'].map((part) => `${end}_${part}`).concat(`corrected_${end}_at`)
  const columns = sql.join(parts.map((part) => sql.ref(part)))
  const values = sql.join(parts.map((part) => sql`${sql.ref(part)} = excluded.${sql.ref(part)}`))
  await sql`
    insert into attendances (district_id, sign_up_id, ${columns}, recorded_at, activity, in_charge_id)
    select district_id, ${to}, ${columns}, recorded_at, activity, in_charge_id from attendances where district_id = ${districtId} and sign_up_id = ${from}
    on conflict (district_id, sign_up_id) do update set ${values},
      recorded_at = least(attendances.recorded_at, excluded.recorded_at),
      activity = coalesce(attendances.activity, excluded.activity),
      in_charge_id = case when attendances.activity is null then excluded.in_charge_id else attendances.in_charge_id end`.execute(
    tx,
  )
  await sql`update host_notes set sign_up_id = ${to} where district_id = ${districtId} and sign_up_id = ${from}`.execute(tx)
}
