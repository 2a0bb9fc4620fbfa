import { reachesDistrict } from '@wangge/core/access'
import type { TeamList } from '@wangge/core/roster/schema'
import { teamListSchema } from '@wangge/core/roster/schema'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { withNames } from '../privacy/with-names.ts'
import { teamsQuerySchema } from '../schema.ts'
import { recordAct } from '../storage/audit.ts'
import { memberIdsOf } from '../storage/members.ts'
import { listPoints, listTeams, pointsOfPosts, summaryOf } from '../storage/points.ts'
import type { StoredTeam } from '../storage/points.ts'

type TeamsQuery = { postId?: string | undefined; pointId?: string | undefined }

export const getTeams = operation<TeamsQuery>({
  method: 'GET',
  path: '/v1/teams',
  id: 'listTeams',
  summary:
    'Teams with who is in them, to be named for shifts at their points: all to the street, those of its points to a community, and a liaison’s own people to a liaison; the reading is audited',
  access: ['staff'],
  roles: ['street', 'community', 'liaison'],
  scope: 'subtree',
  query: teamsQuerySchema,
  answers: { 200: { description: 'By id; what is out of reach is left out', schema: teamListSchema } },
  async handle({ context, principal, query, now }) {
    const { db, districtId } = context
    const { tree } = await context.reference.current()
    const { grants } = principal as Staff
    const { asked, subject = tree.root.id } = await askedIn(context, query)
    const whole = await wholeTo(principal as Staff, context)
    const orgIds = grants.flatMap(({ role, orgId }) => (role === 'liaison' ? (orgId ?? []) : []))
    const own = await memberIdsOf(db, districtId, { orgIds, now })
    // Shifts at evaluation points are open to every organisation: its liaison is told whose they are.
    const isOwn = ({ orgId, memberIds }: StoredTeam) =>
      orgIds.length > 0 &&
      (query.postId !== undefined || orgIds.some((one) => one === orgId) || memberIds.some((id) => own.has(id)))
    const told = (await listTeams(db, districtId))
      .filter(({ id }) => asked?.has(id) ?? true)
      .filter((team) => whole(team) || isOwn(team))
      .map((team) => ({
        ...summaryOf(team),
        people: team.memberIds
          .filter((personId) => whole(team) || own.has(personId))
          .map((personId) => ({ personId, ...(personId === team.leaderId && { leads: true }) })),
      }))
    const seesMinors = grants.some((grant) => reachesDistrict(grant, tree))
    const teams = (await withNames(context, told, { seesMinors })).map((team) => ({ ...team, people: team.people.sort(byName) }))
    await recordAct(context, { now, actor: principalName(principal), action: 'read-teams', subject })
    return { status: 200, body: { asOf: new Date(now).toISOString(), teams }, tag: teams }
  },
})

/** Ids of the teams that are asked for, undefined where all are; and what there is of which they are, for the audit. */
async function askedIn(
  { db, districtId }: Context,
  { postId, pointId }: TeamsQuery,
): Promise<{ asked?: Set<string>; subject?: string }> {
  const ofPost = postId === undefined ? undefined : (await pointsOfPosts(db, districtId, [postId])).get(postId)
  const post = postId !== undefined && ofPost ? { subject: postId } : {}
  if (postId !== undefined && pointId === undefined) return { asked: new Set(ofPost?.teamIds), ...post }
  if (pointId === undefined) return {}
  const point = (await listPoints(db, districtId)).find(({ id }) => id === pointId)
  const asked = new Set(point?.teamIds.filter((id) => postId === undefined || ofPost?.teamIds.includes(id)))
  return { asked, ...(point && { subject: pointId }), ...post }
}

/** Whether all of a team is told: whoever reaches one of its points, or the whole district, sees who is in it. */
async function wholeTo({ grants }: Staff, { db, districtId, reference }: Context): Promise<(team: StoredTeam) => boolean> {
  const { tree } = await reference.current()
  // What they may do besides gives them no more of this.
  const answering = grants.filter(({ role }) => role === 'street' || role === 'community')
  if (answering.some((grant) => reachesDistrict(grant, tree))) return () => true
  const gridIds = new Set(reachedSubtree(answering, undefined, tree))
  const points = gridIds.size === 0 ? [] : await listPoints(db, districtId)
  const named = new Set(points.filter(({ gridId }) => gridIds.has(gridId)).flatMap(({ teamIds }) => teamIds))
  return ({ id }) => named.has(id)
}

type Member = TeamList['teams'][number]['people'][number]

const byName = (one: Member, other: Member): number =>
  Number(other.leads ?? false) - Number(one.leads ?? false) ||
  one.name.localeCompare(other.name, 'zh') ||
  (one.personId < other.personId ? -1 : 1)
