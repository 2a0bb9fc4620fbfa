import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import type { AppOptions } from '../../src/app.ts'
import { createContext } from '../../src/context.ts'
import { PhotoStoreError } from '../../src/photos/photo-store.ts'
import { runRetention } from '../../src/privacy/retention.ts'
import { LARGEST_PART, SMALLEST_PART, UPLOAD_MS } from '../../src/storage/photo-uploads.ts'
import { assertProblem, nextUlid, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { memoryPhotos } from '../memory-photos.ts'
import { pngOf } from '../photos.ts'

const SIZE = 300_000

interface Large {
  bytes: Buffer
  ref: { sha256: string; type: 'image/png'; size: number }
}

export function photoUploads(name: string, open: (options?: Partial<AppOptions>) => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** A picture with so much beside it that it is as large as a photo. */
    function large(size = SIZE): Large {
      const empty = pngOf({ width: 8, height: 8, salt: nextUlid(), chunks: { tEXt: Buffer.alloc(0) } }).length
      const salt = nextUlid()
      const bytes = Buffer.from(pngOf({ width: 8, height: 8, salt, chunks: { tEXt: Buffer.alloc(size - empty, salt) } }))
      return { bytes, ref: { sha256: createHash('sha256').update(bytes).digest('hex'), type: 'image/png', size: bytes.length } }
    }

    const pathOf = ({ ref }: Large) => `/v1/photos/${ref.sha256}/upload`
    const begin = (photo: Large, as: Caller = 'public', changes: object = {}) => {
      const { type, size } = photo.ref
      return district.call('POST', pathOf(photo), { as, body: { type, size, ...changes } })
    }
    const append = (photo: Large, offset: number, bytes: Uint8Array, as: Caller = 'public') =>
      district.call('PUT', `${pathOf(photo)}?offset=${offset}`, {
        ...{ as, body: bytes, headers: { 'content-type': 'application/partial-upload' } },
      })
    const part = (photo: Large, from: number, to = photo.ref.size) => append(photo, from, photo.bytes.subarray(from, to))
    const tables = async () => {
      const { db } = district.database
      const [uploads, parts] = [
        await db.selectFrom('photo_uploads').select('sha256').execute(),
        await db.selectFrom('photo_parts').select('sha256').execute(),
      ]
      return [uploads.length, parts.length]
    }

    it('take a photo in parts, which a report may name once it is complete', async () => {
      const photo = large()
      const report = () => district.post('/v1/issues', reportCommand({ photos: [photo.ref] }), 'public')
      assert.deepEqual((await begin(photo)).body, { offset: 0, complete: false })
      assert.deepEqual((await part(photo, 0, 128_000)).body, { offset: 128_000, complete: false })
      assert.equal((await report()).body.refusal.reason, 'photo-missing')
      assert.deepEqual((await part(photo, 128_000, 256_000)).body, { offset: 256_000, complete: false })
      assert.deepEqual((await part(photo, 256_000)).body, { offset: photo.ref.size, complete: true })
      assert.deepEqual(await tables(), [0, 0])
      assert.equal((await report()).status, 201)
      assert.deepEqual((await begin(photo)).body, { offset: photo.ref.size, complete: true })
    })

    it('tell where to go on, whoever asks, and change nothing by a part that is here or came too early', async () => {
      const photo = large()
      await begin(photo)
      await part(photo, 0, 100_000)
      const there = { offset: 100_000, complete: false }
      for (const answer of [
        await begin(photo),
        await begin(photo, 'street'),
        await part(photo, 0, 100_000),
        await part(photo, 64_000, 164_000),
        await part(photo, 200_000),
        await append(photo, 100_000, new Uint8Array()),
      ])
        assert.deepEqual([answer.status, answer.body], [200, there])
      assert.deepEqual((await part(photo, 100_000)).body, { offset: photo.ref.size, complete: true })
    })

    it('come to the same picture, however they are cut, whichever answers are lost and in whatever order parts come', async () => {
      const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 })
      await fc.assert(
        fc.asyncProperty(cuts, fc.array(fc.nat({ max: 6 }), { maxLength: 12 }), async (places, order) => {
          const photo = large()
          await begin(photo)
          const ends = [...places.map((place) => place * SMALLEST_PART + 1_000).sort((a, b) => a - b), photo.ref.size]
          const parts = ends.map((end, index) => [index === 0 ? 0 : ends[index - 1]!, end] as const)
          for (const index of order) await part(photo, ...parts[index % parts.length]!)
          for (const one of parts) await part(photo, ...one)
          assert.deepEqual((await begin(photo)).body, { offset: photo.ref.size, complete: true })
          const whole = large()
          await district.call('PUT', `/v1/photos/${whole.ref.sha256}`, {
            ...{ as: 'public', body: whole.bytes, headers: { 'content-type': 'image/png' } },
          })
          const rows = await district.database.db
            .selectFrom('photos')
            .select(['sha256', 'size', 'digest'])
            .where('sha256', 'in', [photo.ref.sha256, whole.ref.sha256])
            .execute()
          assert.deepEqual([rows.length, rows[0]!.digest], [2, rows[1]!.digest])
        }),
        { numRuns: 10 },
      )
    })

    it('take each part once, where two tabs bring it at the same time', async () => {
      const photo = large()
      await Promise.all([begin(photo), begin(photo)])
      await Promise.all([part(photo, 0, 150_000), part(photo, 0, 150_000), part(photo, 0, 64_000)])
      const { body } = await begin(photo)
      assert.ok([64_000, 150_000].includes(body.offset), String(body.offset))
      const ends = await Promise.all([part(photo, body.offset), part(photo, body.offset)])
      for (const end of ends) assert.ok(end.status === 200 || end.body.code === 'unknown-upload', JSON.stringify(end.body))
      assert.deepEqual((await begin(photo)).body, { offset: photo.ref.size, complete: true })
    })

    it('begin anew where the photo is of another type or size than was said before', async () => {
      const photo = large()
      await begin(photo, 'public', { size: 200_000 })
      await part(photo, 0, 100_000)
      assert.deepEqual((await begin(photo)).body, { offset: 0, complete: false })
      await part(photo, 0, 100_000)
      assert.deepEqual((await begin(photo, 'public', { type: 'image/jpeg' })).body, { offset: 0, complete: false })
      await begin(photo)
      assert.equal((await part(photo, 0)).body.complete, true)
    })

    it('forget what turns out to be another photo, or none, and take it from its beginning', async () => {
      const photo = large()
      const noise = Buffer.alloc(photo.ref.size, 7)
      await begin(photo)
      await append(photo, 0, noise.subarray(0, 100_000))
      assertProblem(await part(photo, 100_000), 422, 'photo-mismatch')
      assertProblem(await part(photo, 100_000), 404, 'unknown-upload')
      assert.deepEqual((await begin(photo)).body, { offset: 0, complete: false })
      assert.equal((await part(photo, 0)).body.complete, true)
      const none = { bytes: noise, ref: { ...photo.ref, sha256: createHash('sha256').update(noise).digest('hex') } }
      await begin(none)
      assertProblem(await part(none, 0), 422, 'photo-mismatch')
      assert.deepEqual(await tables(), [0, 0])
    })

    it('hold each part to its bounds', async () => {
      const photo = large(2_500_000)
      await begin(photo)
      assertProblem(await part(photo, 0, SMALLEST_PART - 1), 422, 'part-too-short')
      assertProblem(await part(photo, 0, LARGEST_PART + 1), 413, 'body-too-large')
      assert.equal((await part(photo, 0, LARGEST_PART)).body.offset, LARGEST_PART)
      assert.equal((await part(photo, LARGEST_PART, 2 * LARGEST_PART)).body.offset, 2 * LARGEST_PART)
      const beyond = Buffer.concat([photo.bytes.subarray(2 * LARGEST_PART), Buffer.from('x')])
      assertProblem(await append(photo, 2 * LARGEST_PART, beyond), 422, 'part-too-long')
      assert.equal((await part(photo, 2 * LARGEST_PART)).body.complete, true)
    })

    it('are forgotten a day after they began', async () => {
      const [late, cut] = [large(), large()]
      const start = district.clock.now
      for (const photo of [late, cut]) {
        await begin(photo)
        await part(photo, 0, 100_000)
      }
      district.clock.now = start + UPLOAD_MS
      assertProblem(await part(late, 100_000), 404, 'unknown-upload')
      assert.deepEqual((await begin(late)).body, { offset: 0, complete: false })
      assert.equal((await part(late, 0)).body.complete, true)
      assert.deepEqual(await tables(), [1, 1])
      const { database, keyring } = district
      const rows = await runRetention(createContext({ database, keyring }), { now: start + UPLOAD_MS, dryRun: false })
      assert.equal(rows.photo_uploads, 1)
      assert.deepEqual(await tables(), [0, 0])
      district.clock.now = start
    })

    it('are kept where their store does not answer, and complete once it does', async () => {
      const store = memoryPhotos()
      let isAway = true
      const put: typeof store.put = (key, bytes) =>
        isAway ? Promise.reject(new PhotoStoreError('Expected a store that answers')) : store.put(key, bytes)
      const other = await open({ photoStore: { ...store, put } })
      const here = district
      district = other
      try {
        const photo = large()
        await begin(photo)
        assertProblem(await part(photo, 0), 503, 'photo-store-unavailable')
        assert.deepEqual((await begin(photo)).body, { offset: photo.ref.size, complete: false })
        isAway = false
        assert.deepEqual((await append(photo, photo.ref.size, new Uint8Array())).body, {
          ...{ offset: photo.ref.size, complete: true },
        })
        other.app.close()
        await other.database.close()
      } finally {
        district = here
      }
    })
  })
}
