// `npm start`: installs, builds, seeds the sample district and serves it with the host pages beside it.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  ensureBuilt,
  ensureExamples,
  ensureInstalled,
  ensureNode,
  captureNode,
  fail,
  ROOT,
  startNode,
  step,
} from './toolchain.mjs'

const { values: options } = parseArgs({
  options: { fresh: { type: 'boolean', default: false }, port: { type: 'string', default: process.env.PORT ?? '4310' } },
})
const port = Number(options.port)
if (!Number.isInteger(port) || port < 1 || port > 65_000)
  fail(`--port: expected a whole number from 1 to 65000, got ${options.port}.`)

const HOME = process.env.WANGGE_HOME ?? join(ROOT, '.wangge')
const DATA = join(HOME, 'data')
const SERVER = join(ROOT, 'examples', 'district-server')
const CLI = join(SERVER, 'node_modules', '@wangge', 'server', 'dist', 'cli.js')
const SITES = { intranet: port + 1, district: port + 2 }
const endpoint = `http://localhost:${port}`
/** The made-up company of the sample district whose intranet the example is. */
const ORGANISATION = JSON.parse(readFileSync(join(ROOT, 'examples', 'intranet', 'package.json'), 'utf8')).wangge.organisation

const startedAt = Date.now()
const children = []
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)

ensureNode()
ensureInstalled()
ensureBuilt()
ensureExamples()
const keys = ensureDistrict()
await Promise.all([port, SITES.intranet, SITES.district].map(portIsFree))

await Promise.all([
  serve('server', [CLI, 'serve', '--port', String(port), '--data', DATA], SERVER),
  serve('intranet', ['server.mjs'], join(ROOT, 'examples', 'intranet'), {
    PORT: SITES.intranet,
    WANGGE_ENDPOINT: endpoint,
    WANGGE_SITE_KEY: keys.intranet,
  }),
  serve('district site', ['server.mjs'], join(ROOT, 'examples', 'district-site'), {
    PORT: SITES.district,
    WANGGE_ENDPOINT: endpoint,
    WANGGE_SITE_KEY: keys.district,
  }),
])

console.log(`
Wangge 网格 is up (${((Date.now() - startedAt) / 1000).toFixed(1)} s). The sample district is made up; nobody in it is real.

  District site 街道网站      http://localhost:${SITES.district}/
  Partner's intranet 企业内网  http://localhost:${SITES.intranet}/
  API description             ${endpoint}/v1/openapi.json

Ctrl+C ends it. The data stays in ${HOME}; \`npm start -- --fresh\` makes it anew.
`)

/** Seeds a new data directory beside the real place and moves it there whole, so that a broken start leaves no half of one. */
function ensureDistrict() {
  const keyFile = join(DATA, 'site-keys.json')
  if (options.fresh) rmSync(DATA, { recursive: true, force: true })
  if (existsSync(keyFile)) {
    const kept = JSON.parse(readFileSync(keyFile, 'utf8'))
    if (kept.port === port) return kept
    return createKeys(DATA)
  }
  step('Seeding the sample district')
  const fresh = `${DATA}.new`
  rmSync(fresh, { recursive: true, force: true })
  rmSync(DATA, { recursive: true, force: true })
  mkdirSync(HOME, { recursive: true })
  if (wangge(['seed', '--from', join(ROOT, 'seeds', 'data'), '--data', fresh]).status !== 0)
    fail('Seeding failed; its message is above.')
  const created = createKeys(fresh)
  renameSync(fresh, DATA)
  return created
}

function createKeys(data) {
  const key = (site, audience) => {
    const { status, output } = wangge([
      'key',
      'create',
      '--origin',
      `http://localhost:${site}`,
      '--audience',
      audience,
      '--json',
      '--data',
      data,
    ])
    if (status !== 0) fail('A site key could not be created; the message is above.')
    return JSON.parse(output).key
  }
  const created = { port, intranet: key(SITES.intranet, `org:${ORGANISATION}`), district: key(SITES.district, 'public') }
  writeFileSync(join(data, 'site-keys.json'), JSON.stringify(created, null, 2))
  return created
}

function wangge(args) {
  return captureNode([CLI, ...args], { cwd: SERVER })
}

function serve(name, args, cwd, env = {}) {
  const child = startNode(args, { cwd, env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, String(value)])) })
  children.push(child)
  child.on('exit', (code) => {
    if (!stopping) fail(`The ${name} ended by itself (exit code ${code}); its message is above.`)
  })
  // Each of them prints one line when it is ready.
  return new Promise((resolve) => child.stdout.once('data', resolve))
}

/** Ends the children first: the district's server closes its database in its own time. */
async function stop() {
  if (stopping) return
  stopping = true
  const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
  const ended = running.map((child) => new Promise((resolve) => child.once('exit', resolve)))
  for (const child of running) child.kill()
  await Promise.all(ended)
  process.exit(0)
}

function portIsFree(candidate) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => fail(`Port ${candidate} is taken. Start with another: npm start -- --port ${port + 100}`))
    probe.listen(candidate, '127.0.0.1', () => probe.close(resolve))
  })
}
