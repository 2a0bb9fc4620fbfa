import type { StaffRole } from '@wangge/core/access/schema'
import { ADMIN_COMMANDS } from './admin.ts'
import { createContext } from './context.ts'
import type { Keyring } from './privacy/keyring.ts'
import type { Database } from './storage/database.ts'

interface InDistrict {
  keyring: Keyring
  /** @defaultValue `main` */
  districtId?: string | undefined
  /** Current time, epoch milliseconds. @defaultValue `Date.now` */
  clock?: () => number
}

export interface NewSiteKey extends InDistrict {
  /** Origins whose pages may use the key, e.g. `https://intranet.example.com`. */
  origins: string[]
  /** `public`, or `org:<id>` for one organisation. */
  audience: string
  /** Ids of the operations it may call. @defaultValue all that its audience may */
  calls?: string[]
  /** Page of the organisation's site, on one of the origins, that the code at a post leads its people to. */
  page?: string
}

export interface NewStaffToken extends InDistrict {
  role: StaffRole
  /** Root of the subtree that the token reaches; or an organisation. */
  gridId?: string
  /** Organisation that the token reaches. */
  orgId?: string
  /** Days until it expires. @defaultValue 90 */
  days?: number
  /** Who holds it; of a building head the person appointed to the grid where left out. */
  personId?: string
}

/**
 * Makes a site key `wk_<tag>_<random>`. The tag is the first 8 digits (lower-case hex) of the audience's SHA-256: all keys of
 * an audience share it, so that a browser knows after a change of key that what it keeps is still its own. Nothing else may
 * be read out of a key. The district must be there.
 * @throws ProblemError where the organisation is unknown
 */
export async function createSiteKey(database: Database, { origins, audience, calls, page, ...where }: NewSiteKey) {
  const input = { origins, audience, ...(calls && { calls }), ...(page !== undefined && { page }) }
  return ADMIN_COMMANDS['key-create'].run(createContext({ database, ...where }), input)
}

export interface NewHostIssuer extends InDistrict {
  orgId: string
  /** The token's `iss`. */
  issuer: string
  /** Where the issuer publishes its keys; or a secret. */
  jwksUrl?: string
  /** Shared with the issuer, at least 32 bytes. */
  secret?: string
}

/** Registers who signs tokens for an organisation's employees. @throws ProblemError where the organisation is unknown */
export async function createHostIssuer(database: Database, { districtId, clock, keyring, ...issuer }: NewHostIssuer) {
  return ADMIN_COMMANDS['issuer-create'].run(createContext({ database, districtId, clock, keyring }), issuer)
}

/** Makes a staff token; it is in the answer and nowhere else. @throws ProblemError where the grid is unknown */
export async function createStaffToken(database: Database, { districtId, clock, keyring, ...token }: NewStaffToken) {
  return ADMIN_COMMANDS['token-create'].run(createContext({ database, districtId, clock, keyring }), token)
}
