import { createClient } from '../index.ts'
import type { ClientOptions, OutboxView } from '../index.ts'
import { SdkError } from '../../errors.ts'

export interface SendUnsentOptions extends ClientOptions {
  /** How long it is tried, milliseconds; a browser ends a worker that takes some minutes. @defaultValue 60000 */
  timeLimitMs?: number
}

const QUIET_MS = 1000

/**
 * Sends what an origin's outbox holds, once: what is nobody's by name, and where `token` is given what is its person's. Beside tabs
 * that send too nothing is sent twice.
 * @throws SdkError `network` (retryable) where some of it still waits
 */
export async function sendUnsent({ timeLimitMs = 60_000, ...options }: SendUnsentOptions): Promise<void> {
  const client = createClient(options)
  let stop = () => {}
  try {
    const left = await new Promise<number>((resolve) => {
      let unsent: OutboxView['entries'] = []
      const end = () => resolve(unsent.length)
      const limit = setTimeout(end, timeLimitMs)
      let quiet: ReturnType<typeof setTimeout> | undefined
      const unsubscribe = client.outbox.subscribe(({ entries }) => {
        unsent = entries.filter(({ state }) => state !== 'refused')
        clearTimeout(quiet)
        if (unsent.length === 0) end()
        // What failed is left for another time once nothing else goes out either.
        else if (unsent.some(isTried) && !unsent.some(({ state }) => state === 'sending')) quiet = setTimeout(end, QUIET_MS)
      })
      stop = () => {
        clearTimeout(limit)
        clearTimeout(quiet)
        unsubscribe()
      }
      client.outbox.sendNow()
    })
    if (left > 0)
      throw new SdkError('network', `Expected all that was unsent to be sent, ${left} still wait`, { retryable: true })
  } finally {
    stop()
    client.close()
  }
}

const isTried = ({ state, failure }: OutboxView['entries'][number]) => state === 'queued' && failure !== undefined
