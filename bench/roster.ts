// How long a rotation takes to plan and to mend, and how much memory, beside the usual solvers, and whether they find the same.
//   (cd bench/peers && npm ci)          and LEMON: apt-get install liblemon-dev g++
//   node bench/roster.ts [--only day] [--rounds 5]
// Writes bench/results/roster.json: ratios are what to look at, since machines differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { day, weekAsFlow } from './roster/flows.ts'
import { repair } from './roster/repair.ts'

const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, rounds: { type: 'string', default: '5' } },
})
const PARTS: Record<string, (options: { rounds: number }) => unknown> = { day, 'week-as-flow': weekAsFlow, repair }

const file = new URL('results/roster.json', import.meta.url)
const results = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {}
for (const [name, part] of Object.entries(PARTS)) {
  if (!name.startsWith(options.only)) continue
  const rows = await part({ rounds: Number(options.rounds) })
  console.log(JSON.stringify(rows, null, 2))
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
  results[name] = { machine, rounds: Number(options.rounds), rows }
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
}
