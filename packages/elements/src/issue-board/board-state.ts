import type { IssueFilter } from '@wangge/core/issue'

export type BoardView = 'list' | 'board' | 'map'

/** What is looked at, and how: as the element's properties have it. */
export interface BoardState {
  view: BoardView
  gridId: string
  category: string
  state: NonNullable<IssueFilter['state']>
  severity: NonNullable<IssueFilter['severity']>
  overdue: boolean
  mine: boolean
  text: string
  /** Id of the issue that is open beside. */
  issue: string
}

export const filterOf = ({ gridId, category, state, severity, overdue, mine, text }: BoardState): IssueFilter => ({
  gridId,
  categoryId: category,
  state,
  severity,
  overdue,
  mine,
  text,
})

/** Whether any condition is set. */
export const isFiltered = ({ view: _, issue: __, ...conditions }: BoardState): boolean => Object.values(conditions).some(Boolean)
