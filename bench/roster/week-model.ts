// A week as an integer program for HiGHS, as tight as we can make it: rest is not two shifts at a time but all of which nobody can
// do two, so that its relaxation is as close as ours.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { compileProblem } from '../../packages/core/src/roster/planning/compile-problem.ts'
import type { RosterProblem } from '../../packages/core/src/roster/planning-schema.ts'

/** Of HiGHS, those that are met here. */
const STATUSES: Record<number, string> = { 7: 'optimal', 13: 'time limit' }

const require = createRequire(new URL('../peers/package.json', import.meta.url))

/** Columns one after the other, rows as they come. */
interface Program {
  cost: number[]
  upper: number[]
  isWhole: boolean[]
  /** Terms by row. */
  rows: { columns: number[]; factors: number[]; lower: number; upper: number }[]
  constant: number
}

export async function loadWeek(problem: RosterProblem, { gap, limit }: { gap: number; limit: number }) {
  const { default: load } = (await import(pathToFileURL(require.resolve('highs')).href)) as { default: () => Promise<Highs> }
  const highs = await load()
  const { cost, upper, isWhole, rows, constant } = programOf(problem)
  const starts = new Int32Array(rows.length + 1)
  rows.forEach(({ columns }, row) => (starts[row + 1] = starts[row]! + columns.length))
  const indices = new Int32Array(starts.at(-1)!)
  const values = new Float64Array(starts.at(-1)!)
  rows.forEach(({ columns, factors }, row) => {
    indices.set(columns, starts[row])
    values.set(factors, starts[row])
  })
  const model = highs.createModel({
    ...{ numCols: cost.length, numRows: rows.length, colCost: Float64Array.from(cost) },
    ...{ colLower: new Float64Array(cost.length), colUpper: Float64Array.from(upper) },
    integrality: Int32Array.from(isWhole, Number),
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: { format: 'csr', numRows: rows.length, numCols: cost.length, starts, indices, values },
  })
  model.options.set({ output_flag: false, mip_rel_gap: gap, mip_abs_gap: 0.5, time_limit: limit })
  const solve = () => {
    model.run()
    const status = STATUSES[model.getModelStatus()] ?? `status ${model.getModelStatus()}`
    return { status, cost: model.getObjectiveValue(), bound: Number(model.info.get('mip_dual_bound')) }
  }
  return { model: solve, constant }
}

function programOf(problem: RosterProblem): Program {
  const compiled = compileProblem(problem)
  const { weights, pairPoints, pairOfOption, needOfOption, firstPair, firstOption, slotOfPair, dateOfSlot, timeOfSlot } = compiled
  const program: Program = { cost: [], upper: [], isWhole: [], rows: [], constant: compiled.constant }
  const column = (cost: number, upper: number, isWhole: boolean) => {
    program.upper.push(upper)
    program.isWhole.push(isWhole)
    return program.cost.push(cost) - 1
  }
  const row = (columns: number[], lower: number, upper: number, factors = columns.map(() => 1)) =>
    program.rows.push({ columns, factors, lower, upper })

  pairOfOption.forEach((pair) => column(pairPoints[pair]!, 1, true))
  const ofNeed: number[][] = Array.from(compiled.wish, () => [])
  needOfOption.forEach((need, option) => ofNeed[need]!.push(option))
  ofNeed.forEach((own, need) => {
    const min = compiled.minimum[need]!
    const wish = compiled.wish[need]!
    const short = column(compiled.shortPoints[need]!, min, false)
    const wished = column(compiled.wishedPoints[need]!, wish - min, false)
    row([...own, short, wished], wish, wish)
  })

  const optionsOf = (pairs: readonly number[]) =>
    pairs.flatMap((pair) =>
      Array.from({ length: firstOption[pair + 1]! - firstOption[pair]! }, (_, at) => firstOption[pair]! + at),
    )
  for (let person = 0; person + 1 < firstPair.length; person += 1) {
    const pairs = Array.from({ length: firstPair[person + 1]! - firstPair[person]! }, (_, at) => firstPair[person]! + at)
    const carried = compiled.carried[person]!
    program.constant += weights.fairness * carried * carried
    if (pairs.length === 0) continue
    const byTime = Map.groupBy(pairs, (pair) => timeOfSlot[slotOfPair[pair]!]!)
    const byDate = Map.groupBy(pairs, (pair) => dateOfSlot[slotOfPair[pair]!]!)
    const most = compiled.weekShiftsLeft(person, 0)
    const shifts = Array.from({ length: most }, (_, at) => column(weights.fairness * (2 * (carried + at) + 1), 1, false))
    const own = optionsOf(pairs)
    row([...own, ...shifts], 0, 0, [...own.map(() => 1), ...shifts.map(() => -1)])
    for (const [date, here] of byDate) row(optionsOf(here), -Infinity, compiled.shiftsLeft(person, date))
    const cliques = new Set<string>()
    const times = [...byTime.keys()]
    for (const one of times) {
      for (const other of times) {
        if (one >= other || !compiled.timesClash(one, other)) continue
        const clique = [one, other]
        for (const time of times) {
          if (!clique.includes(time) && clique.every((member) => compiled.timesClash(member, time))) clique.push(time)
        }
        const key = clique.toSorted((first, second) => first - second).join()
        if (cliques.has(key)) continue
        cliques.add(key)
        row(optionsOf(clique.flatMap((time) => byTime.get(time)!)), -Infinity, 1)
      }
    }
  }
  for (const { date, due, members } of compiled.quotas) {
    const pairs: number[] = []
    for (const person of members) {
      for (let pair = firstPair[person]!; pair < firstPair[person + 1]!; pair += 1) {
        if (dateOfSlot[slotOfPair[pair]!] === date) pairs.push(pair)
      }
    }
    const own = optionsOf(pairs)
    const missing = column(weights.quotaShort, Infinity, false)
    const over = column(weights.quotaOver, Infinity, false)
    row([...own, missing, over], due, due, [...own.map(() => 1), 1, -1])
  }
  return program
}

interface Highs {
  createModel(data: object): {
    options: { set(options: object): void }
    info: { get(name: string): number | bigint }
    run(): void
    getModelStatus(): number
    getObjectiveValue(): number
  }
}
