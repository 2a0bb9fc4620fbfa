import { fold } from '../../table/index-names.ts'
import type { CellError } from '../../table/table.ts'
import type { KeyedTeam } from './plan-teams.ts'
import { TEAM_COLUMNS } from './team-columns.ts'

export type TeamFacts = Pick<KeyedTeam, 'kind' | 'nameZh' | 'nameEn' | 'orgId' | 'pointIds'> & { remove: boolean }

const FACTS = { kind: 'kind', nameZh: 'nameZh', nameEn: 'nameEn', orgId: 'organisation', pointIds: 'points' } as const

/** What the rows of one team tell of it: each tells the same, or nothing; a team that goes has nobody in the table. */
export function rowsOfOneTeam(rows: readonly KeyedTeam[], errors: CellError[]): TeamFacts {
  const facts: TeamFacts = { remove: rows.some(({ remove }) => remove === true) }
  for (const [fact, column] of Object.entries(FACTS) as [keyof typeof FACTS, (typeof FACTS)[keyof typeof FACTS]][]) {
    const first = rows.find((row) => row[fact] !== undefined)
    if (!first) continue
    Object.assign(facts, { [fact]: first[fact] })
    const other = rows.find((row) => row[fact] !== undefined && textOf(row[fact]) !== textOf(first[fact]))
    if (!other) continue
    const { zh } = TEAM_COLUMNS[column]
    errors.push({
      ...{ row: other.row, column: zh, code: 'conflict' },
      message: {
        zh: `“${zh}”与第 ${first.row} 行对同一队伍所填的不同。`,
        en: `Expected "${zh}" as row ${first.row} has it of the same team.`,
      },
    })
  }
  const stays =
    facts.remove && rows.find(({ remove, personId, phone, staffNumber }) => remove !== true || personId || phone || staffNumber)
  if (stays) {
    errors.push({
      ...{ row: stays.row, column: TEAM_COLUMNS.remove.zh, code: 'conflict' },
      message: {
        zh: '队伍要撤销，就不能再填写队员，其余行也应填“是”。',
        en: 'Expected nobody in a team that is to go, and each of its rows to say so.',
      },
    })
  }
  return facts
}

const textOf = (value: string | readonly string[] | undefined): string =>
  Array.isArray(value) ? JSON.stringify([...(value as string[])].sort()) : fold(String(value))
