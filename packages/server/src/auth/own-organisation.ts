import { ProblemError } from '../problem.ts'
import type { Principal } from './principal.ts'

/** @throws ProblemError 403 `other-organisation` where an organisation's key asks about another one */
export function expectOwnOrganisation(principal: Principal, orgId: string): void {
  if (principal.kind !== 'org' || principal.orgId === orgId) return
  throw new ProblemError(403, 'other-organisation', 'The site key is for another organisation')
}
