import { pointListSchema } from '@wangge/core/roster/schema'
import { checkTeams } from '@wangge/core/roster'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import { operation } from '../operation.ts'
import { pointsQuerySchema } from '../schema.ts'
import { recordAct } from '../storage/audit.ts'
import { findPeople } from '../storage/people.ts'
import { listPoints, listTeams, summaryOf } from '../storage/points.ts'

export const getPoints = operation({
  method: 'GET',
  path: '/v1/points',
  id: 'listPoints',
  summary: 'Evaluation points of a subtree with the teams that answer for them; the reading is audited',
  access: ['staff'],
  roles: ['street', 'community', 'estateWorker', 'inspector'],
  scope: 'subtree',
  query: pointsQuerySchema,
  answers: { 200: { description: 'In the order of their ids, and what is not as it should be', schema: pointListSchema } },
  async handle({ context, principal, query: { gridId }, now }) {
    const { db, districtId } = context
    const { tree } = await context.reference.current()
    const gridIds = new Set(reachedSubtree((principal as Staff).grants, gridId, tree))
    const [allPoints, allTeams] = [await listPoints(db, districtId), await listTeams(db, districtId)]
    const points = allPoints.filter((point) => gridIds.has(point.gridId))
    const named = new Set(points.flatMap(({ teamIds }) => teamIds))
    // A team's point elsewhere is no fault here: all points are looked at, and what is here is told.
    const findings = checkTeams(
      allPoints.map(({ id, teamIds }) => ({ id, ownerTeamIds: teamIds })),
      allTeams,
    ).filter((finding) =>
      finding.pointId === undefined ? named.has(finding.teamId!) : points.some(({ id }) => id === finding.pointId),
    )
    // A team that names a point which does not name it is told by its name, which the finding is read by, and not who leads it.
    const shown = new Set([...named, ...findings.flatMap(({ teamId }) => teamId ?? [])])
    const teams = allTeams.filter(({ id }) => shown.has(id))
    const leaderIds = teams.flatMap(({ id, leaderId }) => (named.has(id) ? (leaderId ?? []) : []))
    const leaders = await findPeople(db, context, [...new Set(leaderIds)])
    const nameOf = new Map(leaders.map(({ id, name }) => [id, name]))
    await recordAct(context, { now, actor: principalName(principal), action: 'read-points', subject: gridId ?? tree.root.id })
    const told = teams.map(({ leaderId, ...team }) => ({
      ...summaryOf(team),
      ...(leaderId !== undefined && nameOf.has(leaderId) && { leader: { personId: leaderId, name: nameOf.get(leaderId) } }),
    }))
    const tag = { points, teams: told, findings }
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...tag }, tag }
  },
})
