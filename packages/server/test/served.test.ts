// A served process through a whole use: what it writes to its log, and the audit by command.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createUlid } from '@wangge/core'
import { sql } from 'kysely'
import { loggable } from '../src/loggable.ts'
import { openDatabase } from '../src/storage/database.ts'
import { writeSeedFolder } from './kills/lane.ts'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

/** What a log may never have, whoever sent it and whatever became of it. */
const PERSONAL = { name: '欧阳若兰', phone: '13912345678', receipt: 'K7QM-2X9F-4D', words: '楼上漏水三天了', number: 'GH-778899' }

describe('a served process', () => {
  let folder: string
  let data: string
  const { DATABASE_URL: _, ...env } = process.env

  const run = (...args: string[]) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, [CLI, ...args], { env, cwd: folder })
      let out = ''
      let err = ''
      child.stdout.on('data', (chunk) => (out += chunk))
      child.stderr.on('data', (chunk) => (err += chunk))
      child.on('close', (code) => resolve({ code, out, err }))
    })
  const here = () => ['--data', data]

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-served-'))
    data = join(folder, 'data')
    await writeSeedFolder(join(folder, 'seed'))
    const seeded = await run('seed', '--from', join(folder, 'seed'), ...here())
    assert.equal(seeded.code, 0, seeded.err)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('writes nobody’s name, phone, receipt, token or words to its log, when it fails too', async () => {
    const key = JSON.parse(
      (await run('key', 'create', '--audience', 'public', '--origin', 'https://a.example', '--json', ...here())).out,
    ).key as string
    const token = JSON.parse((await run('token', 'create', '--role', 'street', '--grid', 'root', '--json', ...here())).out)
      .token as string
    // So that some calls fail in the database, with their values in its error.
    const database = await openDatabase({ dataDir: data })
    await sql`alter table issues rename column receipt to receipt_moved`.execute(database.db)
    await sql`alter table people rename column name_hash to name_hash_moved`.execute(database.db)
    await database.close()

    const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...here()], { env, cwd: folder })
    let log = ''
    child.stderr.on('data', (chunk) => (log += chunk))
    const ready = Promise.withResolvers<string>()
    child.stdout.on('data', (chunk) => {
      log += chunk
      const url = /at (http:\S+)/.exec(log)?.[1]
      if (url) ready.resolve(url)
    })
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const url = await ready.promise
    const site = { 'wangge-site-key': key, origin: 'https://a.example' }
    const staff = { authorization: `Bearer ${token}` }
    const id = createUlid(Date.now(), Math.random)
    const post = (path: string, body: object, headers: Record<string, string>) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': id, ...headers },
        body: JSON.stringify(body),
      })
    const asked = await Promise.all([
      fetch(`${url}/v1/receipts/${PERSONAL.receipt}`, { headers: site }),
      fetch(`${url}/v1/issues?after=${PERSONAL.number}`, { headers: staff }),
      fetch(`${url}/v1/${encodeURIComponent(PERSONAL.name)}?phone=${PERSONAL.phone}`, { headers: staff }),
      fetch(`${url}/v1/issues`, { headers: { authorization: 'Bearer wt_somebodys-stolen-token' } }),
      fetch(`${url}/v1/me`, { headers: { ...site, authorization: `Bearer ${PERSONAL.number}.${PERSONAL.phone}.x` } }),
      post('/v1/people', { id, name: PERSONAL.name, phone: PERSONAL.phone }, staff),
      post('/v1/people/find', { name: PERSONAL.name }, staff),
      post('/v1/issues', { id, description: PERSONAL.words, contact: PERSONAL.phone }, site),
    ])
    const statuses = asked.map(({ status }) => status)
    child.kill('SIGTERM')
    await gone
    assert.ok(statuses.includes(500), statuses.join())
    assert.match(log, /GET \/v1\/receipts\/\{receipt\} failed: database error 42703\n {4}at /)
    for (const [what, text] of Object.entries({ ...PERSONAL, token, key, stolen: 'stolen' })) {
      assert.ok(!log.includes(text), `${what}: ${log}`)
    }
  })

  it('takes no secret from its command line, and does not repeat it', async () => {
    for (const args of [
      ['--client-secret', 'hunter2'],
      ['--oidc-client-secret=hunter2'],
      ['--database-url', 'postgres://hunter2@db/x'],
      ['postgres://me:hunter2@db/x'],
      ['--token=hunter2'],
    ]) {
      const { code, out, err } = await run('serve', ...args, ...here())
      assert.deepEqual([code, out], [2, ''])
      assert.match(err, /Secrets come from the environment or from files/)
      assert.doesNotMatch(err, /hunter2/)
    }
  })

  it('has an audit that a command keeps the head of, lists and verifies', async () => {
    const kept = join(folder, 'head.json')
    const head = await run('audit', 'head', ...here())
    assert.equal(head.code, 0, head.err)
    await writeFile(kept, head.out)
    const good = await run('audit', 'verify', '--head', kept, ...here())
    assert.deepEqual([good.code, /^In order: \d+ entries/.test(good.out)], [0, true], good.err + good.out)
    const listed = await run('audit', 'list', ...here())
    assert.match(listed.out, /key-create {2}admin/)
    assert.match(listed.out, /token-create {2}admin/)

    const database = await openDatabase({ dataDir: data })
    await sql`update audit_entries set action = 'nothing' where seq = 1`.execute(database.db)
    await database.close()
    const bad = await run('audit', 'verify', '--head', kept, '--json', ...here())
    assert.equal(bad.code, 1)
    assert.deepEqual(
      JSON.parse(bad.out).findings.map(({ code, seq }: { code: string; seq: number }) => [code, seq]),
      [['changed', 1]],
    )
    await appendFile(kept, 'x')
    const odd = await run('audit', 'verify', '--head', kept, ...here())
    assert.deepEqual([odd.code, /--head: expected what audit head printed/.test(odd.err)], [2, true])
  })
})

describe('what a log has of an error', () => {
  it('is one line and places, without what stood in the message', () => {
    const error = new TypeError(`Expected "${PERSONAL.name}" or '${PERSONAL.phone}'\r\nGET /forged 200 ${PERSONAL.phone} 张三`, {
      cause: new SyntaxError(`Unexpected token 张, "${PERSONAL.words}" is not valid JSON`),
    })
    const text = loggable(error)
    for (const personal of [...Object.values(PERSONAL), '张']) assert.ok(!text.includes(personal), text)
    for (const line of text.split('\n')) assert.match(line, /^(TypeError: |caused by SyntaxError: | {4}at )/)
  })

  it('is of a database its code only', () => {
    const error = Object.assign(new Error('invalid input syntax for type integer: 13912345678'), {
      code: '22P02',
      severity: 'ERROR',
      detail: 'Key (name)=(x)',
    })
    assert.match(loggable(error), /^database error 22P02\n {4}at /)
    assert.equal(loggable('thrown 13912345678'), 'a thrown string')
  })
})
