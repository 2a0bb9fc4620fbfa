// Small random rosters that use all a problem may say: what the planner tells, beside the optimum that HiGHS finds.
//   node bench/roster/equality.ts [--runs 4000] [--seed 1]
// Prints the figures and writes bench/results/roster-equality.json. Ends with an error where anything does not hold.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { planRoster } from '../../packages/core/src/roster/planning/plan-roster.ts'
import { verifyRoster } from '../../packages/core/src/roster/planning/verify-roster.ts'
import { referenceModel } from '../../packages/core/test/roster/reference-model.ts'
import { referenceOptimum } from '../../packages/core/test/roster/reference-optimum.ts'
import { smallProblems } from '../../packages/core/test/roster/small-problems.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '4000' }, seed: { type: 'string', default: '1' } } })
const [runs, seed] = [Number(values.runs), Number(values.seed)]
const SIZES = [
  { slots: 4, people: 4 },
  { slots: 7, people: 7 },
  { slots: 12, people: 10 },
]

async function compare(size: { slots: number; people: number }, count: number) {
  const figures = { instances: count, optimal: 0, 'ended by the limit of rounds': 0, 'of these, costing the optimum': 0 }
  const failures: string[] = []
  let options = 0
  let unfilled = 0
  let widest = 0
  for (const [n, problem] of fc.sample(smallProblems(size), { numRuns: count, seed }).entries()) {
    const plan = await planRoster(problem, { seed: 1 })
    const { cost } = referenceOptimum(problem)
    const { valid, problems } = verifyRoster(problem, plan)
    options += referenceModel(problem).columns.length
    unfilled += plan.unfilled.length
    if (plan.ended === 'optimal') figures.optimal += 1
    else {
      figures['ended by the limit of rounds'] += 1
      if (plan.cost === cost) figures['of these, costing the optimum'] += 1
      widest = Math.max(widest, plan.gap)
    }
    const isRight = valid && plan.bound <= cost && cost <= plan.cost && (plan.ended !== 'optimal' || plan.cost === cost)
    if (!isRight) failures.push(`${n}: ${plan.ended} ${plan.bound} ≤ ${cost} ≤ ${plan.cost} ${JSON.stringify(problems)}`)
  }
  return {
    ...figures,
    'widest gap stated, %': Math.round(widest * 10_000) / 100,
    'single assignments to choose among, mean': Math.round((options / count) * 10) / 10,
    'unfilled needs, each with its reasons': unfilled,
    failures,
  }
}

const sizes: Record<string, Awaited<ReturnType<typeof compare>>> = {}
for (const size of SIZES) {
  sizes[`up to ${size.slots} slots, ${size.people} people`] = await compare(size, Math.round(runs / SIZES.length))
}
const results = {
  what: 'Every plan passes the verifier; bound ≤ optimum ≤ cost; where a plan is told to be optimal, it costs what HiGHS finds',
  again: `node bench/roster/equality.ts --runs ${runs} --seed ${seed}`,
  date: new Date().toISOString().slice(0, 10),
  sizes,
}
console.log(JSON.stringify(results, null, 2))
writeFileSync(new URL('../results/roster-equality.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
if (Object.values(sizes).some(({ failures }) => failures.length > 0)) process.exitCode = 1
