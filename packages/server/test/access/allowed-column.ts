import type { Column } from './callers.ts'
import { expectedOutcome } from './rule.ts'
import type { AccessRule } from './rule.ts'
import type { Spec } from './targets.ts'

/** Somebody who may call on what is here and, where there is such a one, not on what is there. */
export function allowedColumn(columns: readonly Column[], rule: AccessRule, { here, there, ...target }: Spec): Column {
  const may = ({ caller }: Column, owner = here.owner) => {
    const { kind, isListed = false, isAboutSelf = false } = target
    return expectedOutcome(rule, caller, { kind, owner, isListed, isAboutSelf }).isAllowed
  }
  const able = columns.filter((column) => may(column))
  return able.find((column) => there && !may(column, there.owner)) ?? able[0]!
}
