import type { Cache, Parse, Resource, Snapshot } from '../cache/index.ts'
import type { SdkError } from '../errors.ts'
import type { Instant } from '../schema.ts'

export interface OwnRecordsOptions<T> {
  /** What the records' keys in the cache begin with. */
  prefix: string
  parse: Parse<T>
  /** When it was made here. */
  at: (record: T) => Instant
  /** Whether the server may have news of it. */
  mayChange: (record: T) => boolean
  /** Asks the server of one and keeps what it says. */
  refresh: (record: T) => Promise<Snapshot<unknown>>
}

/** What was made on this device, as one resource, newest first: known from the cache, and asked of the server one by one. */
export function ownRecords<T>(cache: Cache, { prefix, parse, at, mayChange, refresh }: OwnRecordsOptions<T>): Resource<T[]> {
  async function read(): Promise<T[]> {
    const records = await Promise.all((await cache.keys(prefix)).map((key) => cache.read(key, parse)))
    return records.filter((record) => record !== undefined).sort((a, b) => Date.parse(at(b)) - Date.parse(at(a)))
  }

  async function refreshAll(): Promise<Snapshot<T[]>> {
    const snapshots = await Promise.all((await read()).filter(mayChange).map(refresh))
    const error = snapshots.find((snapshot) => snapshot.error && snapshot.error.status !== 404)?.error
    const fetchedAt = Math.min(...snapshots.map((snapshot) => snapshot.fetchedAt ?? 0))
    return {
      data: await read(),
      refreshing: false,
      ...(snapshots.length > 0 ? { fetchedAt } : {}),
      ...(error ? { error } : {}),
    }
  }

  /** Resolves with what failed and may be better later. */
  async function refreshOutdated(): Promise<SdkError | undefined> {
    const records = await Promise.all((await cache.outdated(prefix)).map((key) => cache.read(key, parse)))
    const changing = records.filter((record) => record !== undefined && mayChange(record)) as T[]
    const snapshots = await Promise.all(changing.map(refresh))
    return snapshots.find(({ error }) => error?.retryable)?.error
  }

  return {
    subscribe(listener) {
      let over = false
      let latest: Snapshot<T[]> = { refreshing: true }
      const emit = (change: Partial<Snapshot<T[]>>) => {
        latest = { ...latest, ...change }
        if (!over) listener(latest)
      }
      const reread = () => read().then((data) => emit({ data }))
      const unsubscribe = cache.onChange((keys) => {
        if (keys.some((key) => key.startsWith(prefix))) void reread().catch(() => {})
      })
      const unwatch = cache.onOutdated(() => refreshOutdated().catch(() => undefined))
      void reread()
        .then(refreshAll)
        .then((snapshot) => {
          latest = { refreshing: false }
          emit(snapshot)
        })
        .catch((error: unknown) => emit({ refreshing: false, error: error as SdkError }))
      return () => {
        over = true
        unsubscribe()
        unwatch()
      }
    },
    refresh: refreshAll,
  }
}
