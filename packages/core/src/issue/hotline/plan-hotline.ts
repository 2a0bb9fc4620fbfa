import type { CellError } from '../../table/table.ts'
import type { HotlineOrder } from '../schema.ts'
import { HOTLINE_COLUMNS } from './hotline-columns.ts'

/** What is kept of an order that came before. */
export interface KnownOrder {
  /** Undefined once its report is erased. */
  description: string | undefined
  categoryId: string
}

export interface HotlinePlan {
  created: HotlineOrder[]
  unchanged: number
  /** Of those that came before: how many say something else now. A report is not rewritten. */
  differing: number
  errors: CellError[]
}

/**
 * Which orders of a table are new, so that importing twice imports once: an order is known by the hotline's own number.
 * @param known by number
 * @param now epoch milliseconds: nothing was sent after it
 */
export function planHotline(
  rows: readonly HotlineOrder[],
  known: ReadonlyMap<string, KnownOrder>,
  { now }: { now: number },
): HotlinePlan {
  const errors: CellError[] = []
  const rowOf = new Map<string, number>()
  const created: HotlineOrder[] = []
  let unchanged = 0
  let differing = 0
  for (const order of rows) {
    const { row, number, sentAt } = order
    const earlier = rowOf.get(number)
    rowOf.set(number, earlier ?? row)
    if (earlier !== undefined) {
      errors.push(
        error(
          order,
          'number',
          `应与第 ${earlier} 行不同。`,
          `Expected another number than that of row ${earlier}, got the same.`,
        ),
      )
      continue
    }
    const before = known.get(number)
    if (before) {
      unchanged++
      if (isOther(before, order)) differing++
      continue
    }
    if (sentAt !== undefined && Date.parse(sentAt) > now) {
      errors.push(error(order, 'sentAt', '应早于现在。', 'Expected an instant before now, got a later one.'))
      continue
    }
    created.push(order)
  }
  return { created, unchanged, differing, errors }
}

const isOther = (before: KnownOrder, { description, categoryId }: HotlineOrder): boolean =>
  before.categoryId !== categoryId || (before.description !== undefined && before.description !== description)

const error = ({ row }: HotlineOrder, column: keyof typeof HOTLINE_COLUMNS, zh: string, en: string): CellError => ({
  row,
  column: HOTLINE_COLUMNS[column].zh,
  code: 'conflict',
  message: { zh: `“${HOTLINE_COLUMNS[column].zh}”${zh}`, en: `"${HOTLINE_COLUMNS[column].zh}": ${en}` },
})
