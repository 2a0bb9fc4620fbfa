// How long the store takes beside others: a list is loaded, the browser is closed and opened, all is read; one record is
// read and changed.
//   (cd bench/peers && npm ci)
//   node bench/offline.ts [--records 1235,10000,100000] [--rounds 7] [--only ours,Dexie]
// In Chromium, the stores in turns, medians. Prints the targets and writes bench/results/offline.json.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { BROWSER_FLAGS, ensureBrowser } from '../scripts/browser.mjs'
import { median, rounded } from './coverage/measure.ts'
import type { Loaded } from './offline/page.ts'

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '1235,10000,100000' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: 'ours,Dexie,RxDB (Dexie storage),PouchDB,localForage' },
  },
})

/** Milliseconds. */
interface Figures extends Loaded {
  /** The browser was closed since: open and read all. */
  cold: number
}

interface Measured {
  records: number
  'ms, medians': Record<string, Figures>
}

interface Target {
  what: string
  target: string
  measured: string
  met: boolean
}

/** Those that take minutes at the largest size are measured less often; so much more than ours is not in doubt. */
const SLOW = new Set(['RxDB (Dexie storage)', 'PouchDB', 'localForage'])
const MOST_ROUNDS = 2
const LARGE = 100_000
/** How many times faster than Dexie, at so many records. */
const TIMES: Record<number, { load: number; cold: number }> = { 1235: { load: 10, cold: 2 }, 100_000: { load: 40, cold: 5 } }
const MOST_MS = 3
const MOST_KB = 10

const here = (path: string) => new URL(path, import.meta.url)
const executablePath = await ensureBrowser()
const script = await bundle(here('offline/page.ts').pathname)
const { records } = JSON.parse(readFileSync(here('../seeds/data/grids.json'), 'utf8')) as { records: Record<string, unknown>[] }
const grids = records.map(({ geometry: _, crs: __, ...grid }) => grid)

const FILES: Record<string, [type: string, body: string]> = {
  '/page.js': ['text/javascript', script],
  '/grids.json': ['application/json', JSON.stringify(grids)],
}
const server = createServer(({ url }, response) => {
  const [type, body] = FILES[url ?? ''] ?? ['text/html', '<!doctype html><script src="/page.js"></script>']
  response.setHeader('content-type', `${type}; charset=utf-8`)
  response.end(body)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

const names = options.only.split(',')
const targets: Target[] = [await sizeTarget()]
const sets: Measured[] = []
for (const count of options.records.split(',').map(Number)) sets.push(await measureSet(count))
server.close()
for (const { what, target, measured, met } of targets) console.log(`${met ? 'met   ' : 'MISSED'} ${what}: ${target}, ${measured}`)
if (names.length > 2) keep()

async function measureSet(count: number): Promise<Measured> {
  const all = new Map<string, Figures[]>(names.map((name) => [name, []]))
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      if (count >= LARGE && SLOW.has(name) && round >= MOST_ROUNDS) continue
      all.get(name)!.push(await measure(name, count))
    }
  }
  const figures = Object.fromEntries([...all].map(([name, each]) => [name, mediansOf(each)]))
  console.log(`${count} records`)
  for (const [name, { load, cold, point, update }] of Object.entries(figures))
    console.log(`  ${name.padEnd(20)} load ${load} ms, cold ${cold} ms, one read ${point} ms, one changed ${update} ms`)
  judge(count, figures)
  return { records: count, 'ms, medians': figures }
}

/** In a profile of its own: what another store has left must not cost this one. */
async function measure(name: string, count: number): Promise<Figures> {
  const profile = mkdtempSync(join(tmpdir(), 'wangge-bench-'))
  try {
    const loaded = await inBrowser(profile, [count, name] as const, async ([many, subject]) => {
      await window.bench.make(many)
      return window.bench.load(subject)
    })
    const cold = await inBrowser(profile, [count, name] as const, ([many, subject]) => window.bench.cold(subject, many))
    return { ...loaded, cold }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function inBrowser<A, T>(profile: string, argument: A, work: (argument: A) => Promise<T>): Promise<T> {
  const browser = await chromium.launchPersistentContext(profile, { executablePath, args: BROWSER_FLAGS })
  try {
    const page = await browser.newPage()
    page.on('pageerror', (error) => console.error(error))
    await page.goto(address)
    return (await page.evaluate(work as never, argument)) as T
  } finally {
    await browser.close()
  }
}

function mediansOf(each: Figures[]): Figures {
  const of = (key: keyof Figures) => rounded(median(each.map((figures) => figures[key])))
  return { load: of('load'), cold: of('cold'), point: of('point'), update: of('update') }
}

function judge(count: number, figures: Record<string, Figures>) {
  const { ours, Dexie } = figures
  if (!ours) return
  for (const what of ['load', 'cold'] as const) {
    const least = TIMES[count]?.[what]
    if (!Dexie || least === undefined) continue
    const times = rounded(Dexie[what] / ours[what])
    const [target, measured] = [`at least ${least}× Dexie`, `${times}×`]
    targets.push({ what: `${what}, ${count} records`, target, measured, met: times >= least })
  }
  for (const [what, ms] of [
    ['one read', ours.point],
    ['one changed', ours.update],
  ] as const)
    targets.push({ what: `${what}, ${count} records`, target: `under ${MOST_MS} ms`, measured: `${ms} ms`, met: ms < MOST_MS })
}

async function sizeTarget(): Promise<Target> {
  const source = here('../packages/core/src/').pathname
  const text = await bundle(undefined, {
    contents: ['adapters/device-stores.ts', 'adapters/memory-stores.ts', 'outbox/index.ts']
      .map((path) => `export * from '${source}${path}'`)
      .join('\n'),
    resolveDir: source,
  })
  const kB = rounded(gzipSync(text, { level: 9 }).length / 1000)
  const measured = `${kB} kB gzipped`
  return { what: 'storage and outbox', target: `at most ${MOST_KB} kB gzipped`, measured, met: kB <= MOST_KB }
}

async function bundle(entry: string | undefined, stdin?: { contents: string; resolveDir: string }): Promise<string> {
  const { outputFiles } = await build({
    ...(entry === undefined ? { stdin: stdin! } : { entryPoints: [entry] }),
    bundle: true,
    minify: true,
    format: entry === undefined ? 'esm' : 'iife',
    target: 'es2022',
    nodePaths: [here('peers/node_modules').pathname],
    write: false,
    logLevel: 'error',
  })
  return outputFiles![0]!.text
}

function keep() {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`
  const how =
    'Chromium, a profile of its own for each store and round, the stores in turns, medians. Load: until the store says that all ' +
    'is written. Cold: the browser was closed and opened since; open and read all. Ours as the client opens it.'
  const file = here('results/offline.json')
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { sets: Measured[]; targets: Target[] })
    : undefined
  const kept = before?.sets.filter(({ records: count }) => !sets.some(({ records: now }) => now === count)) ?? []
  const keptTargets = before?.targets.filter(({ what }) => !targets.some((now) => now.what === what)) ?? []
  const bySize = [...kept, ...sets].sort((a, b) => a.records - b.records)
  writeFileSync(file, `${JSON.stringify({ how, machine, targets: [...keptTargets, ...targets], sets: bySize }, null, 2)}\n`)
}
