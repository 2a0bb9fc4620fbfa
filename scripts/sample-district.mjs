// The sample district that `npm start` serves: its data directory, seeded once, with the site keys of the host
// pages, the intranet whose backend signs for its employees, and the staff who may sign in.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleStaff } from './sample-staff.mjs'
import { captureNode, fail, ROOT, startNode, step } from './toolchain.mjs'

/** The server as it is installed from its packed tarball. */
export const SERVER = join(ROOT, 'examples', 'district-server')
export const CLI = join(SERVER, 'node_modules', '@wangge', 'server', 'dist', 'cli.js')

const DAY_MS = 86_400_000
/** Who signed up, what is open and what is due in the sample belongs to the week in which it was seeded. */
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
 *
 * `audiences`: of each page's origin, what its key is for; `hosts`: of each intranet's origin, the organisation for whose
 * employees its backend signs; `issuer`: where staff sign in.
 */
export async function ensureDistrict(data, { fresh, ...wishes }) {
  const isSeeded = existsSync(keysOf(data))
  if (!fresh && isSeeded) {
    sayWhenWeekIsOver(readKeys(data).seededAt)
    return ensureAccess(data, wishes)
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
  writeKeys(draft, { seededAt: Date.now(), keys: {}, done: [] })
  writeFileSync(staffFile(draft), JSON.stringify(sampleStaff(), null, 2))
  writeFileSync(clientSecretFile(draft), randomBytes(32).toString('base64url'), { mode: 0o600 })
  const keys = await ensureAccess(draft, wishes)
  rmSync(data, { recursive: true, force: true })
  renameSync(draft, data)
  return keys
}

/** Whom the development issuer offers, and the secret between it and the server. */
export const staffFile = (data) => join(data, 'development-staff.json')
export const clientSecretFile = (data) => join(data, 'development-client-secret')

/**
 * What the pages and people of the sample may do, and the shifts of the coming weeks: made once for each address, as another
 * port may have had another site before. As `wangge key create` and its like would, but over one server, so that the
 * database is opened once.
 */
async function ensureAccess(data, wishes) {
  const known = readKeys(data)
  const missing = [...keyTasks(known, wishes), ...accessTasks(known, data, wishes)]
  if (missing.length > 0) {
    step('Registering the sample’s pages, its intranet and its staff')
    await whileServed(data, async (ask) => {
      for (const { command, input, keep } of missing) {
        keep(await ask(command, input))
        writeKeys(data, known)
      }
    })
  }
  return Object.fromEntries(Object.entries(wishes.audiences).map(([origin, to]) => [origin, known.keys[`${origin} ${to}`]]))
}

const keyTasks = ({ keys }, { audiences }) =>
  Object.entries(audiences)
    .filter(([origin, audience]) => keys[`${origin} ${audience}`] === undefined)
    .map(([origin, audience]) => ({
      command: 'key-create',
      // The code at a post leads employees to the page of their intranet.
      input: { origins: [origin], audience, ...(audience !== 'public' && { page: `${origin}/` }) },
      keep: ({ key }) => (keys[`${origin} ${audience}`] = key),
    }))

function accessTasks({ done }, data, { hosts, issuer }) {
  const commands = [
    ...Object.entries(hosts).map(([origin, orgId]) => [
      'issuer-create',
      { orgId, issuer: origin, jwksUrl: `${origin}/.well-known/jwks.json` },
    ]),
    ...JSON.parse(readFileSync(staffFile(data), 'utf8')).flatMap(({ subject, personId, appoint }) => [
      ['identity-bind', { issuer, subject, personId }],
      ...(appoint ? [['role-appoint', { personId, ...appoint }]] : []),
    ]),
    // The weeks after the sample's own; from then on the server makes them day by day.
    ['shifts-make', {}],
  ]
  return commands
    .map(([command, input]) => ({ command, input, name: `${command} ${JSON.stringify(input)}` }))
    .filter(({ name }) => !done.includes(name))
    .map(({ name, ...task }) => ({ ...task, keep: () => done.push(name) }))
}

/** Serves `data` on a port of its own meanwhile; `ask` sends a command with the secret that lies beside the data. */
async function whileServed(data, use) {
  const server = startNode([CLI, 'serve', '--port', '0', '--data', data], { cwd: SERVER })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  // It prints one line when it is ready.
  const isReady = await Promise.race([
    ended.then(() => false),
    new Promise((resolve) => server.stdout.once('data', () => resolve(true))),
  ])
  if (!isReady) fail('The server could not be started; its message is above.')
  const { url, secret } = readLock(data)
  await use(async (command, input) => {
    const response = await fetch(`${url}/v1/admin/${command}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(input),
    })
    if (!response.ok) fail(`The command ${command} was answered with status ${response.status}: ${await response.text()}`)
    return response.json()
  })
  server.kill()
  await ended
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
