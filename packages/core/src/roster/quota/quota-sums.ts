/** What is due and what came of it, over some days or some organisations. */
export interface QuotaSums {
  /** In 1/den person-days. */
  entitlement: number
  due: number
  assigned: number
  fulfilled: number
}

export function quotaSums(lines: readonly QuotaSums[]): QuotaSums {
  const sums = { entitlement: 0, due: 0, assigned: 0, fulfilled: 0 }
  for (const { entitlement, due, assigned, fulfilled } of lines) {
    sums.entitlement += entitlement
    sums.due += due
    sums.assigned += assigned
    sums.fulfilled += fulfilled
  }
  return sums
}
