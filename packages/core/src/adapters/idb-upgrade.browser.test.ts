import { expect } from '@open-wc/testing'
import { deleteDB } from 'idb'
import { LEFT, RELEASED } from '../../test/released-databases.ts'
import { isSdkError } from '../errors.ts'
import type { PlainStores } from '../ports/index.ts'
import { openIdbStores } from './idb-stores.ts'

const STORES = new URL('./idb-stores.ts', import.meta.url).href
let count = 0
let name = ''
const opened: { close(): void }[] = []

async function open(options: { openTimeoutMs?: number } = {}) {
  const stores = await openIdbStores({ name, ...options })
  opened.push(stores)
  return stores
}

/** All that was left is there, and new work goes on after it. */
async function expectAll({ outbox, cache, meta }: PlainStores) {
  expect(await outbox.list()).to.deep.equal(LEFT.entries)
  expect([...new Uint8Array((await outbox.photo('p'))?.bytes ?? new ArrayBuffer(0))]).to.deep.equal([1, 2, 3])
  for (const record of LEFT.records) expect(await cache.get(record.key)).to.deep.equal(record)
  expect(await cache.row('/v1/grids', 'g-1000')).to.deep.equal({ id: 'g-1000' })
  expect(await meta.get('cursor')).to.equal(LEFT.cursor)
  const { seq: _, ...entry } = LEFT.entries[0]!
  expect((await outbox.add({ ...entry, id: 'c', photos: [] }, [])).seq).to.equal(3)
  await cache.put(LEFT.records[0]!)
  expect(await cache.get('/v1/grids')).to.deep.equal(LEFT.records[0])
}

/** A page of its own that opens the stores and is gone in the middle of it: at the n-th store or index that it makes, or once it is open. */
function openAndDie(step: number): Promise<void> {
  const frame = document.createElement('iframe')
  const script = `
    let left = ${step}
    const die = () => frameElement.remove()
    const create = IDBDatabase.prototype.createObjectStore
    IDBDatabase.prototype.createObjectStore = function (...args) {
      const made = create.apply(this, args)
      if (--left === 0) die()
      return made
    }
    const { openIdbStores } = await import(${JSON.stringify(STORES)})
    await openIdbStores({ name: ${JSON.stringify(name)} })
    die()`
  frame.srcdoc = `<!doctype html><script type="module">${script}</script>`
  return new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (frame.isConnected) return
      observer.disconnect()
      resolve()
    }).observe(document.body, { childList: true })
    document.body.append(frame)
  })
}

const versionNow = async () => (await indexedDB.databases()).find((one) => one.name === name)?.version

beforeEach(() => {
  name = `upgrade-${Date.now()}-${(count += 1)}`
})

afterEach(async () => {
  for (const stores of opened.splice(0)) stores.close()
  await deleteDB(name)
})

for (const { version, make } of RELEASED) {
  describe(`a database of version ${version}`, () => {
    it('is moved on with all that is in it', async () => {
      ;(await make(name)).close()
      await expectAll(await open())
    })

    it('is moved on by the next page where the one that began is gone in the middle', async () => {
      for (let step = 1; step <= 3; step += 1) {
        name = `upgrade-${Date.now()}-${(count += 1)}`
        ;(await make(name)).close()
        await openAndDie(step)
        if (step === 1) expect(await versionNow(), 'the upgrade was undone').to.equal(version)
        const stores = await open()
        await expectAll(stores)
        stores.close()
      }
    })

    it('is moved on while an older page has it open, which makes way', async () => {
      const old = await make(name)
      old.onversionchange = () => old.close()
      await expectAll(await open())
    })

    it('is moved on once an older page lets go that did not make way at first, and that is told', async () => {
      const old = await make(name)
      old.onversionchange = () => setTimeout(() => old.close(), 20)
      const stores = await open()
      const troubles: string[] = []
      stores.onTrouble?.(({ kind }) => troubles.push(kind))
      expect(troubles).to.deep.equal(['blocked'])
      await expectAll(stores)
    })

    it('is given up where an older page never lets go, and is as it was', async () => {
      const old = await make(name)
      const error = await open({ openTimeoutMs: 50 }).catch((thrown: unknown) => thrown)
      expect(isSdkError(error) && [error.code, error.message.includes('older version')]).to.deep.equal(['storage', true])
      old.close()
      await expectAll(await open())
    })
  })
}

it('a new database is made by the next page where the one that began is gone in the middle', async () => {
  for (let step = 1; step <= 6; step += 1) {
    name = `upgrade-${Date.now()}-${(count += 1)}`
    await openAndDie(step)
    const stores = await open()
    await stores.cache.put(LEFT.records[0]!)
    expect(await stores.cache.get('/v1/grids')).to.deep.equal(LEFT.records[0])
    expect(await stores.outbox.list()).to.deep.equal([])
    stores.close()
  }
})
