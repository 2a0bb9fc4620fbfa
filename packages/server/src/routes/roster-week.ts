import { reachesDistrict } from '@wangge/core/access'
import { attendancePolicy } from '@wangge/core/roster'
import { rosterWeekSchema } from '@wangge/core/roster/schema'
import type { RosterPerson, RosterWeek } from '@wangge/core/roster/schema'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import { rosterWorkbook } from '../formats/roster-workbook.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { withHostWords } from '../privacy/with-host-words.ts'
import { withNames } from '../privacy/with-names.ts'
import { ProblemError } from '../problem.ts'
import { rosterQuerySchema } from '../schema.ts'
import { recordAct } from '../storage/audit.ts'
import type { Queries } from '../storage/database.ts'
import { listTeams, pointsOfPosts, summaryOf } from '../storage/points.ts'
import { organisationsOf, readRosterWeek } from '../storage/roster-week.ts'
import type { BareRosterWeek } from '../storage/roster-week.ts'

const DAY_MS = 86_400_000
const WEEK_DAYS = 7
const MOST_DAYS = 31

const RULES = {
  access: ['staff'],
  roles: ['street', 'community', 'estateWorker', 'liaison'],
  scope: 'subtree',
  query: rosterQuerySchema,
} as const

type RosterQuery = { from: string; to?: string | undefined; gridId?: string | undefined }

export const getRosterWeek = operation<RosterQuery>({
  ...RULES,
  method: 'GET',
  path: '/v1/roster',
  id: 'getRosterWeek',
  summary: 'Posts by days with who does which shift; of a liaison’s organisation its own people only; the reading is audited',
  answers: { 200: { description: 'Seven days where nothing else is asked for', schema: rosterWeekSchema } },
  async handle(call) {
    const week = await readWeek(call)
    return { status: 200, body: { asOf: new Date(call.now).toISOString(), ...week }, tag: week }
  },
})

export const getRosterWorkbook = operation<RosterQuery>({
  ...RULES,
  method: 'GET',
  path: '/v1/roster.xlsx',
  id: 'exportRosterWeek',
  summary: 'The same as a workbook: posts by days to print, and a line for each shift; no cell is a formula',
  answers: {
    200: {
      description: 'Office Open XML',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
  },
  async handle(call) {
    const headers = {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="roster-${call.query.from}.xlsx"`,
      'cache-control': 'no-store',
    }
    return new Response(await rosterWorkbook(await readWeek(call)), { status: 200, headers })
  },
})

async function readWeek({ context, principal, query, now }: Call<RosterQuery, unknown>): Promise<Omit<RosterWeek, 'asOf'>> {
  const { db, districtId } = context
  const { from, gridId } = query
  const { tree, timeZone, policy } = await context.reference.current()
  const { grants } = principal as Staff
  const gridIds = reachedSubtree(grants, gridId, tree)
  // Who asks for a grid asks as whoever answers for that grid.
  const orgIds = gridId === undefined ? grants.flatMap(({ orgId }) => orgId ?? []) : []
  const bare = await readRosterWeek(db, districtId, { from, days: daysOf(query), timeZone, now, gridIds, orgIds })
  const seesMinors = grants.some((grant) => reachesDistrict(grant, tree))
  await recordAct(context, { now, actor: principalName(principal), action: 'read-roster', subject: gridId ?? tree.root.id })
  const named = await withNames(context, bare.slots, { seesMinors })
  const slots = (await withHostWords(context, named, principal)).map(({ people, ...slot }) => {
    const told: RosterPerson[] = people
    const released = told.filter(({ state }) => state === 'cancelled')
    return { ...slot, people: told.filter(({ state }) => state !== 'cancelled'), ...(released.length > 0 && { released }) }
  })
  const { opensBeforeMinutes, closesAfterMinutes } = attendancePolicy(policy.attendance)
  const { minRestMinutes, reliefMinutes } = policy
  const attendance = { opensBeforeMinutes, closesAfterMinutes }
  const standing = await withTeams(db, districtId, bare)
  return {
    ...bare,
    ...standing,
    timeZone,
    slots,
    minRestMinutes,
    ...(reliefMinutes !== undefined && { reliefMinutes }),
    attendance,
  }
}

/** Posts at evaluation points with the teams that answer for these, and whose teams they are. */
async function withTeams(
  db: Queries,
  districtId: string,
  { posts, organisations }: Pick<BareRosterWeek, 'posts' | 'organisations'>,
): Promise<Pick<RosterWeek, 'posts' | 'teams' | 'organisations'>> {
  const ids = posts.filter(({ kind }) => kind === 'evaluationPoint').map(({ id }) => id)
  if (ids.length === 0) return { posts, organisations, teams: [] }
  const points = await pointsOfPosts(db, districtId, ids)
  const named = new Set([...points.values()].flatMap(({ teamIds }) => teamIds))
  const teams = (await listTeams(db, districtId)).filter(({ id }) => named.has(id)).map(summaryOf)
  // One that a point names and that is gone is told where points are looked after.
  const there = new Set(teams.map(({ id }) => id))
  const standing = posts.map((post) => {
    const teamIds = points.get(post.id)?.teamIds.filter((id) => there.has(id))
    return { ...post, ...(teamIds && { teamIds }) }
  })
  const orgIds = [...organisations.map(({ id }) => id), ...teams.flatMap(({ orgId }) => orgId ?? [])]
  return { posts: standing, teams, organisations: await organisationsOf(db, districtId, [...new Set(orgIds)]) }
}

/** @throws ProblemError 400 `invalid-query` */
function daysOf({ from, to }: RosterQuery): number {
  if (to === undefined) return WEEK_DAYS
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
  if (days >= 1 && days <= MOST_DAYS) return days
  const errors = [{ path: ['to'], code: 'out-of-range', message: `Expected 1 to ${MOST_DAYS} days after from, got ${days}` }]
  throw new ProblemError(400, 'invalid-query', 'The query is not as expected', { errors })
}
