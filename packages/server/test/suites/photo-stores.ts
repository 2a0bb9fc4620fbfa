import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { AppOptions } from '../../src/app.ts'
import type { PhotoMove } from '../../src/admin/photos-schema.ts'
import { createContext } from '../../src/context.ts'
import { photoKey, PhotoStoreError } from '../../src/photos/photo-store.ts'
import type { PhotoStore } from '../../src/photos/photo-store.ts'
import { movePhotos } from '../../src/storage/move-photos.ts'
import { announcePut, confirmPut } from '../../src/storage/photo-leftovers.ts'
import { assertProblem, nextUlid, png, reportCommand } from '../harness.ts'
import type { Answered, District } from '../harness.ts'
import { PLACES } from '../photo-places.ts'
import type { PhotoPlace } from '../photo-places.ts'

const HOUR_MS = 3_600_000

export function photoStores(name: string, open: (options?: Partial<AppOptions>) => Promise<District>): void {
  for (const [where, openPlace] of Object.entries(PLACES)) {
    describe(`${name}: ${where}`, () => {
      let place: PhotoPlace
      let district: District
      before(async () => {
        place = await openPlace()
        district = await open({ photoStore: place.store })
      })
      after(async () => {
        district.app.close()
        await district.database.close()
        await place.remove()
      })
      beforeEach(() => district.failures.splice(0))

      const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
      const send = ({ bytes, ref }: ReturnType<typeof png>): Promise<Answered> =>
        district.call('PUT', `/v1/photos/${ref.sha256}`, { as: 'public', body: bytes, headers: { 'content-type': ref.type } })
      const rowOf = ({ ref }: ReturnType<typeof png>) =>
        district.database.db.selectFrom('photos').selectAll().where('sha256', '=', ref.sha256).executeTakeFirst()
      const noted = () => district.database.db.selectFrom('photo_leftovers').selectAll().execute()
      const check = async () => (await district.call('POST', '/v1/admin/photos-check', { as: 'admin', body: {} })).body
      const erase = (receipt: string) =>
        district.post(`/v1/receipts/${receipt}/erasure`, { id: nextUlid(), confirm: true } as { id: string }, 'public')

      /** A photo that a report names, and how the holder of its receipt sees it. */
      async function reported(): Promise<{
        photo: ReturnType<typeof png>
        key: string
        receipt: string
        show(): Promise<Response>
      }> {
        const photo = png(nextUlid())
        assert.equal((await send(photo)).status, 201)
        const { body } = await district.post('/v1/issues', reportCommand({ photos: [photo.ref] }), 'public')
        const url = `http://district.test/v1/receipts/${body.receipt}/photos/${photo.ref.sha256}`
        const show = () => district.app.fetch(new Request(url, { headers: district.headersOf('public') }))
        return { photo, key: (await rowOf(photo))!.key!, receipt: body.receipt, show }
      }

      it('has the picture, and the database what it is and where', async () => {
        const { photo, show } = await reported()
        const row = (await rowOf(photo))!
        assert.deepEqual([row.bytes, row.stored_type], [null, 'image/jpeg'])
        const shown = await show()
        assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/jpeg'])
        const bytes = new Uint8Array(await shown.arrayBuffer())
        assert.deepEqual([sha256(bytes), bytes.length], [row.digest, row.stored_size])
        assert.deepEqual(await noted(), [])
      })

      it('loses the picture with the report that showed it, at once', async () => {
        const { photo, key, receipt, show } = await reported()
        assert.equal((await erase(receipt)).status, 200)
        assert.equal(await place.store.get(key), undefined)
        assert.deepEqual([await rowOf(photo), await noted()], [undefined, []])
        assert.equal((await show()).status, 404)
        // The same picture, sent again, is another one of the store.
        assert.equal((await send(photo)).status, 201)
        assert.notEqual((await rowOf(photo))!.key, key)
      })

      it('loses what no report named for a day', async () => {
        const photo = png(nextUlid())
        await send(photo)
        const { key } = (await rowOf(photo))!
        district.clock.now += 25 * HOUR_MS
        await district.app.retain()
        assert.deepEqual([await place.store.get(key!), await rowOf(photo), await noted()], [undefined, undefined, []])
      })

      const HARMS: [string, 'lost' | 'changed', (key: string, size: number) => Promise<void>][] = [
        ['lost', 'lost', (key) => place.store.delete(key)],
        ['replaced by another as long', 'changed', (key, size) => place.store.put(key, new Uint8Array(size))],
        ['cut off', 'changed', (key, size) => place.store.put(key, new Uint8Array(size - 1))],
        ['made longer', 'changed', (key, size) => place.store.put(key, new Uint8Array(3 * size))],
      ]
      for (const [what, code, harm] of HARMS) {
        it(`is found out where a picture is ${what}: nobody is shown it, and whoever looks is told`, async () => {
          const { photo, key, receipt, show } = await reported()
          assert.deepEqual((await check()).findings, [])
          await harm(key, (await rowOf(photo))!.stored_size)
          const shown = await show()
          assert.deepEqual([shown.status, (await shown.json()).code], [500, 'photo-lost'])
          assert.deepEqual(
            district.failures.map((failure) => (failure as Error).name),
            ['PhotoLostError'],
          )
          assert.deepEqual((await check()).findings, [{ code, sha256: photo.ref.sha256, key }])
          await erase(receipt)
          assert.deepEqual((await check()).findings, [])
        })
      }

      it('is waited for while it is down: no photo is taken then, and what is erased is deleted later', async () => {
        const { key, receipt, show } = await reported()
        const photo = png(nextUlid())
        await place.goDown()
        const refused = await send(photo)
        assertProblem(refused, 503, 'photo-store-unavailable')
        assert.equal(refused.headers.get('retry-after'), '5')
        assert.equal((await show()).status, 503)
        assert.equal((await erase(receipt)).status, 200)
        assert.equal((await show()).status, 404)
        await assert.rejects(district.app.clearPhotos(), { name: 'PhotoStoreError' })
        await place.comeBack()
        assert.ok(await place.store.get(key).then((stream) => stream?.cancel().then(() => true)))
        assert.equal(await district.app.clearPhotos(), 1)
        assert.equal(await place.store.get(key), undefined)
        assert.equal((await send(photo)).status, 201)
        assert.deepEqual(
          district.failures.map((failure) => (failure as Error).name),
          ['PhotoStoreError', 'PhotoStoreError'],
        )
      })

      it('keeps nothing of a process that died before it wrote the row', async () => {
        const { db } = district.database
        const [key, late] = [photoKey(nextUlid()), photoKey(nextUlid())]
        for (const one of [key, late]) {
          await announcePut({ db, districtId: 'main' }, one, district.clock.now)
          await place.store.put(one, new Uint8Array([1, 2, 3]))
        }
        await district.app.clearPhotos()
        const kept = await place.store.get(key)
        await kept?.cancel()
        assert.ok(kept, 'it may still be writing its row')
        district.clock.now += HOUR_MS
        await district.app.clearPhotos()
        assert.deepEqual([await place.store.get(key), await noted()], [undefined, []])
        // One that was only slow has not written a row for what is deleted.
        await assert.rejects(
          db.transaction().execute((tx) => confirmPut(tx, 'main', late)),
          { name: 'PhotoStoreError' },
        )
      })

      it('has one picture of a photo that is sent by many at once', async () => {
        district.clock.now += HOUR_MS
        await district.app.clearPhotos()
        const before = await place.count()
        const photo = png(nextUlid())
        const statuses = (await Promise.all(Array.from({ length: 4 }, () => send(photo)))).map(({ status }) => status)
        assert.deepEqual(statuses.sort(), [200, 200, 200, 201])
        district.clock.now += HOUR_MS
        await district.app.clearPhotos()
        assert.equal(await place.count(), before + 1)
        assert.deepEqual((await check()).findings, [])
      })

      it('is exported with a person’s records, the picture where it is', async () => {
        const { photo, receipt } = await reported()
        const { db } = district.database
        const { id } = await db.selectFrom('people').select('id').limit(1).executeTakeFirstOrThrow()
        await db.updateTable('issues').set({ reporter_id: id }).where('receipt', '=', receipt).execute()
        const { body } = await district.call('POST', '/v1/admin/person-export', { as: 'admin', body: { id } })
        const told = body.records.photos.find((row: { sha256: string }) => row.sha256 === photo.ref.sha256)
        assert.equal(sha256(Buffer.from(told.base64, 'base64')), (await rowOf(photo))!.digest)
      })

      /** Puts the picture into its row, as if there had been no store when it came. */
      async function intoDatabase({ photo, show }: Awaited<ReturnType<typeof reported>>): Promise<Buffer> {
        const { db } = district.database
        const { key } = (await rowOf(photo))!
        const bytes = Buffer.from(await (await show()).arrayBuffer())
        await db.updateTable('photos').set({ bytes, key: null }).where('sha256', '=', photo.ref.sha256).execute()
        await place.store.delete(key!)
        return bytes
      }
      /** All parts, through a store that may fail or have something done meanwhile. */
      async function move(through: Partial<PhotoStore> = {}, limit = 2) {
        const { database, keyring, clock } = district
        const { name, put, get, delete: remove } = place.store
        const photoStore: PhotoStore = { name, put, get, delete: remove, ...through }
        const context = createContext({ database, keyring, clock: () => clock.now, photoStore })
        const parts: PhotoMove[] = []
        do parts.push(await movePhotos(context, { limit, actor: 'admin', after: parts.at(-1)?.next }))
        while (parts.at(-1)!.next !== undefined)
        return parts
      }
      const dead = () => Promise.reject(new PhotoStoreError('The process is gone'))

      it('takes over what was in the database, part by part; one that broke off at any step has lost nothing', async () => {
        const given = await Promise.all([reported(), reported(), reported()])
        const pictures = await Promise.all(given.map(intoDatabase))
        const before = await place.count()
        const isWhole = async () => {
          for (const [at, { show }] of given.entries()) {
            assert.deepEqual(Buffer.from(await (await show()).arrayBuffer()), pictures[at], String(at))
          }
        }
        const { put, get } = place.store
        const DEATHS: Partial<PhotoStore>[] = [
          { put: dead },
          { put: (key, bytes) => put(key, bytes).then(dead) },
          { get: dead },
          { get: async (key) => (await (await get(key))?.cancel(), dead()) },
          { get: async () => new Blob([new Uint8Array(3)]).stream() },
        ]
        for (const death of DEATHS) {
          await assert.rejects(move(death), { name: 'PhotoStoreError' })
          await isWhole()
          assert.equal((await rowOf(given[0]!.photo))!.key, null)
        }
        district.clock.now += HOUR_MS
        await district.app.clearPhotos()
        assert.deepEqual([await place.count(), await noted()], [before, []])
        const parts = await move()
        assert.deepEqual(
          parts.map(({ moved, left, findings }) => [moved, left, findings.length]),
          [
            [2, 1, 0],
            [1, 0, 0],
          ],
        )
        await isWhole()
        assert.deepEqual([await place.count(), await noted()], [before + 3, []])
        for (const { photo } of given) assert.equal((await rowOf(photo))!.bytes, null)
        assert.deepEqual((await check()).findings, [])
        assert.deepEqual(
          (await move()).map(({ moved }) => moved),
          [0],
        )
        const { entries } = (await district.call('GET', '/v1/audit?limit=1000', { as: 'auditor' })).body
        assert.equal(entries.filter(({ action }: { action: string }) => action === 'photos-moved').length, 2, 'one for each part')
      })

      it('takes over nothing that is erased meanwhile, nor what another has taken over, nor what is not what was kept', async () => {
        const [erased, taken, spoilt] = [await reported(), await reported(), await reported()]
        await Promise.all([erased, taken, spoilt].map(intoDatabase))
        const { db } = district.database
        await db
          .updateTable('photos')
          .set({ bytes: Buffer.from('another') })
          .where('sha256', '=', spoilt.photo.ref.sha256)
          .execute()
        let isFirst = true
        const [part] = await move(
          {
            async put(key, bytes) {
              if (isFirst) {
                isFirst = false
                assert.equal((await erase(erased.receipt)).status, 200)
                await move()
              }
              return place.store.put(key, bytes)
            },
          },
          9,
        )
        assert.equal(part!.moved, 0)
        assert.deepEqual(part!.findings, [{ code: 'changed', sha256: spoilt.photo.ref.sha256 }])
        assert.equal(await rowOf(erased.photo), undefined)
        assert.equal((await taken.show()).status, 200)
        district.clock.now += HOUR_MS
        await district.app.clearPhotos()
        assert.deepEqual(await noted(), [])
        const keys = await db.selectFrom('photos').select('key').where('key', 'is not', null).execute()
        assert.equal(await place.count(), keys.length, 'none that no row names')
        await erase(spoilt.receipt)
      })

      it('leaves in the database what was kept there before', async () => {
        const { photo, show } = await reported()
        const row = (await rowOf(photo))!
        const bytes = Buffer.from(await (await show()).arrayBuffer())
        const { db } = district.database
        await db.updateTable('photos').set({ bytes, key: null }).where('sha256', '=', row.sha256).execute()
        assert.deepEqual(Buffer.from(await (await show()).arrayBuffer()), bytes)
        assert.deepEqual((await check()).findings, [])
        bytes[bytes.length - 3]! ^= 1
        await db.updateTable('photos').set({ bytes }).where('sha256', '=', row.sha256).execute()
        assert.equal((await show()).status, 500)
        assert.deepEqual((await check()).findings, [{ code: 'changed', sha256: row.sha256 }])
      })
    })
  }
}
