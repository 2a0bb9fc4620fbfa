import { ProblemError } from '../problem.ts'
import type { Principal, Staff } from './principal.ts'
import { sha256 } from './secrets.ts'

/** Tells one member of staff's records on a device from another's; of a machine's token the token's own. */
export const staffKey = ({ id, personId, isMachine }: Pick<Staff, 'id' | 'personId' | 'isMachine'>): string =>
  sha256(`staff\n${(isMachine ? undefined : personId) ?? id}`).slice(0, 32)

/**
 * A command that waited on a device may come with the token of whoever signed in there since.
 * @throws ProblemError 403 `other-person`
 */
export function expectMadeFor({ person }: { person?: string | undefined }, principal: Principal): void {
  if (person === undefined) return
  const here = principal.kind === 'person' ? principal.personKey : principal.kind === 'staff' ? staffKey(principal) : undefined
  if (person !== here) throw new ProblemError(403, 'other-person', 'The command was made for somebody else')
}
