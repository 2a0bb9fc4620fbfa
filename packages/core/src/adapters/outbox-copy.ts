import type { OutboxEntry, StoredPhoto } from '../ports/index.ts'
import type { Write } from './idb-database.ts'

/** What this page knows of what lies in the outbox, as it lies there (sealed, where it is), should the database be deleted under it. */
export interface OutboxCopy {
  isEmpty(): boolean
  /** All that lies there now, whoever wrote it. */
  sawAll(values: readonly OutboxEntry[]): void
  put(value: OutboxEntry, photos?: readonly StoredPhoto[]): void
  delete(seq: number): void
  /**
   * Writes all of it that is not there into a database that was made anew, each in its old place where that is free; resolves
   * with how many there are now. A photo comes back that was laid there since this page was opened; of older ones no copy is held.
   */
  writeAgain(tx: Write<'outbox' | 'photos'>): Promise<number>
}

export function createOutboxCopy(): OutboxCopy {
  const values = new Map<number, OutboxEntry>()
  const photos = new Map<string, StoredPhoto>()

  function dropPhotos() {
    if (photos.size === 0) return
    // Of one that cannot be read too, as far as it tells.
    const needed = new Set([...values.values()].flatMap(({ photos: names }: Partial<OutboxEntry>) => names ?? []))
    for (const name of photos.keys()) if (!needed.has(name)) photos.delete(name)
  }

  return {
    isEmpty: () => values.size === 0,
    sawAll(all) {
      values.clear()
      for (const value of all) values.set(value.seq, value)
      dropPhotos()
    },
    put(value, withPhotos = []) {
      values.set(value.seq, value)
      for (const photo of withPhotos) photos.set(photo.sha256, photo)
      dropPhotos()
    },
    delete(seq) {
      values.delete(seq)
      dropPhotos()
    },
    async writeAgain(tx) {
      const outbox = tx.objectStore('outbox')
      for (const value of [...values.values()].sort((a, b) => a.seq - b.seq)) {
        // Another tab may have written it, or something of its own, before.
        if (typeof value.id === 'string' && (await outbox.index('id').getKey(value.id)) !== undefined) continue
        const { seq, ...placeless } = value
        await ((await outbox.getKey(seq)) === undefined ? outbox.add(value) : outbox.add(placeless as OutboxEntry))
      }
      for (const photo of photos.values())
        if (!(await tx.objectStore('photos').getKey(photo.sha256))) await tx.objectStore('photos').add(photo)
      return values.size
    },
  }
}
