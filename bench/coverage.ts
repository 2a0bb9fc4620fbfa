// How long a check of borders takes, beside the other libraries that can be asked something like it.
//   (cd bench/peers && npm ci)
//   node bench/coverage.ts [--only <part of a set's name>] [--rounds 5]
// Prints a table and writes bench/results/coverage.json. Ratios, not milliseconds: machines differ.
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { checkCoverage } from '../packages/core/src/grid/coverage/check-coverage.ts'
import { interleaved, rounded } from './coverage/measure.ts'
import type { Figure } from './coverage/measure.ts'
import { geosCheck, jstsCheck, mapshaperCheck } from './coverage/peers.ts'
import type { Check } from './coverage/peers.ts'
import { stagesOf } from './coverage/stages.ts'
import type { Stage } from './coverage/stages.ts'
import { counties, district, districts, jittered, spain, swiss, synthetic, verticesOf } from './coverage/sets.ts'
import type { Set } from './coverage/sets.ts'

const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, rounds: { type: 'string', default: '15' } },
})
const wanted = (name: string) => name.includes(options.only)
/** All are run until what is compiled at run time is compiled, in the background and on the same account, for everyone. */
const times = (vertices: number) => {
  const rounds = Number(options.rounds)
  return vertices > 300_000 ? { rounds: Math.min(5, rounds), warm: 5 } : { rounds, warm: 3 * rounds }
}

interface Row {
  set: string
  grids: number
  vertices: number
  /** How many times the processor time of geos-wasm we are to stay under. */
  target?: number
  'geos-wasm ÷ ours': number
  met?: boolean
  'ours, ms': number
  'ours, ns per vertex': number
  'ours, first call, ms': number
  /** What the ratio would be if we had no more to do than the part, which includes those before it. */
  'geos-wasm ÷ a part of ours': Record<Stage, number>
  findings: string
  others: Record<string, { cpu: number; '÷ ours': number; answer: string }>
}

const ours = ({ crs }: Set): Check => {
  return (grids) => {
    const { findings } = checkCoverage(grids, { crs })
    const counts = new Map<string, number>()
    for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1)
    return [...counts].map(([code, count]) => `${count} ${code}`).join(', ') || 'valid'
  }
}

const geos = await geosCheck()
const mapshaper = await mapshaperCheck()
const jsts = await jstsCheck()

function compare(set: Set, target: number | undefined, peers: Record<string, Check>, theirs: Set = set): Row {
  const works: Record<string, () => () => string> = { ours: () => () => ours(set)(set.grids) }
  for (const [name, check] of Object.entries(peers)) {
    works[name] = () => {
      // It turns rings round in place.
      const given = name === 'mapshaper' ? structuredClone(theirs.grids) : theirs.grids
      return () => check(given)
    }
  }
  const vertices = verticesOf(set.grids)
  const { ours: own, ...figures } = interleaved(times(vertices), works) as Record<string, Figure> & { ours: Figure }
  const others = Object.fromEntries(
    Object.entries(figures).map(([name, { cpu, answer }]) => [name, { cpu, '÷ ours': rounded(cpu / own.cpu), answer }]),
  )
  const geosWays = Object.entries(others).filter(([name]) => name.startsWith('geos-wasm'))
  const ratio = Math.min(...geosWays.map(([, other]) => other['÷ ours']))
  const theirsLeast = Math.min(...geosWays.map(([, other]) => other.cpu))
  const stages = Object.entries(interleaved(times(vertices), stagesOf(set)))
  const parts = stages.map(([name, { cpu }]) => [name, rounded(theirsLeast / cpu)] as const)
  const reach = parts.map(([name, most]) => `${most}× ${name}`).join(', ')
  const row: Row = {
    set: set.name,
    grids: set.grids.length,
    vertices,
    'geos-wasm ÷ ours': ratio,
    ...(target !== undefined && { target, met: ratio >= target }),
    'ours, ms': own.cpu,
    'ours, ns per vertex': rounded((own.cpu * 1e6) / vertices),
    'ours, first call, ms': own.first,
    'geos-wasm ÷ a part of ours': Object.fromEntries(parts) as Record<Stage, number>,
    findings: own.answer,
    others,
  }
  const verdict = target === undefined ? '' : ratio >= target ? `≥ ${target} met` : `≥ ${target} MISSED`
  const rest = Object.entries(others).map(([name, other]) => `${name} ${other.cpu} ms (${other['÷ ours']}×, ${other.answer})`)
  console.log(`${set.name}: ${set.grids.length} grids, ${vertices} vertices`)
  console.log(
    `  ours ${own.cpu} ms, ${row['ours, ns per vertex']} ns a vertex, ${own.answer}; ${verdict}\n  parts of ours: ${reach}\n  ${rest.join('\n  ')}`,
  )
  return row
}

const strict = { 'geos-wasm': geos.check }
const all = { ...strict, 'geos-wasm, its GeoJSON reader': geos.helper, mapshaper }
/** A second and more each time: one round is enough to tell, and it has no part in the turns. */
function withJsts(set: Set): Row {
  const row = compare(set, 10, all)
  const { first, answer } = interleaved({ rounds: 1, warm: 0 }, { jsts: () => () => jsts(set.grids) }).jsts
  console.log(`  jsts, once: ${first} ms (${answer})`)
  return { ...row, others: { ...row.others, 'jsts, once': { cpu: first, '÷ ours': rounded(first / row['ours, ms']), answer } } }
}

const tree = { ...district('all'), name: 'sample district, all levels, against micro-grids alone' }

/** Grids with parts far apart would meet everybody's boxes, and cost the others more than us. */
const PLAIN = { scattered: false, ragged: false }

const SETS: [string, () => Row][] = [
  ['district', () => withJsts(district('micro'))],
  ['tree', () => compare(tree, 10, strict, district('micro'))],
  ['us-atlas', () => withJsts(counties())],
  ['swiss-maps', () => withJsts(swiss())],
  ['es-atlas', () => withJsts(spain())],
  ['synthetic', () => compare(synthetic('synthetic, clean', 9_200, { between: 7, ...PLAIN }), 3, { ...strict, mapshaper })],
  ['soiled', () => compare(dirty(1_200, 'a fifteenth of that'), 1, strict)],
  ['dirty', () => compare(dirty(17_700, 'a million vertices'), 1, strict)],
]

function dirty(leaves: number, size: string): Set {
  const clean = synthetic('', leaves, { between: 8, ...PLAIN })
  return jittered(clean, `synthetic, every vertex of every grid moved by up to a centimetre, ${size}`)
}

function scaling() {
  return [1, 10, 100].map((copies) => {
    const set = districts(copies)
    const vertices = verticesOf(set.grids)
    const { own } = interleaved(times(vertices), { own: () => () => ours(set)(set.grids) })
    const row = { copies, grids: set.grids.length, vertices, ms: own.cpu, 'ns per vertex': rounded((own.cpu * 1e6) / vertices) }
    console.log(
      `${copies} × the district: ${vertices} vertices, ${row.ms} ms, ${row['ns per vertex']} ns a vertex, ${own.answer}`,
    )
    return row
  })
}

const RESULTS = new URL('results/coverage.json', import.meta.url)

interface Results {
  how: string
  machine: string
  sets: Row[]
  scaling: ReturnType<typeof scaling>
}

/** Sets that were not measured this time keep their figures. */
function keep(change: (results: Results) => Partial<Results>): void {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`
  const how =
    'Processor time, medians of interleaved rounds; strict check and full report together, from GeoJSON in memory. ' +
    'geos-wasm: one buffer of WKB, or its own GeoJSON reader where that is faster, and GEOSCoverageIsValid with gap width 0. ' +
    'A part of ours: what the ratio would be if we only read, matched edges, and checked each ring by itself.'
  const before: Results = existsSync(RESULTS)
    ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as Results)
    : { how, machine, sets: [], scaling: [] }
  writeFileSync(RESULTS, `${JSON.stringify({ ...before, how, machine, ...change(before) }, null, 2)}\n`)
}

for (const [, run] of SETS.filter(([name]) => wanted(name))) {
  const row = run()
  keep(({ sets }) => ({ sets: [...sets.filter(({ set }) => set !== row.set), row] }))
}
if (wanted('scaling')) {
  const scaled = scaling()
  keep(() => ({ scaling: scaled }))
}
