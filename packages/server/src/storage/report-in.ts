import type { GridTree } from '@wangge/core/grid'
import { reportInRates } from '@wangge/core/roster'
import type { ReportedIn } from '@wangge/core/roster'
import type { ReportIn } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { countsAtShift } from './attendance.ts'
import type { Queries } from './database.ts'
import { listOrganisations } from './organisations.ts'
import { withoutNulls } from './without-nulls.ts'

export interface ReportInQuery {
  /** First local date, and the first day after. */
  from: string
  to: string
  timeZone: string
  tree: GridTree
  /** Of which communities it is told. */
  reaches: (communityId: string) => boolean
  /** Epoch milliseconds. */
  now: number
}

/** 到社区报到: who is registered at some communities, and how many of them came to a duty of reporting in there. */
export async function readReportIn(
  db: Queries,
  districtId: string,
  { from, to, timeZone, tree, reaches, now }: ReportInQuery,
): Promise<ReportIn> {
  const communityOf = (gridId: string) => tree.path(gridId).find(({ level }) => level === 'community')?.id
  const isReached = (communityId: string | undefined) => communityId !== undefined && reaches(communityId)
  const [registrations, memberships, reported, posts, organisations] = [
    (await registered(db, districtId)).filter(({ communityId }) => isReached(communityId)),
    await membershipsOf(db, districtId),
    await reportedIn(db, districtId, { from, to, timeZone }),
    await taggedPosts(db, districtId),
    await listOrganisations(db, districtId),
  ]
  const visits = reported.flatMap(({ personId, gridId }): ReportedIn[] => {
    const communityId = tree.get(gridId) && communityOf(gridId)
    return isReached(communityId) ? [{ personId, communityId: communityId! }] : []
  })
  const rates = reportInRates({ registrations, memberships, visits }, { now })
  const of = new Map(rates.communities.map(({ communityId, ...rate }) => [communityId, rate]))
  const tagsOf = (communityId: string) =>
    posts.flatMap(({ gridId, schemeTag }) => (tree.get(gridId) && communityOf(gridId) === communityId ? [schemeTag] : []))
  const communities = [tree.root, ...tree.descendants(tree.root.id)]
    .filter(({ id, level }) => level === 'community' && reaches(id))
    .map(({ id: communityId, name }) => ({
      ...{ communityId, name, ...(of.get(communityId) ?? { reported: 0, registered: 0, others: 0 }) },
      schemeTags: [...new Set(tagsOf(communityId))].sort(),
    }))
  const nameOf = new Map(organisations.map(({ id, name }) => [id, name]))
  return {
    asOf: new Date(now).toISOString(),
    ...{ from, to, total: rates.total, communities, unaffiliated: rates.unaffiliated },
    organisations: rates.organisations.map(({ orgId, ...rate }) => ({
      ...{ orgId, name: nameOf.get(orgId) ?? { zh: orgId, en: orgId }, ...rate },
    })),
  }
}

const registered = (db: Queries, districtId: string) =>
  db
    .selectFrom('registrations')
    .select(['person_id as personId', 'community_id as communityId'])
    .where('district_id', '=', districtId)
    .execute()

async function membershipsOf(db: Queries, districtId: string) {
  const rows = await db
    .selectFrom('memberships')
    .select(['person_id as personId', 'org_id as orgId', 'from_at as from', 'to_at as to'])
    .where('district_id', '=', districtId)
    .execute()
  return rows.map(withoutNulls)
}

/** Who checked in, or out, at a duty of reporting in that began in the days. Whoever was forgotten since is nobody any more. */
async function reportedIn(
  db: Queries,
  districtId: string,
  { from, to, timeZone }: Pick<ReportInQuery, 'from' | 'to' | 'timeZone'>,
): Promise<{ personId: string; gridId: string }[]> {
  const { rows } = await sql<{ personId: string; gridId: string }>`
    select distinct sign_ups.person_id as "personId", posts.grid_id as "gridId"
    from posts
    join shifts on shifts.district_id = posts.district_id and shifts.post_id = posts.id
    join sign_ups on sign_ups.district_id = shifts.district_id and sign_ups.shift_id = shifts.id
    join attendances on attendances.district_id = sign_ups.district_id and attendances.sign_up_id = sign_ups.id
    where posts.district_id = ${districtId} and posts.kind = 'reportIn' and sign_ups.state = 'seated' and ${countsAtShift(sql`sign_ups`)}
      and coalesce(attendances.corrected_in_at, attendances.in_at, attendances.out_at) is not null
      and sign_ups.person_id not like 'erased-%'
      and shifts.starts_at >= (${from}::timestamp at time zone ${timeZone})
      and shifts.starts_at < (${to}::timestamp at time zone ${timeZone})`.execute(db)
  return rows
}

const taggedPosts = (db: Queries, districtId: string) =>
  db
    .selectFrom('posts')
    .select(['grid_id as gridId', 'scheme_tag as schemeTag'])
    .where('district_id', '=', districtId)
    .where('kind', '=', 'reportIn')
    .where('scheme_tag', 'is not', null)
    .$narrowType<{ schemeTag: string }>()
    .execute()
