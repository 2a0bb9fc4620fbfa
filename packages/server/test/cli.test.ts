import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { openCommandLine } from './command-line.ts'
import type { CommandLine } from './command-line.ts'
import { writeSeedFolder } from './kills/lane.ts'

describe('the command line', () => {
  let line: CommandLine
  let folder: string
  let data: string
  const run: CommandLine['run'] = (...args) => line.run(...args)

  before(async () => {
    line = await openCommandLine()
    folder = line.folder
    data = join(folder, 'data')
    await writeSeedFolder(join(folder, 'seed'))
    const seeded = await run('seed', '--from', join(folder, 'seed'), '--data', data)
    assert.equal(seeded.code, 0, seeded.err)
    assert.match(seeded.out, /Seeded district main: \d+ records/)
  })
  // A case that failed leaves no server behind for the others to wait for.
  afterEach(() => line.killAll())
  after(() => line.remove())

  it('tells of one command how it is called', async () => {
    const told = await run('key', '--help')
    assert.equal(told.code, 0, told.err)
    assert.deepEqual(
      told.out
        .trimEnd()
        .split('\n')
        .map((each) => each.split(' ').slice(0, 3).join(' ')),
      ['wangge key create', 'wangge key list', 'wangge key page', 'wangge key rotate', 'wangge key revoke'],
    )
    assert.match((await run('key', 'rotate', '--help')).out, /--overlap-hours/)
    assert.match((await run('data-map', '--help')).out.trimEnd(), /^wangge data-map +\[--json\]$/)
  })

  it('ends with 2 and says what was expected and what came', async () => {
    const cases: [string[], RegExp][] = [
      [['nothing'], /Expected a command .*got nothing/],
      [['key'], /expected create, list, page, rotate or revoke, got nothing/],
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
      [['person', 'find', '--data', data], /expected --stdin/],
      [['person', 'find', '--name', 'anybody', '--data', data], /--name/],
      [['person', 'change', 'head-1', '--data', data], /expected --stdin/],
      [['person', 'change', '--stdin', '--data', data], /expected PERSON, got nothing/],
      [['person', 'erase', '--id', 'head-1', '--data', data], /say --yes/],
      [
        ['issuer', 'create', '--org', 'org-a', '--issuer', 'https://sso.example', '--data', data],
        /--jwks-url: expected an address/,
      ],
      [['secrets', 'turn'], /secrets: expected rotate, got turn/],
      [['retention'], /retention: expected run, got nothing/],
      [
        ['token', 'create', '--role', 'king', '--grid', 'root', '--data', data],
        /role: Expected street, .*or auditor, got another text/,
      ],
      [
        ['role', 'appoint', '--person', 'head-1', '--role', 'auditor', '--grid', 'root', '--from', '2026-13-01', '--data', data],
        /from: Expected an instant such as .*, got another text/,
      ],
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
    const server = await line.serve(data)
    const { url } = server
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
    const listKeys = async (authorization: string) => {
      const json = { authorization, 'content-type': 'application/json' }
      const response = await fetch(`${url}/v1/admin/key-list`, { method: 'POST', headers: json, body: '{}' })
      return [response.status, ((await response.json()) as { code?: string }).code]
    }
    assert.deepEqual(await listKeys(bearer.authorization), [200, undefined])
    const community = await run('token', 'create', '--role', 'community', '--grid', 'north', '--json', '--data', data)
    assert.deepEqual(await listKeys(`Bearer ${JSON.parse(community.out).token}`), [403, 'role-not-allowed'])
    assert.equal((await listKeys('Bearer not-the-secret-of-this-directory'))[0], 401)

    const second = await run('serve', '--port', '0', '--data', data)
    assert.equal(second.code, 2)
    assert.match(second.err, new RegExp(`held by process ${server.pid}, which serves ${url}`))
    const seed = await run('seed', '--from', join(folder, 'seed'), '--reset', '--data', data)
    assert.match(seed.err, /held by process \d+, which serves .*; stop it first/)

    const revoked = await run('key', 'revoke', '--key', key, '--data', data)
    assert.equal(revoked.code, 0, revoked.err)
    assert.equal((await fetch(`${url}/v1/grids`, { headers })).status, 401)

    const events = await fetch(`${url}/v1/events`, { headers: bearer })
    const end = server.stop()
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
    const killed = await line.serve(data)
    await killed.stop('SIGKILL')
    const again = await line.serve(data)
    assert.equal((await fetch(`${again.url}/v1/health`)).status, 200)
    assert.equal((await again.stop('SIGINT')).code, 0)
  })

  it('throws a district away only when told to, and keeps the change cursor growing', async () => {
    const reset = await run('seed', '--from', join(folder, 'seed'), '--reset', '--data', data)
    assert.equal(reset.code, 0, reset.err)
    const server = await line.serve(data)
    const { url } = server
    const token = await run('token', 'create', '--role', 'street', '--grid', 'root', '--json', '--data', data)
    const headers = { authorization: `Bearer ${JSON.parse(token.out).token}` }
    const { cursor } = (await (await fetch(`${url}/v1/changes`, { headers })).json()) as { cursor: number }
    assert.equal(cursor, 2)
    await server.stop()
  })

  it('prints the API’s description', async () => {
    const { code, out } = await run('openapi')
    assert.equal(code, 0)
    assert.equal(JSON.parse(out).openapi, '3.1.0')
  })
})
