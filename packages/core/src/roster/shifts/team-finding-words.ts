import type { Id, Localized } from '../../schema.ts'
import type { TeamFinding } from '../points-schema.ts'

/**
 * A finding of `checkTeams` in words, with the team and the point by their names; by its id where nobody knows a name.
 * @example teamFindingWords({ code: 'point-without-team', pointId: 'ep-1' }, () => ({ zh: '东门', en: 'East Gate' })).en
 * // 'East Gate: no team answers for it'
 */
export function teamFindingWords({ code, teamId, pointId }: TeamFinding, nameOf: (id: Id) => Localized | undefined): Localized {
  const named = (id: Id = '') => nameOf(id) ?? { zh: id, en: id }
  return WORDS[code](named(teamId), named(pointId))
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
