// The long proof: so many random tilings with one fault each, of every kind; what was found, missed, or told without cause.
//   node bench/coverage/faults.ts [--runs 2000] [--seed 1]
// Writes bench/results/coverage-faults.json.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkCoverage } from '../../packages/core/src/grid/coverage/check-coverage.ts'
import { FAULTS, inject } from '../../packages/core/test/tilings-faults.ts'
import { PLACES } from '../../packages/core/test/tilings-frame.ts'
import { judge } from '../../packages/core/test/tilings-proof.ts'
import { randomOf } from '../../packages/core/test/tilings-random.ts'
import { randomTiling } from '../../packages/core/test/tilings.ts'
import type { Tiling } from '../../packages/core/test/tilings.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } } })
const [runs, seed] = [Number(values.runs), Number(values.seed)]

interface Tally {
  tilings: number
  found: number
  missed: number
  /** Findings told where there is nothing. */
  false: number
  /** Of overlaps and gaps: the worst share by which an area was off. */
  'worst area error'?: number
  /** The first few that went wrong, to be looked at. */
  examples?: string[]
}

/** Small ones mostly, since they hold every shape; one in fifty is of a district's size. */
function tilingAt(run: number, flat: boolean): Tiling {
  const random = randomOf(seed * 1_000_003 + run)
  const leaves = random.chance(0.02) ? 200 + random.below(801) : 4 + random.below(30)
  const place = random.pick(PLACES)
  const levels = flat ? 1 : random.pick([1, 2, 3, 5])
  const decimals = place === 'planar' ? {} : { decimals: 7 + random.below(9) }
  return randomTiling(random.below(2 ** 31), { leaves, levels, place, ...decimals, between: random.below(6) })
}

const empty = (): Tally => ({ tilings: 0, found: 0, missed: 0, false: 0 })
const tallies = new Map([...Object.keys(FAULTS), 'none: a clean tiling'].map((kind) => [kind, empty()]))

function note(tally: Tally, what: string): void {
  tally.examples ??= []
  if (tally.examples.length < 5) tally.examples.push(what)
}

for (let run = 0; run < runs; run++) {
  const tiling = tilingAt(run, false)
  const clean = tallies.get('none: a clean tiling')!
  clean.tilings++
  const { findings } = checkCoverage(tiling.grids, { crs: tiling.crs })
  clean.false += findings.length
  if (findings.length > 0) note(clean, `run ${run}: ${findings.map(({ code, grids }) => [code, ...grids].join(' ')).join(', ')}`)
  const flat = tilingAt(run, true)
  for (const kind of Object.keys(FAULTS)) {
    const given = kind.endsWith('flat') ? flat : tiling
    const fault = inject(kind, given)
    if (!fault) continue
    const tally = tallies.get(kind)!
    tally.tilings++
    const verdict = judge(given, fault, checkCoverage(fault.grids, { crs: given.crs, maxGapWidth: fault.maxGapWidth ?? 0 }))
    if (verdict.missed.length > 0) tally.missed++
    else tally.found++
    tally.false += verdict.false.length
    for (const error of verdict.areaErrors) {
      if (fault.areaError === undefined) tally['worst area error'] = Math.max(tally['worst area error'] ?? 0, error)
    }
    for (const what of [...verdict.missed, ...verdict.false.map((told) => `false: ${told}`)]) {
      note(tally, `run ${run} (${given.frame.crs}): ${what.slice(0, 300)}`)
    }
  }
}

for (const [kind, tally] of tallies) {
  if (tally['worst area error'] !== undefined) tally['worst area error'] = Number(tally['worst area error'].toPrecision(2))
  const { tilings, found, missed, examples = [] } = tally
  const wrong = missed + tally.false > 0 ? '  ←' : ''
  console.log(`${kind.padEnd(50)} ${tilings} tilings, ${found} found, ${missed} missed, ${tally.false} false${wrong}`)
  for (const example of examples) console.log(`    ${example}`)
}
const how =
  'Each tiling has one fault of the kind; found: right code, grids and parent, within 2 mm of its place, area within 0.1 %.'
const results = { how, runs, seed, kinds: Object.fromEntries(tallies) }
writeFileSync(new URL('../results/coverage-faults.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
