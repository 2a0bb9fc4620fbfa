import type { GridTree } from '../../grid/grid-tree.ts'
import type { NameIndex } from '../../table/index-names.ts'
import { readPoint } from '../../table/read-point.ts'
import { readRows } from '../../table/read-rows.ts'
import type { CellError, Table } from '../../table/table.ts'
import type { ImportedIntersection } from '../schema.ts'
import { INTERSECTION_COLUMNS } from './intersection-columns.ts'
import type { IntersectionColumn } from './intersection-columns.ts'

export interface ReadIntersectionsContext {
  tree: GridTree
  organisations: NameIndex
  /** IANA zone whose clocks the table goes by; a day is its first instant. */
  timeZone: string
}

/**
 * Reads a table of 包路口, Chinese or English headers, into rows; tells every cell that cannot be read.
 * @example readIntersections({ header: ['路口', '党组织', '起始时间'], rows }, context).rows[0]
 * // { row: 2, place: '柳岸路口', orgId: 'org-a', from: '2026-03-01T16:00:00.000Z' }
 */
export function readIntersections(
  table: Table,
  { tree, organisations, timeZone }: ReadIntersectionsContext,
): { rows: ImportedIntersection[]; errors: CellError[] } {
  return readRows<IntersectionColumn, ImportedIntersection>(
    table,
    { columns: INTERSECTION_COLUMNS, required: ['place'] },
    (cells) => {
      const instant = (key: 'from' | 'until') => {
        const ms = cells.dayOrInstant(key, timeZone)
        return ms === undefined ? undefined : new Date(ms).toISOString()
      }
      const read = {
        place: cells.required('place'),
        nameEn: cells.text('nameEn'),
        gridIds: cells.grids('grids', tree, ['subdistrict', 'community', 'estate', 'micro', 'dedicated']),
        point: readPoint(cells),
        orgId: cells.named('organisation', organisations, { zh: '已有的党组织', en: 'an organisation that there is' }),
        from: instant('from'),
        until: instant('until'),
        remove: cells.yesNo('remove'),
      }
      if (cells.text('from') === undefined) cells.required('organisation')
      return read
    },
  )
}
