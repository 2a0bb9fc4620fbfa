// What was erased is not left in the embedded database's files either.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { prepareDistrict } from '../src/privacy/prepare-district.ts'
import { openDatabase } from '../src/storage/database.ts'
import { createContext } from '../src/context.ts'
import { movePhotos } from '../src/storage/move-photos.ts'
import { nextUlid, openDistrict, png, reportCommand } from './harness.ts'
import type { District } from './harness.ts'
import { PLACES } from './photo-places.ts'

describe('the files of the embedded database', () => {
  let directory: string
  let district: District
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'wangge-'))
    district = await openDistrict(await openDatabase({ dataDir: directory }))
  })
  after(async () => {
    district.app.close()
    await district.database.close()
    await rm(directory, { recursive: true })
    assert.deepEqual(district.failures, [])
  })

  /** Files that hold the text, or the bytes. */
  async function filesWith(text: string | Buffer): Promise<string[]> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
    const found = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(text) ? [file] : [])))
    return found.flat()
  }
  const run = async (name: string, body: object) => {
    const answer = await district.call('POST', `/v1/admin/${name}`, { as: 'admin', body })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }

  it('hold no word of an erased report after the nightly run', async () => {
    const description = 'words-that-leave-the-disk'
    const { body } = await district.post('/v1/issues', reportCommand({ description }), 'public')
    const erasure = { id: nextUlid(), confirm: true }
    assert.equal((await district.post(`/v1/receipts/${body.receipt}/erasure`, erasure, 'public')).status, 200)
    assert.notDeepEqual(await filesWith(description), [], 'Expected that a request leaves the files alone')
    await run('retention-run', {})
    assert.deepEqual(await filesWith(description), [])
  })

  it('hold no picture that was moved beside them, also where the last part is exactly full', async () => {
    const photos = ['one', 'other'].map(png)
    for (const { bytes, ref } of photos) {
      const headers = { 'content-type': ref.type }
      const { status } = await district.call('PUT', `/v1/photos/${ref.sha256}`, { as: 'public', body: bytes, headers })
      assert.equal(status, 201)
    }
    const { database, keyring, clock } = district
    const rows = await database.db.selectFrom('photos').select('bytes').execute()
    assert.equal(rows.length, photos.length)
    const needles = rows.map(({ bytes }) => Buffer.from(bytes!).subarray(-64))
    await sql`checkpoint`.execute(database.db)
    for (const needle of needles) assert.notDeepEqual(await filesWith(needle), [], 'Expected that they were there')
    const place = await PLACES['a directory']!()
    const context = createContext({ database, keyring, clock: () => clock.now, photoStore: place.store })
    const { moved, left, next } = await movePhotos(context, { limit: photos.length, actor: 'admin' })
    assert.deepEqual([moved, left, next], [photos.length, 0, undefined])
    for (const needle of needles) assert.deepEqual(await filesWith(needle), [])
    await place.remove()
  })

  it('hold no id of whom the owner erased, at once', async () => {
    const id = nextUlid()
    assert.equal((await district.post('/v1/people', { id, name: '牛小丽' }, 'street')).status, 201)
    await run('person-erase', { id })
    assert.deepEqual(await filesWith(id), [])
  })

  it('hold no name that was sealed at the start', async () => {
    const name = 'a-name-in-plain'
    const { database, keyring } = district
    await sql`insert into people (district_id, id, plain_name, minor) values ('main', 'plain-1', ${name}, false)`.execute(
      database.db,
    )
    await prepareDistrict(database, { districtId: 'main', keyring, clock: () => district.clock.now })
    assert.deepEqual(await filesWith(name), [])
  })
})
