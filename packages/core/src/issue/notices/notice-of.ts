import type { WorkingCalendar } from '../../calendar/working-time.ts'
import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id } from '../../schema.ts'
import { clocks } from '../clocks/clocks.ts'
import { filedAt } from '../filed-as.ts'
import type { Category, Issue, Notice } from '../schema.ts'
import { noticeTopic } from './notice-topic.ts'

export interface NoticeContext {
  /** Of the notice. */
  id: Id
  tree: GridTree
  categories: readonly Category[]
  calendar: WorkingCalendar
}

/**
 * What is told of a step of an issue, as things stood then: made again it is the same. Undefined where nobody is told of such a
 * step, or there is no such step. No word of anybody's is in it, no place nearer than a grid, and no code that opens more.
 */
export function noticeOf(issue: Issue, seq: number, { id, tree, categories, calendar }: NoticeContext): Notice | undefined {
  const step = issue.history.find((one) => one.seq === seq)
  const topic = step && noticeTopic(step.action)
  if (!topic) return undefined
  const history = issue.history.filter((one) => one.seq <= seq)
  const running = clocks({ ...filedAt(issue, seq), history }, calendar, Date.parse(step.at)).filter(
    ({ stoppedAt }) => stoppedAt === undefined,
  )
  const dueAt = running
    .flatMap((clock) => clock.dueAt ?? [])
    .sort()
    .at(0)
  const { gridPath } = issue
  const { categoryId, severity = 'general' } = filedAt(issue, seq)
  return {
    ...{ id, topic, at: step.at },
    issue: {
      ...{ id: issue.id, version: seq, state: step.to, severity },
      category: {
        id: categoryId,
        name: categories.find((one) => one.id === categoryId)?.name ?? { zh: categoryId, en: categoryId },
      },
      // Kept as it was when it was reported: a grid that is gone is told by its id.
      grid: gridPath.map((gridId) => ({ id: gridId, name: tree.get(gridId)?.name ?? { zh: gridId, en: gridId } })),
      ...(dueAt !== undefined && { dueAt }),
    },
  }
}
