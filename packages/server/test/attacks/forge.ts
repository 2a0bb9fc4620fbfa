import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'

/** A backend that signs with a key of its own and publishes the public half. */
export interface KeyPair {
  kid: string
  alg: 'RS256' | 'ES256' | 'EdDSA'
  privateKey: KeyObject
  /** The public half, as published. */
  jwk: Record<string, unknown>
}

export function newKeyPair(alg: KeyPair['alg'], kid: string): KeyPair {
  const { privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : alg === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519')
  const jwk = { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid, alg, use: 'sig' }
  return { kid, alg, privateKey, jwk }
}

export const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export interface Parts {
  header?: object
  claims: object
}

export function signedBy({ alg, kid, privateKey }: KeyPair, { header = {}, claims }: Parts): string {
  const text = `${part({ alg, kid, typ: 'JWT', ...header })}.${part(claims)}`
  const key = alg === 'ES256' ? { key: privateKey, dsaEncoding: 'ieee-p1363' as const } : privateKey
  return `${text}.${sign(alg === 'EdDSA' ? null : 'sha256', Buffer.from(text), key).toString('base64url')}`
}

/** Signed with any text as the secret, by any of the HMACs. */
export function hmacSigned(secret: string | Buffer, { header = {}, claims }: Parts, hash = 'sha256'): string {
  const text = `${part({ alg: 'HS256', ...header })}.${part(claims)}`
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`
}

/** Signed over a text as it is, be it claims or not. */
export function signedText(secret: string, { header = {}, text }: { header?: object; text: string }): string {
  const signed = `${part({ alg: 'HS256', ...header })}.${Buffer.from(text).toString('base64url')}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** As org-a's backend would sign it, but for the changes; an undefined claim is left out. */
export const honest = (now: number, changes: object = {}, header: Record<string, unknown> = {}): string =>
  hostToken({ secret: HOSTS['org-a'].secret, claims: claimsOf('org-a', now, changes), header })

/** Puts another part into a token; its signature stays. */
export function tampered(token: string, change: (parts: { header: object; claims: Record<string, unknown> }) => void): string {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
  const parts = { header: read(header), claims: read(claims) }
  change(parts)
  return `${part(parts.header)}.${part(parts.claims)}.${signature}`
}
