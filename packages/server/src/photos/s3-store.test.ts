import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { BUCKET, PLACES } from '../../test/photo-places.ts'
import type { PhotoPlace } from '../../test/photo-places.ts'
import { photoKey } from './photo-store.ts'
import { createS3Store } from './s3-store.ts'

const KEY = photoKey('01JZZZZZZZZZZZZZZZZZZZZZZA')

describe('a bucket of S3', () => {
  let place: PhotoPlace
  before(async () => {
    place = await PLACES['an S3 bucket']!()
  })
  after(() => place.remove())

  it('gives what was put, until it is deleted', async () => {
    await place.store.put(KEY, new Uint8Array([1, 2, 3]))
    const stream = await place.store.get(KEY)
    assert.deepEqual([...new Uint8Array(await new Response(stream).arrayBuffer())], [1, 2, 3])
    await place.store.delete(KEY)
    await place.store.delete(KEY)
    assert.equal(await place.store.get(KEY), undefined)
  })

  it('does not take a wrong secret, and the error does not tell it', async () => {
    const secretAccessKey = 'another-secret'
    const store = createS3Store({ ...BUCKET, endpoint: place.address, secretAccessKey })
    await assert.rejects(store.put(KEY, new Uint8Array([1])), (error: Error) => {
      assert.deepEqual(
        [error.name, error.message.includes('403'), error.message.includes(secretAccessKey)],
        ['PhotoStoreError', true, false],
      )
      return true
    })
  })

  it('is asked by its name in the path, or before the service’s where that is wanted', async () => {
    const asked: string[] = []
    const noted: typeof fetch = async (request) => {
      asked.push((request as Request).url)
      return new Response(null, { status: 404 })
    }
    const options = { ...BUCKET, endpoint: 'https://s3.example/', fetch: noted }
    await createS3Store(options).get(KEY)
    await createS3Store({ ...options, addressing: 'host', prefix: '' }).get(KEY)
    assert.deepEqual(asked, [
      'https://s3.example/photos/district/one/za/01JZZZZZZZZZZZZZZZZZZZZZZA.jpg',
      'https://photos.s3.example/za/01JZZZZZZZZZZZZZZZZZZZZZZA.jpg',
    ])
  })

  it('is given up where it does not answer in time', async () => {
    const silent: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason as Error)))
    const store = createS3Store({ ...BUCKET, endpoint: 'https://s3.example', fetch: silent, timeLimitMs: 1 })
    await assert.rejects(store.delete(KEY), { name: 'PhotoStoreError' })
  })
})
