import type { PointList, TeamKind, TeamSummary } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Point } from '@wangge/core/roster'
import type { Queries, Tx } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

/** Evaluation points with the teams that they name, by id. */
export async function listPoints(db: Queries, districtId: string): Promise<PointList['points']> {
  const { rows } = await sql<{
    id: string
    name: Localized
    gridId: string
    placeId: string | null
    placeClass: string | null
    position: [number, number] | null
    status: 'pass' | 'fail' | 'unassessed'
    lastScore: number | null
    teamIds: string[]
  }>`
    select points.id, points.name, points.grid_id as "gridId", points.place_id as "placeId", places.class as "placeClass",
      places.position, points.status,
      points.last_score as "lastScore", points.owner_team_ids as "teamIds"
    from evaluation_points points
    left join places on places.district_id = points.district_id and places.id = points.place_id
    where points.district_id = ${districtId} order by points.id`.execute(db)
  return rows.map(withoutNulls)
}

export interface StoredTeam {
  id: string
  kind: TeamKind
  name: Localized
  orgId?: string
  leaderId?: string
  memberIds: string[]
  pointIds: string[]
}

export async function listTeams(db: Queries, districtId: string): Promise<StoredTeam[]> {
  const { rows } = await sql<{
    id: string
    kind: TeamKind
    name: Localized
    orgId: string | null
    leaderId: string | null
    memberIds: string[]
    pointIds: string[]
  }>`
    select id, kind, name, org_id as "orgId", leader_id as "leaderId", member_ids as "memberIds", point_ids as "pointIds"
    from teams where district_id = ${districtId} order by id`.execute(db)
  return rows.map(withoutNulls)
}

/** Of posts that stand at evaluation points: which, and the teams that these name, each once. */
export async function pointsOfPosts(
  db: Queries,
  districtId: string,
  postIds: readonly string[],
): Promise<Map<string, { pointIds: string[]; teamIds: string[] }>> {
  if (postIds.length === 0) return new Map()
  const { rows } = await sql<{ postId: string; pointId: string; teamIds: string[] }>`
    select posts.id as "postId", points.id as "pointId", points.owner_team_ids as "teamIds" from posts
    join evaluation_points points on points.district_id = posts.district_id and points.place_id = posts.place_id
    where posts.district_id = ${districtId} and posts.kind = 'evaluationPoint' and posts.id = any(${[...postIds]}::text[])
    order by posts.id, points.id`.execute(db)
  const found = new Map<string, { pointIds: string[]; teamIds: string[] }>()
  for (const { postId, pointId, teamIds } of rows) {
    const before = found.get(postId) ?? { pointIds: [], teamIds: [] }
    found.set(postId, {
      pointIds: [...before.pointIds, pointId],
      teamIds: [...new Set([...before.teamIds, ...teamIds])],
    })
  }
  return found
}

/** A team as it is told without anybody's name. */
export const summaryOf = ({ id, kind, name, orgId, memberIds }: StoredTeam): TeamSummary => ({
  ...{ id, kind, name },
  ...(orgId !== undefined && { orgId }),
  members: memberIds.length,
})

/** Keeps which teams answer for points. */
export async function saveOwners(tx: Tx, districtId: string, points: readonly Point[]): Promise<void> {
  await sql`
    update evaluation_points set owner_team_ids = record."ownerTeamIds"
    from jsonb_to_recordset(${JSON.stringify(points)}::jsonb) as record(id text, "ownerTeamIds" jsonb)
    where district_id = ${districtId} and evaluation_points.id = record.id`.execute(tx)
}
