import { reachesOrganisation } from '@wangge/core/access'
import type { GridTree } from '@wangge/core/grid'
import { notFound, ProblemError } from '../problem.ts'
import type { StoredSignUp } from '../storage/sign-ups.ts'
import type { Principal } from './principal.ts'

/**
 * Somebody else's sign-up is none: its existence is not told.
 * @throws ProblemError 404 `unknown-sign-up`
 */
export function expectReachable(found: StoredSignUp | undefined, principal: Principal, tree: GridTree): StoredSignUp {
  if (found && isReached(found, principal, tree)) return found
  throw notFound('unknown-sign-up', 'There is no such sign-up')
}

function isReached({ personId, orgId }: StoredSignUp, principal: Principal, tree: GridTree): boolean {
  if (principal.kind === 'person') return principal.personId === personId && principal.orgId === orgId
  return principal.kind === 'staff' && principal.grants.some((grant) => reachesOrganisation(grant, orgId, tree))
}

/**
 * Holds what the body names to what the path names.
 * @throws ProblemError 422 `invalid-body`
 */
export function expectOfPath(field: string, named: string, params: Record<string, string>): void {
  if (named === params.id) return
  const errors = [{ path: [field], code: 'mismatch', message: 'Expected the record of the path' }]
  throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
}
