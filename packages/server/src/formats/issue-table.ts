import { stageOf } from '@wangge/core/issue'
import type { GridTree } from '@wangge/core/grid'
import type { Localized } from '@wangge/core/schema'
import type { PastCategories } from '../storage/categories.ts'
import type { ExportedIssue } from '../storage/export-issues.ts'

export const ISSUE_COLUMNS = [
  '编号 id',
  '类别 category',
  '网格 grid',
  '进度 stage',
  '状态 state',
  '来源 source',
  '严重程度 severity',
  '上报 reported',
  '更新 updated',
  '办结 closed',
  '评价 rating',
  '返工 times reopened',
  '经度 longitude (WGS-84)',
  '纬度 latitude (WGS-84)',
]

/** What the reporter wrote: only where it was asked for. */
export const WORD_COLUMNS = ['说明 description', '位置 place']

export const STAGES = {
  pending: { zh: '待受理', en: 'Pending' },
  handling: { zh: '办理中', en: 'Being handled' },
  settled: { zh: '已办结', en: 'Settled' },
}

export interface IssueTableOptions {
  tree: GridTree
  categories: PastCategories
  timeZone: string
  /** Whether the reporter's words are in it. */
  words: boolean
  /** Of the names of stages, categories and grids; the keys of states and sources are the same in each. */
  lang: keyof Localized
}

/** A line for each issue, in local time; numbers as numbers, the rest as texts. */
export function issueRows(issues: readonly ExportedIssue[], { tree, categories, timeZone, words, lang }: IssueTableOptions) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const clock = (instant: string | null) => (instant === null ? '' : format.format(Date.parse(instant)))
  return issues.map((one): (string | number)[] => [
    one.id,
    categories.find(one)?.name[lang] ?? one.categoryId,
    // Kept as it was when it was reported: a grid that is gone is told by its id.
    one.gridPath.map((id) => tree.get(id)?.name[lang] ?? id).join(' / '),
    STAGES[stageOf(one.state)][lang],
    one.state,
    one.source,
    one.severity ?? '',
    clock(one.createdAt),
    clock(one.updatedAt),
    clock(one.closedAt),
    one.rating ?? '',
    one.timesReopened,
    one.position?.[0] ?? '',
    one.position?.[1] ?? '',
    ...(words ? [one.description, one.placeText ?? ''] : []),
  ])
}
