import type { Id } from '../../schema.ts'
import type { TeamFinding, TeamKind } from '../points-schema.ts'

/** 党员突击队, 先锋队 or 服务队, as far as points go. */
export interface Team {
  id: Id
  kind: TeamKind
  leaderId?: Id
  memberIds: readonly Id[]
  /** Points that it answers for. */
  pointIds: readonly Id[]
}

export interface Point {
  id: Id
  ownerTeamIds: readonly Id[]
}

/**
 * What is not as it should be between evaluation points and the teams bound to them: each point has a team, each task force
 * and vanguard team has a point and people, its leader is one of them, and both sides name each other. A task force and a
 * vanguard team need not come in pairs: there are more of one than of the other.
 * @example checkTeams([{ id: 'ep-1', ownerTeamIds: [] }], []) // [{ code: 'point-without-team', pointId: 'ep-1' }]
 */
export function checkTeams(points: readonly Point[], teams: readonly Team[]): TeamFinding[] {
  const teamsById = new Map(teams.map((team) => [team.id, team]))
  const pointsById = new Map(points.map((point) => [point.id, point]))
  return [
    ...points.flatMap((point) => findingsOfPoint(point, teamsById)),
    ...teams.flatMap((team) => findingsOfTeam(team, pointsById)),
  ]
}

function findingsOfPoint({ id: pointId, ownerTeamIds }: Point, teams: ReadonlyMap<Id, Team>): TeamFinding[] {
  const unknown = ownerTeamIds.filter((teamId) => !teams.has(teamId))
  const forgotten = ownerTeamIds.filter((teamId) => teams.get(teamId)?.pointIds.includes(pointId) === false)
  return [
    ...(unknown.length === ownerTeamIds.length ? [{ code: 'point-without-team' as const, pointId }] : []),
    ...unknown.map((teamId) => ({ code: 'unknown-team' as const, pointId, teamId })),
    ...forgotten.map((teamId) => ({ code: 'one-sided' as const, pointId, teamId })),
  ]
}

function findingsOfTeam(team: Team, points: ReadonlyMap<Id, Point>): TeamFinding[] {
  const { id: teamId, kind, leaderId, memberIds, pointIds } = team
  const unknown = pointIds.filter((pointId) => !points.has(pointId))
  const forgotten = pointIds.filter((pointId) => points.get(pointId)?.ownerTeamIds.includes(teamId) === false)
  const isBound = kind !== 'service'
  return [
    ...(isBound && unknown.length === pointIds.length ? [{ code: 'team-without-point' as const, teamId }] : []),
    ...(memberIds.length === 0 ? [{ code: 'team-without-members' as const, teamId }] : []),
    ...(leaderId !== undefined && !memberIds.includes(leaderId) ? [{ code: 'leader-not-member' as const, teamId }] : []),
    ...unknown.map((pointId) => ({ code: 'unknown-point' as const, pointId, teamId })),
    ...forgotten.map((pointId) => ({ code: 'one-sided' as const, pointId, teamId })),
  ]
}
