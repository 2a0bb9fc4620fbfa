import type { Id, Localized } from '../../schema.ts'
import type { CellError } from '../../table/table.ts'
import type { PersonOf, RowPerson } from './person-of-row.ts'
import type { KeyedTeam, StandingTeam } from './plan-teams.ts'
import { TEAM_COLUMNS } from './team-columns.ts'
import type { TeamColumn } from './team-columns.ts'

/** Who is in a team after its rows, and who leads it: one of them. No message says a name or a number. */
export function membersOf(
  rows: readonly KeyedTeam[],
  known: StandingTeam | undefined,
  personOf: PersonOf<RowPerson>,
  errors: CellError[],
): Pick<StandingTeam, 'memberIds' | 'leaderId'> {
  const members = new Set(known?.memberIds)
  let leaderId = known?.leaderId
  const rowOf = new Map<Id, number>()
  let leads: number | undefined
  for (const row of rows) {
    const personId = personOf(row, errors)?.id
    if (personId === undefined) continue
    const earlier = rowOf.get(personId)
    if (earlier !== undefined) {
      fail(errors, row, 'phone', 'conflict', {
        zh: `与第 ${earlier} 行是同一队伍的同一个人。`,
        en: `Expected somebody else in this team than row ${earlier} has.`,
      })
      continue
    }
    rowOf.set(personId, row.row)
    if (row.leaves === true) {
      if (row.leads === true) fail(errors, row, 'leads', 'conflict', GOES)
      members.delete(personId)
    } else members.add(personId)
    if (row.leads === false && personId === leaderId) leaderId = undefined
    else if (row.leads === true && leads !== undefined) {
      fail(errors, row, 'leads', 'conflict', {
        zh: `队长只能有一人，第 ${leads} 行已填写。`,
        en: `Expected one leader of the team, who is in row ${leads} already.`,
      })
    } else if (row.leads === true) {
      leads = row.row
      leaderId = personId
    }
  }
  const leader = leaderId !== undefined && members.has(leaderId) ? leaderId : undefined
  return { memberIds: [...members], ...(leader !== undefined && { leaderId: leader }) }
}

const GOES = { zh: '离队的人不能是队长。', en: 'Expected a leader who stays, got one who leaves.' }

function fail(errors: CellError[], { row }: KeyedTeam, column: TeamColumn, code: CellError['code'], message: Localized) {
  errors.push({ row, column: TEAM_COLUMNS[column].zh, code, message })
}
