// What is a minimum-cost flow: one day, 10,000 people and 1,030 micro-grids, also at a tenth and a fiftieth of the size; and a week
// without rest. Ours beside OR-Tools, HiGHS, GLPK and LEMON. Each solver has a process of its own in each round, and they take turns.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildFlowModel, SCALE } from '../../packages/core/src/roster/planning/flow-model.ts'
import { compileProblem } from '../../packages/core/src/roster/planning/compile-problem.ts'
import type { FlowNetwork } from '../../packages/core/src/roster/planning/network-simplex.ts'
import type { RosterProblem } from '../../packages/core/src/roster/planning-schema.ts'
import { median, rounded } from '../coverage/measure.ts'
import { INSTANCES } from './instances.ts'
import { writeNetwork } from './network-file.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

const LPS = ['HiGHS LP', 'HiGHS LP without presolve']
const DAY_TARGETS: Times = { 'or-tools-wasm': 0.35, [LPS[0]!]: 0.12, [LPS[1]!]: 0.12, LEMON: 6 }
/** How often each solves in a process: code is not compiled the first times. */
const SETS = {
  day: { ours: 5, LEMON: 5, 'or-tools-wasm': 2, [LPS[0]!]: 1, [LPS[1]!]: 1 },
  'day-tenth': { ours: 40, LEMON: 40, 'or-tools-wasm': 8, [LPS[0]!]: 8, [LPS[1]!]: 8, 'glpk.js': 2 },
  'day-fiftieth': { ours: 200, LEMON: 200, 'or-tools-wasm': 40, [LPS[0]!]: 40, [LPS[1]!]: 40, 'glpk.js': 20 },
  'week-as-flow': { ours: 3, LEMON: 2, 'or-tools-wasm': 1 },
} satisfies Record<string, Times>
const DAYS = ['day', 'day-tenth', 'day-fiftieth'] as const
const TARGETS: Partial<Record<string, Times>> = { day: DAY_TARGETS, 'week-as-flow': { 'or-tools-wasm': 0.7 } }

type Times = Record<string, number>

interface Run {
  cost: number
  cpu: number[]
  before: number
  peak: number
}

export const day = ({ rounds }: { rounds: number }): object[] => flows(DAYS, rounds)

/** A week of 3,000 people without rest and without quotas is a minimum-cost flow too. */
export const weekAsFlow = ({ rounds }: { rounds: number }): object[] => flows(['week-as-flow'], rounds)

function flows(sets: readonly (keyof typeof SETS)[], rounds: number): object[] {
  const folder = mkdtempSync(join(tmpdir(), 'wangge-roster-'))
  try {
    const lemon = join(folder, 'lemon')
    execFileSync('g++', ['-O3', '-DNDEBUG', '-o', lemon, here('lemon.cpp')])
    return sets.map((set) => {
      const network = networkOf(INSTANCES[set]())
      const path = join(folder, `${set}.txt`)
      writeNetwork(path, network)
      const row = { set, ...sizesOf(network), ...compare(SETS[set], { path, lemon, rounds }) }
      console.log(set, row['ours ÷ the other'])
      const targets = TARGETS[set]
      return targets ? { ...row, targets, met: isMet(row['ours ÷ the other'], targets) } : row
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The planner's own, in points. */
export function networkOf(problem: RosterProblem): FlowNetwork {
  const { network, unit } = buildFlowModel(compileProblem(problem))
  return { ...network, cost: network.cost.map((cost) => (cost / SCALE) * unit) }
}

const sizesOf = ({ nodes, from }: FlowNetwork) => ({ nodes, arcs: from.length })

const isMet = (ratios: Times, targets: Times) => Object.entries(targets).every(([name, most]) => ratios[name]! <= most)

/** @param times how often each solver solves in each of its processes */
export function compare(times: Times, { path, lemon, rounds }: { path: string; lemon: string; rounds: number }) {
  const names = Object.keys(times)
  const runs = new Map<string, Run[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const command = [process.execPath, here('solve-flow.ts'), name, path, String(times[name])]
      const [program, ...args] = name === 'LEMON' ? [lemon, path, String(times[name])] : command
      runs.get(name)!.push(JSON.parse(execFileSync(program!, args, { encoding: 'utf8' })) as Run)
    }
  }
  const costs = [...new Set([...runs.values()].flatMap((own) => own.map(({ cost }) => cost)))]
  if (costs.length > 1) throw new Error(`Expected one optimum, got ${costs.join(', ')}`)
  const solvers = Object.fromEntries([...runs].map(([name, own]) => [name, figureOf(own)]))
  const time = (name: string) => solvers[name]!['ms of processor time']
  const ratios: Times = Object.fromEntries(names.slice(1).map((name) => [name, rounded(time('ours') / time(name))]))
  return { cost: costs[0]!, solvers, 'ours ÷ the other': ratios }
}

function figureOf(runs: readonly Run[]) {
  return {
    'ms of processor time': rounded(median(runs.flatMap(({ cpu }) => cpu.slice(Math.floor(cpu.length / 2))))),
    'the first in a process': rounded(median(runs.map(({ cpu }) => cpu[0]!))),
    'MB at most, with the program and the network': Math.max(...runs.map(({ peak }) => peak)),
    'MB of those before': Math.max(...runs.map(({ before }) => before)),
  }
}
