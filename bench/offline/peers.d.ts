// What the bench asks of the others; they are installed in bench/peers only.
declare module 'dexie' {
  export default class Dexie {
    constructor(name: string, options: { chromeTransactionDurability: 'relaxed' })
    version(version: number): { stores(schema: Record<string, string>): void }
    table<T, K>(
      name: string,
    ): {
      bulkPut(rows: T[]): Promise<unknown>
      toArray(): Promise<T[]>
      get(key: K): Promise<T | undefined>
      put(row: T): Promise<K>
    }
    open(): Promise<unknown>
    close(): void
  }
}

declare module 'rxdb/plugins/core' {
  interface Collection {
    bulkInsert(rows: object[]): Promise<unknown>
    find(): { exec(): Promise<unknown[]> }
    findOne(id: string): { exec(): Promise<{ toJSON(): unknown } | null> }
    incrementalUpsert(row: object): Promise<unknown>
  }
  export interface Database<Name extends string> {
    collections: Record<Name, Collection>
    addCollections(collections: Record<Name, { schema: object }>): Promise<unknown>
    close(): Promise<unknown>
  }
  export function createRxDatabase<Name extends string>(options: {
    name: string
    storage: unknown
    multiInstance: boolean
  }): Promise<Database<Name>>
}

declare module 'rxdb/plugins/storage-dexie' {
  export function getRxStorageDexie(): unknown
}

declare module 'pouchdb-browser' {
  interface Kept {
    _id: string
    _rev: string
  }
  export default class PouchDB<T> {
    constructor(name: string)
    info(): Promise<unknown>
    bulkDocs(rows: (T & { _id: string })[]): Promise<unknown>
    allDocs(options: { include_docs: true }): Promise<{ rows: { doc: T & Kept }[] }>
    get(id: string): Promise<T & Kept>
    put(row: T & Kept): Promise<unknown>
    close(): Promise<unknown>
  }
}

declare module 'localforage' {
  interface Store {
    ready(): Promise<void>
    setItem(key: string, value: unknown): Promise<unknown>
    getItem<T>(key: string): Promise<T | null>
    iterate(each: (value: unknown) => void): Promise<unknown>
  }
  const localforage: { INDEXEDDB: string; createInstance(options: { name: string; driver: string }): Store }
  export default localforage
}
