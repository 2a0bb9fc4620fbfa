import type { Appointment, GridRecord } from '@wangge/core/grid/schema'
import { sql } from 'kysely'
import { ISSUE_POLICY_DEFAULTS } from '@wangge/core/issue'
import { SIGN_UP_DEFAULTS } from '@wangge/core/roster'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export async function loadDistrict(db: Queries, districtId: string) {
  const row = await db
    .selectFrom('districts')
    .select([
      'reference_version as version',
      'reference_at as at',
      'time_zone as timeZone',
      'sign_up_policy as policy',
      'issue_policy as issuePolicy',
      'issue_policy_at as issuePolicyAt',
      'deadlines_version as deadlinesVersion',
      'consent',
      'small_count as smallCount',
      'targets',
    ])
    .where('district_id', '=', districtId)
    .executeTakeFirst()
  if (!row) return undefined
  const { policy, issuePolicy, ...plain } = row
  return {
    ...plain,
    policy: { ...SIGN_UP_DEFAULTS, ...policy, timeZone: row.timeZone },
    issuePolicy: issuePolicy ?? ISSUE_POLICY_DEFAULTS,
  }
}

/** The district's own id, in its data. */
export async function districtCode(db: Queries, districtId: string): Promise<string> {
  const row = await db.selectFrom('districts').select('code').where('district_id', '=', districtId).executeTakeFirstOrThrow()
  return row.code
}

export async function loadGrids(db: Queries, districtId: string): Promise<GridRecord[]> {
  const rows = await db.selectFrom('grids').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  return rows.map(
    (row) =>
      withoutNulls({
        id: row.id,
        level: row.level,
        parentId: row.parent_id,
        name: row.name,
        pinyin: row.pinyin,
        codes: row.codes,
        placeClasses: row.place_classes,
        households: row.households,
        residentPop: row.resident_pop,
        servicePop: row.service_pop,
        validFrom: row.valid_from,
        validTo: row.valid_to,
        geometry: row.geometry,
        crs: row.crs,
        lineage: row.lineage,
        formerParents: row.former_parents,
      }) as GridRecord,
  )
}

export async function loadAppointments(db: Queries, districtId: string): Promise<Appointment[]> {
  const rows = await db.selectFrom('appointments').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  return rows.map((row) =>
    withoutNulls({
      id: row.id,
      role: row.role,
      personId: row.person_id,
      gridId: row.grid_id,
      from: row.from_at,
      to: row.to_at,
      appointedBy: row.appointed_by,
    }),
  )
}

/** Chat groups: of which kind, and for which grid. */
export async function loadGroups(db: Queries, districtId: string): Promise<{ id: string; kind: string; gridId: string }[]> {
  const { rows } = await sql<{ id: string; kind: string; gridId: string }>`
    select id, kind, grid_id as "gridId" from groups where district_id = ${districtId} order by id`.execute(db)
  return rows
}
