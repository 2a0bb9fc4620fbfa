import assert from 'node:assert/strict'
import { test } from 'node:test'
import { photoStoreOf } from './photo-store-of.ts'
import { UsageError } from './usage-error.ts'

const S3 = {
  WANGGE_PHOTOS: 's3://photos/district/',
  WANGGE_S3_ENDPOINT: 'https://s3.example',
  WANGGE_S3_REGION: 'cn-1',
  WANGGE_S3_ACCESS_KEY_ID: 'id',
  WANGGE_S3_SECRET_ACCESS_KEY: 'secret',
}

test('pictures are in the database, a directory or a bucket', async () => {
  assert.equal(await photoStoreOf({}), undefined)
  assert.equal(await photoStoreOf({ WANGGE_PHOTOS: '' }), undefined)
  assert.equal((await photoStoreOf({ WANGGE_PHOTOS: './photos' }))?.name, 'directory')
  assert.equal((await photoStoreOf(S3))?.name, 's3')
  assert.equal((await photoStoreOf({ ...S3, WANGGE_S3_ADDRESSING: 'host' }))?.name, 's3')
})

for (const [what, env, named] of [
  ['another scheme', { WANGGE_PHOTOS: 'ftp://photos' }, /WANGGE_PHOTOS: .*ftp/],
  ['no bucket', { ...S3, WANGGE_PHOTOS: 's3://' }, /WANGGE_PHOTOS/],
  ['no endpoint', { ...S3, WANGGE_S3_ENDPOINT: '' }, /WANGGE_S3_ENDPOINT/],
  ['an endpoint that is no address', { ...S3, WANGGE_S3_ENDPOINT: 's3.example' }, /WANGGE_S3_ENDPOINT/],
  ['no secret', { ...S3, WANGGE_S3_SECRET_ACCESS_KEY: '' }, /WANGGE_S3_SECRET_ACCESS_KEY/],
  ['an addressing nobody knows', { ...S3, WANGGE_S3_ADDRESSING: 'dns' }, /WANGGE_S3_ADDRESSING/],
] as const) {
  test(`what is wrong is named: ${what}`, async () => {
    await assert.rejects(photoStoreOf(env), (error: Error) => error instanceof UsageError && named.test(error.message))
  })
}
