import type { Id, Localized } from '../../schema.ts'
import type { TeamFinding } from '../points-schema.ts'
import { checkTeams } from '../shifts/check-teams.ts'
import type { NamedPoint, StandingTeam } from './plan-teams.ts'

/** What is not as it should be, after an import, of the teams and points that it touched (`checkTeams`). */
export function teamNotes(
  teams: readonly Pick<StandingTeam, 'id' | 'kind' | 'name' | 'leaderId' | 'memberIds' | 'pointIds'>[],
  points: readonly NamedPoint[],
  touched: ReadonlySet<Id>,
): Localized[] {
  const names = new Map([...teams, ...points].map(({ id, name }) => [id, name]))
  const nameOf = (id: Id | undefined) => names.get(id ?? '') ?? { zh: id ?? '', en: id ?? '' }
  return checkTeams(points, teams)
    .filter(({ teamId, pointId }) => touched.has(pointId ?? '') || touched.has(teamId ?? ''))
    .map(({ code, teamId, pointId }) => WORDS[code](nameOf(teamId), nameOf(pointId)))
}

const WORDS: Record<TeamFinding['code'], (team: Localized, point: Localized) => Localized> = {
  'point-without-team': (_, { zh, en }) => ({ zh: `${zh}：没有责任队伍`, en: `${en}: no team answers for it` }),
  'team-without-point': ({ zh, en }) => ({ zh: `${zh}：没有测评点位`, en: `${en}: it answers for no evaluation point` }),
  'team-without-members': ({ zh, en }) => ({ zh: `${zh}：没有队员`, en: `${en}: nobody is in it` }),
  'leader-not-member': ({ zh, en }) => ({ zh: `${zh}：队长不是队员`, en: `${en}: its leader is not in it` }),
  'unknown-point': (team, point) => ({ zh: `${team.zh}：没有点位 ${point.zh}`, en: `${team.en}: there is no point ${point.en}` }),
  'unknown-team': (team, point) => ({ zh: `${point.zh}：没有队伍 ${team.zh}`, en: `${point.en}: there is no team ${team.en}` }),
  'one-sided': (team, point) => ({
    zh: `${team.zh}与${point.zh}：只有一方记着另一方`,
    en: `${team.en} and ${point.en}: only one names the other`,
  }),
}
