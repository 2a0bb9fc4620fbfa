import { isSdkError } from '../errors.ts'
import type { CacheRecord, OutboxEntry, StoredPhoto, Stores } from '../ports/index.ts'
import { createMemoryStores } from './memory-stores.ts'
import type { Troubles } from './troubles.ts'

export interface LastingStoresOptions {
  /** Where all is kept, as long as that works. */
  device: Stores
  troubles: Troubles
  /** What lies in memory is brought to the device again and again, so many milliseconds apart. @defaultValue 10000 */
  retryMs?: number
}

/** What is in memory comes after all that was kept before it. */
const BESIDE = 2 ** 48
const RESTING = ['queued', 'refused'] as const
const ANY = ['queued', 'sending', 'refused'] as const

/**
 * Stores that go on in memory where the device's fail in the middle of a session (a broken or a full disk, a database that
 * only a newer page can use), say so (`kind`, `reason`, a trouble) and bring what lies in memory to the device once it works.
 */
export function createLastingStores({ device, troubles, retryMs = 10_000 }: LastingStoresOptions): Stores {
  const beside = createMemoryStores()
  /** How many entries lie in memory. */
  let waiting = 0
  let why = ''
  let bringing: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  /** What the device does; where it cannot, `otherwise`. */
  async function orElse<T>(work: () => Promise<T>, otherwise: (error: Error) => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (isClosed || !isBroken(error)) throw error
      return otherwise(error)
    }
  }

  const known = async (id: string) => (waiting === 0 ? undefined : beside.outbox.get(id))

  async function addBeside(entry: Omit<OutboxEntry, 'seq'>, photos: StoredPhoto[]): Promise<OutboxEntry> {
    const added = await beside.outbox.add(entry, photos)
    waiting += 1
    retryLater()
    return inMemory(added)
  }

  /** Oldest first, so that the order stays; one that is on its way, and all behind it, stay until it has come back. */
  async function bringAll(): Promise<void> {
    let isAny = false
    for (const { seq: _, ...entry } of await beside.outbox.list()) {
      if (entry.state === 'sending') break
      const photos = await Promise.all(entry.photos.map((name) => beside.outbox.photo(name)))
      await device.outbox.add(
        entry,
        photos.filter((photo) => photo !== undefined),
      )
      if (await takeOut(entry.id, RESTING)) isAny = true
      else {
        // It was taken up meanwhile: there must not be two.
        await device.outbox.discard(entry.id, ANY)
        break
      }
    }
    if (isAny && waiting === 0) troubles.tell('kept', 'What was in memory only is kept on this device')
  }

  function bring(): Promise<void> {
    bringing ??= bringAll()
      .catch((error: unknown) => {
        if (!isSdkError(error)) throw error
      })
      .finally(() => {
        bringing = undefined
        retryLater()
      })
    return bringing
  }

  function retryLater() {
    clearTimeout(timer)
    if (isClosed || waiting === 0) return
    timer = setTimeout(() => void bring(), retryMs)
    // Node would stay alive for it.
    ;(timer as { unref?: () => void }).unref?.()
  }

  /** What the server can give again need not be kept; what only this device knows must not be lost before its time. */
  const isOwn = ({ key }: Pick<CacheRecord, 'key'>) => !key.includes('/v1/')

  const { cache, outbox, meta } = device
  return {
    ...device,
    get kind() {
      return waiting > 0 ? 'memory' : device.kind
    },
    get reason() {
      return waiting > 0 ? why : (device.reason as string)
    },
    cache: {
      ...cache,
      get: async (key) =>
        (await orElse(
          () => cache.get(key),
          async () => undefined,
        )) ?? beside.cache.get(key),
      put: (record) =>
        orElse(
          () => cache.put(record),
          async (error) => {
            if (!isOwn(record)) throw error
            await beside.cache.put(record)
          },
        ),
      async delete(key) {
        await beside.cache.delete(key)
        await cache.delete(key)
      },
      async keys() {
        const kept = await beside.cache.keys()
        return kept.length === 0 ? cache.keys() : [...new Set([...(await orElse(cache.keys, async () => [])), ...kept])]
      },
    },
    outbox: {
      async add(entry, photos) {
        if (waiting > 0) await bring()
        if (waiting > 0) return addBeside(entry, photos)
        return orElse(
          () => outbox.add(entry, photos),
          (error) => {
            why = error.message
            troubles.tell('memory', `What is unsent is in memory only: ${why}`)
            return addBeside(entry, photos)
          },
        )
      },
      async list() {
        if (waiting === 0) return outbox.list()
        return [...(await orElse(outbox.list, async () => [])), ...(await beside.outbox.list()).map(inMemory)]
      },
      async get(id) {
        const entry = await known(id)
        return entry ? inMemory(entry) : outbox.get(id)
      },
      async update(id, patch, from) {
        if (!(await known(id))) return outbox.update(id, patch, from)
        const entry = await beside.outbox.update(id, patch, from)
        return entry && inMemory(entry)
      },
      photo: async (name) => (await beside.outbox.photo(name)) ?? outbox.photo(name),
      markUploaded: async (name, uploaded) =>
        (await beside.outbox.photo(name)) ? beside.outbox.markUploaded(name, uploaded) : outbox.markUploaded(name, uploaded),
      async settle(id, answers) {
        if (!(await known(id))) return outbox.settle(id, answers)
        for (const record of answers)
          await orElse(
            () => cache.put(record),
            () => beside.cache.put(record),
          )
        return takeOut(id, ANY)
      },
      ...(outbox.unreadable && { unreadable: outbox.unreadable }),
      discard: async (id, from) => ((await known(id)) ? takeOut(id, from) : outbox.discard(id, from)),
    },
    meta: {
      get: (key) =>
        orElse(
          () => meta.get(key),
          () => beside.meta.get(key),
        ),
      put: (key, value) =>
        orElse(
          () => meta.put(key, value),
          () => beside.meta.put(key, value),
        ),
      delete: (key) => meta.delete(key),
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      device.close()
    },
  }

  async function takeOut(id: string, from: Parameters<typeof outbox.discard>[1]): Promise<boolean> {
    const isOut = await beside.outbox.discard(id, from)
    if (isOut) waiting -= 1
    return isOut
  }
}

const inMemory = (entry: OutboxEntry): OutboxEntry => ({ ...entry, seq: BESIDE + entry.seq })

/** The device's storage failed; a second entry of one id is no failure of its. */
const isBroken = (error: unknown): error is Error =>
  isSdkError(error) && error.code === 'storage' && (error.cause as Partial<Error> | undefined)?.name !== 'ConstraintError'
