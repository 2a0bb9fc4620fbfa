import type { GridTree } from '../../grid/grid-tree.ts'
import type { AppointmentRole, GridLevel } from '../../grid/schema.ts'
import type { ImportedPerson } from '../schema.ts'
import { Cells } from '../../table/cells.ts'
import type { NameIndex } from '../../table/index-names.ts'
import { PARTY_STATUS_NAMES, PEOPLE_COLUMNS, ROLE_NAMES } from './people-columns.ts'
import type { PeopleColumn } from './people-columns.ts'
import { readHeader } from '../../table/table.ts'
import type { CellError, Table } from '../../table/table.ts'

/** Levels of the grids that a role is held in. */
export const ROLE_LEVELS: Readonly<Record<AppointmentRole, readonly GridLevel[]>> = {
  buildingHead: ['micro', 'dedicated'],
  dualPrimary: ['micro', 'dedicated'],
  dualReserve: ['micro', 'dedicated'],
  volunteer: ['micro', 'dedicated'],
  gridWorker: ['community', 'estate'],
  gridChief: ['subdistrict', 'community', 'estate'],
}

/**
 * Reads a table of people, Chinese or English headers, into rows; tells every cell that cannot be read. Names and numbers are
 * for a schema to judge: here they are only not empty.
 */
export function readPeople(
  table: Table,
  { tree, organisations }: { tree: GridTree; organisations: NameIndex },
): { rows: ImportedPerson[]; errors: CellError[] } {
  const { places, errors } = readHeader<PeopleColumn>(table, PEOPLE_COLUMNS, ['name'])
  if (errors.length > 0) return { rows: [], errors }
  const of = { places, columns: PEOPLE_COLUMNS, header: table.header, errors }
  const rows = table.rows.flatMap((row) => {
    const before = errors.length
    const cells = new Cells(row, of)
    const name = cells.required('name')
    const role = cells.choice('role', ROLE_NAMES)
    const read = present({
      row: row.row,
      id: cells.text('id'),
      phone: cells.text('phone'),
      orgId: cells.named('organisation', organisations, { zh: '已有的党组织', en: 'an organisation that there is' }),
      staffNumber: cells.text('staffNumber'),
      memberFrom: cells.day('memberFrom'),
      memberTo: cells.day('memberTo'),
      partyStatus: cells.choice('partyStatus', PARTY_STATUS_NAMES),
      minor: cells.yesNo('minor'),
      dutyConsent: cells.wholeNumber('dutyConsent'),
      partyConsent: cells.wholeNumber('partyConsent'),
      guardian: cells.text('guardian'),
      communityId: cells.grid('community', tree, ['community']),
      microGridId: cells.grid('microGrid', tree, ['micro', 'dedicated']),
      role,
      gridId: cells.grid('grid', tree, role ? ROLE_LEVELS[role] : ALL_LEVELS),
      roleFrom: cells.day('roleFrom'),
    })
    together(cells)
    return errors.length === before && name !== undefined ? [{ ...read, name }] : []
  })
  return { rows, errors }
}

const ALL_LEVELS: readonly GridLevel[] = ['subdistrict', 'community', 'estate', 'micro', 'dedicated']

/** What is said of one thing has to be said whole. */
function together(cells: Cells<PeopleColumn>): void {
  const { id, phone, staffNumber } = { id: cells.text('id'), phone: cells.text('phone'), staffNumber: cells.text('staffNumber') }
  const both = [
    ['staffNumber', 'organisation'],
    ['memberFrom', 'organisation'],
    ['memberTo', 'organisation'],
    ['role', 'grid'],
    ['grid', 'role'],
    ['roleFrom', 'role'],
    ['microGrid', 'community'],
  ] as const
  for (const [one, other] of both) if (cells.text(one) !== undefined) cells.required(other)
  if (id === undefined && phone === undefined && staffNumber === undefined) {
    cells.fail('phone', 'required', {
      zh: '应填写手机、工号或人员编号之一：仅凭姓名不能认定是同一个人。',
      en: 'Expected a phone, a staff number or an id: a name alone is nobody’s.',
    })
  }
}

type Present<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>
}

const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>
