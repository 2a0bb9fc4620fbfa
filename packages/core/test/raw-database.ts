// What lies in the browser's databases, as whoever takes the device finds it.
import { openDB } from 'idb'

/** All records of a database as one text, keys, texts and bytes alike. */
export async function rawDatabase(name: string): Promise<string> {
  const db = await openDB(name)
  const values = await Promise.all(
    [...db.objectStoreNames].map(async (store) => ({ keys: await db.getAllKeys(store), values: await db.getAll(store) })),
  )
  db.close()
  const decoder = new TextDecoder()
  return JSON.stringify(values, (_, value: unknown) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return decoder.decode(value as ArrayBuffer)
    return value
  })
}

/** All of the origin's databases whose name includes `tag`, and the one of the keys. */
export async function rawDevice(tag: string): Promise<string> {
  const names = (await indexedDB.databases()).flatMap(({ name }) => (name?.includes(tag) || name === 'wangge-keys' ? [name] : []))
  return (await Promise.all(names.map(rawDatabase))).join('\n')
}
