import { isSdkError, SdkError } from '../errors.ts'
import type { CacheMarks, PlainStores } from '../ports/index.ts'
import type { Troubles } from './troubles.ts'

export interface RoomyStoresOptions {
  stores: PlainStores
  troubles: Troubles
  /** What the browser says of the disk, in bytes. @defaultValue `navigator.storage`, where there is one */
  disk?: Disk
  /** Epoch milliseconds. */
  now: () => number
}

export interface Disk {
  estimate(): Promise<{ quota?: number; usage?: number }>
  /** Asks that what is stored is not taken away when the disk is full; a browser may ask the person. */
  persist(): Promise<boolean>
  persisted(): Promise<boolean>
}

/** What unsent work may need: a report with its photos; of a small disk, a tenth. */
const RESERVE_BYTES = 20_000_000
/** What the browser says of the disk is believed for so long. Chromium says no more than a fixed sum; others count. */
const BELIEVED_MS = 60_000
const FULL = new Set(['QuotaExceededError', 'NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR'])

/**
 * Stores that keep room for unsent work: where the disk is full, what the server can give again makes way, what was current
 * longest ago first, and never what only this device has. The browser is asked to keep all once there is something unsent.
 */
export function createRoomyStores({ stores, troubles, disk = browsersDisk(), now }: RoomyStoresOptions): PlainStores {
  const { cache, outbox } = stores
  let isPersistAsked = false
  let believedUntil = -Infinity
  let spare = Infinity

  /** Drops the older half of what can be given again; tells how much that was. */
  async function makeRoom(forKey?: string): Promise<number> {
    const known: CacheMarks[] = []
    for (const key of await cache.keys()) await cache.mark(key, (marks) => void known.push(marks))
    const order = evictionOrder(known).filter((key) => key !== forKey)
    const keys = order.slice(0, Math.ceil(order.length / 2))
    for (const key of keys) await cache.delete(key)
    if (keys.length === 0) return 0
    believedUntil = -Infinity
    troubles.tell('evicted', `The disk is full: ${keys.length} of ${order.length} records made room`)
    return keys.length
  }

  /** What must be kept: all that can be given again makes way for it. */
  async function first<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!isFull(error) || (await makeRoom()) === 0) throw error
      }
    }
  }

  /** What need not be kept: it leaves room for what must. */
  async function ifRoom<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (!isGiven(key)) return first(work)
    if ((await spareBytes()) < 0 && (await makeRoom(key)) > 0) await spareBytes()
    if (spare < 0) throw new SdkError('storage', `Expected room for the cache, the disk has ${-spare} bytes too few`)
    try {
      return await work()
    } catch (error) {
      if (!isFull(error) || (await makeRoom(key)) === 0) throw error
      return work()
    }
  }

  /** Bytes beyond what is left to unsent work. */
  async function spareBytes(): Promise<number> {
    // A clock that was set back must not keep an old word.
    if (now() < believedUntil && now() >= believedUntil - BELIEVED_MS) return spare
    believedUntil = now() + BELIEVED_MS
    const { quota, usage } = (await disk?.estimate().catch(() => undefined)) ?? {}
    const isKnown = quota !== undefined && usage !== undefined
    spare = isKnown ? quota - usage - Math.min(RESERVE_BYTES, quota / 10) : Infinity
    return spare
  }

  /** Once somebody has something to lose; what was cached alone is not worth a question. */
  function askToPersist() {
    if (isPersistAsked || !disk) return
    isPersistAsked = true
    void disk
      .persisted()
      .then((already) => already || disk.persist())
      .catch(() => {})
  }

  return {
    ...stores,
    cache: {
      ...cache,
      put: (record) => ifRoom(record.key, () => cache.put(record)),
      update: (key, change) => ifRoom(key, () => cache.update(key, change)),
    },
    outbox: {
      ...outbox,
      async add(entry, photos) {
        const added = await first(() => outbox.add(entry, photos))
        askToPersist()
        return added
      },
      update: (id, patch, from) => first(() => outbox.update(id, patch, from)),
      markUploaded: (name, uploaded) => first(() => outbox.markUploaded(name, uploaded)),
      settle: (id, answers) => first(() => outbox.settle(id, answers)),
    },
    exchange: (id, exchange) => first(() => stores.exchange(id, exchange)),
  }
}

/** Whether the server can give it again; the others are known on this device only. */
const isGiven = (key: string) => /^(me\/[^/]+)?\/v1\//.test(key)

/** Keys of what the server can give again, by when it was last said to be current: whatever is looked at is asked for. */
export const evictionOrder = (records: readonly CacheMarks[]): string[] =>
  records
    .filter(({ key }) => isGiven(key))
    .sort((a, b) => a.fetchedAt - b.fetchedAt)
    .map(({ key }) => key)

const isFull = (error: unknown) => isSdkError(error) && FULL.has((error.cause as Partial<Error> | undefined)?.name ?? '')

const browsersDisk = (): Disk | undefined => globalThis.navigator?.storage as StorageManager | undefined as Disk | undefined
