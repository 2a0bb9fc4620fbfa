import { grantsOf, reachesGrid } from '@wangge/core/access'
import type { Grant } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
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

async function staffOfToken(context: Context, token: string): Promise<Staff | undefined> {
  const { db, districtId, clock } = context
  const found = await findStaffToken(db, districtId, token, clock())
  if (!found) return undefined
  const { id, role, gridId, orgId, personId } = found
  const grant = { role, ...(gridId !== undefined && { gridId }), ...(orgId !== undefined && { orgId }) }
  if (personId === undefined) return { kind: 'staff', id, grants: [grant], isMachine: true }
  // It is for somebody as long as they are appointed to at least that.
  const { tree, grants } = await grantsNow(context, personId)
  const isHeld = grants.some((held) => held.role === role && isWithin(grant, held, tree))
  return { kind: 'staff', id, grants: isHeld ? [grant] : [], personId, isMachine: true }
}

async function staffOfSession(context: Context, session: Session | undefined): Promise<Staff | undefined> {
  if (!session) return undefined
  const { id, personId } = session
  const { grants } = await grantsNow(context, personId)
  return { kind: 'staff', id, grants, personId }
}

async function grantsNow(context: Context, personId: string): Promise<{ tree: GridTree; grants: Grant[] }> {
  const { tree, appointments } = await context.reference.current()
  const now = context.clock()
  const roles = await rolesOf(context.db, context.districtId, { personId, now })
  return { tree, grants: grantsOf(personId, { appointments, ...roles, tree, now }) }
}

const isWithin = ({ gridId, orgId }: Grant, held: Grant, tree: GridTree): boolean =>
  gridId === undefined ? held.orgId === orgId : reachesGrid(held, gridId, tree)
