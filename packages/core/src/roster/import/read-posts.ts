import type { GridTree } from '../../grid/grid-tree.ts'
import { readPoint } from '../../table/read-point.ts'
import { readRows } from '../../table/read-rows.ts'
import type { CellError, Table } from '../../table/table.ts'
import type { ImportedPost } from '../schema.ts'
import { expectIdentity } from './identified-rows.ts'
import { POST_COLUMNS, POST_KIND_NAMES } from './post-columns.ts'
import type { PostColumn } from './post-columns.ts'

/**
 * Reads a table of posts, Chinese or English headers, into rows; tells every cell that cannot be read.
 * @example readPosts({ header: ['岗位名称', '岗位类别', '所在网格', '最多人数'], rows }, { tree }).rows[0]
 * // { row: 2, nameZh: '东门流动哨', kind: 'mobile', gridId: 'micro-1', most: 4 }
 */
export function readPosts(table: Table, { tree }: { tree: GridTree }): { rows: ImportedPost[]; errors: CellError[] } {
  return readRows<PostColumn, ImportedPost>(table, { columns: POST_COLUMNS }, (cells) => {
    expectIdentity(cells)
    return {
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
  })
}
