import type { Me } from '../access/schema.ts'
import type { Cache, Resource } from '../cache/index.ts'
import { problemError } from '../cache/fetch-record.ts'
import { SdkError } from '../errors.ts'
import type { Outbox } from '../outbox/index.ts'
import type { Channel, Stores, TokenSource, Transport } from '../ports/index.ts'
import { meOf, parseMe } from './me.ts'
import { isOf, ME, meKey } from './paths.ts'

/** Whom a token names that does not say so itself. @throws SdkError as the transport, or `problem` */
export async function askWho(transport: Transport, token: string, now: () => number): Promise<string> {
  const response = await transport.send({ method: 'GET', path: ME, headers: { authorization: `Bearer ${token}` } })
  if (response.status !== 200) throw problemError(ME, response, now())
  const me = parseMe(response.body)
  if (!me) throw new SdkError('bad-response', `Expected ${ME} to say who the token names`, { retryable: true })
  return me.personKey
}

interface Parts {
  cache: Cache
  outbox: Outbox
  stores: Stores
  channel: Channel
  tokens?: TokenSource
}

export interface Person {
  /** Who the server takes a person for; their records are opened by it. */
  me(person: string): Resource<Me>
  close(): void
}

/**
 * Keeps up with whoever is here: what waited for them goes on, and the server is asked for the key of their records until
 * it gives it.
 */
export function followPerson({ cache, outbox, stores, channel, tokens }: Parts): Person {
  let here: string | undefined
  let stopMe = () => {}

  const me = (person: string) => meOf(person, { cache, unlock })

  /** What was locked is there again. */
  async function unlock(person: string, storageKey: string) {
    // The person may have left while the server was asked.
    if (tokens?.identity().personKey !== person) return
    await stores.unlock?.(person, storageKey)
    channel.post({ type: 'cache', keys: (await cache.keys('')).filter((key) => isOf(person)(key) && key !== meKey(person)) })
    outbox.personChanged()
  }

  const unsubscribe = tokens?.subscribe(({ personKey }) => {
    if (personKey !== here) {
      stopMe()
      stopMe = () => {}
      // The key of one who is not here any more is in nobody's memory.
      if (here !== undefined) stores.lock?.(here)
      here = personKey
      if (here !== undefined) stopMe = me(here).subscribe(() => {})
    }
    outbox.personChanged()
  })

  return {
    me,
    close() {
      unsubscribe?.()
      stopMe()
    },
  }
}
