import { createRequire } from 'node:module'
import type * as Highs from 'highs'
import type { PlanAssignment, RosterProblem } from '../../src/roster/planning-schema.ts'
import { referenceModel } from './reference-model.ts'
import type { ReferenceQuestion } from './reference-model.ts'

// Its types describe what its CommonJS build exports, not what an import gets.
const loadHighs = createRequire(import.meta.url)('highs') as typeof Highs.default.default
const highs = await loadHighs()

/** Its presolve has called a possible question impossible; these are small enough without. */
const OPTIONS = { presolve: 'off', output_flag: false } as const

export interface Optimum {
  cost: number
  assignments: PlanAssignment[]
}

/**
 * The least cost of a small problem, by HiGHS.
 * @throws Error where HiGHS does not prove an optimum, e.g. where the problem's fixed assignments contradict its rules
 */
export function referenceOptimum(problem: RosterProblem): Optimum {
  const { text, constant, columns } = referenceModel(problem)
  const solution = highs.solve(text, { ...OPTIONS, mip_rel_gap: 0, mip_abs_gap: 0.5 })
  if (solution.Status !== 'Optimal') throw new Error(`Expected an optimum, came "${solution.Status}"`)
  const cost = constant + solution.ObjectiveValue
  if (Math.abs(cost - Math.round(cost)) > 1e-3) throw new Error(`Expected whole points, came ${cost}`)
  const taken = columns.filter(({ name }) => (solution.Columns[name]?.Primal ?? 0) > 0.5)
  return { cost: Math.round(cost), assignments: taken.map(({ assignment }) => assignment) }
}

/** Whether there is a plan that a question asks for, whatever it costs. */
export function isPossible(problem: RosterProblem, question: ReferenceQuestion): boolean {
  const { Status } = highs.solve(referenceModel(problem, question).text, OPTIONS)
  if (Status === 'Optimal') return true
  if (Status === 'Infeasible') return false
  throw new Error(`Expected a plan or none, came "${Status}"`)
}
