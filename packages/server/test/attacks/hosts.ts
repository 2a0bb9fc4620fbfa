import { before } from 'node:test'
import { createHostIssuer } from '../../src/credentials.ts'
import { signUpCommand } from '../harness.ts'
import type { Answered } from '../harness.ts'
import { claimsOf } from '../host-tokens.ts'
import { NOW } from '../sample.ts'
import type { Arena, Ask } from './arena.ts'
import { newKeyPair } from './forge.ts'
import type { KeyPair } from './forge.ts'

/** A backend of org-a's that publishes its keys, and what is tried in its name. */
export interface Host {
  issuer: string
  pair: KeyPair
  /** Registers another issuer of org-a's, whose keys are at `<issuer>/keys`. */
  register(issuer: string): Promise<{ id: string }>
  signUp(token: string, changes?: Partial<Ask>): Ask
  /** Of org-a's backend with the shared secret. */
  claims(changes?: object): Record<string, unknown>
  /** Of the one that publishes its keys. */
  published(changes?: object): Record<string, unknown>
  isInvalid(token: string): Promise<Answered>
}

export function useHost(arena: Arena, issuer: string): Host {
  const pair = newKeyPair('RS256', 'k1')
  const claims: Host['claims'] = (changes = {}) => claimsOf('org-a', NOW, changes)
  const host: Host = {
    issuer,
    pair,
    register(name) {
      const { database, keyring } = arena.district
      return createHostIssuer(database, { orgId: 'org-a', issuer: name, jwksUrl: `${name}/keys`, keyring, clock: () => NOW })
    },
    signUp: (token, changes = {}) => ({
      path: '/v1/sign-ups',
      as: 'org',
      body: signUpCommand(),
      ...changes,
      headers: { authorization: `Bearer ${token}`, ...changes.headers },
    }),
    claims,
    published: (changes = {}) => claims({ iss: issuer, ...changes }),
    isInvalid: (token) => arena.refuses(401, 'token-invalid', host.signUp(token)),
  }
  before(async () => {
    await host.register(issuer)
    arena.web.set(`${issuer}/keys`, () => Response.json({ keys: [pair.jwk] }))
  })
  return host
}
