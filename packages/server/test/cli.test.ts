import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { writeSeedFolder } from './kills/lane.ts'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

interface Ended {
  code: number | null
  out: string
  err: string
}

describe('the command line', () => {
  let folder: string
  let data: string
  const { DATABASE_URL: _, ...env } = process.env
  const start = (...args: string[]) => spawn(process.execPath, [CLI, ...args], { env, cwd: folder })
  const ended = (child: ChildProcess) =>
    new Promise<Ended>((resolve) => {
      let out = ''
      let err = ''
      child.stdout!.on('data', (chunk) => (out += chunk))
      child.stderr!.on('data', (chunk) => (err += chunk))
      child.on('close', (code) => resolve({ code, out, err }))
    })
  const run = (...args: string[]) => ended(start(...args))
  const ready = (child: ChildProcess) =>
    new Promise<string>((resolve) => child.stdout!.once('data', (chunk) => resolve(/http:\S+/.exec(String(chunk))![0])))

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-cli-'))
    data = join(folder, 'data')
    await writeSeedFolder(join(folder, 'seed'))
    const seeded = await run('seed', '--from', join(folder, 'seed'), '--data', data)
    assert.equal(seeded.code, 0, seeded.err)
    assert.match(seeded.out, /Seeded district main: \d+ records/)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('ends with 2 and says what was expected and what came', async () => {
    const cases: [string[], RegExp][] = [
      [['nothing'], /Expected a command .*got nothing/],
      [['key'], /expected create, list, rotate or revoke, got nothing/],
      [['serve', '--port', 'x'], /--port: expected a whole number from 0 to 65535, got x/],
      [['serve', '--surplus'], /--surplus/],
      [['seed', '--now', 'soon'], /--now: expected an instant/],
      [['seed', '--data', join(folder, 'other')], /--from: expected a folder .*district\.json.* there is no seeds\/data here/],
      [['seed', '--from', join(folder, 'nowhere'), '--data', join(folder, 'other')], /Expected a file .*district\.json/],
      [['seed', '--from', join(folder, 'seed'), '--data', data], /has data already; --reset/],
      [['key', 'create', '--audience', 'public', '--data', data], /--origin: expected an origin/],
      [
        ['key', 'create', '--audience', 'all', '--origin', 'https://a.example', '--data', data],
        /audience: Expected public or org/,
      ],
      [['key', 'create', '--audience', 'public', '--origin', 'https://a.example/path', '--data', data], /Expected an origin/],
      [['key', 'create', '--audience', 'org:none', '--origin', 'https://a.example', '--data', data], /unknown-organisation/],
      [['token', 'create', '--role', 'king', '--grid', 'root', '--data', data], /role/],
      [['token', 'create', '--role', 'street', '--grid', 'none', '--data', data], /unknown-grid/],
    ]
    for (const [args, expected] of cases) {
      const { code, out, err } = await run(...args)
      assert.equal(code, 2, `${args.join(' ')}: ${err}`)
      assert.match(err, expected)
      assert.equal(out, '')
    }
  })

  it('makes no data directory where there is nothing to load', async () => {
    const { code } = await run('seed', '--data', join(folder, 'never'))
    assert.equal(code, 2)
    await assert.rejects(stat(join(folder, 'never')), { code: 'ENOENT' })
  })

  it('keeps others out of the data directory', async () => {
    assert.equal((await stat(data)).mode & 0o077, 0)
  })

  it('serves, runs the commands of others itself, turns a second server away and stops when asked', async () => {
    const server = start('serve', '--port', '0', '--data', data)
    const end = ended(server)
    const url = await ready(server)
    const made = await run('key', 'create', '--audience', 'public', '--origin', 'https://a.example', '--json', '--data', data)
    assert.equal(made.code, 0, made.err)
    const { key } = JSON.parse(made.out)
    const headers = { 'wangge-site-key': key, origin: 'https://a.example' }
    assert.equal((await fetch(`${url}/v1/grids`, { headers })).status, 200)

    const wrong = await run('token', 'create', '--role', 'street', '--grid', 'none', '--data', data)
    assert.deepEqual([wrong.code, /unknown-grid/.test(wrong.err)], [2, true])
    const token = await run('token', 'create', '--role', 'street', '--grid', 'root', '--json', '--data', data)
    const bearer = { authorization: `Bearer ${JSON.parse(token.out).token}` }
    assert.equal((await fetch(`${url}/v1/issues`, { headers: bearer })).status, 200)
    assert.equal((await fetch(`${url}/v1/admin/key-list`, { method: 'POST', headers: bearer, body: '{}' })).status, 401)

    const second = await run('serve', '--port', '0', '--data', data)
    assert.equal(second.code, 2)
    assert.match(second.err, new RegExp(`held by process ${server.pid}, which serves ${url}`))
    const seed = await run('seed', '--from', join(folder, 'seed'), '--reset', '--data', data)
    assert.match(seed.err, /held by process \d+, which serves .*; stop it first/)

    const revoked = await run('key', 'revoke', '--key', key, '--data', data)
    assert.equal(revoked.code, 0, revoked.err)
    assert.equal((await fetch(`${url}/v1/grids`, { headers })).status, 401)

    const events = await fetch(`${url}/v1/events`, { headers: bearer })
    server.kill('SIGTERM')
    // The event stream is ended, not cut.
    assert.match(await events.text(), /event: cursor/)
    assert.deepEqual(await end.then(({ code, err }) => [code, err]), [0, ''])
    const listed = await run('key', 'list', '--data', data)
    assert.match(listed.out, /public {2}https:\/\/a\.example {2}revoked/)
  })

  it('says in one line that the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { code, err } = await run('serve', '--port', String(port), '--data', data)
    assert.deepEqual([code, err], [2, `wangge: Port ${port} of 127.0.0.1 is taken; name another with --port\n`])
    other.close()
  })

  it('starts again after it was killed', async () => {
    const killed = start('serve', '--port', '0', '--data', data)
    const gone = ended(killed)
    await ready(killed)
    killed.kill('SIGKILL')
    await gone
    const again = start('serve', '--port', '0', '--data', data)
    const end = ended(again)
    assert.equal((await fetch(`${await ready(again)}/v1/health`)).status, 200)
    again.kill('SIGINT')
    assert.equal((await end).code, 0)
  })

  it('throws a district away only when told to, and keeps the change cursor growing', async () => {
    const reset = await run('seed', '--from', join(folder, 'seed'), '--reset', '--data', data)
    assert.equal(reset.code, 0, reset.err)
    const server = start('serve', '--port', '0', '--data', data)
    const end = ended(server)
    const url = await ready(server)
    const token = await run('token', 'create', '--role', 'street', '--grid', 'root', '--json', '--data', data)
    const headers = { authorization: `Bearer ${JSON.parse(token.out).token}` }
    const { cursor } = (await (await fetch(`${url}/v1/changes`, { headers })).json()) as { cursor: number }
    assert.equal(cursor, 2)
    server.kill('SIGTERM')
    await end
  })

  it('prints the API’s description', async () => {
    const { code, out } = await run('openapi')
    assert.equal(code, 0)
    assert.equal(JSON.parse(out).openapi, '3.1.0')
  })
})
