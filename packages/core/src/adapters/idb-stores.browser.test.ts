import { expect } from '@open-wc/testing'
import { openDB } from 'idb'
import { createClient } from '../client/index.ts'
import type { OutboxView } from '../client/index.ts'
import { waitUntil } from '../../test/wait-until.ts'
import { isSdkError } from '../errors.ts'
import type { SdkError } from '../errors.ts'
import type { OutboxEntry, StoredPhoto, Stores } from '../ports/index.ts'
import { openIdbStores } from './idb-stores.ts'

let count = 0
const opened: Stores[] = []

/** A database of its own for each test; `again` opens another connection to it. */
async function open(name = `test-${Date.now()}-${(count += 1)}`) {
  const stores = await openIdbStores({ name })
  opened.push(stores)
  return { name, stores, again: async () => (await open(name)).stores }
}

afterEach(() => {
  for (const stores of opened.splice(0)) stores.close()
})

const entry = (id: string, photos: string[] = []): Omit<OutboxEntry, 'seq'> => ({
  id,
  kind: 'report',
  subject: id,
  method: 'POST',
  path: '/v1/issues',
  body: { id },
  photos,
  state: 'queued',
  attempts: 0,
  createdAt: 1,
  nextAttemptAt: 0,
})
const photo = (sha256: string): StoredPhoto => ({ sha256, type: 'image/jpeg', bytes: new Uint8Array([1, 2, 3]).buffer })
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

/** Fails the next matching call, as a browser does whose disk is full. */
function breakOnce(method: 'put' | 'add', store: string, error: () => Error) {
  const original = IDBObjectStore.prototype[method]
  IDBObjectStore.prototype[method] = function (this: IDBObjectStore, ...args: Parameters<IDBObjectStore['put']>) {
    if (this.name !== store) return original.apply(this, args)
    IDBObjectStore.prototype[method] = original
    throw error()
  }
}

/** Another version of the page, which older ones must not keep waiting. */
function upgradeTo(name: string, version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => request.result.createObjectStore('of-a-newer-version')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error as DOMException)
    request.onblocked = () => reject(new Error('blocked'))
  })
}

/** As who clears the data of a site does. */
function clear(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onblocked = () => reject(new Error('blocked'))
  })
}

describe('stores in IndexedDB', () => {
  it('keep entries, photos, cache and meta when they are opened again', async () => {
    const { stores, again } = await open()
    const stored = await stores.outbox.add(entry('a', ['p']), [photo('p')])
    await stores.cache.put({ key: '/v1/grids', data: { n: 1 }, fetchedAt: 7, etag: '"1"' })
    await stores.meta.put('cursor', 42)
    stores.close()
    const reopened = await again()
    expect(await reopened.outbox.list()).to.deep.equal([stored])
    expect(await reopened.outbox.get('a')).to.deep.equal({ ...entry('a', ['p']), seq: 1 })
    const kept = await reopened.outbox.photo('p')
    expect([...new Uint8Array(kept?.bytes ?? new ArrayBuffer(0))]).to.deep.equal([1, 2, 3])
    expect(await reopened.cache.get('/v1/grids')).to.deep.equal({ key: '/v1/grids', data: { n: 1 }, fetchedAt: 7, etag: '"1"' })
    expect(await reopened.meta.get('cursor')).to.equal(42)
  })

  it('number entries in the order of their transactions, over both connections, never anew', async () => {
    const { stores, again } = await open()
    const other = await again()
    await stores.outbox.add(entry('b'), [])
    await other.outbox.add(entry('a'), [])
    await stores.outbox.discard('a', ['queued'])
    await stores.outbox.add(entry('c'), [])
    expect((await other.outbox.list()).map(({ id, seq }) => [id, seq])).to.deep.equal([
      ['b', 1],
      ['c', 3],
    ])
  })

  it('refuse a second entry of the same id and leave the first and its photos as they were', async () => {
    const { stores } = await open()
    await stores.outbox.add(entry('a'), [])
    const error = await errorOf(stores.outbox.add(entry('a', ['p']), [photo('p')]))
    expect((error as SdkError).code).to.equal('storage')
    expect((await stores.outbox.list()).length).to.equal(1)
    expect(await stores.outbox.photo('p')).to.equal(undefined)
  })

  it('update an entry only in the wanted states, and take out what is patched with undefined', async () => {
    const { stores } = await open()
    await stores.outbox.add({ ...entry('a'), failure: { code: 'network' } }, [])
    const updated = await stores.outbox.update('a', { state: 'sending', failure: undefined }, ['queued'])
    expect(updated).to.deep.equal({ ...entry('a'), seq: 1, state: 'sending' })
    expect(await stores.outbox.update('a', { state: 'queued' }, ['refused'])).to.equal(undefined)
    expect(await stores.outbox.get('a')).to.deep.equal(updated)
    expect(await stores.outbox.update('nobody', { attempts: 1 }, ['queued'])).to.equal(undefined)
  })

  it('let one of two connections claim an entry that both want', async () => {
    const { stores, again } = await open()
    const other = await again()
    await stores.outbox.add(entry('a'), [])
    const claims = await Promise.all([stores, other].map(({ outbox }) => outbox.update('a', { state: 'refused' }, ['queued'])))
    expect(claims.filter((claim) => claim !== undefined).length).to.equal(1)
  })

  it('settle in one transaction: the answer in, the entry and its photos out, but not a photo another entry needs', async () => {
    const { stores, again } = await open()
    const other = await again()
    await stores.outbox.add(entry('a', ['p', 'q']), [photo('p'), photo('q')])
    await stores.outbox.add(entry('b', ['q']), [photo('q')])
    await stores.outbox.markUploaded('q', true)
    await stores.outbox.settle('a', [{ key: 'answer:a', data: { id: 'a' }, fetchedAt: 1 }])
    expect((await other.outbox.list()).map(({ id }) => id)).to.deep.equal(['b'])
    expect(await other.outbox.photo('p')).to.equal(undefined)
    expect((await other.outbox.photo('q'))?.uploaded).to.equal(true)
    expect((await other.cache.get('answer:a'))?.data).to.deep.equal({ id: 'a' })
  })

  it('change nothing where a settlement fails half way; a record that nothing can store is no failure of the storage', async () => {
    const { stores } = await open()
    await stores.outbox.add(entry('a', ['p']), [photo('p')])
    const unclonable = { key: 'answer:b', data: () => {}, fetchedAt: 1 }
    const error = await errorOf(stores.outbox.settle('a', [{ key: 'answer:a', data: 1, fetchedAt: 1 }, unclonable]))
    expect([isSdkError(error), (error as Error).name]).to.deep.equal([false, 'DataCloneError'])
    expect(await stores.cache.get('answer:a')).to.equal(undefined)
    expect((await stores.outbox.list()).length).to.equal(1)
    expect(await stores.outbox.photo('p')).to.not.equal(undefined)
  })

  it('hand on a defect of who changes a record as it is, with nothing changed', async () => {
    const { stores } = await open()
    await stores.cache.put({ key: 'a', data: 1, fetchedAt: 1 })
    const defect = new TypeError('a rule broke')
    const thrown = await errorOf(
      stores.cache.update('a', () => {
        throw defect
      }),
    )
    expect(thrown).to.equal(defect)
    expect((await stores.cache.get('a'))?.data).to.equal(1)
  })

  it('give entries that are damaged or of a newer version as unreadable, and leave them as they are', async () => {
    const { name, stores } = await open()
    await stores.outbox.add(entry('a', ['p']), [photo('p')])
    const db = await openDB(name)
    const newer = { ...entry('b', ['p']), kind: 'of-a-newer-version' }
    for (const odd of [newer, { id: 'c' }, { ...entry('d'), photos: 'p' }, { ...entry('e'), state: 'lost' }])
      await db.add('outbox', odd)
    const before = await db.getAll('outbox')
    const list = await stores.outbox.list()
    expect(list.map(({ unreadable = false, locked = false }) => [unreadable, locked])).to.deep.equal([
      [false, false],
      ...Array.from({ length: 4 }, () => [true, true]),
    ])
    expect(await stores.outbox.get('b')).to.equal(undefined)
    expect(await stores.outbox.update('b', { attempts: 1 }, ['queued'])).to.equal(undefined)
    expect(await stores.outbox.discard('a', ['queued'])).to.equal(true)
    expect(await stores.outbox.photo('p'), 'one of them names it').to.not.equal(undefined)
    expect(await db.getAll('outbox')).to.deep.equal(before.slice(1))
    db.close()
  })

  it('give what cannot be read as it lies there, and take it out with its photos on a word', async () => {
    const { name, stores } = await open()
    await stores.outbox.add(entry('a'), [])
    await stores.outbox.add(entry('b', ['p']), [photo('p')])
    const db = await openDB(name)
    const [, second] = await db.getAll('outbox')
    await db.put('outbox', { ...second, state: 'lost' })
    const [odd] = (await stores.outbox.unreadable?.()) ?? []
    expect(odd).to.deep.equal({ id: `unreadable-${second.seq}`, value: { ...second, state: 'lost' } })
    expect(await stores.outbox.discard('unreadable-1', ['queued']), 'one that can be read').to.equal(false)
    expect(await stores.outbox.discard(odd!.id, ['queued'])).to.equal(true)
    expect(await stores.outbox.photo('p')).to.equal(undefined)
    expect((await stores.outbox.list()).map(({ id }) => id)).to.deep.equal(['a'])
    db.close()
  })

  it('report a full disk as a storage error, with nothing half written', async () => {
    const { stores } = await open()
    breakOnce('add', 'photos', () => new DOMException('full', 'QuotaExceededError'))
    const error = await errorOf(stores.outbox.add(entry('a', ['p']), [photo('p')]))
    expect(isSdkError(error) && [error.code, error.retryable, (error.cause as Error).name]).to.deep.equal([
      'storage',
      true,
      'QuotaExceededError',
    ])
    expect(await stores.outbox.list()).to.deep.equal([])
    await stores.outbox.add(entry('a', ['p']), [photo('p')])
    expect((await stores.outbox.list()).length).to.equal(1)
  })

  it('report success only when the transaction is complete: an abort after the last request is a failure', async () => {
    const { stores } = await open()
    const { add } = IDBObjectStore.prototype
    let succeeded = false
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...values: Parameters<IDBObjectStore['add']>) {
      IDBObjectStore.prototype.add = add
      const request = add.apply(this, values)
      // The request succeeds; the commit does not.
      request.addEventListener('success', () => {
        succeeded = true
        this.transaction.abort()
      })
      return request
    }
    const error = await errorOf(stores.outbox.add(entry('a'), []))
    expect(succeeded).to.equal(true)
    expect(isSdkError(error) && error.code).to.equal('storage')
    expect(await stores.outbox.list()).to.deep.equal([])
  })

  it('ask for strict durability where a person’s command is written', async () => {
    const { stores } = await open()
    const durabilities: string[] = []
    const original = IDBDatabase.prototype.transaction
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) {
      if (args[1] === 'readwrite') durabilities.push(args[2]?.durability ?? 'default')
      return original.apply(this, args)
    }
    try {
      await stores.outbox.add(entry('a'), [])
      await stores.outbox.settle('a', [])
    } finally {
      IDBDatabase.prototype.transaction = original
    }
    expect(durabilities).to.deep.equal(['strict', 'strict'])
  })

  it('read and write a cache record in one transaction', async () => {
    const { stores, again } = await open()
    const other = await again()
    await stores.cache.put({ key: 'k', data: 0, fetchedAt: 1 })
    const increment = ({ cache }: Stores) =>
      cache.update('k', (record) => record && { ...record, data: (record.data as number) + 1 })
    await Promise.all(Array.from({ length: 20 }, (_, i) => increment(i % 2 ? stores : other)))
    expect((await stores.cache.get('k'))?.data).to.equal(20)
  })

  it('make way for a newer version of the page, and go on with a database that it only added to', async () => {
    const { name, stores } = await open()
    await stores.outbox.add(entry('a'), [])
    const newer = await upgradeTo(name, 99)
    await stores.outbox.add(entry('b'), [])
    expect((await stores.outbox.list()).map(({ id }) => id)).to.deep.equal(['a', 'b'])
    newer.close()
    stores.close()
    expect((await (await open(name)).stores.outbox.list()).length, 'also when it is opened anew').to.equal(2)
  })

  it('make way for a newer version of the page, and say so where only that can use the database', async () => {
    const { name, stores } = await open()
    await stores.meta.put('cursor', 1)
    const newer = await upgradeTo(name, 100)
    const error = await errorOf(stores.meta.get('cursor'))
    newer.close()
    expect(isSdkError(error) && [error.code, (error.cause as Error).name]).to.deep.equal(['storage', 'VersionError'])
  })

  it('open anew after the data was deleted under them, write what is unsent again as it was, and say so', async () => {
    const { name, stores } = await open()
    const troubles: string[] = []
    stores.onTrouble?.(({ kind }) => troubles.push(kind))
    await stores.outbox.add(entry('sent'), [])
    await stores.outbox.add(entry('a', ['p']), [photo('p')])
    await stores.outbox.settle('sent', [])
    await stores.outbox.update('a', { attempts: 3 }, ['queued'])
    const before = await stores.outbox.list()
    await clear(name)
    await stores.outbox.add(entry('b'), [])
    const [first, ...others] = await stores.outbox.list()
    expect([first]).to.deep.equal(before)
    expect(first?.attempts).to.equal(3)
    expect(
      others.map(({ id }) => id),
      'after what was there before',
    ).to.deep.equal(['b'])
    expect(await stores.outbox.photo('p')).to.not.equal(undefined)
    expect(troubles).to.deep.equal(['emptied'])
  })

  it('write it again though nobody uses them', async () => {
    const { name, stores } = await open()
    await stores.outbox.add(entry('a'), [])
    await clear(name)
    const db = await openDB(name)
    await waitUntil(async () => (await db.count('outbox')) === 1)
    db.close()
  })

  it('write it once where several tabs know of it, what each of them knows', async () => {
    const { name, stores, again } = await open()
    const other = await again()
    await stores.outbox.add(entry('a'), [])
    const db = await openDB(name)
    await db.add('outbox', { id: 'x', kind: 'of-a-newer-version' })
    db.close()
    await other.outbox.list()
    await stores.outbox.add(entry('b'), [])
    await clear(name)
    const lists = await Promise.all([stores, other].map(({ outbox }) => outbox.list()))
    const last = await other.outbox.list()
    expect(last.map(({ id }) => id)).to.have.members(['a', 'b', 'unreadable-2'])
    expect(lists.every((list) => list.some(({ id }) => id === 'a'))).to.equal(true)
  })

  it('give up on a database that an older page holds and does not let go', async () => {
    const { name, stores } = await open()
    stores.close()
    await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve))
    // Version 0 to 1 by a page that does not finish its upgrade.
    let held = true
    const holder = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name, 1)
      request.onupgradeneeded = () => {
        const { transaction } = request
        const spin = () =>
          (transaction as IDBTransaction)
            .objectStore('spin')
            .get(1)
            .addEventListener('success', () => held && spin())
        request.result.createObjectStore('spin')
        resolve(request.result)
        spin()
      }
    })
    const error = await errorOf(openIdbStores({ name, openTimeoutMs: 50 }))
    held = false
    holder.close()
    expect(isSdkError(error) && error.code).to.equal('storage')
  })
})

describe('a client whose storage is blocked', () => {
  const view = (client: ReturnType<typeof createClient>) =>
    new Promise<OutboxView>((resolve) => client.outbox.subscribe((latest) => resolve(latest)))

  it('works in memory and says why', async () => {
    const original = IDBFactory.prototype.open
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    const client = createClient({ endpoint: 'https://nowhere.example', siteKey: `wk_${Date.now()}` })
    try {
      const { durable, reason } = await view(client)
      expect(durable).to.equal(false)
      expect(reason).to.contain('insecure')
    } finally {
      IDBFactory.prototype.open = original
      client.close()
    }
  })

  it('counts what it cannot read, apart from what is of others', async () => {
    const siteKey = `wk_${Date.now()}unreadable`
    const endpoint = 'https://nowhere.example'
    const first = createClient({ endpoint, siteKey })
    await view(first)
    const db = await openDB(`wangge:${endpoint}:${siteKey}`)
    await db.add('outbox', { id: 'a' })
    db.close()
    first.close()
    const client = createClient({ endpoint, siteKey })
    expect(await view(client)).to.deep.equal({ entries: [], others: 0, unreadable: 1, sealed: true, durable: true })
    const { entries } = JSON.parse(await (await client.outbox.exportUnreadable()).text()) as { entries: object[] }
    expect(entries).to.deep.equal([{ id: 'a', seq: 1 }])
    expect(await client.outbox.discardUnreadable()).to.equal(1)
    expect(await client.outbox.discardUnreadable()).to.equal(0)
    expect(await view(client)).to.deep.equal({ entries: [], others: 0, sealed: true, durable: true })
    client.close()
  })

  it('leaves what cannot be read where it is another person’s', async () => {
    const siteKey = `wk_${Date.now()}others`
    const endpoint = 'https://nowhere.example'
    const client = createClient({ endpoint, siteKey })
    await view(client)
    const db = await openDB(`wangge:${endpoint}:${siteKey}`)
    await db.add('outbox', { id: 'a', person: '1'.repeat(32) })
    const { entries } = JSON.parse(await (await client.outbox.exportUnreadable()).text()) as { entries: object[] }
    expect(entries).to.deep.equal([])
    expect(await client.outbox.discardUnreadable()).to.equal(0)
    expect(await db.count('outbox')).to.equal(1)
    db.close()
    client.close()
  })

  it('is durable where it is not', async () => {
    const client = createClient({ endpoint: 'https://nowhere.example', siteKey: `wk_${Date.now()}` })
    expect(await view(client)).to.deep.equal({ entries: [], others: 0, sealed: true, durable: true })
    client.close()
  })
})
