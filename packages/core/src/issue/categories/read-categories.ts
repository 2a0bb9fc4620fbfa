import { Cells } from '../../table/cells.ts'
import { readHeader } from '../../table/table.ts'
import type { CellError, Table } from '../../table/table.ts'
import { SEVERITY_NAMES } from '../hotline/hotline-columns.ts'
import type { ImportedCategory } from '../schema.ts'
import { CATEGORY_COLUMNS } from './category-columns.ts'
import type { CategoryColumn } from './category-columns.ts'
import { readAttributes, readPlaceClasses } from './read-attributes.ts'

const ATTRIBUTES = {
  zh: '如“plate|车牌号/Plate|文本|必填;kind|种类/Kind|单选|选填|car=汽车/Car,bike=自行车/Bike”',
  en: 'such as "plate|车牌号/Plate|string|required;kind|种类/Kind|singlevaluelist|optional|car=汽车/Car,bike=自行车/Bike"',
}
const CLASSES = { zh: '如“back|背街小巷/Back street|3.2;market”', en: 'such as "back|背街小巷/Back street|3.2;market"' }

/**
 * Reads a table of categories, a row for each of the second level, Chinese or English headers; tells every cell that cannot be read.
 * @example readCategories({ header: ['一级编号', '一级类别', '二级编号', '二级类别'], rows }).rows[0]
 * // { row: 2, parentId: 'street', parentName: { zh: '街面秩序' }, id: 'stall', name: { zh: '占道经营' } }
 */
export function readCategories(table: Table): { rows: ImportedCategory[]; errors: CellError[] } {
  const { places, errors } = readHeader<CategoryColumn>(table, CATEGORY_COLUMNS, ['parentId', 'id', 'nameZh'])
  if (errors.length > 0) return { rows: [], errors }
  const of = { places, columns: CATEGORY_COLUMNS, header: table.header, errors }
  const rows = table.rows.flatMap((row): ImportedCategory[] => {
    const before = errors.length
    const cells = new Cells(row, of)
    const [parentId, id, zh] = [cells.required('parentId'), cells.required('id'), cells.required('nameZh')]
    const severity = cells.choice('severity', SEVERITY_NAMES)
    const attributes = cell(cells, 'attributes', readAttributes, ATTRIBUTES)
    const placeClasses = cell(cells, 'placeClasses', readPlaceClasses, CLASSES)
    if (errors.length > before || parentId === undefined || id === undefined || zh === undefined) return []
    const [en, parentZh, parentEn] = [cells.text('nameEn'), cells.text('parentZh'), cells.text('parentEn')]
    return [
      {
        ...{ row: row.row, parentId, id },
        name: { zh, ...(en !== undefined && { en }) },
        parentName: { ...(parentZh !== undefined && { zh: parentZh }), ...(parentEn !== undefined && { en: parentEn }) },
        ...(severity && { severity }),
        ...(attributes && { attributes }),
        ...(placeClasses && { placeClasses }),
      },
    ]
  })
  return { rows, errors }
}

function cell<Value>(
  cells: Cells<CategoryColumn>,
  key: CategoryColumn,
  read: (text: string) => Value | undefined,
  expected: { zh: string; en: string },
): Value | undefined {
  const text = cells.text(key)
  if (text === undefined) return undefined
  const value = read(text)
  if (value === undefined) {
    const { zh } = CATEGORY_COLUMNS[key]
    cells.fail(key, 'invalid', {
      zh: `“${zh}”应为${expected.zh}，实际为“${text}”。`,
      en: `Expected "${zh}" to be ${expected.en}, got "${text}".`,
    })
  }
  return value
}
