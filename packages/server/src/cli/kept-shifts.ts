/**
 * What is said of shifts whose line asks for something else now, and that are too near to be changed; undefined where there are
 * none.
 * @example keptShifts(['t1:am:2026-03-25']) // 'Left as they were, too near for whoever is on them to be told: t1:am:2026-03-25'
 */
export const keptShifts = (ids: readonly string[]): string | undefined =>
  ids.length > 0 ? `Left as they were, too near for whoever is on them to be told: ${ids.join(', ')}` : undefined
