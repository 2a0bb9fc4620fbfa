import type { Context } from '../context.ts'
import { ProblemError } from '../problem.ts'
import { findHostIssuer } from '../storage/host-issuers.ts'
import { findEmployee } from '../storage/people.ts'
import { useOnce } from '../storage/used-tokens.ts'
import { believeHostToken } from './host-token.ts'
import type { Keyring } from '../privacy/keyring.ts'
import type { Organisation, Person, Public } from './principal.ts'
import { sha256 } from './secrets.ts'

/** The `aud` of tokens for a district. */
export const audienceOf = (districtId: string): string => `urn:wangge:${districtId}`

/** Tells persons apart, across changes of key and token, and names nobody. */
export const personKeyOf = (issuer: string, subject: string): string => sha256(`${issuer}\n${subject}`).slice(0, 32)

/** As the audit and the records of commands name a person: who has those alone cannot try numbers against it. */
export const personActor = (keyring: Keyring, personKey: string): string =>
  `person:${keyring.hash('actor', personKey).slice(0, 32)}`

/**
 * The employee behind a host's token on the site of their organisation.
 * @throws ProblemError 403 `audience-not-allowed` on a public site; and those of `believeHostToken`
 */
export async function identifyPerson(
  context: Context,
  site: Public | Organisation,
  token: string,
  origin: string | null,
): Promise<Person> {
  if (site.kind === 'public') {
    throw new ProblemError(403, 'audience-not-allowed', 'A host’s token works with a site key of its organisation only')
  }
  const { db, districtId, clock, hostKeys, keyring } = context
  const { orgId } = site
  const { iss, sub, name, minor } = await believeHostToken(token, {
    audience: audienceOf(districtId),
    orgId,
    origin,
    now: clock(),
    findIssuer: (issuer) => findHostIssuer(context, issuer),
    keyOf: hostKeys.keyOf,
    useOnce: (claims) => useOnce(db, districtId, claims),
  })
  const personId = await findEmployee(context, orgId, sub)
  const personKey = personKeyOf(iss, sub)
  const actor = personActor(keyring, personKey)
  return { ...site, kind: 'person', staffNumber: sub, name, minor, personKey, actor, ...(personId !== undefined && { personId }) }
}
