import { expect } from '@open-wc/testing'
import { deleteDB, openDB } from 'idb'
import type { PlainStores } from '../ports/index.ts'
import { openIdbStores } from './idb-stores.ts'
import { createMemoryStores } from './memory-stores.ts'

const KEY = '/v1/grids'
let count = 0
let name = ''
const opened: PlainStores[] = []

async function open() {
  const stores = await openIdbStores({ name })
  opened.push(stores)
  return stores
}

interface Grid {
  id: string
  level: string
  name: { zh: string }
  households?: number
}

const grids = (many: number): Grid[] =>
  Array.from({ length: many }, (_, i) => ({
    id: `g-${i}`,
    level: 'micro',
    name: { zh: `第${i}网格` },
    ...(i % 3 === 0 ? { households: i } : {}),
  }))
const record = (many: number) => ({ key: KEY, data: { asOf: 'now', grids: grids(many) }, fetchedAt: 1, etag: '"1"' })

/** Changes what lies in the database behind the stores' back. */
async function tamper(change: (store: IDBObjectStore, key: IDBValidKey) => void) {
  const db = await openDB(name)
  const tx = db.transaction('rows', 'readwrite')
  const [key] = await tx.store.getAllKeys()
  change((tx as unknown as { store: IDBObjectStore }).store, key as IDBValidKey)
  await tx.done
  db.close()
}

beforeEach(() => {
  name = `cache-${Date.now()}-${(count += 1)}`
})

afterEach(async () => {
  for (const stores of opened.splice(0)) stores.close()
  await deleteDB(name)
})

// Short, of chunks that lie as they are, and of texts.
for (const many of [3, 1_235, 20_500]) {
  describe(`a cached list of ${many}`, () => {
    it('is there when it is opened again, and can be replaced by a shorter one', async () => {
      await (await open()).cache.put(record(many))
      opened[0]!.close()
      const { cache } = await open()
      expect(await cache.get(KEY)).to.deep.equal(record(many))
      await cache.put(record(2))
      expect(await cache.get(KEY)).to.deep.equal(record(2))
      expect(await cache.row(KEY, 'g-2')).to.equal(undefined)
    })

    it('gives one row, and takes in newer ones, as a store in memory does', async () => {
      const both = [(await open()).cache, createMemoryStores().cache]
      const [list, one] = [grids(many), many - 1]
      for (const cache of both) {
        await cache.put(record(many))
        expect(await cache.row(KEY, `g-${one}`)).to.deep.equal(list[one])
        expect(await cache.row(KEY, 'nobody')).to.equal(undefined)
        expect(await cache.row('/v1/none', 'g-1')).to.equal(undefined)
        expect(await cache.replaceRows(KEY, [{ id: 'nobody' }])).to.deep.equal([])
        expect((await cache.get(KEY))?.etag).to.equal('"1"')
        const news = { ...list[one]!, households: 9_000 }
        expect(await cache.replaceRows(KEY, [news, { id: 'nobody' }])).to.deep.equal([news.id])
        expect(await cache.row(KEY, news.id)).to.deep.equal(news)
        const { data, etag } = (await cache.get(KEY)) ?? {}
        expect(etag, 'it named another state').to.equal(undefined)
        expect(data).to.deep.equal({ asOf: 'now', grids: list.with(one, news) })
        await cache.delete(KEY)
        expect([await cache.get(KEY), await cache.row(KEY, news.id), await cache.keys()]).to.deep.equal([
          undefined,
          undefined,
          [],
        ])
      }
    })

    it('keeps its rows while only what is known about it changes', async () => {
      const { cache } = await open()
      await cache.put(record(many))
      await cache.mark(KEY, (marks) => ({ ...marks, stale: (marks.stale ?? 0) + 1, fetchedAt: 7 }))
      await cache.mark(KEY, () => undefined)
      await cache.mark('/v1/none', (marks) => marks)
      expect(await cache.get(KEY)).to.deep.equal({ ...record(many), stale: 1, fetchedAt: 7 })
      expect(await cache.keys()).to.deep.equal([KEY])
    })
  })
}

describe('a cached list', () => {
  it('takes in what lies beside it once that is much', async () => {
    const { cache } = await open()
    const list = grids(1_235)
    await cache.put(record(1_235))
    for (let i = 0; i < 300; i += 1) {
      list[i] = { ...list[i]!, households: 5_000 + i }
      await cache.replaceRows(KEY, [list[i]!])
    }
    expect((await cache.get(KEY))?.data).to.deep.equal({ asOf: 'now', grids: list })
    const db = await openDB(name)
    expect(await db.count('rows')).to.be.lessThan(150)
    db.close()
  })

  const damages: Record<string, (store: IDBObjectStore, key: IDBValidKey) => void> = {
    'a piece is gone': (store, key) => void store.delete(key),
    'a piece is cut off': (store, key) => void store.put(['[1,[{"at":[0,1'], key),
    'a piece is of another format': (store, key) => void store.put(['[9,[]]'], key),
    'a piece is nothing of ours': (store, key) => void store.put([null, 7], key),
  }
  for (const [damage, change] of Object.entries(damages)) {
    it(`that is damaged is dropped and told of, and not shown: ${damage}`, async () => {
      for (const many of [1_235, 20_500]) {
        const stores = await open()
        await stores.cache.put(record(many))
        await tamper(change)
        const troubles: string[] = []
        stores.onTrouble?.(({ kind, message }) => troubles.push(`${kind}: ${message}`))
        expect(await stores.cache.get(KEY)).to.equal(undefined)
        expect(troubles).to.deep.equal([`damaged-record: A record at ${KEY} was damaged; it is asked for again`])
        expect(await stores.cache.keys(), 'it is asked for again without an ETag').to.deep.equal([])
        await stores.cache.put(record(many))
        expect(await stores.cache.get(KEY)).to.deep.equal(record(many))
        await stores.cache.delete(KEY)
      }
    })
  }

  it('that an older version of the page has written in one piece is read as that', async () => {
    const { cache } = await open()
    await cache.put(record(20_500))
    const db = await openDB(name)
    await db.put('cache', record(600))
    db.close()
    expect(await cache.get(KEY)).to.deep.equal(record(600))
    expect(await cache.row(KEY, 'g-599')).to.deep.equal(grids(600)[599])
    await cache.put(record(20_100))
    expect(await cache.get(KEY)).to.deep.equal(record(20_100))
  })

  it('that an older version of the page has taken out, or written in one piece, leaves nothing behind', async () => {
    const stores = await open()
    for (const key of ['a', 'b', 'c']) await stores.cache.put({ ...record(1_235), key })
    const db = await openDB(name)
    await db.delete('cache', 'a')
    await db.put('cache', { ...record(600), key: 'c' })
    await stores.purge?.()
    expect((await db.getAllKeys('rows')).map((key) => (key as string[])[0])).to.deep.equal(['b', 'b', 'b'])
    db.close()
    expect(await stores.cache.get('b')).to.deep.equal({ ...record(1_235), key: 'b' })
  })
})
