// A twentieth of the people stay away: how long it takes to mend the plan beside making it, and how many others move. The day as it
// is leaves hardly anybody to spare; without a fifth of its grids there are people to call in. A planner mends day after day, so the
// later half of the rounds counts; what the first one took is told beside it.
import type { RosterProblem } from '../../packages/core/src/roster/planning-schema.ts'
import { createRosterPlanner } from '../../packages/core/src/roster/planning/roster-planner.ts'
import { repairRoster } from '../../packages/core/src/roster/planning/repair-roster.ts'
import { verifyRoster } from '../../packages/core/src/roster/planning/verify-roster.ts'
import { createRandom } from '../../seeds/generator/random.ts'
import { median, rounded } from '../coverage/measure.ts'
import { dayInstance } from './instances.ts'

const TARGET = { 'moved ÷ lost': 0.02, 'mended ÷ planned': 0.1 }

export async function repair({ rounds }: { rounds: number }): Promise<object[]> {
  const whole = dayInstance({ seed: 1 })
  const spare = { ...whole, slots: whole.slots.filter((_, place) => place % 5 > 0) }
  return [
    await measure('day, hardly anybody to spare', whole, rounds),
    await measure('day without a fifth of its grids: people to spare', spare, rounds),
  ]
}

async function measure(set: string, problem: RosterProblem, rounds: number) {
  const planner = createRosterPlanner(problem)
  const present = await planner.plan({ seed: 1 })
  const random = createRandom(1, 'absent')
  const times = { planned: [] as number[], mended: [] as number[], 'mended, from nothing': [] as number[] }
  const rows = []
  for (let round = 0; round < rounds; round += 1) {
    const absent = problem.people.filter(() => random.chance(0.05)).map(({ id: personId }) => ({ personId }))
    times.planned.push(await cpu(() => createRosterPlanner(problem).plan({ seed: 1 })))
    const [took, mended] = await timed(() => planner.repair(present, { seed: 1, absent }))
    times.mended.push(took)
    times['mended, from nothing'].push(await cpu(() => repairRoster(problem, present, { seed: 1, absent })))
    const { problems } = verifyRoster(mended.problem, mended.plan, { present: present.assignments })
    if (problems.length > 0) throw new Error(`Expected a plan that keeps all rules, got ${JSON.stringify(problems[0])}`)
    const others = mended.moved.length + mended.dropped.length
    rows.push({
      ...{ absent: absent.length, lost: mended.lost.length, 'moved or dropped': others, added: mended.added.length },
      ...{ missing: mended.plan.unfilled.reduce((sum, { missing }) => sum + missing, 0), fewest: mended.isFewest },
    })
  }
  const later = (own: readonly number[]) => rounded(median(own.slice(Math.floor(own.length / 2))))
  const middle = Object.fromEntries(Object.entries(times).map(([name, own]) => [name, later(own)]))
  const first = Object.fromEntries(Object.entries(times).map(([name, own]) => [name, rounded(own[0]!)]))
  const moved = median(rows.map((row) => row['moved or dropped'] / row.lost))
  const ratios = { 'moved ÷ lost': rounded(moved), 'mended ÷ planned': rounded(middle.mended! / middle.planned!) }
  const met = Object.entries(TARGET).map(([name, most]) => [name, ratios[name as keyof typeof ratios] <= most])
  return {
    set,
    'ms of processor time': middle,
    'the first in a process': first,
    rounds: rows,
    ratios,
    targets: TARGET,
    met: Object.fromEntries(met) as object,
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const before = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  return [(user + system) / 1000, value]
}

const cpu = async (work: () => Promise<unknown>) => (await timed(work))[0]
