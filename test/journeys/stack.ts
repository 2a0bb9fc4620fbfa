// What a journey runs on: `npm start` as a person would run it, in a folder and on ports of its own, and a browser.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { BROWSER_FLAGS } from '../../scripts/browser.mjs'

const ROOT = join(import.meta.dirname, '..', '..')

export interface Stack {
  endpoint: string
  intranet: string
  district: string
  /** Where staff sign in and see their grids. */
  desk: string
  /** The development issuer. */
  issuer: string
  /** Where the command keeps what it makes. */
  home: string
  /** The server's data directory. */
  data: string
  browser: Browser
  /** Milliseconds from the command to the printed addresses. */
  startedIn: number
  /** What `wangge …` prints, run on this district while it is served. @throws Error where it fails */
  wangge(...args: string[]): Promise<string>
  /** As `wangge`, with `input` as JSON on its standard input. */
  wanggeOf(input: object, ...args: string[]): Promise<string>
  /** The servers' clock, epoch milliseconds: that of this machine, and what `pass` moved it on by. */
  now(): number
  /** Moves the clock of all servers on. Pages have one of their own. */
  pass(ms: number): Promise<void>
  /** Ends the servers; the data stays until `dispose`. */
  stop(): Promise<void>
  /** Runs the same command again on the same data, `shift` ports further up. */
  restart(shift?: number): Promise<number>
  dispose(): Promise<void>
}

export interface StackOptions {
  /** Added to the command's environment. */
  env?: Record<string, string>
  /** Gives all servers a clock that can be moved on, set to this instant, epoch milliseconds. */
  at?: number
}

export async function startStack({ env: wanted = {}, at }: StackOptions = {}): Promise<Stack> {
  const home = await mkdtemp(join(tmpdir(), 'wangge-journey-'))
  // One more: a restart may move up by one.
  const port = await freePorts(6)
  const clock = at === undefined ? realClock : createClock(home, at)
  const env = { ...clock.env, ...wanted }
  let running = await start(home, port, env)
  const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: BROWSER_FLAGS })
  const stop = () => end(running.child)
  return {
    endpoint: `http://localhost:${port}`,
    intranet: `http://localhost:${port + 1}`,
    district: `http://localhost:${port + 2}`,
    desk: `http://localhost:${port + 3}`,
    issuer: `http://localhost:${port + 4}`,
    home,
    data: join(home, 'data'),
    browser,
    startedIn: running.ms,
    wangge: (...args) => wangge(home, args),
    wanggeOf: (input, ...args) => wangge(home, args, JSON.stringify(input)),
    now: clock.now,
    pass: clock.pass,
    stop,
    async restart(shift = 0) {
      await stop()
      running = await start(home, port + shift, env)
      return running.ms
    },
    async dispose() {
      await browser.close()
      await stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const realClock = {
  env: {},
  now: Date.now,
  pass: () => Promise.reject(new Error('expected a stack that was started with `at`: the clock of this one is the machine’s')),
}

/** A clock that the servers read in a file, so that hours may pass in a moment, for all of them at once. */
function createClock(home: string, at: number) {
  const file = join(home, 'clock')
  let ahead = at - Date.now()
  const set = () => writeFileSync(file, String(ahead))
  set()
  const preload = pathToFileURL(join(import.meta.dirname, 'clock.mjs')).href
  const options = [process.env.NODE_OPTIONS, `--import=${preload}`].filter(Boolean).join(' ')
  return {
    env: { NODE_OPTIONS: options, WANGGE_JOURNEY_CLOCK: file },
    now: () => Date.now() + ahead,
    async pass(ms: number) {
      ahead += ms
      set()
      // As long as a process may go by what it has read before.
      await wait(20)
    },
  }
}

function start(home: string, port: number, env: Record<string, string>): Promise<{ child: ChildProcess; ms: number }> {
  const startedAt = Date.now()
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port)], {
    cwd: ROOT,
    env: { ...process.env, ...env, WANGGE_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`npm start ended with exit code ${code} before it printed its addresses`)))
    child.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes('is up')) resolve({ child, ms: Date.now() - startedAt })
    })
  })
}

function wangge(home: string, args: string[], input = ''): Promise<string> {
  const cli = join(ROOT, 'examples', 'district-server', 'node_modules', '@wangge', 'server', 'dist', 'cli.js')
  const { DATABASE_URL: _left, ...env } = process.env
  const child = spawn(process.execPath, [cli, ...args, '--data', join(home, 'data')], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(input)
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  return new Promise((resolve, reject) => {
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`wangge ${args.join(' ')} ended with exit code ${code}`)),
    )
  })
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.removeAllListeners('exit')
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** First of `count` neighbouring ports that nobody listens on. */
/** Below those that the system hands out to whoever connects: one of them may be taken at any moment. */
const LOWEST_PORT = 15_000
const HIGHEST_PORT = 32_000

async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = randomInt(LOWEST_PORT, HIGHEST_PORT)
    const all = await Promise.all(Array.from({ length: count }, (_, i) => listenOnce(first + i).catch(() => undefined)))
    if (all.every((port) => port !== undefined)) return first
  }
  throw new Error(`found no ${count} free neighbouring ports in 50 tries`)
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no address'))))
    })
  })
}
