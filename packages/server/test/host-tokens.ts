import { createHmac } from 'node:crypto'

/** The partners' backends of the sample district: each signs for its own employees with a shared secret. */
export const HOSTS = {
  'org-a': { iss: 'https://sso.a.example', secret: 'the-secret-of-company-a-and-the-district', origin: 'https://a.example' },
  'org-b': { iss: 'https://sso.b.example', secret: 'the-secret-of-company-b-and-the-district', origin: 'https://b.example' },
}

export interface HostToken {
  secret: string
  claims: Record<string, unknown>
  header?: Record<string, unknown>
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as a backend would sign it, or as it never should. */
export function hostToken({ secret, claims, header = {} }: HostToken): string {
  const signed = `${encoded({ alg: 'HS256', ...header })}.${encoded(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** What a backend says of its employee; `changes` say otherwise. */
export function claimsOf(orgId: keyof typeof HOSTS, now: number, changes: object = {}): Record<string, unknown> {
  const { iss, origin } = HOSTS[orgId]
  const iat = Math.floor(now / 1000)
  return { iss, aud: 'urn:wangge:main', sub: 'A1', name: '张三', origin, iat, exp: iat + 600, ...changes }
}
