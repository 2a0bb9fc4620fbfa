import type { GridTree } from '../../grid/grid-tree.ts'
import { Cells } from '../../table/cells.ts'
import { readPoint } from '../../table/read-point.ts'
import { readHeader } from '../../table/table.ts'
import type { CellError, Table } from '../../table/table.ts'
import type { ImportedPost } from '../schema.ts'
import { POST_COLUMNS, POST_KIND_NAMES } from './post-columns.ts'
import type { PostColumn } from './post-columns.ts'

/**
 * Reads a table of posts, Chinese or English headers, into rows; tells every cell that cannot be read.
 * @example readPosts({ header: ['岗位名称', '岗位类别', '所在网格', '最多人数'], rows }, { tree }).rows[0]
 * // { row: 2, nameZh: '东门流动哨', kind: 'mobile', gridId: 'micro-1', most: 4 }
 */
export function readPosts(table: Table, { tree }: { tree: GridTree }): { rows: ImportedPost[]; errors: CellError[] } {
  const { places, errors } = readHeader<PostColumn>(table, POST_COLUMNS, [])
  if (errors.length > 0) return { rows: [], errors }
  const of = { places, columns: POST_COLUMNS, header: table.header, errors }
  const rows = table.rows.flatMap((row) => {
    const before = errors.length
    const cells = new Cells(row, of)
    // Whose row it is.
    if (cells.text('id') === undefined) cells.required('nameZh')
    const read = {
      id: cells.text('id'),
      kind: cells.choice('kind', POST_KIND_NAMES),
      nameZh: cells.text('nameZh'),
      nameEn: cells.text('nameEn'),
      gridId: cells.grid('grid', tree, ['subdistrict', 'community', 'estate', 'micro', 'dedicated']),
      place: cells.text('place'),
      point: readPoint(cells),
      least: cells.wholeNumber('least'),
      most: cells.wholeNumber('most'),
      schemeTag: cells.text('schemeTag'),
      remove: cells.yesNo('remove'),
    }
    return errors.length === before ? [{ row: row.row, ...present(read) }] : []
  })
  return { rows, errors }
}

const present = (read: Omit<ImportedPost, 'row'>): Omit<ImportedPost, 'row'> =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
