import type { QuotaPlan } from '@wangge/core/roster/schema'
import { edited } from './plan-edits.ts'
import type { PlanEdit } from './plan-edits.ts'

/** Something that is to be otherwise, and the plan that whoever wants it so had before their eyes. */
export interface DraftedEdit {
  edit: PlanEdit
  seen: QuotaPlan
}

/** What somebody else has put meanwhile where an edit is to go: a share, or how an organisation is exempt. Empty where they took it out. */
export type Theirs = Pick<QuotaPlan, 'steps' | 'exempt'>

/**
 * What would be lost if an edit went onto the plan that holds now: what another has put on the same day, or of the same organisation,
 * since it was written. Undefined where nothing would be.
 * @example clashOf({ edit: { kind: 'step', step }, seen }, held)?.steps[0] // theirs, from the same day on
 */
export function clashOf({ edit, seen }: DraftedEdit, held: QuotaPlan): Theirs | undefined {
  const theirs = about(edit, held)
  const isUntouched = isSame(about(edit, seen), theirs)
  const isMeant = isSame(about(edit, edited(held, [edit])), theirs)
  return isUntouched || isMeant ? undefined : theirs
}

/** What of a plan an edit is about. */
function about(edit: PlanEdit, { steps, exempt }: QuotaPlan): Theirs {
  if (edit.kind === 'step' || edit.kind === 'drop-step') {
    const day = edit.kind === 'step' ? edit.step.from : edit.from
    return { steps: steps.filter(({ from }) => from === day), exempt: [] }
  }
  const org = edit.kind === 'exempt' ? edit.exemption.orgId : edit.orgId
  return { steps: [], exempt: exempt.filter(({ orgId }) => orgId === org) }
}

const isSame = (one: Theirs, other: Theirs): boolean => written(one) === written(other)

const written = ({ steps, exempt }: Theirs): string =>
  JSON.stringify([
    steps.map(({ from, ratio, kinds, basis = 'declared', without }) => [
      ...[from, ratio.num / ratio.den, [...kinds].sort()],
      ...[basis, without],
    ]),
    exempt.map(({ orgId, from, to }) => [orgId, from, to]),
  ])
