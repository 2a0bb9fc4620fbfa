import type { Id } from '../../schema.ts'
import { groupBy } from './group-by.ts'
import { quotaSums } from './quota-sums.ts'
import type { QuotaSums } from './quota-sums.ts'

export interface CommitteeQuota extends QuotaSums {
  /** The composite committee; absent for the organisations that have no superior. */
  superiorId?: Id
  organisations: number
  /** Organisations that have named fewer than they owe. */
  open: number
}

/**
 * Sums of what organisations owe by their composite committee (综合党委), by id; whoever has none comes last, and nobody is
 * left out: the sums of all rows are those of all organisations.
 * @example
 * rollUpQuota([{ superiorId: 'k1', due: 3, assigned: 2, … }, { superiorId: 'k1', due: 1, assigned: 1, … }])
 * // [{ superiorId: 'k1', organisations: 2, open: 1, due: 4, assigned: 3, … }]
 */
export function rollUpQuota(organisations: readonly (QuotaSums & { superiorId?: Id | undefined })[]): CommitteeQuota[] {
  const groups = groupBy(organisations, ({ superiorId }) => superiorId)
  const ids = [...groups.keys()].sort((one, other) => order(one, other))
  return ids.map((superiorId) => {
    const group = groups.get(superiorId)!
    return {
      ...(superiorId !== undefined && { superiorId }),
      organisations: group.length,
      open: group.filter(({ due, assigned }) => assigned < due).length,
      ...quotaSums(group),
    }
  })
}

function order(one: Id | undefined, other: Id | undefined): number {
  if (one === other) return 0
  if (one === undefined) return 1
  return other === undefined || one < other ? -1 : 1
}
