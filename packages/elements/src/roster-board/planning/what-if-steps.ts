import type { PlanAbsence } from '@wangge/core/roster'
import type { PlanSlot, RosterProblem } from '@wangge/core/roster/schema'

/** Something that might come, in the words that tell it. */
export type WhatIfStep =
  | { kind: 'ill'; personId: string; from: string; to: string; words: string }
  | { kind: 'post'; name: string; slots: readonly PlanSlot[]; words: string }

/** Steps as they were taken, and those that were taken back and may be taken again. */
export interface StepHistory {
  done: readonly WhatIfStep[]
  undone: readonly WhatIfStep[]
}

export const NO_STEPS: StepHistory = { done: [], undone: [] }

/** A new step ends what could have been taken again. */
export const take = ({ done }: StepHistory, step: WhatIfStep): StepHistory => ({ done: [...done, step], undone: [] })

export function undo({ done, undone }: StepHistory): StepHistory {
  const last = done.at(-1)
  return last ? { done: done.slice(0, -1), undone: [last, ...undone] } : { done, undone }
}

export function redo({ done, undone: [next, ...rest] }: StepHistory): StepHistory {
  return next ? { done: [...done, next], undone: rest } : { done, undone: [] }
}

/** What the planner is asked with all steps taken: shifts more, and who does not come. */
export function questionOf(
  problem: RosterProblem,
  steps: readonly WhatIfStep[],
  midnight: (date: string, days: number) => string,
): { problem: RosterProblem; absent: PlanAbsence[] } {
  const slots = steps.flatMap((step) => (step.kind === 'post' ? step.slots : []))
  const absent = steps.flatMap((step) =>
    step.kind === 'ill' ? [{ personId: step.personId, startsAt: midnight(step.from, 0), endsAt: midnight(step.to, 1) }] : [],
  )
  return { problem: slots.length === 0 ? problem : { ...problem, slots: [...problem.slots, ...slots] }, absent }
}
