import type { CellError } from '../../table/table.ts'
import type { ImportedCategory, PlaceClass } from '../schema.ts'
import { CATEGORY_COLUMNS } from './category-columns.ts'

/**
 * The kinds of place of a district: those that there are, as the table calls them where it says so, then new ones in its order.
 * None goes: issues name them. One that nobody has named, or that is named in two ways, is an error at its row.
 */
export function mergePlaceClasses(
  rows: readonly ImportedCategory[],
  before: readonly PlaceClass[],
  errors: CellError[],
): readonly PlaceClass[] {
  const all = new Map(before.map((one) => [one.id, one]))
  const told = new Map<string, PlaceClass>()
  for (const row of rows)
    for (const { id, name, clause } of row.placeClasses ?? []) {
      if (!name) continue
      const said: PlaceClass = { id, name, ...(clause !== undefined && { clause }) }
      const earlier = told.get(id)
      if (earlier && !isAlike(earlier, said))
        errors.push(fault(row, 'conflict', `${id} 前后不一致`, `to say the same of ${id} in each row`))
      told.set(id, earlier ?? said)
    }
  for (const [id, said] of told) all.set(id, said)
  for (const row of rows)
    for (const { id } of row.placeClasses ?? [])
      if (!all.has(id)) errors.push(fault(row, 'unknown', `${id} 没有名称`, `to name ${id} once, as in "${id}|名称/name"`))
  return [...all.values()]
}

const isAlike = (one: PlaceClass, other: PlaceClass) =>
  one.name.zh === other.name.zh && one.name.en === other.name.en && one.clause === other.clause

function fault({ row }: ImportedCategory, code: CellError['code'], zh: string, en: string): CellError {
  const column = CATEGORY_COLUMNS.placeClasses.zh
  return { row, column, code, message: { zh: `“${column}”：${zh}。`, en: `Expected "${column}" ${en}.` } }
}
