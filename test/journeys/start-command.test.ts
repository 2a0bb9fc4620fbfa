// `npm start` beside what a person may do at the same time: start it twice, have a database of one's own, mistype an address.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { startStack, type Stack } from './stack.ts'

const ROOT = join(import.meta.dirname, '..', '..')

let stack: Stack

before(async () => {
  // Nobody listens there: a start that used it could not come up.
  stack = await startStack({ env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' } })
})

after(() => stack?.dispose())

const startAgain = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: ROOT,
    env: { ...process.env, WANGGE_HOME: stack.home },
    encoding: 'utf8',
  })

const keys = () => readFile(join(stack.data, 'site-keys.json'), 'utf8')

/** As it is written, without what `fetch` would mend. */
function statusOf(origin: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: new URL(origin).port, path }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).once('error', reject)
  })
}

test('a start beside a running one refuses and touches nothing', async () => {
  const before = await keys()
  const port = String(Number(new URL(stack.endpoint).port) + 1000)
  for (const args of [
    ['--port', port],
    ['--port', port, '--fresh'],
  ]) {
    const { status, stderr } = startAgain(...args)
    assert.equal(status, 1)
    assert.match(stderr, /already served: http:\/\/localhost:\d+/)
  }
  assert.equal(await keys(), before)
  assert.equal((await fetch(`${stack.endpoint}/v1/health`)).status, 200)
})

/** `npm start` as a person types it, in a group of its own, once it has said `words`. */
async function npmStart(home: string, port: number, words: string): Promise<ChildProcess> {
  const npm = spawn('npm', ['start', '--', '--port', String(port)], {
    cwd: ROOT,
    env: { ...process.env, WANGGE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  await new Promise<void>((resolve, reject) => {
    let said = ''
    const listen = (text: Buffer) => {
      said += text.toString()
      if (said.includes(words)) resolve()
    }
    npm.stdout.on('data', listen)
    npm.stderr.on('data', listen)
    npm.once('exit', (code) => reject(new Error(`npm start ended with exit code ${code} before it said "${words}": ${said}`)))
  })
  return npm
}

/** Whether nothing is left of a group of processes, within 20 s. */
async function isGone({ pid }: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      process.kill(-pid!, 0)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH'
    }
    await delay(100)
  }
  process.kill(-pid!, 'SIGKILL')
  return false
}

test('whoever ends npm ends what it started, be it while the district is seeded or once all is up', async () => {
  const port = Number(new URL(stack.endpoint).port)
  const home = await mkdtemp(join(tmpdir(), 'wangge-journey-'))
  await stack.stop()
  try {
    for (const [where, words] of [
      [home, 'Seeding the sample district'],
      [stack.home, 'is up'],
    ] as const) {
      const npm = await npmStart(where, port, words)
      npm.kill('SIGTERM')
      assert.ok(await isGone(npm), `something is left after "${words}"`)
    }
  } finally {
    await rm(home, { recursive: true, force: true })
    await stack.restart()
  }
})

test('the database that DATABASE_URL names is left alone', async () => {
  const response = await fetch(`${stack.endpoint}/v1/grids`, {
    headers: { origin: stack.district, 'wangge-site-key': JSON.parse(await keys()).keys[`${stack.district} public`] },
  })
  assert.equal(((await response.json()) as { grids: unknown[] }).grids.length, 1236)
})

test('a host site answers an address that is none with 404 and goes on', async () => {
  for (const origin of [stack.intranet, stack.district]) {
    assert.equal(await statusOf(origin, '/%E0%A4%A'), 404)
    assert.equal(await statusOf(origin, '/..%2f..%2fpackage.json'), 404)
    assert.equal(await statusOf(origin, '/'), 200)
  }
})

test('what is seeded is kept until it is asked for anew', async () => {
  const before = await keys()
  await stack.restart()
  assert.equal(await keys(), before)
})

test('one port further up, where the intranet is on the district site’s old port, each page has the key of its own audience', async () => {
  await stack.restart(1)
  const origins = [stack.intranet, stack.district].map((origin) => `http://localhost:${Number(new URL(origin).port) + 1}`)
  const endpoint = stack.intranet
  const [atWork, atHome] = await Promise.all(
    origins.map(async (origin) => {
      const key = /site-key="(wk_[^"]+)"/.exec(await (await fetch(`${origin}/`)).text())?.[1]
      return (path: string) => fetch(`${endpoint}${path}`, { headers: { origin, 'wangge-site-key': String(key) } })
    }),
  )
  assert.equal((await atWork!('/v1/slots?org=o-n-420')).status, 200)
  assert.equal((await atHome!('/v1/slots?org=o-n-420')).status, 403)
  assert.equal((await atHome!('/v1/grids')).status, 200)
})
