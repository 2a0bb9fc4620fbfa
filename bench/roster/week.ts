// A week with 11 hours of rest and what organisations owe each day: ours beside HiGHS, each in a process of its own, in turns.
//   (cd bench/peers && npm ci)
//   node bench/roster/week.ts [--only fiftieth] [--rounds 3] [--limit 3600]
// Writes bench/results/roster-week.json. `limit` is what HiGHS has, in seconds by the clock; times are of the processor.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median, rounded } from '../coverage/measure.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
    limit: { type: 'string', default: '3600' },
  },
})

/** Gap that is asked of ours and of HiGHS; 0 is the optimum, proven. */
const SETS = {
  fiftieth: { set: 'week-fiftieth', ours: 0, HiGHS: 0 },
  tenth: { set: 'week-tenth', ours: 0.001, HiGHS: 0.001 },
  whole: { set: 'week', ours: 0.001, HiGHS: 0.01 },
}

interface Run {
  cost: number | null
  bound: number | null
  ended: string
  cpu: number
  before: number
  peak: number
}

const file = new URL('../results/roster-week.json', import.meta.url)
const results = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {}
const script = fileURLToPath(new URL('solve-week.ts', import.meta.url))

for (const [name, { set, ...gaps }] of Object.entries(SETS)) {
  if (!name.startsWith(options.only)) continue
  const rounds = Number(options.rounds)
  const runs = new Map<string, Run[]>(Object.keys(gaps).map((solver) => [solver, []]))
  for (let round = 0; round < rounds; round += 1) {
    const order = Object.entries(gaps)
    for (const [solver, gap] of round % 2 === 0 ? order : order.toReversed()) {
      const printed = execFileSync(process.execPath, [script, solver, set, String(gap), options.limit], { encoding: 'utf8' })
      const run = JSON.parse(printed.slice(printed.indexOf('{"cost"'))) as Run
      console.log(name, solver, run)
      runs.get(solver)!.push(run)
    }
  }
  const solvers = Object.fromEntries(
    [...runs].map(([solver, own]) => [solver, figuresOf(own, gaps[solver as keyof typeof gaps])]),
  )
  const time = (solver: string) => median(runs.get(solver)!.map(({ cpu }) => cpu))
  results[name] = {
    machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    rounds,
    'limit of HiGHS, s by the clock': Number(options.limit),
    solvers,
    'ours ÷ HiGHS': rounded(time('ours') / time('HiGHS')),
  }
  console.log(JSON.stringify(results[name], null, 2))
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
}

function figuresOf(runs: readonly Run[], gap: number) {
  return {
    'gap that was asked': gap,
    'ms of processor time': rounded(median(runs.map(({ cpu }) => cpu))),
    'MB at most, with the program and the problem': Math.max(...runs.map(({ peak }) => peak)),
    'MB of those before': Math.max(...runs.map(({ before }) => before)),
    ...{ cost: runs[0]!.cost, bound: runs[0]!.bound, ended: [...new Set(runs.map(({ ended }) => ended))] },
  }
}
