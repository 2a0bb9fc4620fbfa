import type { Client } from '../index.ts'
import { SYNC_TAG } from './sync-tag.ts'

/** A registration where the browser has Background Sync, which no standard library declares yet. */
interface Syncing {
  sync?: { register(tag: string): Promise<void> }
}

/**
 * In the page: whenever something waits, the browser is asked to wake the service worker of this registration for it. Nothing happens
 * where the browser has no Background Sync (Safari, Firefox): there the next page that is opened sends it.
 * @returns ends the asking
 */
export function askForSync(client: Pick<Client, 'outbox'>, registration: Promise<ServiceWorkerRegistration>): () => void {
  let isAsked = false
  return client.outbox.subscribe(({ entries, durable }) => {
    const waits = durable && entries.some(({ state }) => state !== 'refused')
    if (waits && !isAsked) void ask(registration)
    isAsked = waits
  })
}

async function ask(registration: Promise<ServiceWorkerRegistration>) {
  // A person may have forbidden it; then it goes out as everywhere else.
  await ((await registration) as Syncing).sync?.register(SYNC_TAG).catch(() => {})
}
