import type { GridTree } from '../../grid/grid-tree.ts'
import type { NameIndex } from '../../table/index-names.ts'
import { readPoint } from '../../table/read-point.ts'
import { readRows } from '../../table/read-rows.ts'
import type { CellError, Table } from '../../table/table.ts'
import type { ImportedPoint } from '../schema.ts'
import { expectIdentity } from './identified-rows.ts'
import { PLACE_CLASS_NAMES, POINT_COLUMNS } from './point-columns.ts'
import type { PointColumn } from './point-columns.ts'

/**
 * Reads a table of evaluation points (测评点位), Chinese or English headers, into rows; tells every cell that cannot be read.
 * @example readPoints({ header: ['点位名称', '点位类别', '经度', '纬度', '坐标系'], rows }, context).rows[0]
 * // { row: 2, nameZh: '东门市场', placeClass: 'market', point: { position: [104.0605, 30.5705], crs: 'gcj02' } }
 */
export function readPoints(
  table: Table,
  { tree, teams }: { tree: GridTree; teams: NameIndex },
): { rows: ImportedPoint[]; errors: CellError[] } {
  return readRows<PointColumn, ImportedPoint>(table, { columns: POINT_COLUMNS }, (cells) => {
    expectIdentity(cells)
    return {
      id: cells.text('id'),
      nameZh: cells.text('nameZh'),
      nameEn: cells.text('nameEn'),
      placeClass: cells.choice('placeClass', PLACE_CLASS_NAMES),
      place: cells.text('place'),
      gridId: cells.grid('grid', tree, ['subdistrict', 'community', 'estate', 'micro', 'dedicated']),
      point: readPoint(cells),
      standardIds: cells.list('standards'),
      teamIds: cells.namedList('teams', teams, { zh: '已有的队伍', en: 'a team that there is' }),
      remove: cells.yesNo('remove'),
    }
  })
}
