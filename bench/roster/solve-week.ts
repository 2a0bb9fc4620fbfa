// One solver in a process of its own: node bench/roster/solve-week.ts <ours|HiGHS> <set> <gap> <limit in s, of HiGHS>
// Prints cost, bound, how it ended, the processor time in milliseconds and the most memory, before and altogether, in MB. The
// time is from the problem to the plan; to HiGHS its model is given ready-made.
import { argv, cpuUsage, exit, resourceUsage, stdout } from 'node:process'
import { planRoster } from '../../packages/core/src/roster/planning/plan-roster.ts'
import type { RosterProblem } from '../../packages/core/src/roster/planning-schema.ts'
import { verifyRoster } from '../../packages/core/src/roster/planning/verify-roster.ts'
import { INSTANCES } from './instances.ts'
import { loadWeek } from './week-model.ts'

const [, , solver, set, gap, limit] = argv
const problem: RosterProblem = INSTANCES[set as keyof typeof INSTANCES]()
const megabytes = () => Math.round(resourceUsage().maxRSS / 1000)
const milliseconds = (start: NodeJS.CpuUsage) => {
  const { user, system } = cpuUsage(start)
  return Math.round((user + system) / 1000)
}

const run = solver === 'ours' ? await ours() : await highs()
stdout.write(JSON.stringify(run), () => exit())

async function ours() {
  const before = megabytes()
  const start = cpuUsage()
  const plan = await planRoster(problem, { seed: 1, gap: Number(gap), iterationLimit: 2_000 })
  const cpu = milliseconds(start)
  const peak = megabytes()
  const { problems } = verifyRoster(problem, plan)
  if (problems.length > 0) throw new Error(`Expected a plan that keeps all rules, got ${JSON.stringify(problems[0])}`)
  return { cost: plan.cost, bound: plan.bound, ended: plan.ended, cpu, before, peak }
}

async function highs() {
  const { model, constant } = await loadWeek(problem, { gap: Number(gap), limit: Number(limit) })
  const before = megabytes()
  const start = cpuUsage()
  const { status, cost, bound } = model()
  const points = (value: number) => (Number.isFinite(value) && Math.abs(value) < 1e15 ? Math.round(value + constant) : null)
  return { cost: points(cost), bound: points(bound), ended: status, cpu: milliseconds(start), before, peak: megabytes() }
}
