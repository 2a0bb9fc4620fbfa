import { sendUnsent } from './send-unsent.ts'
import type { SendUnsentOptions } from './send-unsent.ts'
import { SYNC_TAG } from './sync-tag.ts'

/** As much as is needed of the Background Sync API's `SyncEvent`, which no standard library declares yet. */
export interface SyncEventLike {
  readonly tag: string
  waitUntil(promise: Promise<unknown>): void
}

/** A service worker's global scope, as far as it is used. */
export interface SyncScope {
  addEventListener(type: 'sync', listener: (event: SyncEventLike) => void): void
}

/**
 * In a host's own service worker: what is unsent goes out when the browser finds a connection, with no page open. Where it cannot be
 * sent the browser tries again, as often as it likes.
 * @example
 * // service-worker.js, where a bundler puts it together (a service worker cannot import on demand)
 * import { onSync } from '@wangge/core/background-sync'
 * onSync({ endpoint: 'https://grid.example', siteKey: 'wk_…' })
 */
export function onSync(options: SendUnsentOptions, scope: SyncScope = globalThis as unknown as SyncScope): void {
  scope.addEventListener('sync', (event) => {
    if (event.tag === SYNC_TAG) event.waitUntil(sendUnsent(options))
  })
}
