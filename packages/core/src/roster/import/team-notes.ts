import type { Id, Localized } from '../../schema.ts'
import { checkTeams } from '../shifts/check-teams.ts'
import { teamFindingWords } from '../shifts/team-finding-words.ts'
import type { NamedPoint, StandingTeam } from './plan-teams.ts'

/** What is not as it should be, after an import, of the teams and points that it touched (`checkTeams`). */
export function teamNotes(
  teams: readonly Pick<StandingTeam, 'id' | 'kind' | 'name' | 'leaderId' | 'memberIds' | 'pointIds'>[],
  points: readonly NamedPoint[],
  touched: ReadonlySet<Id>,
): Localized[] {
  const names = new Map([...teams, ...points].map(({ id, name }) => [id, name]))
  return checkTeams(points, teams)
    .filter(({ teamId, pointId }) => touched.has(pointId ?? '') || touched.has(teamId ?? ''))
    .map((finding) => teamFindingWords(finding, (id) => names.get(id)))
}
