// Finds a Chromium for the browser tests, or installs one.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { captureNode, fail, npm, run, step, TOOLS } from './toolchain.mjs'

const PLACES = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
}

/** A browser for tests: no sandbox as root (Chromium refuses to start with one), and no calls of its own to anywhere. */
export const BROWSER_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const SPARTICUZ = '@sparticuz/chromium@153.0.0'

/** Path of a Chrome or Chromium: CHROME_PATH, one that is installed, Debian's package (as root), or one from npm. */
export async function ensureBrowser() {
  if (process.env.CHROME_PATH) {
    if (existsSync(process.env.CHROME_PATH)) return process.env.CHROME_PATH
    fail(`CHROME_PATH names ${process.env.CHROME_PATH}, which is not there.`)
  }
  const path = installed() ?? fromDebian() ?? (await fromNpm())
  process.env.CHROME_PATH = path
  return path
}

const installed = () => PLACES[process.platform]?.find((path) => existsSync(path))

function fromDebian() {
  if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  step('Installing Chromium and a Chinese font from Debian')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] }
  run('apt-get', ['update', '-qq'], quiet)
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], quiet)
  return installed()
}

async function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    fail('No Chrome or Chromium was found. Install one, or name it in CHROME_PATH, and try again.')
  }
  const prefix = join(TOOLS, 'chromium')
  const package_ = join(prefix, 'node_modules', '@sparticuz', 'chromium')
  if (!existsSync(package_)) {
    step('Fetching Chromium from npm')
    if (npm(['install', '--prefix', prefix, '--no-save', SPARTICUZ], { cwd: TOOLS }) !== 0)
      fail(`Could not install ${SPARTICUZ}.`)
  }
  const script = `import('${pathToFileURL(createRequire(join(prefix, 'x.js')).resolve('@sparticuz/chromium'))}')
    .then(async ({ default: chromium }) => console.log(await chromium.executablePath()))`
  const { status, output } = await captureNode(['--input-type=module', '-e', script])
  const path = output.trim().split('\n').at(-1)
  return status === 0 && existsSync(path) ? path : fail('The Chromium from npm could not be unpacked.')
}
