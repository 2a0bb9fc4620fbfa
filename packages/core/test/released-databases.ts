// The databases that released versions of the page have left on people's devices, made as those made them. Never changed.

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error as DOMException)
  })

export interface ReleasedDatabase {
  version: number
  /** Makes it, with `LEFT` in it, and leaves it open. */
  make(name: string): Promise<IDBDatabase>
}

/** What is in each. */
export const LEFT = {
  entries: ['a', 'b'].map((id, i) => ({
    id,
    seq: i + 1,
    kind: 'report' as const,
    subject: id,
    method: 'POST' as const,
    path: '/v1/issues',
    body: { id },
    photos: ['p'],
    state: 'queued' as const,
    attempts: i,
    createdAt: 1,
    nextAttemptAt: 0,
  })),
  photo: { sha256: 'p', type: 'image/jpeg', bytes: new Uint8Array([1, 2, 3]).buffer },
  records: [
    {
      key: '/v1/grids',
      data: { asOf: 'now', grids: Array.from({ length: 1_235 }, (_, i) => ({ id: `g-${i}` })) },
      fetchedAt: 7,
      etag: '"1"',
    },
    { key: 'report:1', data: { receipt: 'K7QM-2X9F-4D' }, fetchedAt: 7 },
  ],
  cursor: 42,
}

async function makeFirst(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => {
    const db = request.result
    db.createObjectStore('cache', { keyPath: 'key' })
    const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
    outbox.createIndex('id', 'id', { unique: true })
    db.createObjectStore('photos', { keyPath: 'sha256' })
    db.createObjectStore('meta')
  }
  const db = await settled(request)
  const tx = db.transaction(['cache', 'outbox', 'photos', 'meta'], 'readwrite')
  for (const record of LEFT.records) tx.objectStore('cache').put(record)
  for (const { seq: _, ...entry } of LEFT.entries) tx.objectStore('outbox').add(entry)
  tx.objectStore('photos').put(LEFT.photo)
  tx.objectStore('meta').put(LEFT.cursor, 'cursor')
  await new Promise((resolve) => (tx.oncomplete = resolve))
  return db
}

export const RELEASED: ReleasedDatabase[] = [{ version: 1, make: makeFirst }]
