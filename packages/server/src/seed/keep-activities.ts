import { sql } from 'kysely'
import type { Tx } from '../storage/database.ts'
import { activityOf } from '../storage/kept-activity.ts'
import type { RecordedPost } from '../storage/kept-activity.ts'
import { createReferenceStore } from '../storage/reference.ts'

/** Records a statement. */
const BATCH = 500

/**
 * What each activity was is written down with its attendances, as it is with one that is saved; a seed's come without.
 * @param now epoch milliseconds
 */
export async function keepActivities(tx: Tx, districtId: string, now: number): Promise<void> {
  const { rows } = await sql<RecordedPost & { signUpId: string }>`
    select attendances.sign_up_id as "signUpId", posts.name, posts.kind, posts.grid_id as "gridId", shifts.starts_at as "startsAt"
    from attendances
    join sign_ups on sign_ups.district_id = attendances.district_id and sign_ups.id = attendances.sign_up_id
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
    where attendances.district_id = ${districtId} and attendances.activity is null
    order by attendances.sign_up_id`.execute(tx)
  if (rows.length === 0) return
  const reference = await createReferenceStore({ db: tx, districtId, clock: () => now }).current()
  const kept = rows.map(({ signUpId, ...post }) => {
    const { inChargeId, ...activity } = activityOf(reference, post)
    return { signUpId, activity, inChargeId }
  })
  for (let start = 0; start < kept.length; start += BATCH) {
    await sql`
      update attendances set activity = kept.activity, in_charge_id = kept."inChargeId"
      from jsonb_to_recordset(${JSON.stringify(kept.slice(start, start + BATCH))}::jsonb)
        as kept("signUpId" text, activity jsonb, "inChargeId" text)
      where attendances.district_id = ${districtId} and attendances.sign_up_id = kept."signUpId"`.execute(tx)
  }
}
