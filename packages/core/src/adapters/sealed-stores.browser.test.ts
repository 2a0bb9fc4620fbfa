import { expect } from '@open-wc/testing'
import { openDB } from 'idb'
import { rawDatabase } from '../../test/raw-database.ts'
import { openDeviceStores } from './device-stores.ts'

const PERSON = 'a'.repeat(32)
const STORAGE_KEY = btoa('k'.repeat(32)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const SECRETS = ['路灯不亮', 'K7QM-2X9F-4D', '志愿者甲', 'photo-bytes-in-the-clear']
const NOON = Date.parse('2026-03-02T12:00:00+08:00')
let count = 0

const entry = (id: string, person?: string) => ({
  id,
  kind: 'report' as const,
  subject: id,
  method: 'POST' as const,
  path: '/v1/issues',
  body: { description: '路灯不亮' },
  memo: { of: '志愿者甲' },
  photos: ['p'],
  state: 'queued' as const,
  attempts: 0,
  createdAt: NOON,
  nextAttemptAt: 0,
  ...(person === undefined ? {} : { person }),
})
const photo = () => ({ sha256: 'p', type: 'image/png', bytes: new TextEncoder().encode('photo-bytes-in-the-clear').buffer })

function open(name = `sealed-${Date.now()}-${(count += 1)}`, clock = { now: NOON }) {
  return openDeviceStores({ name, now: () => clock.now }).then((stores) => ({ name, stores, clock }))
}

describe('stores on a device', () => {
  it('hold nothing personal in the clear, and give it back', async () => {
    const { name, stores } = await open()
    await stores.unlock?.(PERSON, STORAGE_KEY)
    for (const person of [undefined, PERSON]) {
      const { id, photos } = await stores.outbox.add(entry(`e-${person}`, person), [photo()])
      const stored = await stores.outbox.photo(photos[0] as string)
      expect([stored?.sha256, new TextDecoder().decode(stored?.bytes)]).to.deep.equal(['p', 'photo-bytes-in-the-clear'])
      await stores.outbox.update(id, { state: 'refused', problem: { type: '', title: '志愿者甲', status: 409, code: 'x' } }, [
        'queued',
      ])
      expect((await stores.outbox.get(id))?.problem?.title).to.equal('志愿者甲')
    }
    for (const key of ['report:1', `me/${PERSON}`, `me/${PERSON}/report:1`, 'answer:1']) {
      await stores.cache.put({ key, data: { receipt: 'K7QM-2X9F-4D', name: '志愿者甲' }, fetchedAt: NOON })
      expect((await stores.cache.get(key))?.data).to.deep.equal({ receipt: 'K7QM-2X9F-4D', name: '志愿者甲' })
    }
    const bytes = await rawDatabase(name)
    for (const secret of SECRETS) expect(bytes).not.to.include(secret)
    expect(stores.sealed).to.equal(true)
    stores.close()
  })

  it('keep a person’s locked until their key is there again; what is nobody’s opens after a reload', async () => {
    const { name, stores } = await open()
    await stores.unlock?.(PERSON, STORAGE_KEY)
    await stores.outbox.add(entry('theirs', PERSON), [])
    await stores.outbox.add(entry('nobodys'), [])
    await stores.cache.put({ key: `me/${PERSON}`, data: { name: '志愿者甲' }, fetchedAt: NOON })
    stores.close()
    const again = (await open(name)).stores
    const locked = async () => (await again.outbox.list()).map((one) => [one.id, one.locked ?? false])
    expect(await locked()).to.deep.equal([
      ['theirs', true],
      ['nobodys', false],
    ])
    expect(await again.cache.get(`me/${PERSON}`)).to.equal(undefined)
    await again.unlock?.(PERSON, STORAGE_KEY)
    expect((await again.outbox.list())[0]?.body).to.deep.equal({ description: '路灯不亮' })
    again.lock?.(PERSON)
    expect((await locked())[0]).to.deep.equal(['theirs', true])
    again.close()
  })

  it('lose no change where many change one record at once', async () => {
    const { stores } = await open()
    const key = 'report:1'
    await stores.cache.put({ key, data: { count: 0 }, fetchedAt: NOON })
    const change = () =>
      stores.cache.update(key, (record) => record && { ...record, data: { count: (record.data as { count: number }).count + 1 } })
    await Promise.all(Array.from({ length: 8 }, change))
    expect((await stores.cache.get(key))?.data).to.deep.equal({ count: 8 })
    stores.close()
  })

  it('forget what is personal in time', async () => {
    const { stores, clock } = await open()
    for (const key of ['answer:1', 'report:1', '/v1/grids']) await stores.cache.put({ key, data: 1, fetchedAt: NOON })
    clock.now += 31 * 86_400_000
    expect(await stores.cache.get('answer:1')).to.equal(undefined)
    await stores.purge?.()
    expect((await stores.cache.keys()).sort()).to.deep.equal(['/v1/grids', 'report:1'])
    stores.close()
  })

  it('go on in memory where a newer version of the page has made the database its own, and say so', async () => {
    const { name, stores } = await open()
    await stores.outbox.add(entry('a'), [photo()])
    const newer = await openDB(name, 100)
    const troubles: string[] = []
    stores.onTrouble?.(({ kind }) => troubles.push(kind))
    await stores.outbox.add(entry('b'), [photo()])
    expect([stores.kind, troubles]).to.deep.equal(['memory', ['memory']])
    expect(stores.reason).to.contain('VersionError')
    expect((await stores.outbox.list()).map(({ id, body }) => [id, body])).to.deep.equal([['b', entry('b').body]])
    expect(await newer.count('outbox'), 'what was kept before is there for the newer one').to.equal(1)
    newer.close()
    stores.close()
  })
})
