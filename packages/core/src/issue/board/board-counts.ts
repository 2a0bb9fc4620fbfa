import type { BoardCounts, IssueRow } from '../schema.ts'
import { columnOf } from './column.ts'
import { deadlineOf } from './deadline.ts'

/**
 * How many of the lines are in each column, and of all how many are over their time or wait to be looked at.
 * @param now epoch milliseconds
 * @example countRows([submitted, closed], now) // { waiting: 1, working: 0, checking: 0, done: 1, overdue: 0, toPublish: 0 }
 */
export function countRows(rows: readonly IssueRow[], now: number): BoardCounts {
  const counts = { waiting: 0, working: 0, checking: 0, done: 0, overdue: 0, toPublish: 0 }
  for (const row of rows) for (const name of countedAs(row, now)) counts[name] += 1
  return counts
}

/** All that a board has: each of its issues is in one column. */
export const countAll = ({ waiting, working, checking, done }: BoardCounts): number => waiting + working + checking + done

export interface Recounted {
  /** The line as it was counted; undefined for one that was not. */
  before: IssueRow | undefined
  after: IssueRow
  /** When the counts were taken, epoch milliseconds: by then a clock was up or not, for the line before and after. */
  asOf: number
}

/**
 * A board's counts after one of its issues has moved on or has come in, so that they hold until the server counts anew.
 * @example recount(counts, { before: submitted, after: dispatched, asOf }) // one less in `waiting`, one more in `working`
 */
export function recount(counts: BoardCounts, { before, after, asOf }: Recounted): BoardCounts {
  const moved = { ...counts }
  if (before) for (const name of countedAs(before, asOf)) moved[name] = Math.max(0, moved[name] - 1)
  for (const name of countedAs(after, asOf)) moved[name] += 1
  return moved
}

const countedAs = (row: IssueRow, now: number): (keyof BoardCounts)[] => [
  columnOf(row.state),
  ...(deadlineOf(row.clocks ?? [], now)?.tone === 'overdue' ? (['overdue'] as const) : []),
  ...(row.toPublish ? (['toPublish'] as const) : []),
]
