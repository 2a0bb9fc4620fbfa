import { deadlineOf } from '@wangge/core/issue'
import type { IssueRow } from '@wangge/core/issue/schema'
import type { Desk } from './desk.ts'
import { deadlineWords } from './deadline-view.ts'

/** So that a spreadsheet takes it for UTF-8. */
const BOM = '\ufeff'

/** The lines that are shown, in words, as a table for a spreadsheet. */
export function csvOf(desk: Desk, rows: readonly IssueRow[]): string {
  const { csv } = desk.locale.t.board
  return BOM + [csv, ...rows.map((row) => cellsOf(desk, row))].map((cells) => cells.map(cell).join(',')).join('\r\n') + '\r\n'
}

function cellsOf(desk: Desk, row: IssueRow): string[] {
  const { locale, now, tree } = desk
  const { board } = locale.t
  const { id, state, categoryId, severity = 'general', gridPath, placeText = '', description, source, createdAt } = row
  const deadline = deadlineOf(row.clocks ?? [], now)
  const levels = ['community', 'estate', 'micro'].map((level) => {
    const grid = gridPath.find((one) => tree?.get(one)?.level === level)
    return grid === undefined ? '' : desk.gridName(grid)
  })
  return [
    id,
    board.states[state],
    desk.categoryOf(categoryId),
    board.severities[severity],
    ...levels,
    placeText,
    description,
    board.sources[source],
    createdAt,
    row.holder ? desk.holderOf(row.holder) : '',
    deadlineWords(locale, deadline, now),
    deadline?.dueAt === undefined ? '' : new Date(deadline.dueAt).toISOString(),
    String(row.photos),
    String(row.duplicates.length),
  ]
}

/** A text that a spreadsheet would take for a formula is kept a text. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
