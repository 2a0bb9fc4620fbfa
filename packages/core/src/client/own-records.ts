import type { Cache, Later, Parse, Resource, Snapshot } from '../cache/index.ts'
import type { SdkError } from '../errors.ts'
import type { CacheRecord, Clock } from '../ports/index.ts'
import type { Instant } from '../schema.ts'

export interface OwnRecordsOptions<T> {
  /** What the records' keys in the cache begin with, in one way or another. */
  prefixes: string[]
  parse: Parse<T>
  /** When it was made here. */
  at: (record: T) => Instant
  /** Whether the server may have news of it. */
  mayChange: (record: T) => boolean
  /** Asks the server of one and keeps what it says. Resolves with what failed. */
  refresh: (key: string, record: T) => Promise<SdkError | undefined>
  /** On news alone the server is asked of one no more often than this. */
  paceMs: number
  /** Whoever looks asks for one that the server may have no news of again after so long: it may be gone. */
  againMs: number
  now: Clock
}

/** What was made on this device, as one resource, newest first: known from the cache, and asked of the server one by one. */
export function ownRecords<T>(cache: Cache, options: OwnRecordsOptions<T>): Resource<T[]> {
  const { prefixes, parse, at, mayChange, refresh, paceMs, againMs, now } = options
  type Known = CacheRecord & { data: T }

  async function load(keys: string[]): Promise<Known[]> {
    const records = await Promise.all(keys.map((key) => cache.record(key, parse)))
    return records.filter((record) => record !== undefined)
  }

  const keys = async () => (await Promise.all(prefixes.map((prefix) => cache.keys(prefix)))).flat()

  async function read(): Promise<T[]> {
    const records = (await load(await keys())).map(({ data }) => data)
    return records.sort((a, b) => Date.parse(at(b)) - Date.parse(at(a)))
  }

  const refreshEach = (records: Known[]) => Promise.all(records.map(({ key, data }) => refresh(key, data)))

  async function refreshAll(): Promise<Snapshot<T[]>> {
    const changing = (await load(await keys())).filter((record) => mayChange(record.data) || now() - record.fetchedAt >= againMs)
    const error = (await refreshEach(changing)).find((failure) => failure && failure.status !== 404)
    const fetchedAt = (await load(changing.map(({ key }) => key))).map((record) => record.fetchedAt)
    return {
      data: await read(),
      refreshing: false,
      ...(fetchedAt.length > 0 ? { fetchedAt: Math.min(...fetchedAt) } : {}),
      ...(error ? { error } : {}),
    }
  }

  /** Resolves with what failed and may be better later, or when the next one may be asked for. */
  async function refreshOutdated(): Promise<SdkError | Later | undefined> {
    const stale = (await load(await keys())).filter((record) => record.stale && mayChange(record.data))
    const error = (await refreshEach(stale.filter((record) => waitMs(record) === 0))).find((failure) => failure?.retryable)
    const waits = stale.map(waitMs).filter((ms) => ms > 0)
    return error ?? (waits.length > 0 ? { afterMs: Math.min(...waits) } : undefined)
  }

  function waitMs({ fetchedAt }: Known): number {
    const ageMs = now() - fetchedAt
    // A clock that was set back must not hold it up.
    return ageMs < 0 ? 0 : Math.max(0, paceMs - ageMs)
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
        if (keys.some((key) => prefixes.some((prefix) => key.startsWith(prefix)))) void reread().catch(() => {})
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
