import { reachesOrganisation } from '@wangge/core/access'
import type { GridTree } from '@wangge/core/grid'
import { ProblemError } from '../problem.ts'
import type { Principal } from './principal.ts'

/**
 * Holds a caller to their own organisation; staff to one that a grant of theirs reaches.
 * @throws ProblemError 403 `other-organisation`
 */
export function expectOwnOrganisation(principal: Principal, orgId: string, tree: GridTree): void {
  if (principal.kind === 'staff' && principal.grants.some((grant) => reachesOrganisation(grant, orgId, tree))) return
  if ('orgId' in principal && principal.orgId === orgId) return
  throw new ProblemError(403, 'other-organisation', 'These credentials are for another organisation')
}
