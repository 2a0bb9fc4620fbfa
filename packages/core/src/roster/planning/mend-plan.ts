import type { PlanAssignment, RosterProblem } from '../planning-schema.ts'
import { absenceReader, withAbsences } from './absences.ts'
import { badProblem } from './bad-problem.ts'
import { comparePlans } from './compare-plans.ts'
import { compileProblem } from './compile-problem.ts'
import type { CompiledRoster } from './compiled-roster.ts'
import { finishPlan } from './finish-plan.ts'
import { planCosts, totalOf } from './plan-costs.ts'
import { assignmentsOf, optionsOf } from './report-plan.ts'
import { reflow } from './reflow.ts'
import type { KeptFlow } from './reflow.ts'
import type { PresentPlan, RepairOptions, RosterRepair } from './repair-roster.ts'
import { repairWeights } from './repair-weights.ts'
import { searchPlan } from './search-plan.ts'
import type { FoundPlan } from './search-plan.ts'
import { pairFinder } from './side-rules.ts'
import { whatStands } from './what-stands.ts'

/** What came of it: for a problem, the pairs that are assigned. */
interface Mended extends Pick<FoundPlan, 'optionOfPair' | 'ended' | 'iterations' | 'binding'> {
  compiled: CompiledRoster
  held: Held
}

/** A plan in a problem's numbers. */
interface Held {
  /** Of each assignment, −1 where the problem does not allow it. */
  pairs: Int32Array
  /** Of each pair, −1 where it is not assigned. */
  options: Int32Array
}

/** See `repairRoster`. @param keptFlow the problem's network, with its last flow */
export async function mendPlan(
  compiled: CompiledRoster,
  keptFlow: () => KeptFlow,
  present: PresentPlan,
  { absent = [], onProgress, ...options }: RepairOptions,
): Promise<RosterRepair> {
  const { problem, slots, personAt, slotAt } = compiled
  const isAway = absenceReader(absent)
  const lost = present.assignments.filter(({ personId, slotId }) => isAway(personId, slots[slotAt(slotId)]!))
  const held = readHeld(compiled, present.assignments)
  const away = new Uint8Array(held.options.length)
  for (const { personId } of absent) {
    const person = personAt(personId)
    for (let pair = compiled.firstPair[person]!; pair < compiled.firstPair[person + 1]!; pair += 1) {
      if (isAway(personId, slots[compiled.slotOfPair[pair]!]!)) away[pair] = 1
    }
  }

  const mend = async (): Promise<Mended> => {
    const done = { compiled, held, ended: 'optimal', iterations: 0, binding: [] } as const
    if (lost.length === 0) {
      const { core, isWhole } = whatStands(compiled, held.options)
      if (isWhole && present.assignments.length === assignedIn(core)) return { ...done, binding: [], optionOfPair: core }
    }
    const optionOfPair = reflow(compiled, keptFlow(), { held: held.options, away })
    return optionOfPair ? { ...done, binding: [], iterations: 1, optionOfPair } : search()
  }
  const search = async (): Promise<Mended> => {
    const own = absent.length > 0 ? compileProblem(withAbsences(problem, absent)) : compiled
    const now = readHeld(own, present.assignments)
    const { stand, short } = repairWeights(own)
    const judged: CompiledRoster = {
      ...own,
      pairPoints: own.pairPoints.map((points, pair) => (now.options[pair]! >= 0 ? points - stand : points)),
      shortPoints: own.shortPoints.map((points) => points * short),
    }
    const found = await searchPlan(judged, {
      ...options,
      ...(onProgress && {
        onProgress: inPoints({ compiled: own, held: now }, { present, lost, problem: own.problem, onProgress }),
      }),
      start: whatStands(own, now.options).core,
    })
    return { ...found, compiled: own, held: now }
  }
  const mended = await mend()
  return tell(mended, {
    ...{ present, lost },
    problem: absent.length > 0 ? withAbsences(problem, absent) : problem,
    // Where it was searched for, the problem has no pairs of theirs.
    away: mended.compiled === compiled ? away : new Uint8Array(mended.optionOfPair.length),
  })
}

function readHeld(compiled: CompiledRoster, assignments: readonly PlanAssignment[]): Held {
  const { problem, personAt, slotAt, firstNeed, firstOption, needOfOption, slotOfPair } = compiled
  const find = pairFinder(compiled)
  const options = new Int32Array(slotOfPair.length).fill(-1)
  const pairs = Int32Array.from(assignments, ({ personId, slotId, need }) => {
    const slot = slotAt(slotId)
    if (need >= problem.slots[slot]!.needs.length) throw badProblem(`a need of ${slotId}`, String(need))
    const pair = find(personAt(personId), slot)
    if (pair < 0) return -1
    for (let option = firstOption[pair]!; option < firstOption[pair + 1]!; option += 1) {
      if (needOfOption[option] === firstNeed[slot]! + need) options[pair] = option
    }
    return pair
  })
  return { pairs, options }
}

/** What a search by other weights comes to in the plan's own. */
function inPoints(
  { compiled, held }: Pick<Mended, 'compiled' | 'held'>,
  { onProgress, ...from }: Origin & { onProgress: NonNullable<RepairOptions['onProgress']> },
): NonNullable<RepairOptions['onProgress']> {
  let judged: number | undefined
  let cost = 0
  return (progress, best) => {
    if (progress.cost !== judged) {
      judged = progress.cost
      const optionOfPair = optionsOf(compiled, best().assignments)
      const left = held.pairs.reduce((sum, pair) => sum + (pair >= 0 && optionOfPair[pair]! >= 0 ? 0 : 1), 0)
      cost = totalOf(planCosts(compiled, optionOfPair)) + compiled.weights.move * left
    }
    const bound = Math.min(cost, boundOf(compiled, from))
    onProgress({ ...progress, cost, bound, gap: (cost - bound) / Math.max(1, Math.abs(bound)) }, best)
  }
}

interface Origin {
  present: PresentPlan
  lost: readonly PlanAssignment[]
  /** Without those who do not come. */
  problem: RosterProblem
}

/** No mended plan costs less. */
function boundOf(compiled: CompiledRoster, { present, lost, problem }: Origin): number {
  const isSame = problem.fixed?.length === compiled.problem.fixed?.length && present.bound !== undefined
  return (isSame ? present.bound! : leastOf(compiled)) + compiled.weights.move * lost.length
}

function tell(
  { compiled, held, optionOfPair, ended, iterations, binding }: Mended,
  { present, lost, problem, away }: Origin & { lost: PlanAssignment[]; away: Uint8Array },
): RosterRepair {
  const { move } = compiled.weights
  const told = finishPlan(compiled, { optionOfPair, cost: 0, bound: 0, ended, iterations, binding }, { problem, away })
  const gone = new Set(lost)
  const fresh = optionOfPair.slice()
  for (const pair of held.pairs) if (pair >= 0) fresh[pair] = -1
  const stands = (pair: number) => pair >= 0 && optionOfPair[pair]! >= 0
  const { added, removed, moved } = comparePlans(
    present.assignments.filter((one, place) => !gone.has(one) && !stands(held.pairs[place]!)),
    assignmentsOf(compiled, fresh),
  )
  const costs = { ...told.costs, move: move * (lost.length + removed.length + moved.length) }
  const cost = totalOf(costs)
  const bound = Math.min(cost, boundOf(compiled, { present, lost, problem }))
  const plan = {
    ...told,
    ...{ cost, costs, bound, gap: (cost - bound) / Math.max(1, Math.abs(bound)) },
    ended: cost === bound ? ('optimal' as const) : ended === 'optimal' ? ('limit' as const) : ended,
  }
  return { plan, problem, lost, moved, added, dropped: removed, isFewest: ended === 'optimal' }
}

/** What any plan costs at least, whatever is assigned. */
function leastOf({ pairPoints, carried, weights, constant }: CompiledRoster): number {
  const wishes = pairPoints.reduce((sum, points) => sum + Math.min(0, points), 0)
  return carried.reduce((sum, shifts) => sum + weights.fairness * shifts ** 2, constant + wishes)
}

const assignedIn = (optionOfPair: Int32Array) => optionOfPair.reduce((sum, option) => sum + (option >= 0 ? 1 : 0), 0)
