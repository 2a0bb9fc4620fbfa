import type { CacheRecord, OutboxEntry, OutboxState, PlainStores, StoredPhoto } from '../ports/index.ts'
import { applyPatch } from './apply-patch.ts'
import { rowIn, withRows } from './row-layout.ts'
import type { Row } from './row-text.ts'

export interface MemoryStoresOptions {
  /** Why nothing better could be had, for whoever asks. */
  reason?: string
}

/** Stores that live as long as the page. Records are copied in and out, as a database would. */
export function createMemoryStores({ reason }: MemoryStoresOptions = {}): PlainStores {
  const cache = new Map<string, CacheRecord>()
  const entries = new Map<string, OutboxEntry>()
  const photos = new Map<string, StoredPhoto>()
  const meta = new Map<string, unknown>()
  let seq = 0

  const inState = (id: string, from: readonly OutboxState[]) => {
    const entry = entries.get(id)
    return entry && from.includes(entry.state) ? entry : undefined
  }

  function remove(id: string) {
    const entry = entries.get(id)
    entries.delete(id)
    removePhotos(entry?.photos ?? [])
  }

  function removePhotos(names: string[]) {
    const needed = new Set([...entries.values()].flatMap((other) => other.photos))
    for (const sha256 of names) if (!needed.has(sha256)) photos.delete(sha256)
  }

  return {
    kind: 'memory',
    ...(reason === undefined ? {} : { reason }),
    cache: {
      get: async (key) => structuredClone(cache.get(key)),
      put: async (record) => void cache.set(record.key, structuredClone(record)),
      async update(key, change) {
        const next = change(structuredClone(cache.get(key)))
        if (next) cache.set(key, structuredClone(next))
      },
      async mark(key, change) {
        const record = cache.get(key)
        if (!record) return
        const { data, ...marks } = record
        const next = change(structuredClone(marks))
        if (next) cache.set(key, { ...structuredClone(next), data })
      },
      row: async (key, id) => structuredClone(rowIn(cache.get(key)?.data, id)),
      async replaceRows(key, rows) {
        const record = cache.get(key)
        if (!record) return []
        const { data, replaced } = withRows(record.data, structuredClone(rows) as Row[])
        const { etag: _, ...rest } = record
        if (replaced.length > 0) cache.set(key, { ...rest, data })
        return replaced
      },
      delete: async (key) => void cache.delete(key),
      keys: async () => [...cache.keys()],
    },
    outbox: {
      async add(entry, withPhotos) {
        const stored: OutboxEntry = { ...structuredClone(entry), seq: (seq += 1) }
        entries.set(stored.id, stored)
        for (const photo of withPhotos) if (!photos.has(photo.sha256)) photos.set(photo.sha256, structuredClone(photo))
        return structuredClone(stored)
      },
      list: async () => structuredClone([...entries.values()]),
      get: async (id) => structuredClone(entries.get(id)),
      async update(id, patch, from) {
        const entry = inState(id, from)
        if (!entry) return undefined
        const next = applyPatch(entry, structuredClone(patch))
        entries.set(id, next)
        return structuredClone(next)
      },
      photo: async (sha256) => structuredClone(photos.get(sha256)),
      async markUploaded(sha256, uploaded) {
        const photo = photos.get(sha256)
        if (photo) photos.set(sha256, { ...photo, uploaded })
      },
      async settle(id, answers) {
        if (!entries.has(id)) return false
        for (const record of answers) cache.set(record.key, structuredClone(record))
        remove(id)
        return true
      },
      async discard(id, from) {
        if (!inState(id, from)) return false
        remove(id)
        return true
      },
    },
    meta: {
      get: async (key) => structuredClone(meta.get(key)),
      put: async (key, value) => void meta.set(key, structuredClone(value)),
      delete: async (key) => void meta.delete(key),
    },
    async exchange(id, { patch, photos: withPhotos, isStill }) {
      const entry = entries.get(id)
      if (!entry || !isStill(structuredClone(entry))) return false
      entries.set(id, applyPatch(entry, structuredClone(patch)))
      for (const photo of withPhotos) photos.set(photo.sha256, structuredClone(photo))
      removePhotos(entry.photos)
      return true
    },
    close() {},
  }
}
