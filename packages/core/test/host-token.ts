// Tokens as the backend of a host would mint them; nothing here verifies them.
import { createHash } from 'node:crypto'

const ISSUER = 'https://host.example'

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** A token that names an employee; `iat` and `exp` in seconds. */
export const hostToken = (sub: string, claims: { iat?: number; exp?: number; once?: boolean; jti?: string } = {}): string =>
  `${encode({ alg: 'EdDSA' })}.${encode({ iss: ISSUER, sub, ...claims })}.signature`

/** A host that names an employee whenever it is asked. */
export const employee =
  (sub = 'A001') =>
  async () =>
    hostToken(sub)

export const keyOf = (sub: string): string => createHash('sha256').update(`${ISSUER}\n${sub}`).digest('hex').slice(0, 32)

/** Whom an Authorization header names. */
export function personKeyOf(authorization: string | undefined): string | undefined {
  const payload = authorization?.split('.')[1]
  if (payload === undefined) return undefined
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string }
  return keyOf(sub)
}
