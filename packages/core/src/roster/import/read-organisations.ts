import type { GridTree } from '../../grid/grid-tree.ts'
import type { ImportedOrganisation } from '../schema.ts'
import { expectNumber } from './expect-number.ts'
import { KIND_NAMES, ORGANISATION_COLUMNS } from './organisation-columns.ts'
import type { OrganisationColumn } from './organisation-columns.ts'
import { readRows } from '../../table/read-rows.ts'
import type { CellError, Table } from '../../table/table.ts'

/** Reads a table of organisations, Chinese or English headers, into rows; tells every cell that cannot be read. */
export function readOrganisations(
  table: Table,
  { tree }: { tree: GridTree },
): { rows: ImportedOrganisation[]; errors: CellError[] } {
  return readRows<OrganisationColumn, ImportedOrganisation>(
    table,
    { columns: ORGANISATION_COLUMNS, required: ['nameZh'] },
    (cells) => {
      expectNumber(cells, { numbers: ['liaisonPhone', 'liaisonId', 'liaisonStaffNumber'], others: ['liaisonName'] })
      return {
        id: cells.text('id'),
        kind: cells.choice('kind', KIND_NAMES),
        nameZh: cells.required('nameZh'),
        nameEn: cells.text('nameEn'),
        superior: cells.text('superior'),
        gridId: cells.grid('grid', tree, ['subdistrict', 'community', 'estate', 'micro', 'dedicated']),
        registered: cells.wholeNumber('registered'),
        allied: cells.yesNo('allied'),
        liaisonId: cells.text('liaisonId'),
        liaisonName: cells.text('liaisonName'),
        liaisonPhone: cells.text('liaisonPhone'),
        liaisonStaffNumber: cells.text('liaisonStaffNumber'),
      }
    },
  )
}
