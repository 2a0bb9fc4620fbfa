import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey }
}

const DATABASE = 'wangge-keys'

/**
 * This device's key for the stores of a name: made once, kept where the browser hands it to nobody, in a database apart
 * from what it seals. Undefined on a page without WebCrypto (plain http).
 */
export async function openDeviceKey(name: string): Promise<CryptoKey | undefined> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) return undefined
  return withKeys(async (db) => {
    const known = await db.get('keys', name)
    if (known) return known
    const made = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    // Another tab may have been first; both go on with one key.
    return putFirst(db, name, made)
  })
}

/** Lays a key that was opened before there again, where it was deleted with all that it had sealed. */
export async function keepDeviceKey(name: string, key: CryptoKey): Promise<void> {
  await withKeys((db) => putFirst(db, name, key))
}

/** Resolves with the key that is kept: this one, or another's that was there. */
async function putFirst(db: IDBPDatabase<Schema>, name: string, key: CryptoKey): Promise<CryptoKey> {
  const tx = db.transaction('keys', 'readwrite', { durability: 'strict' })
  const first = await tx.store.get(name)
  if (!first) await tx.store.put(key, name)
  await tx.done
  return first ?? key
}

async function withKeys<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const db = await openDB<Schema>(DATABASE, 1, { upgrade: (created) => void created.createObjectStore('keys') })
  try {
    return await work(db)
  } finally {
    db.close()
  }
}
