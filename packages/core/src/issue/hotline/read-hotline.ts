import type { GridTree } from '../../grid/grid-tree.ts'
import { Cells } from '../../table/cells.ts'
import { CRS_NAMES } from '../../table/crs-names.ts'
import { indexNames } from '../../table/index-names.ts'
import type { NameIndex } from '../../table/index-names.ts'
import { readHeader } from '../../table/table.ts'
import type { CellError, Table } from '../../table/table.ts'
import type { Category, HotlineOrder } from '../schema.ts'
import { HOTLINE_COLUMNS, SEVERITY_NAMES } from './hotline-columns.ts'
import type { HotlineColumn } from './hotline-columns.ts'

export interface ReadHotlineContext {
  tree: GridTree
  categories: readonly Category[]
  /** By whose clocks the hotline tells the time. */
  timeZone: string
}

/**
 * Reads a table of the hotline's orders (12345 工单), Chinese or English headers, into rows; tells every cell that cannot be read.
 * How long texts may be is for a schema to judge.
 * @example readHotline({ header: ['工单编号', '问题类别', '诉求内容', '所属网格'], rows }, context).rows[0]
 * // { row: 2, number: 'H-1', categoryId: 'street-litter', description: '垃圾没有清走', place: { by: 'grid', gridId: 'micro-1' } }
 */
export function readHotline(
  table: Table,
  { tree, categories, timeZone }: ReadHotlineContext,
): { rows: HotlineOrder[]; errors: CellError[] } {
  const { places, errors } = readHeader<HotlineColumn>(table, HOTLINE_COLUMNS, ['number', 'category', 'description'])
  if (errors.length > 0) return { rows: [], errors }
  const index = indexCategories(categories)
  const of = { places, columns: HOTLINE_COLUMNS, header: table.header, errors }
  const rows = table.rows.flatMap((row) => {
    const before = errors.length
    const cells = new Cells(row, of)
    for (const key of ['number', 'category', 'description'] as const) cells.required(key)
    const sentAt = cells.instant('sentAt', timeZone)
    const read = {
      number: cells.text('number')?.normalize('NFKC'),
      categoryId: cells.named('category', index, { zh: '已有的二级类别', en: 'a category of the second level that there is' }),
      description: cells.text('description'),
      place: placeOf(cells, tree),
      placeText: cells.text('placeText'),
      severity: cells.choice('severity', SEVERITY_NAMES),
      sentAt: sentAt === undefined ? undefined : new Date(sentAt).toISOString(),
    }
    return errors.length === before ? [{ row: row.row, ...present(read) } as HotlineOrder] : []
  })
  return { rows, errors }
}

/** By the name of their own, and with that of the category above: 街面秩序/占道经营. */
function indexCategories(categories: readonly Category[]): NameIndex {
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  // Retired ones too: an order of them that came before is known.
  const own = categories.flatMap(({ id, parentId, name }) =>
    parentId === undefined ? [] : [{ id, name, above: names.get(parentId) }],
  )
  const whole = own.flatMap(({ id, name: { zh, en }, above }) =>
    above ? [{ id, name: { zh: `${above.zh}/${zh}`, en: `${above.en}/${en}` } }] : [],
  )
  return indexNames([...own, ...whole])
}

/** A point whole, with its system; or a grid. Where both are told the point says where it is, and the grid has to have it. */
function placeOf(cells: Cells<HotlineColumn>, tree: GridTree): HotlineOrder['place'] | undefined {
  const gridId = cells.grid('grid', tree, ['subdistrict', 'community', 'estate', 'micro', 'dedicated'])
  const [x, y, crs] = [cells.number('x'), cells.number('y'), cells.choice('crs', CRS_NAMES)]
  const told = (['x', 'y', 'crs'] as const).filter((key) => cells.text(key) !== undefined)
  if (told.length === 0) {
    if (cells.text('grid') === undefined) {
      cells.fail('grid', 'required', {
        zh: `应填写“${HOTLINE_COLUMNS.grid.zh}”，或经度、纬度和坐标系。`,
        en: `Expected "${HOTLINE_COLUMNS.grid.zh}", or a longitude, a latitude and a CRS, got nothing.`,
      })
    }
    return gridId === undefined ? undefined : { by: 'grid', gridId }
  }
  if (told.length < 3) for (const key of ['x', 'y', 'crs'] as const) cells.required(key)
  if (x === undefined || y === undefined || crs === undefined) return undefined
  return { by: 'point', position: [x, y], crs, ...(gridId !== undefined && { gridId }) }
}

const present = (read: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
