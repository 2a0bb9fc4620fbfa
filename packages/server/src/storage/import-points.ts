import { createUlid } from '@wangge/core'
import { indexOrganisations, planPoints, POINT_COLUMNS, readPoints } from '@wangge/core/roster'
import type { CellError, KnownPoint, PointsPlan, StandingPoint, Table } from '@wangge/core/roster'
import { importedPointSchema } from '@wangge/core/roster/schema'
import type { ImportedPoint, ImportReport } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { act } from './act.ts'
import type { Queries, Tx } from './database.ts'
import type { TableImport } from './import-people.ts'
import { outcomeOf, reportErrors, reportNotes } from './import-report.ts'
import { knownPlaces, pointInWgs84, savePlaces } from './places.ts'
import { listTeams } from './points.ts'
import type { Reference } from './reference.ts'

/** Brings a table of evaluation points into the district, in one transaction: all of it, or nothing; one goes only by a row that says so. */
export async function importPoints(
  context: Context,
  { table, dryRun = false }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const reference = await context.reference.current()
  if (dryRun) return reportOf(table, await planOf(context.db, context, { table, reference }), true)
  return act(context, { action: 'import-points', actor }, async ({ db: tx, districtId }) => {
    // Nobody gives a team other points meanwhile.
    await sql`lock table teams, evaluation_points, places in share row exclusive mode`.execute(tx)
    const plan = await planOf(tx, context, { table, reference })
    const result = reportOf(table, plan, false)
    if (result.outcome !== 'imported') return { result }
    await save(tx, districtId, plan)
    return { subject: districtId, result }
  })
}

async function planOf(
  db: Queries,
  context: Context,
  { table, reference }: { table: Table; reference: Reference },
): Promise<PointsPlan> {
  const { districtId, random, clock } = context
  const { tree, locate, outline } = reference
  const teams = await listTeams(db, districtId)
  const read = readPoints(table, { tree, teams: indexOrganisations(teams) })
  const errors = [...read.errors]
  const rows = read.rows.flatMap((row) => parsed(row, errors))
  const plan = planPoints(rows, {
    points: await knownPoints(db, districtId),
    places: await knownPlaces(db, districtId),
    createId: () => createUlid(clock(), random),
    toWgs84: pointInWgs84,
    isDrawn: (gridId) => outline(gridId) !== undefined,
    ...{ tree, locate, teams },
  })
  return { ...plan, errors: [...errors, ...plan.errors].sort((one, other) => one.row - other.row) }
}

function parsed(row: ImportedPoint, errors: CellError[]): ImportedPoint[] {
  const { success, data, error } = importedPointSchema.safeParse(row)
  if (success) return [data]
  for (const { path } of error.issues) {
    const { zh } = POINT_COLUMNS[COLUMN_OF[path[0] as keyof typeof COLUMN_OF]]
    const message = { zh: `“${zh}”过长或含有不允许的字符。`, en: `Expected "${zh}" to be shorter, or of other characters.` }
    errors.push({ row: row.row, column: zh, code: 'invalid', message })
  }
  return []
}

/** Of what a cell may have too much of. */
const COLUMN_OF = {
  id: 'id',
  nameZh: 'nameZh',
  nameEn: 'nameEn',
  place: 'place',
  standardIds: 'standards',
  teamIds: 'teams',
} as const

async function knownPoints(db: Queries, districtId: string): Promise<KnownPoint[]> {
  const { rows } = await sql<KnownPoint>`
    select id, name, place_id as "placeId", grid_id as "gridId", standard_ids as "standardIds", owner_team_ids as "ownerTeamIds",
      (status <> 'unassessed' or last_score is not null) as "isAssessed"
    from evaluation_points where district_id = ${districtId} order by id`.execute(db)
  return rows
}

async function save(tx: Tx, districtId: string, { created, updated, removed, places, teams }: PointsPlan): Promise<void> {
  await savePlaces(tx, districtId, places)
  await sql`
    insert into evaluation_points (district_id, id, place_id, name, grid_id, standard_ids, owner_team_ids, status)
    select ${districtId}, id, "placeId", name, "gridId", "standardIds", "ownerTeamIds", 'unassessed'
    from jsonb_to_recordset(${JSON.stringify([...created, ...updated] satisfies StandingPoint[])}::jsonb) as record(
      id text, "placeId" text, name jsonb, "gridId" text, "standardIds" jsonb, "ownerTeamIds" jsonb)
    on conflict (district_id, id) do update set
      place_id = excluded.place_id, name = excluded.name, grid_id = excluded.grid_id, standard_ids = excluded.standard_ids,
      owner_team_ids = excluded.owner_team_ids`.execute(tx)
  await sql`delete from evaluation_points where district_id = ${districtId} and id = any(${removed}::text[])`.execute(tx)
  await sql`
    update teams set point_ids = record."pointIds"
    from jsonb_to_recordset(${JSON.stringify(teams)}::jsonb) as record(id text, "pointIds" jsonb)
    where district_id = ${districtId} and teams.id = record.id`.execute(tx)
}

const reportOf = (
  { rows }: Table,
  { created, updated, removed, places, unchanged, notes, errors }: PointsPlan,
  dryRun: boolean,
): ImportReport => ({
  outcome: outcomeOf({
    ...{ errors: errors.length, dryRun },
    changes: created.length + updated.length + removed.length + places.length,
  }),
  ...{ rows: rows.length, created: created.length, updated: updated.length, unchanged, removed: removed.length },
  ...(errors.length === 0 && reportNotes(notes)),
  ...reportErrors(errors),
})
