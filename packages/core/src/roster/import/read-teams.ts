import type { NameIndex } from '../../table/index-names.ts'
import { readRows } from '../../table/read-rows.ts'
import type { CellError, Table } from '../../table/table.ts'
import type { ImportedTeam } from '../schema.ts'
import { expectNumber } from './expect-number.ts'
import { expectIdentity } from './identified-rows.ts'
import { TEAM_COLUMNS, TEAM_KIND_NAMES } from './team-columns.ts'
import type { TeamColumn } from './team-columns.ts'

/**
 * Reads a table of teams, Chinese or English headers, into rows, one for each person in a team; tells every cell that cannot be
 * read. Names and numbers are for a schema to judge.
 * @example readTeams({ header: ['队伍名称', '队伍类别', '手机', '是否队长'], rows }, context).rows[0]
 * // { row: 2, nameZh: '柳岸突击队', kind: 'taskForce', phone: '13900001001', leads: true }
 */
export function readTeams(
  table: Table,
  { organisations, points }: { organisations: NameIndex; points: NameIndex },
): { rows: ImportedTeam[]; errors: CellError[] } {
  return readRows<TeamColumn, ImportedTeam>(table, { columns: TEAM_COLUMNS }, (cells) => {
    expectIdentity(cells)
    const read = {
      id: cells.text('id'),
      kind: cells.choice('kind', TEAM_KIND_NAMES),
      nameZh: cells.text('nameZh'),
      nameEn: cells.text('nameEn'),
      orgId: cells.named('organisation', organisations, { zh: '已有的党组织', en: 'an organisation that there is' }),
      pointIds: cells.namedList('points', points, { zh: '已有的测评点位', en: 'an evaluation point that there is' }),
      personId: cells.text('personId'),
      personName: cells.text('personName'),
      phone: cells.text('phone'),
      staffNumber: cells.text('staffNumber'),
      leads: cells.yesNo('leads'),
      leaves: cells.yesNo('leaves'),
      remove: cells.yesNo('remove'),
    }
    if (cells.text('staffNumber') !== undefined) cells.required('organisation')
    expectNumber(cells, { numbers: ['phone', 'personId', 'staffNumber'], others: ['personName', 'leads', 'leaves'] })
    return read
  })
}
