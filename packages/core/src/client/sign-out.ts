import type { Cache } from '../cache/index.ts'
import { isOf as isCommandOf } from '../outbox/index.ts'
import type { Outbox } from '../outbox/index.ts'
import type { Channel, Stores, TokenSource } from '../ports/index.ts'
import { cursorKey } from './changes.ts'
import type { SignOutResult } from './client.ts'
import { DRAFT, isAnybodys, isOf, meKey, personOf, SIMILAR_ASKED } from './paths.ts'

export interface SignOutParts {
  cache: Cache
  outbox: Outbox
  stores: Stores
  channel: Channel
  tokens?: TokenSource
}

/**
 * Takes all that is the person's from this device; commands that would be lost only on their word. Where nobody knows any
 * more who that is (the host's session is over), all that is anybody's: who leaves must not be left behind.
 */
export async function signOut(
  { discardUnsent = false }: { discardUnsent?: boolean },
  parts: SignOutParts,
): Promise<SignOutResult> {
  const { cache, outbox, stores, channel, tokens } = parts
  const person = tokens?.identity().personKey
  const entries = (await outbox.entries()).filter((entry) => isCommandOf(entry, person)).length
  if (entries > 0 && !discardUnsent) return { ok: false, reason: 'unsent', entries }

  const people = person === undefined ? (await cache.keys(meKey(''))).flatMap((key) => personOf(key) ?? []) : [person]
  // First nothing more comes, then what has come is taken out.
  leave(person, parts)
  await outbox.wipe(person)
  await cache.wipe(isRecordOf(person))
  for (const one of new Set(people)) await stores.meta.delete(cursorKey(one))
  channel.post({ type: 'signed-out', ...(person === undefined ? {} : { person }) })
  return { ok: true }
}

/** What another tab has signed out of is nothing that this one shows any more. */
export const followSignOut = (parts: SignOutParts): (() => void) =>
  parts.channel.subscribe((message) => {
    if (message.type !== 'signed-out') return
    leave(message.person, parts)
    void parts.cache.wipe(isRecordOf(message.person)).catch(() => {})
  })

/** What was being written without a name may well be theirs. */
const isRecordOf = (person: string | undefined) => (key: string) =>
  key === DRAFT || key === SIMILAR_ASKED || (person === undefined ? isAnybodys : isOf(person))(key)

function leave(person: string | undefined, { tokens, stores }: SignOutParts) {
  if (person === undefined || tokens?.identity().personKey === person) tokens?.forget()
  stores.lock?.(person)
}
