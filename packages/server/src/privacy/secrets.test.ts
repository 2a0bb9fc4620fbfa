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

  it('signs with the newest of three keys, which another process that has it open learns of', async () => {
    const path = join(folder, 'signing.json')
    const one = await openFileKeyring(path)
    const other = await openFileKeyring(path)
    const first = one.sign('s1', 'text')!
    await one.renew()
    assert.equal(one.currentSigner, 's2')
    assert.deepEqual(other.sign('s2', 'text'), one.sign('s2', 'text'))
    assert.deepEqual(other.sign('s1', 'text'), first)
    assert.notDeepEqual(one.sign('s2', 'text'), first)
    await one.renew()
    await one.renew()
    assert.deepEqual([one.currentSigner, one.sign('s1', 'text'), one.sign('s9', 'text')], ['s4', undefined, undefined])
  })

  it('of a time before there were signing keys has one all the same, until others have followed', async () => {
    const path = join(folder, 'older.json')
    await openSecrets(path)
    const { signingKeys: _, ...before } = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify(before))
    const one = await openFileKeyring(path)
    const other = await openFileKeyring(path)
    assert.equal(one.currentSigner, 's0')
    assert.deepEqual(one.sign('s0', 'text'), other.sign('s0', 'text'))
    await one.renew()
    assert.ok(one.sign('s0', 'text'))
    await one.renew()
    assert.equal(one.sign('s0', 'text'), undefined)
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
