// Our store and the others, each by the fastest way that it documents for many records at once and for one.
import Dexie from 'dexie'
import localforage from 'localforage'
import PouchDB from 'pouchdb-browser'
import { createRxDatabase } from 'rxdb/plugins/core'
import type { Database } from 'rxdb/plugins/core'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import { openDeviceStores } from '../../packages/core/src/adapters/device-stores.ts'
import type { Stores } from '../../packages/core/src/ports/index.ts'

export type Grid = { id: string } & Record<string, unknown>

export interface Subject {
  open(): Promise<unknown>
  load(rows: Grid[]): Promise<unknown>
  readAll(): Promise<readonly unknown[]>
  get(id: string): Promise<{ id: string; [field: string]: unknown } | undefined>
  put(row: Grid): Promise<void>
  close(): Promise<unknown> | void
}

const NAME = 'bench'
const KEY = '/v1/grids'

/** As the client opens it, with the device's key and all. */
function ours(): Subject {
  let stores: Stores
  return {
    open: async () => (stores = await openDeviceStores({ name: NAME, now: Date.now })),
    load: (rows) => stores.cache.put({ key: KEY, data: { asOf: '2026-03-02T08:00:00+08:00', grids: rows }, fetchedAt: 1 }),
    readAll: async () => ((await stores.cache.get(KEY))?.data as { grids: Grid[] }).grids,
    get: async (id) => (await stores.cache.row(KEY, id)) as Grid,
    put: async (row) => void (await stores.cache.replaceRows(KEY, [row])),
    close: () => stores.close(),
  }
}

function dexie(): Subject {
  const db = new Dexie(NAME, { chromeTransactionDurability: 'relaxed' })
  db.version(1).stores({ grids: 'id' })
  const grids = db.table<Grid, string>('grids')
  return {
    open: () => db.open(),
    load: (rows) => grids.bulkPut(rows),
    readAll: () => grids.toArray(),
    get: (id) => grids.get(id),
    put: async (row) => void (await grids.put(row)),
    close: () => db.close(),
  }
}

const RX_SCHEMA = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 60 } },
  required: ['id'],
  additionalProperties: true,
} as const

function rxdb(): Subject {
  let db: Database<'grids'>
  const grids = () => db.collections.grids
  return {
    async open() {
      db = await createRxDatabase({ name: NAME, storage: getRxStorageDexie(), multiInstance: false })
      await db.addCollections({ grids: { schema: RX_SCHEMA } })
    },
    load: (rows) => grids().bulkInsert(rows),
    readAll: () => grids().find().exec(),
    get: async (id) => (await grids().findOne(id).exec())?.toJSON() as Grid | undefined,
    put: async (row) => void (await grids().incrementalUpsert(row)),
    close: () => db.close(),
  }
}

function pouchdb(): Subject {
  const db = new PouchDB<Grid>(NAME)
  return {
    open: () => db.info(),
    load: (rows) => db.bulkDocs(rows.map((row) => ({ ...row, _id: row.id }))),
    readAll: async () => (await db.allDocs({ include_docs: true })).rows.map(({ doc }) => doc),
    get: (id) => db.get(id),
    async put(row) {
      const { _rev } = await db.get(row.id)
      await db.put({ ...row, _id: row.id, _rev })
    },
    close: () => db.close(),
  }
}

/** It has no way to write many at once: each record is a transaction of its own. */
function localForage(): Subject {
  const store = localforage.createInstance({ name: NAME, driver: localforage.INDEXEDDB })
  return {
    open: () => store.ready(),
    load: (rows) => Promise.all(rows.map((row) => store.setItem(row.id, row))),
    async readAll() {
      const rows: unknown[] = []
      await store.iterate((row) => void rows.push(row))
      return rows
    },
    get: async (id) => (await store.getItem<Grid>(id)) ?? undefined,
    put: async (row) => void (await store.setItem(row.id, row)),
    close: () => {},
  }
}

export const SUBJECTS: Record<string, () => Subject> = {
  ours,
  Dexie: dexie,
  'RxDB (Dexie storage)': rxdb,
  PouchDB: pouchdb,
  localForage,
}
