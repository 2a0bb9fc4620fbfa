import type { OutboxEntry, OutboxStore, PlainStores } from '../ports/index.ts'
import { applyPatch } from './apply-patch.ts'
import { putRecord } from './idb-cache.ts'
import type { Database, StoreName, Write } from './idb-database.ts'
import type { OutboxCopy } from './outbox-copy.ts'
import { isEntry, readEntry, unreadableId, unreadableSeq } from './outbox-entry.ts'

export interface IdbOutboxOptions {
  read<T>(work: (db: Database) => Promise<T>): Promise<T>
  write<N extends StoreName, T>(names: N[], work: (tx: Write<N>) => Promise<T>): Promise<T>
  /** Kept up with all that is read and written. */
  copy: OutboxCopy
}

type OutboxWrite = Write<'outbox' | 'photos'>

/** Commands and the photos that they name; what is written is strictly durable. */
export function createIdbOutbox({ read, write, copy }: IdbOutboxOptions): OutboxStore & Pick<PlainStores, 'exchange'> {
  /** `work` resolves with the place of what it took out. */
  async function remove<N extends StoreName>(names: N[], work: (tx: Write<N>) => Promise<number | undefined>): Promise<boolean> {
    const seq = await write(names, work)
    if (seq !== undefined) copy.delete(seq)
    return seq !== undefined
  }

  return {
    async add(entry, photos) {
      const added = await write(['outbox', 'photos'], async (tx) => {
        const seq = await tx.objectStore('outbox').add(entry as OutboxEntry)
        const store = tx.objectStore('photos')
        for (const photo of photos) if (!(await store.getKey(photo.sha256))) await store.add(photo)
        return { ...entry, seq }
      })
      copy.put(added, photos)
      return added
    },
    async list() {
      const all = await read((db) => db.getAll('outbox'))
      copy.sawAll(all)
      return all.map((entry) => readEntry(entry, (entry as { seq: number }).seq))
    },
    async get(id) {
      const entry = await read((db) => db.getFromIndex('outbox', 'id', id))
      return isEntry(entry) ? entry : undefined
    },
    async update(id, patch, from) {
      const updated = await write(['outbox'], async (tx) => {
        const entry = await tx.objectStore('outbox').index('id').get(id)
        if (!isEntry(entry) || !from.includes(entry.state)) return undefined
        const next = applyPatch(entry, patch)
        await tx.objectStore('outbox').put(next)
        return next
      })
      if (updated) copy.put(updated)
      return updated
    },
    photo: (sha256) => read((db) => db.get('photos', sha256)),
    markUploaded: (sha256, uploaded) =>
      write(['photos'], async (tx) => {
        const photo = await tx.objectStore('photos').get(sha256)
        if (photo) await tx.objectStore('photos').put({ ...photo, uploaded })
      }),
    settle: (id, answers) =>
      remove(['cache', 'rows', 'outbox', 'photos'], async (tx) => {
        const entry = await tx.objectStore('outbox').index('id').get(id)
        if (!entry) return undefined
        for (const record of answers) await putRecord(tx as unknown as Write<'cache' | 'rows'>, record)
        return removeEntry(tx as unknown as OutboxWrite, entry)
      }),
    async unreadable() {
      const all = (await read((db) => db.getAll('outbox'))) as unknown[]
      return all.filter((value) => !isEntry(value)).map((value) => ({ id: unreadableId((value as { seq: number }).seq), value }))
    },
    discard: (id, from) =>
      remove(['outbox', 'photos'], async (tx) => {
        const seq = unreadableSeq(id)
        if (seq !== undefined) return removeUnreadable(tx, seq)
        const entry = await tx.objectStore('outbox').index('id').get(id)
        return entry && from.includes(entry.state) ? removeEntry(tx, entry) : undefined
      }),
    async exchange(id, { patch, photos, isStill }) {
      const exchanged = await write(['outbox', 'photos'], async (tx) => {
        const entry = await tx.objectStore('outbox').index('id').get(id)
        if (!entry || !isStill(entry)) return undefined
        const next = applyPatch(entry, patch)
        await tx.objectStore('outbox').put(next)
        for (const photo of photos) await tx.objectStore('photos').put(photo)
        await removePhotos(tx, entry.photos)
        return next
      })
      if (exchanged) copy.put(exchanged, photos)
      return exchanged !== undefined
    },
  }
}

/** With the photos that it names, as far as it tells. */
async function removeUnreadable(tx: OutboxWrite, seq: number): Promise<number | undefined> {
  const value: unknown = await tx.objectStore('outbox').get(seq)
  // A newer page may have mended it meanwhile.
  if (value === undefined || isEntry(value)) return undefined
  await tx.objectStore('outbox').delete(seq)
  const { photos } = value as { photos?: unknown }
  await removePhotos(tx, Array.isArray(photos) ? photos.filter((name) => typeof name === 'string') : [])
  return seq
}

async function removeEntry(tx: OutboxWrite, { seq, photos }: OutboxEntry): Promise<number> {
  await tx.objectStore('outbox').delete(seq)
  await removePhotos(tx, photos)
  return seq
}

/** Those of the photos that no entry names. */
async function removePhotos(tx: OutboxWrite, names: string[]) {
  if (names.length === 0) return
  // Of those that cannot be read too, as far as they tell.
  const needed = new Set((await tx.objectStore('outbox').getAll()).flatMap(({ photos }: Partial<OutboxEntry>) => photos ?? []))
  for (const sha256 of names) if (!needed.has(sha256)) await tx.objectStore('photos').delete(sha256)
}
