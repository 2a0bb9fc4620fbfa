// `npm start`: installs, builds, seeds the sample district and serves it with the host pages beside it.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { clientSecretFile, CLI, ensureDistrict, runningServer, SERVER, staffFile } from './sample-district.mjs'
import {
  ensureBuilt,
  ensureExamples,
  ensureInstalled,
  ensureNode,
  fail,
  ROOT,
  startNode,
  step,
  stopChildren,
} from './toolchain.mjs'

const { values: options } = parseArgs({
  options: { fresh: { type: 'boolean', default: false }, port: { type: 'string', default: process.env.PORT ?? '4310' } },
})
const port = Number(options.port)
if (!Number.isInteger(port) || port < 1 || port > 65_000)
  fail(`--port: expected a whole number from 1 to 65000, got ${options.port}.`)

const HOME = process.env.WANGGE_HOME ?? join(ROOT, '.wangge')
const DATA = join(HOME, 'data')
const endpoint = `http://localhost:${port}`
const intranet = `http://localhost:${port + 1}`
const district = `http://localhost:${port + 2}`
const desk = `http://localhost:${port + 3}`
const issuer = `http://localhost:${port + 4}`
/** The made-up company of the sample district whose intranet the example is. */
const ORGANISATION = JSON.parse(readFileSync(join(ROOT, 'examples', 'intranet', 'package.json'), 'utf8')).wangge.organisation

const startedAt = Date.now()
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
stopWithNpm()

// Nothing is touched before it is clear that nobody else uses it.
const holder = await runningServer(DATA)
if (holder) fail(`The sample district is already served: ${holder}. End that one first (Ctrl+C where it was started).`)
for (const candidate of [port, port + 1, port + 2, port + 3, port + 4]) await portIsFree(candidate)
if (process.env.DATABASE_URL) {
  step('DATABASE_URL is left alone: the sample district lives in an embedded database of its own')
  delete process.env.DATABASE_URL
}

for (const prepare of [ensureNode, ensureInstalled, ensureBuilt, ensureExamples]) {
  prepare()
  // Each holds everything else up; whoever wanted an end meanwhile is heard here.
  await setImmediate()
}
const keys = await ensureDistrict(DATA, {
  fresh: options.fresh,
  audiences: { [intranet]: `org:${ORGANISATION}`, [district]: 'public' },
  hosts: { [intranet]: ORGANISATION },
  issuer,
})
const client = { id: 'wangge', secretFile: clientSecretFile(DATA) }

// First: the server asks it how to sign in.
await serve('development issuer', ['server.mjs'], join(ROOT, 'examples', 'development-issuer'), {
  PORT: String(port + 4),
  OIDC_CLIENT_ID: client.id,
  OIDC_CLIENT_SECRET_FILE: client.secretFile,
  OIDC_REDIRECT_URI: `${endpoint}/v1/auth/callback`,
  OIDC_STAFF_FILE: staffFile(DATA),
})

await Promise.all([
  serve('server', [CLI, 'serve', '--port', String(port), '--data', DATA], SERVER, {
    WANGGE_OIDC_ISSUER: issuer,
    WANGGE_OIDC_CLIENT_ID: client.id,
    WANGGE_OIDC_CLIENT_SECRET_FILE: client.secretFile,
    WANGGE_OIDC_PAGES: `${desk}/`,
    WANGGE_PUBLIC_URL: endpoint,
  }),
  serve('intranet', ['server.mjs'], join(ROOT, 'examples', 'intranet'), {
    ...site(intranet),
    INTRANET_KEY_FILE: join(HOME, 'intranet-key.json'),
  }),
  serve('district site', ['server.mjs'], join(ROOT, 'examples', 'district-site'), site(district)),
  serve('staff desk', ['server.mjs'], join(ROOT, 'examples', 'staff-desk'), site(desk)),
])

console.log(`
Wangge 网格 is up (${((Date.now() - startedAt) / 1000).toFixed(1)} s). The sample district is made up; nobody in it is real.

  District site 街道网站      ${district}/
  Partner's intranet 企业内网  ${intranet}/
  Staff desk 工作人员          ${desk}/
  Development sign-in         ${issuer}/ (asks nobody for a password)
  API description             ${endpoint}/v1/openapi.json

Ctrl+C ends it. The data stays in ${HOME}; \`npm start -- --fresh\` makes it anew.
`)

function site(origin) {
  return { PORT: new URL(origin).port, WANGGE_ENDPOINT: endpoint, WANGGE_SITE_KEY: keys[origin] ?? '' }
}

function serve(name, args, cwd, env = {}) {
  const child = startNode(args, { cwd, env })
  child.on('exit', (code) => {
    if (!stopping) fail(`The ${name} ended by itself (exit code ${code}); its message is above.`)
  })
  // Each of them prints one line when it is ready.
  return new Promise((resolve) => child.stdout.once('data', resolve))
}

async function stop() {
  if (stopping) return
  stopping = true
  await stopChildren()
  process.exit(0)
}

/**
 * npm runs this program in a shell, and hands a SIGTERM on to that shell alone: it ends, and nobody tells the program. That the
 * shell is its parent no more does.
 */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return
  const shell = process.ppid
  setInterval(() => process.ppid === shell || stop(), 250).unref()
}

function portIsFree(candidate) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => fail(`Port ${candidate} is taken. Start with another: npm start -- --port ${port + 100}`))
    probe.listen(candidate, '127.0.0.1', () => probe.close(resolve))
  })
}
