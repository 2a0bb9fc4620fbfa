// The commands for access and personal data, each by itself and while a server holds the data directory.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { SEALED_COLUMNS } from '../src/privacy/reseal.ts'
import { openSecrets } from '../src/privacy/secrets.ts'
import { openDatabase } from '../src/storage/database.ts'
import type { Queries } from '../src/storage/database.ts'
import { openCommandLine } from './command-line.ts'
import type { CommandLine, Ended, RunOptions, Served } from './command-line.ts'
import { writeSeedFolder } from './kills/lane.ts'

const ORIGIN = 'https://a.example'
const SECRET = 'a-secret-of-at-least-32-characters'

describe('the commands for access and personal data', () => {
  let line: CommandLine
  let data: string
  let server: Served | undefined
  before(async () => {
    line = await openCommandLine()
    data = join(line.folder, 'data')
    await writeSeedFolder(join(line.folder, 'seed'))
    await done('seed', '--from', join(line.folder, 'seed'))
    await writeFile(join(line.folder, 'issuer-secret'), `${SECRET}\n`)
    await writeFile(join(line.folder, 'short-secret'), 'hunter2')
    await writeFile(join(line.folder, 'robot-url'), 'https://robot.example/send?key=hunter2\n')
  })
  after(() => line.remove())

  const runWith = (options: RunOptions, ...args: string[]): Promise<Ended> => line.runWith(options, ...args, '--data', data)
  const run = (...args: string[]) => runWith({}, ...args)
  /** @returns what it printed */
  async function done(...args: string[]): Promise<string> {
    const { code, out, err } = await run(...args)
    assert.deepEqual([code, err], [0, ''], args.join(' '))
    return out
  }
  const json = async (...args: string[]) => JSON.parse(await done(...args, '--json'))
  const refused = async (expected: RegExp, ...args: string[]) => {
    const { code, out, err } = await run(...args)
    assert.deepEqual([code, out], [2, ''], args.join(' '))
    assert.match(err, expected)
  }
  /** Refused in the same words either way: asked where a command takes less time. */
  const refusedByServer: typeof refused = async (...expected) => {
    if (server) await refused(...expected)
  }
  const find = async (who: object) => {
    const { code, out, err } = await runWith({ input: JSON.stringify(who) }, 'person', 'find', '--stdin')
    assert.equal(code, 0, err)
    return out
  }
  /** Looks into the database itself, which no process may hold then. */
  const look = async <T>(use: (db: Queries) => Promise<T>): Promise<T> => {
    const database = await openDatabase({ dataDir: data })
    try {
      return await use(database.db)
    } finally {
      await database.close()
    }
  }
  const kids = () =>
    look(async (db) => {
      const found = new Set<string>()
      for (const { table, column } of SEALED_COLUMNS) {
        const { rows } = await sql<{ kid: string }>`
          select distinct split_part(${sql.ref(column)}, '.', 1) as kid from ${sql.table(table)}
          where ${sql.ref(column)} is not null`.execute(db)
        for (const { kid } of rows) found.add(kid)
      }
      return [...found]
    })

  for (const [name, person] of [
    ['by themselves', 'head-1'],
    ['while a server holds the directory', 'head-2'],
  ] as const) {
    describe(name, () => {
      before(async () => {
        if (person === 'head-2') server = await line.serve(data)
      })
      after(async () => {
        const end = await server?.stop()
        server = undefined
        if (end) assert.deepEqual([end.code, end.err], [0, ''])
      })
      it('rotate a site key', rotatesKeys)
      it('register and revoke an issuer', registersIssuers)
      it('register and revoke who is told of issues', registersTargets)
      it('show and set how issues are worked on', setsIssuePolicy)
      it('list and revoke a token', revokesTokens)
      it('appoint somebody to a role and end it', () => appoints(person))
      it('bind an account and take it away', () => binds(person))
      it('count what has been kept for its time', countsOnly)
      it('rotate the keys of sealed fields', rotatesSecrets)
      it('verify and list the audit', audits)
      it('find, show, export and erase a person', () => handlesPerson(person))
    })
  }

  async function rotatesKeys(): Promise<void> {
    const { key: old } = await json('key', 'create', '--audience', 'public', '--origin', ORIGIN)
    const next = await json('key', 'rotate', '--key', old)
    assert.deepEqual([next.audience, next.origins], ['public', [ORIGIN]])
    assert.equal(next.key.split('_')[1], old.split('_')[1])
    const last = await done('key', 'rotate', '--key', next.key, '--overlap-hours', '0')
    assert.match(last, /the old one is dead/)
    const { keys } = await json('key', 'list')
    const ends = (key: string) => keys.find((one: { key: string }) => one.key === key).expiresAt
    assert.ok(Date.parse(ends(old)) > Date.now() + 23 * 3_600_000 && Date.parse(ends(next.key)) <= Date.now())
    await refusedByServer(/There is no such active key/, 'key', 'rotate', '--key', 'wk_nothing')
    const page = `${ORIGIN}/volunteers`
    const { key: own } = await json('key', 'create', '--audience', 'org:org-a', '--origin', ORIGIN, '--page', page)
    assert.ok((await done('key', 'list')).includes(`page ${page}`))
    assert.match(await done('key', 'page', '--key', own), /leads to no page of this key/)
    assert.equal((await json('key', 'page', '--key', own, '--url', page)).page, page)
    await refusedByServer(/got https:\/\/elsewhere.example/, 'key', 'page', '--key', own, '--url', 'https://elsewhere.example/')
    if (!server) return
    const { url } = server
    const statuses = [old, next.key, last.split('\n')[0]!].map(async (key) => {
      const response = await fetch(`${url}/v1/grids`, { headers: { 'wangge-site-key': key, origin: ORIGIN } })
      return response.status
    })
    assert.deepEqual(await Promise.all(statuses), [200, 401, 200])
  }

  async function setsIssuePolicy(): Promise<void> {
    const file = join(line.folder, 'policy.json')
    const policy = JSON.parse(await done('issue', 'policy', 'show'))
    const hours = [{ from: server ? '08:30' : '09:30', to: '12:00' }]
    const routing = [{ categoryId: 'street-stall', to: { role: 'liaison', orgId: 'org-a' } }, ...policy.routing]
    await writeFile(file, JSON.stringify({ ...policy, hours, routing }))
    assert.match(await done('issue', 'policy', 'set', file), new RegExp(`works ${hours[0]!.from}–12:00, ${routing.length} rules`))
    assert.deepEqual(JSON.parse(await done('issue', 'policy', 'show')), { ...policy, hours, routing })
    const { entries } = await json('audit', 'list', '--limit', '1000')
    assert.deepEqual(entries.filter(({ action }: { action: string }) => action === 'issue-policy-set').length, server ? 2 : 1)
    await writeFile(file, JSON.stringify({ ...policy, routing: [{ severity: 'major', to: { role: 'liaison' } }] }))
    await refused(/routing\.0\.to\.orgId: Expected an organisation with the liaison/, 'issue', 'policy', 'set', file)
    await writeFile(file, JSON.stringify({ ...policy, routing: [{ categoryId: 'gone', to: { role: 'street' } }] }))
    await refusedByServer(/unknown-category \{"categoryId":"gone"\}/, 'issue', 'policy', 'set', file)
    await refusedByServer(/issue policy set: expected a file, got nothing/, 'issue', 'policy', 'set')
  }

  async function registersTargets(): Promise<void> {
    const create = ['notice', 'create', '--format', 'wecom', '--url-file', 'robot-url', '--topic']
    const { id } = await json(...create, 'issue.overdue', '--topic', 'issue.closed', '--grid', 'north')
    const listed = await done('notice', 'list')
    assert.match(listed, new RegExp(`${id} {2}wecom robot.example {2}north: issue.overdue, issue.closed {2}0 waiting\n`))
    assert.ok(!listed.includes('hunter2'))
    await refusedByServer(/unknown-grid/, ...create, 'issue.closed', '--grid', 'nowhere')
    await refused(/topics\.0/, ...create, 'issue.sneezed')
    const ours = await json(...create, 'roster.called-off', '--org', 'org-a')
    assert.deepEqual([ours.orgId, ours.topics], ['org-a', ['roster.called-off']])
    assert.match(
      await done('notice', 'list'),
      new RegExp(`${ours.id} {2}wecom robot.example {2}org-a: roster.called-off {2}0 waiting`),
    )
    await refusedByServer(/unknown-organisation/, ...create, 'roster.called-off', '--org', 'nowhere')
    await refused(/topics: Expected of a group’s robot/, ...create, 'roster.absent')
    await done('notice', 'revoke', '--id', id)
    assert.match(await done('notice', 'list'), new RegExp(`${id} .* revoked `))
    assert.equal(await done('notice', 'failures'), '')
  }

  async function registersIssuers(): Promise<void> {
    const issuer = ['issuer', 'create', '--org', 'org-a', '--issuer']
    const shared = await json(...issuer, 'https://sso.a.example', '--secret-file', 'issuer-secret')
    const { id } = await json(...issuer, 'https://keys.a.example', '--jwks-url', 'https://keys.a.example/jwks')
    await refusedByServer(/issuer-exists/, ...issuer, 'https://sso.a.example', '--secret-file', 'issuer-secret')
    const short = await run(...issuer, 'https://other.example', '--secret-file', 'short-secret')
    assert.deepEqual([short.code, short.err.includes('hunter2')], [2, false], short.err)
    await refusedByServer(/expected a file with a secret/, ...issuer, 'https://other.example', '--secret-file', 'nowhere')
    const listed = await done('issuer', 'list')
    assert.match(listed, /org-a {2}https:\/\/sso\.a\.example {2}shared secret\n/)
    assert.match(listed, /https:\/\/keys\.a\.example\/jwks\n/)
    assert.ok(!(JSON.stringify(shared) + listed).includes(SECRET))
    await done('issuer', 'revoke', '--id', id)
    await done('issuer', 'revoke', '--id', shared.id)
    assert.match(await done('issuer', 'list'), new RegExp(`${id} .* revoked `))
    await refusedByServer(/no such active issuer/, 'issuer', 'revoke', '--id', id)
  }

  async function revokesTokens(): Promise<void> {
    const { id, token } = await json('token', 'create', '--role', 'auditor', '--grid', 'root', '--days', '2')
    const listed = await done('token', 'list')
    assert.match(listed, new RegExp(`${id} {2}auditor of root {2}until `))
    assert.ok(!listed.includes(token))
    await done('token', 'revoke', '--id', id)
    assert.match(await done('token', 'list'), new RegExp(`${id} .* revoked `))
    await refusedByServer(/no such active token/, 'token', 'revoke', '--id', id)
  }

  async function appoints(person: string): Promise<void> {
    const { id } = await json('role', 'appoint', '--person', person, '--role', 'inspector', '--grid', 'north')
    assert.match(await done('role', 'list'), new RegExp(`${id} {2}${person} {2}inspector of north {2}from \\S+\n`))
    await done('role', 'end', '--id', id)
    assert.match(await done('role', 'list'), new RegExp(`${id} .* until `))
    await refusedByServer(/unknown-person/, 'role', 'appoint', '--person', 'nobody', '--role', 'inspector', '--grid', 'north')
    await refusedByServer(/no such appointment/, 'role', 'end', '--id', id)
  }

  async function binds(person: string): Promise<void> {
    const account = ['--issuer', 'https://id.example', '--subject', 'account-of-theirs']
    await done('identity', 'bind', ...account, '--person', person)
    await refusedByServer(/identity-bound/, 'identity', 'bind', ...account, '--person', person)
    const listed = await done('identity', 'list')
    assert.match(listed, new RegExp(`${person} {2}https://id\\.example `))
    assert.ok(!listed.includes('account-of-theirs'))
    await done('identity', 'unbind', '--person', person)
    await refusedByServer(/No account is bound/, 'identity', 'unbind', '--person', person)
  }

  async function countsOnly(): Promise<void> {
    const counted = await done('retention', 'run', '--dry-run')
    assert.equal(await done('retention', 'run', '--dry-run'), counted)
  }

  async function rotatesSecrets(): Promise<void> {
    const path = join(data, 'secrets.json')
    const before = JSON.parse(await readFile(path, 'utf8'))
    const [, count, kid] = /^(\d+) fields are sealed with (k\d+)\n$/.exec(await done('secrets', 'rotate'))!
    const now = JSON.parse(await readFile(path, 'utf8'))
    assert.equal(now.fieldKeys[0].kid, kid)
    assert.deepEqual(now.fieldKeys.slice(1), before.fieldKeys)
    assert.equal(now.hashKey, before.hashKey)
    assert.ok(Number(count) > 0)
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  }

  async function audits(): Promise<void> {
    const kept = join(line.folder, 'head.json')
    await writeFile(kept, await done('audit', 'head'))
    assert.match(await done('audit', 'verify', '--head', kept), /^In order: \d+ entries/)
    await writeFile(kept, await done('history', 'head'))
    assert.match(await done('history', 'verify', '--head', kept), /^In order: \d+ steps of \d+ issues/)
    const listed = await done('audit', 'list')
    for (const action of ['key-rotate', 'issuer-create', 'token-revoke', 'role-end', 'identity-unbind', 'rotate-secrets']) {
      assert.match(listed, new RegExp(` ${action} {2}admin `))
    }
    assert.ok(!listed.includes('account-of-theirs') && !listed.includes(SECRET))
  }

  async function handlesPerson(person: string): Promise<void> {
    const { name } = JSON.parse(await done('person', 'show', '--id', person))
    const found = await find({ name })
    assert.match(found, new RegExp(`^${person} {2}.\\*`))
    assert.ok(!found.includes(name))
    // What is put right comes as whom to look for does: no name stands in what the shell keeps.
    const change = (words: string, lang = 'en') =>
      runWith({ input: words }, 'person', 'change', person, '--stdin', '--lang', lang)
    assert.deepEqual(await change('{"name": "改名"}', 'zh'), { code: 0, out: '已更改：姓名\n', err: '' })
    assert.equal((await change('{"name": "改名"}')).out, 'It is on record so already\n')
    assert.match(await find({ name: '改名' }), new RegExp(`^${person} `))
    assert.equal((await change(JSON.stringify({ name }))).out, 'Changed: name\n')
    for (const words of ['', '7', '{"name": "改名"', '{"id": "head-1", "name": "改名"}', '{"nmae": "改名"}', '{}']) {
      const { code, out, err } = await change(words)
      assert.deepEqual([code, out], [2, ''], words)
      assert.ok(!err.includes('改名'), err)
    }
    const file = join(line.folder, `${person}.json`)
    assert.equal(await done('person', 'export', '--id', person, '--to', file), '')
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    const exported = JSON.parse(await readFile(file, 'utf8'))
    assert.deepEqual([exported.person.name, Object.keys(exported.records).includes('appointments')], [name, true])
    await refusedByServer(/say --yes/, 'person', 'erase', '--id', person)
    assert.match(await done('person', 'erase', '--id', person, '--yes'), /people {2}1\n/)
    assert.equal(await find({ name }), '')
    for (const verb of ['show', 'export']) await refusedByServer(/There is no such person/, 'person', verb, '--id', person)
    await refusedByServer(/There is no such person/, 'person', 'erase', '--id', person, '--yes')
    const listed = await done('audit', 'list')
    assert.ok(/ erase-person {2}admin {2}erased-/.test(listed) && !listed.includes(person))
    for (const input of ['', 'null', '{"name": "somebody"', '{}', '{"name": 7}']) {
      const { code, out, err } = await runWith({ input }, 'person', 'find', '--stdin')
      assert.deepEqual([code, out], [2, ''], input)
      assert.ok(!err.includes('somebody'), err)
    }
  }

  describe('where something is amiss', () => {
    afterEach(() => line.killAll())

    it('finish a rotation of the keys that was killed on its way', async () => {
      const path = join(data, 'secrets.json')
      const watcher = watch(data)
      const rotation = line.start(['secrets', 'rotate', '--data', data])
      const before = await readFile(path, 'utf8')
      for (let text = before; text === before; text = await readFile(path, 'utf8')) await once(watcher, 'change')
      rotation.child.kill('SIGKILL')
      watcher.close()
      await rotation.end
      const [{ kid }] = JSON.parse(await readFile(path, 'utf8')).fieldKeys
      // Whatever was sealed with either key is read meanwhile.
      assert.match(await done('issuer', 'list'), /shared secret/)
      assert.match(await done('secrets', 'rotate', '--resume'), new RegExp(`^\\d+ fields are sealed with ${kid}\n$`))
      assert.deepEqual(await kids(), [kid])
      assert.equal(await done('secrets', 'rotate', '--resume'), `0 fields are sealed with ${kid}\n`)
    })

    it('end with 1 where the audit was tampered with, also by the server that holds the directory', async () => {
      const kept = join(line.folder, 'kept.json')
      await writeFile(kept, await done('audit', 'head'))
      await look((db) => sql`delete from audit_entries where seq = 3`.execute(db))
      const holder = await line.serve(data)
      const { code, out, err } = await run('audit', 'verify', '--head', kept)
      assert.deepEqual([code, err], [1, ''])
      assert.match(out, /^missing: /)
      await holder.stop()
    })

    it('refuse to work with the keys of other data, or without, and make none then', async () => {
      const path = join(data, 'secrets.json')
      const other = join(line.folder, 'other.json')
      await openSecrets(other)
      for (const args of [
        ['serve', '--port', '0'],
        ['key', 'list'],
        ['person', 'show', '--id', 'head-1'],
      ]) {
        const { code, out, err } = await runWith({ env: { WANGGE_SECRETS_FILE: other } }, ...args)
        assert.deepEqual([code, out], [2, ''], err)
        assert.match(err, /Expected the keys that sealed district main, got others/)
      }
      await rename(path, join(line.folder, 'away.json'))
      for (const args of [
        ['serve', '--port', '0'],
        ['key', 'list'],
        ['secrets', 'rotate'],
        ['seed', '--from', 'seed', '--reset'],
      ]) {
        await refused(/Expected the secrets file of district main at .*, got none\. Put back the one/, ...args)
        await assert.rejects(stat(path), { code: 'ENOENT' })
      }
      await rename(join(line.folder, 'away.json'), path)
      await done('key', 'list')
    })
  })

  it('tell what personal data is kept, without any', async () => {
    const text = await line.run('data-map')
    assert.deepEqual([text.code, text.err], [0, ''])
    assert.match(text.out, /phone_sealed/)
    const map = JSON.parse((await line.run('data-map', '--json')).out)
    assert.ok(JSON.stringify(map).includes('phone_sealed'))
  })
})
