import type { Grant } from '../../access/schema.ts'
import type { Id } from '../../schema.ts'
import type { Assignee, IssueRow, IssueState, Severity } from '../schema.ts'
import { deadlineOf } from './deadline.ts'
import type { Deadline } from './deadline.ts'
import { columnOf } from './column.ts'
import type { BoardColumn } from './column.ts'

/** Which lines of a board are looked at. What is left out, or empty, asks for nothing. */
export interface IssueFilter {
  /** Root of a subtree. */
  gridId?: Id
  /** The organisation that was asked to handle it last. */
  orgId?: Id
  /** Of either level. */
  categoryId?: Id
  /** A state, or all of a column. */
  state?: IssueState | BoardColumn | ''
  severity?: Severity | ''
  /** Only what is over its time. */
  overdue?: boolean
  /** Only what is in the reader's own hands. */
  mine?: boolean
  /** Only what somebody has to look at before others see it. */
  toPublish?: boolean
  /** Words that are all in what was written, in the place's words or in the number. */
  text?: string
}

export interface SelectContext {
  /** What the reader acts as. */
  grants: readonly Grant[]
  /** Of each second-level category the first-level one. */
  parentOf: ReadonlyMap<Id, Id>
  /** More words by which an issue is found: names of its category and its grids, say. */
  wordsOf?: (row: IssueRow) => string
  /** Epoch milliseconds. */
  now: number
}

const SEVERITIES: readonly Severity[] = ['emergency', 'major', 'prominent', 'general', 'simple']
const TONES: readonly (Deadline['tone'] | undefined)[] = ['overdue', 'soon', 'ahead', 'paused', undefined]

/**
 * The lines that a filter asks for, what presses most first: by how the deadline stands, then by severity, then by when it is
 * due, then the older one. What is done comes last, what ended last before what ended earlier.
 * @example selectRows(rows, { state: 'waiting', overdue: true }, { grants, parentOf, now })
 */
export function selectRows(rows: readonly IssueRow[], filter: IssueFilter, context: SelectContext): IssueRow[] {
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return rows
    .filter((row) => matches(row, filter, words, context))
    .map((row) => ({ row, deadline: deadlineOf(row.clocks ?? [], context.now) }))
    .sort((one, other) => compare(one, other))
    .map(({ row }) => row)
}

/** Whether an issue is in the hands of somebody who acts as one of the grants. */
export const isHeldBy = (holder: Assignee | undefined, grants: readonly Grant[]): boolean =>
  holder !== undefined &&
  grants.some(
    ({ role, gridId, orgId }) =>
      role === holder.role && (holder.orgId === undefined ? gridId === holder.gridId : orgId === holder.orgId),
  )

function matches(row: IssueRow, filter: IssueFilter, words: readonly string[], context: SelectContext): boolean {
  const { gridId, orgId, categoryId, state, severity, overdue, mine, toPublish } = filter
  const { categoryId: own, clocks = [], description, placeText = '', id } = row
  if (gridId && !row.gridPath.includes(gridId)) return false
  if (orgId && row.askedOrgId !== orgId) return false
  if (categoryId && own !== categoryId && context.parentOf.get(own) !== categoryId) return false
  if (state && row.state !== state && columnOf(row.state) !== state) return false
  if (severity && (row.severity ?? 'general') !== severity) return false
  if (overdue && deadlineOf(clocks, context.now)?.tone !== 'overdue') return false
  if (mine && !isHeldBy(row.holder, context.grants)) return false
  if (toPublish && !row.toPublish) return false
  if (words.length === 0) return true
  const text = `${description} ${placeText} ${id} ${context.wordsOf?.(row) ?? ''}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

interface Ranked {
  row: IssueRow
  deadline: Deadline | undefined
}

function compare(one: Ranked, other: Ranked): number {
  const isDone = ({ row }: Ranked) => Number(columnOf(row.state) === 'done')
  const tone = ({ deadline }: Ranked) => TONES.indexOf(deadline?.tone)
  const severity = ({ row }: Ranked) => SEVERITIES.indexOf(row.severity ?? 'general')
  const due = ({ deadline }: Ranked) => deadline?.dueAt ?? Number.MAX_SAFE_INTEGER
  const byEnd = isDone(one) && isDone(other) ? Date.parse(other.row.updatedAt) - Date.parse(one.row.updatedAt) : 0
  return (
    isDone(one) - isDone(other) ||
    byEnd ||
    tone(one) - tone(other) ||
    severity(one) - severity(other) ||
    due(one) - due(other) ||
    Date.parse(one.row.createdAt) - Date.parse(other.row.createdAt) ||
    (one.row.id < other.row.id ? -1 : 1)
  )
}
