// The sample district that `npm start` serves: its data directory, seeded once, and the site keys of the host pages.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { captureNode, fail, ROOT, step } from './toolchain.mjs'

/** The server as it is installed from its packed tarball. */
export const SERVER = join(ROOT, 'examples', 'district-server')
export const CLI = join(SERVER, 'node_modules', '@wangge', 'server', 'dist', 'cli.js')

const DAY_MS = 86_400_000
/** The sample has one week of shifts. */
const WEEK_DAYS = 7

/** Who has the data directory open, in words, if anybody has. In doubt somebody has: what is asked for may delete it. */
export async function runningServer(data) {
  const holder = readLock(data)
  if (!holder || !isAlive(holder.pid)) return undefined
  if (!holder.url) return `process ${holder.pid}, which is about to start`
  try {
    await fetch(`${holder.url}/v1/health`, { signal: AbortSignal.timeout(3000) })
  } catch (error) {
    // Nobody listens there: the number now belongs to another program.
    if (error.cause?.code === 'ECONNREFUSED') return undefined
  }
  return holder.url.replace('127.0.0.1', 'localhost')
}

function readLock(data) {
  try {
    return JSON.parse(readFileSync(join(data, 'wangge.lock'), 'utf8'))
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code !== 'ESRCH'
  }
}

/**
 * Seeds `data` if it is not there, or if `fresh`: beside it, and moved there whole, so that a broken start leaves no half
 * of one and an old one is not lost before the new one stands. Returns the site keys for the pages' origins.
 */
export async function ensureDistrict(data, { fresh, audiences }) {
  const isSeeded = existsSync(keysOf(data))
  if (!fresh && isSeeded) {
    sayWhenWeekIsOver(readKeys(data).seededAt)
    return ensureKeys(data, audiences)
  }
  if (!fresh && existsSync(data)) {
    fail(`${data} is there, but was not made by npm start. Move it away, or start with \`npm start -- --fresh\` to replace it.`)
  }
  step('Seeding the sample district')
  const draft = `${data}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  const { status } = await wangge(['seed', '--from', join(ROOT, 'seeds', 'data'), '--data', draft])
  if (status !== 0) fail('Seeding failed; its message is above.')
  writeKeys(draft, { seededAt: Date.now(), keys: {} })
  const keys = await ensureKeys(draft, audiences)
  rmSync(data, { recursive: true, force: true })
  renameSync(draft, data)
  return keys
}

/** One key for each origin and its audience, made once. Another port may have had another site before. */
async function ensureKeys(data, audiences) {
  const known = readKeys(data)
  const keys = {}
  for (const [origin, audience] of Object.entries(audiences)) {
    const name = `${origin} ${audience}`
    known.keys[name] ??= await createKey(data, origin, audience)
    writeKeys(data, known)
    keys[origin] = known.keys[name]
  }
  return keys
}

async function createKey(data, origin, audience) {
  const { status, output } = await wangge(['key', 'create', '--origin', origin, '--audience', audience, '--json', '--data', data])
  if (status !== 0) fail('A site key could not be created; the message is above.')
  return JSON.parse(output).key
}

const keysOf = (data) => join(data, 'site-keys.json')
const readKeys = (data) => JSON.parse(readFileSync(keysOf(data), 'utf8'))
const writeKeys = (data, keys) => writeFileSync(keysOf(data), JSON.stringify(keys, null, 2))

const wangge = (args) => captureNode([CLI, ...args], { cwd: SERVER })

function sayWhenWeekIsOver(seededAt) {
  const days = Math.floor((Date.now() - seededAt) / DAY_MS)
  if (days >= WEEK_DAYS - 1)
    step(`The sample week was seeded ${days} days ago; \`npm start -- --fresh\` makes one that begins today`)
}
