import assert from 'node:assert/strict'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { PLACES } from '../../test/photo-places.ts'
import type { PhotoPlace } from '../../test/photo-places.ts'
import { photoKey } from './photo-store.ts'

const KEY = photoKey('01JZZZZZZZZZZZZZZZZZZZZZZA')

describe('a directory of pictures', () => {
  let place: PhotoPlace
  before(async () => {
    place = await PLACES['a directory']!()
  })
  after(() => place.remove())

  it('gives what was put, to its owner only, until it is deleted', async () => {
    await place.store.put(KEY, new Uint8Array([1, 2, 3]))
    assert.equal((await stat(join(place.address, KEY))).mode & 0o777, 0o600)
    const stream = await place.store.get(KEY)
    assert.deepEqual([...new Uint8Array(await new Response(stream).arrayBuffer())], [1, 2, 3])
    await place.store.delete(KEY)
    await place.store.delete(KEY)
    assert.equal(await place.store.get(KEY), undefined)
  })

  it('has nothing under a name before it is whole, and deletes what was left of it', async () => {
    await place.store.put(KEY, new Uint8Array([1]))
    await place.store.delete(KEY)
    await writeFile(join(place.address, `${KEY}.part`), 'half a pic')
    assert.equal(await place.store.get(KEY), undefined)
    await place.store.delete(KEY)
    assert.deepEqual(await readdir(join(place.address, 'za')), [])
  })

  for (const key of ['../../etc/passwd', 'za/../../x.jpg', '/etc/passwd', '', 'za/01JZZZZZZZZZZZZZZZZZZZZZZA.jpg/..']) {
    it(`is not led elsewhere by ${JSON.stringify(key)}`, async () => {
      await assert.rejects(place.store.get(key), RangeError)
      await assert.rejects(place.store.put(key, new Uint8Array([1])), RangeError)
      await assert.rejects(place.store.delete(key), RangeError)
    })
  }
})
