import type { GridTree } from '../../grid/grid-tree.ts'
import type { ImportedOrganisation } from '../schema.ts'
import { Cells } from '../../table/cells.ts'
import { KIND_NAMES, ORGANISATION_COLUMNS } from './organisation-columns.ts'
import type { OrganisationColumn } from './organisation-columns.ts'
import { readHeader } from '../../table/table.ts'
import type { CellError, Table } from '../../table/table.ts'

/** Reads a table of organisations, Chinese or English headers, into rows; tells every cell that cannot be read. */
export function readOrganisations(
  table: Table,
  { tree }: { tree: GridTree },
): { rows: ImportedOrganisation[]; errors: CellError[] } {
  const { places, errors } = readHeader<OrganisationColumn>(table, ORGANISATION_COLUMNS, ['nameZh'])
  if (errors.length > 0) return { rows: [], errors }
  const of = { places, columns: ORGANISATION_COLUMNS, header: table.header, errors }
  const rows = table.rows.flatMap((row) => {
    const before = errors.length
    const cells = new Cells(row, of)
    cells.required('nameZh')
    const read = {
      row: row.row,
      id: cells.text('id'),
      kind: cells.choice('kind', KIND_NAMES),
      nameZh: cells.text('nameZh'),
      nameEn: cells.text('nameEn'),
      superior: cells.text('superior'),
      gridId: cells.grid('grid', tree, ['subdistrict', 'community', 'estate', 'micro', 'dedicated']),
      registered: cells.wholeNumber('registered'),
      allied: cells.yesNo('allied'),
    }
    return errors.length === before ? [withoutUndefined(read)] : []
  })
  return { rows, errors }
}

const withoutUndefined = (read: { row: number }): ImportedOrganisation =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as unknown as ImportedOrganisation
