import { openDB } from 'idb'
import type { DBSchema } from 'idb'

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
  const db = await openDB<Schema>(DATABASE, 1, { upgrade: (created) => void created.createObjectStore('keys') })
  try {
    const known = await db.get('keys', name)
    if (known) return known
    const made = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    // Another tab may have been first; both go on with one key.
    const tx = db.transaction('keys', 'readwrite', { durability: 'strict' })
    const first = await tx.store.get(name)
    if (!first) await tx.store.put(made, name)
    await tx.done
    return first ?? made
  } finally {
    db.close()
  }
}
