import { isSdkError, SdkError } from '../errors.ts'
import type { CacheMarks, CacheRecord, OutboxEntry, OutboxPatch, PlainStores, StoredPhoto, Stores } from '../ports/index.ts'
import { rowIn, withRows } from './row-layout.ts'
import type { Row } from './row-text.ts'
import { isSealed } from './seal.ts'
import type { KeyRing } from './seal.ts'

export interface SealedStoresOptions {
  stores: PlainStores
  /** Absent where this page cannot seal: then all is kept as it is, and only expires. */
  keys?: KeyRing
  /** Epoch milliseconds. */
  now: () => number
}

const DAY_MS = 86_400_000
/** How long a personal record is kept; by the last part of its key. */
const LIFETIMES_MS: [RegExp, number][] = [
  [/(^|\/)answer:[^/]*$/, 7 * DAY_MS],
  [/(^|\/)draft:[^/]*$/, 7 * DAY_MS],
  [/(^|\/)similar:[^/]*$/, 7 * DAY_MS],
  [/(^|\/)duty:[^/]*$/, 30 * DAY_MS],
  [/(^|\/)report:[^/]*$/, 400 * DAY_MS],
  [/(^|\/)seen:[^/]*$/, 90 * DAY_MS],
  [/(^|\/)track:[^/]*$/, 30 * DAY_MS],
  [/^me\//, 7 * DAY_MS],
  [/^\/v1\/sign-ups\//, 7 * DAY_MS],
]
const OWNER = /^me\/([^/]+)/
/** So many writers at once of one record are a defect. */
const MOST_ROUNDS = 20

const lifetimeOf = (key: string) => LIFETIMES_MS.find(([pattern]) => pattern.test(key))?.[1]
const isPersonal = (key: string) => lifetimeOf(key) !== undefined
const ownerOf = (key: string) => OWNER.exec(key)?.[1]

/**
 * Stores that seal what is personal, under the key of its person where it is here, else under the device's, and forget
 * it in time. An entry whose key is not here is there and locked; a record whose key is not here is not there.
 */
export function createSealedStores({ stores, keys, now }: SealedStoresOptions): Stores {
  const { exchange, ...plain } = stores
  const { cache, outbox } = plain
  let resealing = Promise.resolve()
  /** How often each person has left. */
  const departures = new Map<string, number>()
  /** How often all have left at once. */
  let clearances = 0

  async function seal<T>(data: T, place: string, person: string | undefined): Promise<T> {
    if (!keys || data === undefined) return data
    const bytes = new TextEncoder().encode(JSON.stringify(data))
    return (await keys.seal(keys.keyFor(person), place, bytes)) as T
  }

  /** What was sealed, or was never; undefined where its key is not here. */
  async function open<T>(data: T, place: string): Promise<T | undefined> {
    if (!isSealed(data)) return data
    const bytes = await keys?.open(data, place)
    return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T)
  }

  function expiring<T extends CacheMarks>(record: T): T {
    const lifetime = lifetimeOf(record.key)
    return lifetime === undefined ? record : { ...record, expiresAt: record.fetchedAt + lifetime }
  }

  const isOver = ({ expiresAt }: CacheMarks) => expiresAt !== undefined && expiresAt <= now()

  async function sealRecord(record: CacheRecord): Promise<CacheRecord> {
    if (!isPersonal(record.key)) return record
    return { ...expiring(record), data: await seal(record.data, record.key, ownerOf(record.key)) }
  }

  async function openRecord(record: CacheRecord | undefined): Promise<CacheRecord | undefined> {
    if (!record || isOver(record)) return undefined
    const data = await open(record.data, record.key)
    return data === undefined ? undefined : { ...record, data }
  }

  /** Tells whether its person has left since: what was being sealed then must not come after what was wiped. */
  function departureOf(key: string): () => boolean {
    const owner = ownerOf(key) ?? ''
    const stamp = () => `${departures.get(owner)} ${owner && clearances}`
    const before = stamp()
    return () => stamp() !== before
  }

  async function putSealed(record: CacheRecord) {
    const hasLeft = departureOf(record.key)
    const sealed = await sealRecord(record)
    if (!hasLeft()) await cache.put(sealed)
  }

  /** WebCrypto does not wait inside a transaction: what was sealed meanwhile is put where nobody wrote in between. */
  async function updateSealed(key: string, change: (record: CacheRecord | undefined) => CacheRecord | undefined) {
    const hasLeft = departureOf(key)
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = await cache.get(key)
      const next = change(await openRecord(before))
      if (!next) return
      const sealed = await sealRecord(next)
      if (hasLeft()) return
      let isOvertaken = false
      await cache.update(key, (current) => {
        isOvertaken = stampOf(current) !== stampOf(before)
        return isOvertaken ? undefined : sealed
      })
      if (!isOvertaken) return
    }
    throw new SdkError('storage', `Expected to change ${key} within ${MOST_ROUNDS} rounds`, { retryable: true })
  }

  async function sealPatch<T extends OutboxPatch>(patch: T, { id, person }: Pick<OutboxEntry, 'id' | 'person'>): Promise<T> {
    const sealed: T = { ...patch }
    if (patch.body) sealed.body = await seal(patch.body, `${id}/body`, person)
    if (patch.memo) sealed.memo = await seal(patch.memo, `${id}/memo`, person)
    if (patch.problem) sealed.problem = await seal(patch.problem, `${id}/problem`, person)
    return sealed
  }

  async function openEntry(entry: OutboxEntry): Promise<OutboxEntry> {
    const { body: sealedBody, memo: sealedMemo, problem: sealedProblem, ...rest } = entry
    const body = await open(sealedBody, `${entry.id}/body`)
    if (body === undefined) return { ...rest, body: {}, locked: true }
    const memo = await open(sealedMemo, `${entry.id}/memo`)
    const problem = await open(sealedProblem, `${entry.id}/problem`)
    return { ...rest, body, ...(memo ? { memo } : {}), ...(problem ? { problem } : {}) }
  }

  /** The same picture lies here once for each key: who has one of them must not depend on another. */
  const photoName = (sha256: string, person: string | undefined) => (keys ? `${sha256}@${keys.keyFor(person)}` : sha256)

  async function sealPhoto(photo: StoredPhoto, person: string | undefined): Promise<StoredPhoto> {
    const sha256 = photoName(photo.sha256, person)
    if (!keys) return photo
    const bytes = await keys.seal(keys.keyFor(person), sha256, new Uint8Array(photo.bytes))
    return { ...photo, sha256, bytes: bytes as unknown as ArrayBuffer }
  }

  async function openPhoto(photo: StoredPhoto | undefined): Promise<StoredPhoto | undefined> {
    if (!photo) return undefined
    const bytes = isSealed(photo.bytes) ? await keys?.open(photo.bytes, photo.sha256) : photo.bytes
    return bytes && { ...photo, sha256: photo.sha256.replace(/@.*$/, ''), bytes }
  }

  /**
   * Seals under a person's key what was kept of them before it was here. Each record by itself, whole or not at all: what
   * breaks off goes on at the next unlocking.
   */
  async function reseal(person: string) {
    for (const key of await cache.keys()) if (ownerOf(key) === person) await resealRecord(key, person)
    for (const entry of await outbox.list()) if (entry.person === person && !entry.unreadable) await resealEntry(entry, person)
  }

  const isUnder = (person: string, data: unknown) => data === undefined || (isSealed(data) && data.sealedBy === person)

  async function resealRecord(key: string, person: string) {
    const record = await cache.get(key)
    if (record && !isUnder(person, record.data) && keys?.has(person)) await updateSealed(key, (current) => current)
  }

  async function resealEntry(entry: OutboxEntry, person: string) {
    const { id, body, memo, problem, photos } = entry
    const isDone = [body, memo, problem].every((data) => isUnder(person, data))
    // Who sends it just now holds the names of its photos; its turn comes at the next unlocking.
    if (isDone || entry.state === 'sending') return
    const open = await openEntry(entry)
    if (open.locked) return
    const { memo: openMemo, problem: openProblem } = open
    const patch = await sealPatch(
      { body: open.body, ...(openMemo && { memo: openMemo }), ...(openProblem && { problem: openProblem }) },
      { id, person },
    )
    const resealed = await resealPhotos(photos, person)
    // The person may have left while it was sealed.
    if (!keys?.has(person)) return
    const stamp = stampOf(entry)
    await exchange(id, {
      patch: { ...patch, photos: resealed.map(({ name }) => name) },
      photos: resealed.flatMap(({ photo }) => (photo ? [photo] : [])),
      isStill: (current) => current.state === entry.state && stampOf(current) === stamp,
    })
  }

  /** A photo that is lost, or that cannot be opened, keeps its name: who sends it finds out. */
  async function resealPhotos(names: string[], person: string): Promise<{ name: string; photo?: StoredPhoto }[]> {
    const all: { name: string; photo?: StoredPhoto }[] = []
    for (const name of names) {
      const photo = await openPhoto(await outbox.photo(name))
      const resealed = photo && (await sealPhoto(photo, person))
      all.push(resealed ? { name: resealed.sha256, photo: resealed } : { name })
    }
    return all
  }

  return {
    ...plain,
    sealed: keys !== undefined,
    cache: {
      ...cache,
      async get(key) {
        const record = await cache.get(key)
        return isPersonal(key) ? openRecord(record) : record
      },
      put: putSealed,
      async update(key, change) {
        if (!isPersonal(key)) return cache.update(key, change)
        if (keys) return updateSealed(key, change)
        return cache.update(key, (record) => {
          const next = change(record && isOver(record) ? undefined : record)
          return next && expiring(next)
        })
      },
      mark: (key, change) =>
        cache.mark(key, (marks) => {
          const next = isOver(marks) ? undefined : change(marks)
          return next && expiring(next)
        }),
      // Who reads a sealed record reads all of it.
      async row(key, id) {
        return isPersonal(key) ? rowIn((await openRecord(await cache.get(key)))?.data, id) : cache.row(key, id)
      },
      async replaceRows(key, rows) {
        if (!isPersonal(key)) return cache.replaceRows(key, rows)
        let ids: string[] = []
        await updateSealed(key, (record) => {
          if (!record) return undefined
          const { data, replaced } = withRows(record.data, rows as readonly Row[])
          const { etag: _, ...rest } = record
          ids = replaced
          return replaced.length > 0 ? { ...rest, data } : undefined
        })
        return ids
      },
    },
    outbox: {
      ...outbox,
      async add(entry, photos) {
        const { person } = entry
        const sealed = { ...entry, ...(await sealPatch({ body: entry.body, ...(entry.memo && { memo: entry.memo }) }, entry)) }
        const withPhotos = await Promise.all(photos.map((photo) => sealPhoto(photo, person)))
        const named = { ...sealed, photos: withPhotos.map(({ sha256 }) => sha256) }
        return openEntry(await outbox.add(named, withPhotos))
      },
      list: async () => Promise.all((await outbox.list()).map(openEntry)),
      async get(id) {
        const entry = await outbox.get(id)
        return entry && openEntry(entry)
      },
      async update(id, patch, from) {
        const person = patch.problem ? (await outbox.get(id))?.person : undefined
        const entry = await outbox.update(id, await sealPatch(patch, { id, ...(person === undefined ? {} : { person }) }), from)
        return entry && openEntry(entry)
      },
      photo: async (name) => openPhoto(await outbox.photo(name)),
      settle: async (id, answers) => outbox.settle(id, await Promise.all(answers.map(sealRecord))),
    },
    async unlock(person, storageKey) {
      if (!keys) return
      await keys.unlock(person, storageKey)
      const mine = resealing.then(() => reseal(person))
      resealing = mine.catch(() => {})
      await mine.catch((error: unknown) => {
        // A store that fails now keeps what it has under the key that it has.
        if (!isSdkError(error)) throw error
      })
    },
    lock(person) {
      if (person === undefined) clearances += 1
      else departures.set(person, (departures.get(person) ?? 0) + 1)
      keys?.lock(person)
    },
    async purge() {
      await plain.purge?.()
      for (const key of (await cache.keys()).filter(isPersonal)) {
        const record = await cache.get(key)
        if (record && isOver(record)) await cache.delete(key)
      }
    },
  }
}

/** Tells one write of a record from another: no two are sealed with the same IV. */
function stampOf(record: CacheRecord | OutboxEntry | undefined): string {
  return JSON.stringify(record, (_, value: unknown) => (isSealed(value) ? value.iv.join() : value)) ?? ''
}
