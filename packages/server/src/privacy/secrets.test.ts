import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { openFileKeyring, openSecrets } from './secrets.ts'

describe('the secrets file', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-secrets-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))
  const place = { districtId: 'main', table: 'people', column: 'name_sealed', id: 'p-1' }

  it('is made once, by whichever of several processes comes first, for its owner alone', async () => {
    const path = join(folder, 'made', 'secrets.json')
    const all = await Promise.all([1, 2, 3].map(() => openSecrets(path)))
    for (const secrets of all) assert.deepEqual(secrets.hashKey, all[0]!.hashKey)
    assert.deepEqual(await openSecrets(path), all[0])
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  })

  it('takes a new key in front, which another process that has it open learns of', async () => {
    const path = join(folder, 'rotated.json')
    const one = await openFileKeyring(path)
    const other = await openFileKeyring(path)
    const old = one.seal('张三', place)
    await one.renew()
    assert.deepEqual([one.current, other.current], ['k2', 'k1'])
    const fresh = one.seal('张三', place)
    assert.deepEqual([other.open(fresh, place), other.open(old, place), other.current], ['张三', '张三', 'k2'])
    assert.deepEqual([one.isCurrent(fresh), one.isCurrent(old)], [true, false])
    assert.equal(one.hash('name', '张三'), other.hash('name', '张三'))
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  })

  it('is refused where a key is too short, and the message tells no key', async () => {
    const path = join(folder, 'short.json')
    await writeFile(path, JSON.stringify({ fieldKeys: [{ kid: 'k1', key: 'c2VjcmV0' }], hashKey: 'x' }))
    await assert.rejects(
      openSecrets(path),
      (error: Error) => /Expected 32 bytes/.test(error.message) && !error.message.includes('c2VjcmV0'),
    )
    await writeFile(path, 'not json')
    await assert.rejects(openSecrets(path), /Expected JSON/)
    assert.equal(await readFile(path, 'utf8'), 'not json')
  })
})
