import { backoff } from '../backoff.ts'
import { isSdkError, SdkError } from '../errors.ts'
import type { CacheMarks, CacheRecord, CacheStore, Channel, Clock, Random, Transport, Wakeups } from '../ports/index.ts'
import { fetchRecord } from './fetch-record.ts'
import type { Parse, Resource, Snapshot } from './resource.ts'

export interface CacheOptions {
  store: CacheStore
  transport: Transport
  /** Tells all tabs which records have changed. */
  channel: Channel
  wakeups: Wakeups
  now: Clock
  random: Random
}

export interface Cache {
  resource<T>(key: string, parse: Parse<T>, source?: Source<T>): Resource<T>
  /** Asks the server and keeps nothing; under a token of `person` only. @throws SdkError as the transport, or `problem` */
  ask<T>(path: string, parse: Parse<T>, person?: string): Promise<T>
  /** Whether somebody here looks at the record. */
  isWatched(key: string): boolean
  /** What is cached, however old; a record that does not parse is dropped. */
  read<T>(key: string, parse: Parse<T>): Promise<T | undefined>
  record<T>(key: string, parse: Parse<T>): Promise<(CacheRecord & { data: T }) | undefined>
  put(key: string, data: unknown): Promise<void>
  delete(key: string): Promise<void>
  keys(prefix: string): Promise<string[]>
  /** Changes a record by news of the server, if there is one and `change` does not return undefined. */
  patch<T>(key: string, parse: Parse<T>, change: (data: T) => T | undefined): Promise<void>
  /** One row of a cached list, without reading the others. */
  row<T>(key: string, id: string, parse: Parse<T>): Promise<T | undefined>
  /** Puts news of the server in the place of rows with their ids; resolves with the ids of those that were there. */
  replaceRows(key: string, rows: readonly { id: string }[]): Promise<string[]>
  /** Changes a record by what the server said just now: it is current. */
  confirm<T>(key: string, parse: Parse<T>, change: (data: T) => T): Promise<void>
  /** Takes out the matching records, also from what is shown; what is being fetched for them is not kept. */
  wipe(match: (key: string) => boolean): Promise<void>
  /** Marks the matching records as outdated and fetches those that are watched here. */
  expire(match: (key: string) => boolean): Promise<void>
  /** Fetches again what is watched here and failed, or is known to be outdated, or all of it. */
  refreshWatched(which: 'outdated' | 'all'): void
  /**
   * Calls back when records may have become outdated that somebody shows without watching each of them, and again later
   * where what failed may pass, or where the listener says when.
   */
  onOutdated(listener: () => Promise<SdkError | Later | undefined>): () => void
  /** Calls back with the keys of changed records, in this tab or another. */
  onChange(listener: (keys: string[]) => void): () => void
  close(): void
}

/** Something is left to do once so much time has passed. */
export interface Later {
  afterMs: number
}

/** Where a resource comes from whose key is not its path. */
export interface Source<T> {
  path: string
  /** Whose it is: asked for under a token of theirs only; null: under none. */
  person: string | null
  /** What to keep of what came; called before it is kept. */
  receive?: (data: T) => Promise<T>
}

const RETRY = { baseMs: 2_000, maxMs: 120_000 }

/** A key that somebody looks at, or that is being fetched. */
interface Watched {
  readonly key: string
  readonly parse: Parse<unknown>
  readonly source: Source<unknown> | undefined
  readonly listeners: Set<(snapshot: Snapshot<never>) => void>
  /** Its person has left; what still comes is not kept. */
  wiped?: true
  /** The record as last read or fetched; valid. */
  record?: CacheRecord
  error?: SdkError
  refreshing?: Promise<void>
  /** The record was changed by others while it was being fetched: what came may be older. */
  overtaken: boolean
  /** When the server was last asked for it here, epoch milliseconds. */
  askedAt: number
  /** So many of the news that outdate the record are taken in by what is being fetched. */
  marks: number
  failures: number
  cancelRetry: () => void
}

/** Somebody who shows records without watching each of them. */
interface Asker {
  ask: () => void
  stop: () => void
}

export function createCache({ store, transport, channel, wakeups, now, random }: CacheOptions): Cache {
  const watched = new Map<string, Watched>()
  const changeListeners = new Set<(keys: string[]) => void>()
  const askers = new Set<Asker>()
  const closing = new AbortController()
  const { signal } = closing
  /** The key that is being announced here by whoever holds the record already. */
  let keeping: string | undefined

  const unsubscribe = channel.subscribe((message) => {
    if (message.type !== 'cache') return
    for (const key of message.keys) {
      const entry = watched.get(key)
      if (entry && key !== keeping) void reread(entry, message.askedAt)
    }
    for (const listener of changeListeners) listener(message.keys)
  })

  function watch(key: string, parse: Parse<unknown>, source?: Source<unknown>): Watched {
    const known = watched.get(key)
    if (known) return known
    const entry: Watched = {
      key,
      parse,
      source,
      listeners: new Set(),
      overtaken: false,
      askedAt: -Infinity,
      marks: 0,
      failures: 0,
      cancelRetry: () => {},
    }
    watched.set(key, entry)
    return entry
  }

  function unwatch(entry: Watched) {
    if (entry.listeners.size > 0 || entry.refreshing) return
    entry.cancelRetry()
    if (watched.get(entry.key) === entry) watched.delete(entry.key)
  }

  /** Reads a valid record. A broken store is as good as an empty one: the server knows better. */
  async function load(key: string, parse: Parse<unknown>): Promise<CacheRecord | undefined> {
    const record = await store.get(key).catch(() => undefined)
    if (record === undefined) return undefined
    const data = typeof record === 'object' && Number.isFinite(record?.fetchedAt) ? parse(record.data) : undefined
    if (data !== undefined) return { ...record, data }
    await store.delete(key).catch(() => {})
    return undefined
  }

  function snapshot({ record, error, refreshing }: Watched): Snapshot<unknown> {
    return {
      ...(record ? { data: record.data, fetchedAt: record.fetchedAt } : {}),
      refreshing: refreshing !== undefined,
      ...(error ? { error } : {}),
    }
  }

  function emit(entry: Watched) {
    const now = snapshot(entry)
    for (const listener of [...entry.listeners]) listener(now as Snapshot<never>)
  }

  /** `askedAt`: when another tab asked the server for it; undefined where it was told by other ways. */
  async function reread(entry: Watched, askedAt: number | undefined) {
    const { refreshing } = entry
    // Asked for in one moment, neither is newer: two tabs would else ask after each other for ever. News of a change overtake both.
    const isNoNewer = askedAt !== undefined && askedAt <= entry.askedAt
    const record = await load(entry.key, entry.parse)
    if (!record) return
    if (refreshing && entry.refreshing === refreshing && !isNoNewer) entry.overtaken = true
    entry.record = record
    emit(entry)
  }

  /** One request for a key at a time; whoever asks meanwhile shares it. */
  function refresh(entry: Watched): Promise<void> {
    if (entry.refreshing) return entry.refreshing
    entry.cancelRetry()
    entry.refreshing = fetchUntilCurrent(entry)
      .then(
        () => {
          delete entry.error
          entry.failures = 0
        },
        (error: unknown) => {
          entry.error = isSdkError(error) ? error : new SdkError('bad-response', 'A refresh failed', { cause: error })
          entry.failures += 1
        },
      )
      .then(() => {
        delete entry.refreshing
        if (signal.aborted) return
        if (entry.error?.retryable) retryLater(entry, entry.error)
        else if (entry.overtaken && !entry.error && entry.listeners.size > 0) return void refresh(entry)
        emit(entry)
        unwatch(entry)
      })
    emit(entry)
    return entry.refreshing
  }

  async function fetchUntilCurrent(entry: Watched) {
    const { key, parse, source } = entry
    const { path = key, person, receive } = source ?? {}
    const whose = person === undefined ? {} : { person }
    // Whoever waits is not kept waiting for a record that changes at each look; for those who go on looking it is asked for on.
    for (let round = 0; round < 2; round += 1) {
      entry.overtaken = false
      await recall(entry)
      entry.askedAt = now()
      const { marks } = entry
      const { etag } = entry.record ?? {}
      const fetched = await fetchRecord(transport, {
        path,
        ...whose,
        parse,
        signal,
        now,
        ...(etag === undefined ? {} : { etag }),
      })
      if (entry.wiped) return
      if (fetched.changed) {
        const data = receive ? await receive(fetched.record.data) : fetched.record.data
        await keep(entry, { ...fetched.record, key, data }, marks)
      } else if (etag !== undefined) await confirm(entry, etag, marks)
      if (!entry.overtaken) return
    }
  }

  /** What is cached is shown before the network is asked. */
  async function recall(entry: Watched) {
    if (entry.record) return
    const record = await load(entry.key, entry.parse)
    if (!record || entry.record) return
    entry.record = record
    entry.marks = Math.max(entry.marks, record.stale ?? 0)
    emit(entry)
  }

  async function keep(entry: Watched, record: CacheRecord, marks: number) {
    if (entry.wiped) return
    entry.record = record
    // A full disk must not keep from the person what the server just said.
    await store.update(entry.key, (before) => (entry.wiped ? undefined : withMarks(record, before, marks))).catch(() => {})
    entry.marks -= marks
    announce(entry)
  }

  /** News that came while it was fetched, in another tab, are still to be taken in. */
  function withMarks<T extends CacheMarks>(record: T, before: CacheMarks | undefined, marks: number): T {
    const left = (before?.stale ?? 0) - marks
    const next = { ...record, stale: left }
    if (left <= 0) delete (next as CacheMarks).stale
    return next
  }

  async function confirm(entry: Watched, etag: string, marks: number) {
    const current = <T extends CacheMarks>(record: T) => withMarks({ ...record, fetchedAt: now() }, record, marks)
    if (entry.record?.etag === etag) entry.record = current(entry.record)
    await store.mark(entry.key, (known) => (known.etag === etag ? current(known) : undefined)).catch(() => {})
    entry.marks -= marks
    announce(entry)
  }

  function retryLater(entry: Watched, error: SdkError) {
    if (entry.listeners.size === 0) return
    entry.cancelRetry = afterFailure(error, entry.failures, () => void refresh(entry))
  }

  const afterFailure = ({ retryAfterMs = 0 }: SdkError, failures: number, callback: () => void) =>
    wakeups.after(retryAfterMs + backoff(failures, random, RETRY), callback)

  /** A record that is asked for and not watched has nobody to retry for: whoever asked does. */
  function createAsker(listener: () => Promise<SdkError | Later | undefined>): Asker {
    let over = false
    let failures = 0
    let cancelRetry = () => {}
    let isAsking = false
    let isAskedAgain = false

    /** One change asks more than once: whoever is asking already looks again, where the first look did not fail. */
    async function ask() {
      isAskedAgain = isAsking
      if (isAsking) return
      isAsking = true
      cancelRetry()
      let outcome = await listener()
      while (isAskedAgain && !isSdkError(outcome)) {
        isAskedAgain = false
        outcome = await listener()
      }
      isAsking = false
      const error = isSdkError(outcome) && outcome.retryable ? outcome : undefined
      failures = error ? failures + 1 : 0
      const later = outcome && 'afterMs' in outcome ? outcome : undefined
      if (over || !(error ?? later)) return
      // Another round may have failed meanwhile and set its own.
      cancelRetry()
      cancelRetry = error ? afterFailure(error, failures, () => void ask()) : wakeups.after(later!.afterMs, () => void ask())
    }

    return {
      ask: () => void ask(),
      stop() {
        over = true
        cancelRetry()
      },
    }
  }

  /** Another tab may have marked the record since it was read here: one of them takes the news in for all. */
  async function refreshIfOutdated(entry: Watched) {
    const record = await load(entry.key, entry.parse)
    if (!record?.stale || signal.aborted || entry.listeners.size === 0) return
    const isTakenIn = record.stale <= entry.marks
    entry.marks = Math.max(entry.marks, record.stale)
    if (!entry.refreshing) void refresh(entry)
    else if (!isTakenIn) entry.overtaken = true
  }

  /** The channel calls back here before `post` returns; this tab's own entry is up to date. */
  function announce({ key, askedAt }: Watched) {
    keeping = key
    if (!signal.aborted) channel.post({ type: 'cache', keys: [key], askedAt })
    keeping = undefined
  }

  function tell(keys: string[]) {
    if (!signal.aborted) channel.post({ type: 'cache', keys })
  }

  function overtake(key: string) {
    const entry = watched.get(key)
    if (entry?.refreshing) entry.overtaken = true
  }

  async function outdate(key: string, change: (record: CacheRecord) => CacheRecord | undefined) {
    overtake(key)
    await store.update(key, (record) => record && change(record))
  }

  async function mark(key: string) {
    overtake(key)
    await store.mark(key, (known) => {
      const stale = (known.stale ?? 0) + 1
      const entry = watched.get(key)
      if (entry) entry.marks = stale
      return { ...known, stale }
    })
  }

  return {
    resource: <T>(key: string, parse: Parse<T>, source?: Source<T>): Resource<T> => ({
      subscribe(listener) {
        const entry = watch(key, parse, source as Source<unknown> | undefined)
        const own = (snapshot: Snapshot<never>) => listener(snapshot as Snapshot<T>)
        entry.listeners.add(own)
        // The others heard it already; this one must not wait for the next change.
        if (entry.record || entry.refreshing) own(snapshot(entry) as Snapshot<never>)
        void refresh(entry)
        return () => {
          entry.listeners.delete(own)
          unwatch(entry)
        }
      },
      async refresh() {
        const entry = watch(key, parse, source as Source<unknown> | undefined)
        await refresh(entry)
        return snapshot(entry) as Snapshot<T>
      },
    }),
    isWatched: (key) => (watched.get(key)?.listeners.size ?? 0) > 0,
    async ask(path, parse, person) {
      const fetched = await fetchRecord(transport, { path, parse, signal, now, ...(person === undefined ? {} : { person }) })
      if (!fetched.changed) throw new SdkError('bad-response', `Expected ${path}, got "not modified"`, { retryable: true })
      return fetched.record.data
    },
    async record(key, parse) {
      return (await load(key, parse)) as (CacheRecord & { data: NonNullable<ReturnType<typeof parse>> }) | undefined
    },
    async read(key, parse) {
      return (await load(key, parse))?.data as ReturnType<typeof parse>
    },
    async put(key, data) {
      await store.put({ key, data, fetchedAt: now() })
      tell([key])
    },
    async delete(key) {
      await store.delete(key)
      tell([key])
    },
    async keys(prefix) {
      return (await store.keys()).filter((key) => key.startsWith(prefix))
    },
    async patch(key, parse, change) {
      let changed = false
      await outdate(key, (record) => {
        const data = parse(record.data)
        const next = data === undefined ? undefined : change(data)
        if (next === undefined) return undefined
        changed = true
        // Without its ETag, which named another state: a 304 to it would bless this one.
        return { key, data: next, fetchedAt: record.fetchedAt, ...(record.stale ? { stale: record.stale } : {}) }
      })
      if (changed) tell([key])
    },
    async row(key, id, parse) {
      const row = await store.row(key, id).catch(() => undefined)
      return row === undefined ? undefined : parse(row)
    },
    async replaceRows(key, rows) {
      overtake(key)
      const replaced = await store.replaceRows(key, rows)
      if (replaced.length > 0) tell([key])
      return replaced
    },
    async confirm(key, parse, change) {
      await outdate(key, (record) => {
        const data = parse(record.data)
        return data === undefined ? undefined : { key, data: change(data), fetchedAt: now() }
      })
      tell([key])
    },
    async wipe(match) {
      for (const entry of [...watched.values()]) {
        if (!match(entry.key)) continue
        entry.wiped = true
        entry.cancelRetry()
        entry.listeners.clear()
        delete entry.record
        watched.delete(entry.key)
      }
      const keys = (await store.keys()).filter(match)
      for (const key of keys) await store.delete(key)
      if (keys.length > 0) tell(keys)
    },
    async expire(match) {
      const keys = (await store.keys()).filter(match)
      for (const key of keys) await mark(key)
      for (const entry of watched.values()) {
        if (!match(entry.key)) continue
        if (entry.refreshing) entry.overtaken = true
        else if (entry.listeners.size > 0) void refresh(entry)
      }
      for (const { ask } of askers) ask()
    },
    refreshWatched(which) {
      for (const entry of watched.values()) {
        if (entry.listeners.size === 0) continue
        if (which === 'all' || entry.error?.retryable || entry.record?.stale) void refresh(entry)
        else void refreshIfOutdated(entry)
      }
      for (const { ask } of askers) ask()
    },
    onOutdated(listener) {
      const asker = createAsker(listener)
      askers.add(asker)
      return () => {
        asker.stop()
        askers.delete(asker)
      }
    },
    onChange(listener) {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
    },
    close() {
      closing.abort(new SdkError('aborted', 'The client was closed'))
      unsubscribe()
      changeListeners.clear()
      for (const { stop } of askers) stop()
      askers.clear()
      for (const entry of watched.values()) {
        entry.cancelRetry()
        entry.listeners.clear()
      }
      watched.clear()
    },
  }
}
