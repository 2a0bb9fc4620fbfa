import { grantsOf } from '@wangge/core/access'
import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { rolesOf } from '../storage/role-appointments.ts'
import { useSession } from '../storage/sessions.ts'
import type { Session } from '../storage/sessions.ts'
import { findStaffToken } from '../storage/staff-tokens.ts'
import type { Staff } from './principal.ts'

/**
 * Whoever holds a staff token (`wt_…`) or a session (`ws_…`). A token carries its one grant; a session only a person, whose
 * grants are what they are appointed to at this instant.
 * @param find how a session is looked up; by default it counts as used
 * @throws ProblemError 401 `unknown-token`; 403 `no-appointment`
 */
export async function identifyStaff(context: Context, token: string, find = useSession): Promise<Staff> {
  const found = token.startsWith('ws_')
    ? await staffOfSession(context, await find(context, token))
    : await staffOfToken(context, token)
  if (!found) {
    throw new ProblemError(401, 'unknown-token', 'The token is unknown, revoked or expired', {
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    })
  }
  if (found.grants.length > 0) return found
  throw new ProblemError(403, 'no-appointment', 'You are appointed to nothing at this time')
}

async function staffOfToken({ db, districtId, clock }: Context, token: string): Promise<Staff | undefined> {
  const found = await findStaffToken(db, districtId, token, clock())
  if (!found) return undefined
  const { id, role, gridId, orgId, personId } = found
  const grant = { role, ...(gridId !== undefined && { gridId }), ...(orgId !== undefined && { orgId }) }
  return { kind: 'staff', id, grants: [grant], ...(personId !== undefined && { personId }) }
}

async function staffOfSession(context: Context, session: Session | undefined): Promise<Staff | undefined> {
  if (!session) return undefined
  const { id, personId } = session
  const { tree, appointments } = await context.reference.current()
  const grants = grantsOf(personId, { appointments, ...(await rolesOf(context, personId)), tree, now: context.clock() })
  return { kind: 'staff', id, grants, personId }
}
