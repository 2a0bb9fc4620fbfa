import type { PlanAssignment, RosterProblem, UnfilledNeed } from '../planning-schema.ts'
import { compileProblem } from './compile-problem.ts'
import { sittingOf } from './explain/blocks.ts'
import { createBook } from './explain/book.ts'
import { createOneShift, isOneShift } from './explain/one-shift.ts'
import { reasonsFor } from './explain/reasons.ts'
import { createSeats } from './explain/seats.ts'
import { optionsOf } from './report-plan.ts'

export interface ExplainOptions {
  /**
   * Steps at most of all searches together for ways to fill a seat by moving others. Where they end first, `proven` is false.
   * Where all slots are at one time none are needed.
   * @defaultValue 20000
   */
  steps?: number
}

/**
 * Needs below their minimum, by the problem's slots and needs, and why their seats are empty: for each person who could take
 * the seat, the rule that keeps them from it. Together the reasons are enough: by them and by the rules of all other slots
 * nobody can be seated, however others are moved, unless another filled need is given up. And each is needed: without any one
 * the seat could be filled. Where the seat could be filled as it is, and is empty because that costs more than it is worth (or
 * because the plan is not the best), there is no reason.
 * @param assignments that break no rule
 */
export function explainUnfilled(
  problem: RosterProblem,
  assignments: readonly PlanAssignment[],
  { steps = 20_000 }: ExplainOptions = {},
): UnfilledNeed[] {
  if (isFilled(problem, assignments)) return []
  if (isOneShift(problem)) {
    const compiled = compileProblem(problem)
    return createOneShift(compiled)(optionsOf(compiled, assignments))
  }
  const book = createBook(problem)
  const seats = createSeats(book, assignments)
  const short = [...book.needs.keys()].filter((need) => seats.count(need) < book.needs[need]!.need.min)
  const sitting = sittingOf(book, seats)
  let left = steps
  return short.map((need, at) => {
    const share = Math.floor(left / (short.length - at))
    const budget = { left: share }
    const { reasons, proven } = reasonsFor(sitting, need, budget)
    left -= share - Math.max(0, budget.left)
    const { slot, place } = book.needs[need]!
    return {
      slot: problem.slots[slot]!.id,
      need: place,
      missing: book.needs[need]!.need.min - seats.count(need),
      eligible: book.qualified(need).length - [...seats.membersOf(slot)].filter((one) => book.isQualified(one, need)).length,
      reasons,
      proven,
    }
  })
}

/** Whether each need has its minimum: told at once, without a look at any rule. */
function isFilled({ slots }: RosterProblem, assignments: readonly PlanAssignment[]): boolean {
  const counts = new Map(slots.map(({ id, needs }) => [id, new Int32Array(needs.length)]))
  for (const { slotId, need } of assignments) counts.get(slotId)![need]! += 1
  return slots.every(({ id, needs }) => needs.every(({ min }, place) => counts.get(id)![place]! >= min))
}
