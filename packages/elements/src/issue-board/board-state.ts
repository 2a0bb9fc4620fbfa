import type { IssueFilter } from '@wangge/core/issue'

export type BoardView = 'list' | 'board' | 'map' | 'rates'

/** What is looked at, and how: as the element's properties have it. */
export interface BoardState {
  view: BoardView
  gridId: string
  /** Id of the organisation that was asked to handle them. */
  org: string
  category: string
  state: NonNullable<IssueFilter['state']>
  severity: NonNullable<IssueFilter['severity']>
  overdue: boolean
  mine: boolean
  /** Only what somebody has to look at before others see it. */
  unpublished: boolean
  text: string
  /** Id of the issue that is open beside. */
  issue: string
}

export const filterOf = ({
  gridId,
  org,
  category,
  state,
  severity,
  overdue,
  mine,
  unpublished,
  text,
}: BoardState): IssueFilter => ({
  gridId,
  orgId: org,
  categoryId: category,
  state,
  severity,
  overdue,
  mine,
  toPublish: unpublished,
  text,
})

/** How many conditions are set. */
export const conditionsOf = ({ view: _, issue: __, ...conditions }: BoardState): number =>
  Object.values(conditions).filter(Boolean).length
