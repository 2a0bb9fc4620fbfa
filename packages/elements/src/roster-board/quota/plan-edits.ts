import type { QuotaPlan } from '@wangge/core/roster/schema'

type Step = QuotaPlan['steps'][number]
type Exemption = QuotaPlan['exempt'][number]

/** Something that is to be otherwise in a plan. They are kept one by one, so that a plan somebody else has changed meanwhile takes them too. */
export type PlanEdit =
  /** In place of whatever begins on the same day. */
  | { kind: 'step'; step: Step }
  | { kind: 'drop-step'; from: string }
  | { kind: 'exempt'; exemption: Exemption }
  /** One that has begun ends: the organisation is called again from `to` on. */
  | { kind: 'resume'; orgId: string; from: string; to: string }
  | { kind: 'drop-exemption'; orgId: string; from: string }

export const NO_PLAN: QuotaPlan = { steps: [], exempt: [] }

/** The plan with all of them, in their order; one that finds nothing of its own in it changes nothing. */
export const edited = (plan: QuotaPlan, edits: readonly PlanEdit[]): QuotaPlan => edits.reduce(withEdit, plan)

function withEdit({ steps, exempt }: QuotaPlan, edit: PlanEdit): QuotaPlan {
  switch (edit.kind) {
    case 'step':
      return { steps: byFrom([...steps.filter(({ from }) => from !== edit.step.from), edit.step]), exempt }
    case 'drop-step':
      return { steps: steps.filter(({ from }) => from !== edit.from), exempt }
    case 'exempt':
      return { steps, exempt: byFrom([...exempt.filter((one) => !isOf(one, edit.exemption)), edit.exemption]) }
    case 'resume':
      return { steps, exempt: exempt.map((one) => (isOf(one, edit) ? { ...one, to: edit.to } : one)) }
    case 'drop-exemption':
      return { steps, exempt: exempt.filter((one) => !isOf(one, edit)) }
  }
}

/** The days from which on something is otherwise, each once and in order; what is over stays as it was. */
export const editDays = (edits: readonly PlanEdit[], today: string): string[] =>
  [...new Set(edits.map(dayOf).map((day) => (day < today ? today : day)))].sort()

function dayOf(edit: PlanEdit): string {
  if (edit.kind === 'step') return edit.step.from
  if (edit.kind === 'exempt') return edit.exemption.from
  return edit.kind === 'resume' ? edit.to : edit.from
}

type Named = Pick<Exemption, 'orgId' | 'from'>

const isOf = (one: Named, other: Named): boolean => one.orgId === other.orgId && one.from === other.from

const byFrom = <T extends { from: string }>(list: readonly T[]): T[] =>
  [...list].sort((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)))
