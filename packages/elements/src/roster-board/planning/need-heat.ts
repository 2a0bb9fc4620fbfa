import type { PlanNames } from './plan-names.ts'

/** Seats of a need that stay empty. */
export interface EmptySeats {
  slot: string
  missing: number
}

export interface HeatRow {
  post: { id: string; name: string; gridId: string }
  /** By date. */
  cells: ReadonlyMap<string, number>
  sum: number
}

export interface NeedHeat {
  /** Posts that lack somebody, the most first. */
  rows: readonly HeatRow[]
  /** By date, of all posts. */
  days: ReadonlyMap<string, number>
  sum: number
  /** Of one cell. */
  most: number
}

/** Where how many are lacking, by post and day. */
export function needHeat(unfilled: readonly EmptySeats[], names: PlanNames): NeedHeat {
  const rows = new Map<string, Map<string, number>>()
  const days = new Map<string, number>()
  let sum = 0
  for (const { slot: slotId, missing } of unfilled) {
    const slot = names.slot(slotId)
    if (!slot) continue
    const cells = rows.get(slot.postId) ?? new Map<string, number>()
    rows.set(slot.postId, cells.set(slot.date, (cells.get(slot.date) ?? 0) + missing))
    days.set(slot.date, (days.get(slot.date) ?? 0) + missing)
    sum += missing
  }
  const list = names.posts.flatMap((post): HeatRow[] => {
    const cells = rows.get(post.id)
    return cells ? [{ post, cells, sum: [...cells.values()].reduce((all, one) => all + one, 0) }] : []
  })
  return {
    rows: list.sort((one, other) => other.sum - one.sum),
    days,
    sum,
    most: Math.max(0, ...list.flatMap(({ cells }) => [...cells.values()])),
  }
}

/** How dark a cell is, from 0 for none to 4 for the most. */
export const heatOf = (missing: number, most: number): number =>
  missing === 0 ? 0 : Math.max(1, Math.ceil((missing / most) * 4))
