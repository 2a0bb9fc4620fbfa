import type { Cache } from '../cache/index.ts'
import type { Outbox } from '../outbox/index.ts'
import type { Channel, Stores, TokenSource } from '../ports/index.ts'
import type { SignOutResult } from './client.ts'
import { isOf } from './paths.ts'

interface Parts {
  cache: Cache
  outbox: Outbox
  stores: Stores
  channel: Channel
  tokens?: TokenSource
}

/** What staff saw of a grid is more than the next person may see. */
const isStatus = (key: string) => /^\/v1\/grids\/[^/]+\/status$/.test(key)

/** Takes all that is the person's from this device; commands that would be lost only on their word. */
export async function signOut({ discardUnsent = false }: { discardUnsent?: boolean }, parts: Parts): Promise<SignOutResult> {
  const { cache, outbox, channel, tokens } = parts
  const person = tokens?.identity().personKey
  if (person === undefined) {
    tokens?.forget()
    return { ok: true }
  }
  const entries = (await outbox.entries()).filter((entry) => entry.person === person).length
  if (entries > 0 && !discardUnsent) return { ok: false, reason: 'unsent', entries }

  // First nothing more comes, then what has come is taken out.
  leave(person, parts)
  await outbox.wipe(person)
  await cache.wipe((key) => isOf(person)(key) || isStatus(key))
  channel.post({ type: 'signed-out', person })
  return { ok: true }
}

/** What another tab has signed out of is nothing that this one shows any more. */
export const followSignOut = (parts: Parts): (() => void) =>
  parts.channel.subscribe((message) => {
    if (message.type !== 'signed-out') return
    leave(message.person, parts)
    void parts.cache.wipe(isOf(message.person)).catch(() => {})
  })

function leave(person: string, { tokens, stores }: Parts) {
  if (tokens?.identity().personKey === person) tokens.forget()
  stores.lock?.(person)
}
