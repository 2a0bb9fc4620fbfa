import type { IssueState } from '../schema.ts'

/** 待受理 | 办理中 | 待核查 | 已办结: what an office sorts its work by. */
export type BoardColumn = 'waiting' | 'working' | 'checking' | 'done'

export const BOARD_COLUMNS: readonly BoardColumn[] = ['waiting', 'working', 'checking', 'done']

const COLUMN_OF: Record<IssueState, BoardColumn> = {
  submitted: 'waiting',
  accepted: 'waiting',
  returned: 'waiting',
  reopened: 'waiting',
  dispatched: 'working',
  handling: 'working',
  escalated: 'working',
  suspended: 'working',
  resolved: 'checking',
  verified: 'checking',
  closed: 'done',
  rejected: 'done',
  merged: 'done',
}

/**
 * Where an issue stands for whoever works on many: it waits for somebody to take it on, is in hand, waits to be checked, or is
 * done.
 * @example columnOf('returned') // 'waiting'
 */
export const columnOf = (state: IssueState): BoardColumn => COLUMN_OF[state]
