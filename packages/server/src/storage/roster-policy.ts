import { isDeepStrictEqual } from 'node:util'
import { attendancePolicy, SIGN_UP_DEFAULTS } from '@wangge/core/roster'
import type { SignUpPolicy } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { RosterPolicy } from '../admin/roster-policy-schema.ts'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { act } from './act.ts'
import type { Reference } from './reference.ts'

export interface RosterPolicyView {
  policy: RosterPolicy
  timeZone: string
}

/** The rules of sign-up and of attendance, with those that the district left out. */
export const rosterPolicyView = ({ policy, timeZone }: Pick<Reference, 'policy' | 'timeZone'>): RosterPolicyView => ({
  policy: completed(policy),
  timeZone,
})

/**
 * Sets the rules of sign-up and of attendance from now on. Who has a seat keeps what they were told: they are asked to confirm it
 * by the rules that held when they got it; what is recorded counts by the rules that held when it was.
 * @throws ProblemError 503 `district-missing` before the first import
 */
export const setRosterPolicy = (context: Context, policy: RosterPolicy, actor: string): Promise<RosterPolicyView> =>
  act(context, { action: 'roster-policy-set', actor }, async ({ db, districtId }) => {
    const row = await db
      .selectFrom('districts')
      .select(['sign_up_policy as held', 'time_zone as timeZone'])
      .where('district_id', '=', districtId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new ProblemError(503, 'district-missing', 'The district has no data yet')
    const result = { policy: completed(policy), timeZone: row.timeZone }
    if (isDeepStrictEqual(result.policy, completed(row.held))) return { result }
    await db
      .updateTable('districts')
      .set({ sign_up_policy: JSON.stringify(policy), reference_version: sql`reference_version + 1` })
      .where('district_id', '=', districtId)
      .execute()
    return { subject: districtId, result }
  })

function completed(policy: SignUpPolicy): RosterPolicy {
  const { timeZone: _, attendance, ...rules } = { ...SIGN_UP_DEFAULTS, ...policy }
  return { ...rules, attendance: attendancePolicy(attendance) }
}
