import { createUlid } from '@wangge/core'
import { planPosts, POST_COLUMNS, readPosts } from '@wangge/core/roster'
import type { CellError, KnownPost, PostsPlan, StandingPost, Table } from '@wangge/core/roster'
import { importedPostSchema } from '@wangge/core/roster/schema'
import type { ImportedPost, ImportReport, PostKind } from '@wangge/core/roster/schema'
import type { Localized, Position } from '@wangge/core/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { actOnRoster } from './act-on-roster.ts'
import type { Queries, Tx } from './database.ts'
import { outcomeOf, reportErrors } from './import-report.ts'
import type { TableImport } from './import-people.ts'
import { knownPlaces, pointInWgs84, savePlaces } from './places.ts'
import type { Reference } from './reference.ts'
import { weekTemplates } from './week-templates.ts'
import { withoutNulls } from './without-nulls.ts'

/** Brings a table of posts into the district, in one transaction: all of it, or nothing; one goes only by a row that says so. */
export async function importPosts(
  context: Context,
  { table, dryRun = false }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const reference = await context.reference.current()
  if (dryRun) return reportOf(table, await planOf(context.db, context, { table, reference }), true)
  return actOnRoster(context, { action: 'import-posts', actor, tree: reference.tree }, async (tx) => {
    const { districtId } = context
    // Nobody sets a week, or makes shifts, for what is about to go.
    await sql`lock table posts, week_templates, shifts in share row exclusive mode`.execute(tx)
    const plan = await planOf(tx, context, { table, reference })
    const result = reportOf(table, plan, false)
    if (result.outcome !== 'imported') return { result }
    await save(tx, districtId, plan)
    return { subject: districtId, touched: plan.updated.map(({ id }) => id), result }
  })
}

async function planOf(
  db: Queries,
  context: Context,
  { table, reference }: { table: Table; reference: Reference },
): Promise<PostsPlan> {
  const { districtId, random, clock } = context
  const { tree, locate, outline } = reference
  const read = readPosts(table, { tree })
  const errors = [...read.errors]
  const rows = read.rows.flatMap((row) => parsed(row, errors))
  const plan = planPosts(rows, {
    posts: await knownPosts(db, districtId, clock()),
    places: await knownPlaces(db, districtId),
    templates: await weekTemplates(db, districtId),
    createId: () => createUlid(clock(), random),
    toWgs84: pointInWgs84,
    isDrawn: (gridId) => outline(gridId) !== undefined,
    ...{ tree, locate },
  })
  return { ...plan, errors: [...errors, ...plan.errors].sort((one, other) => one.row - other.row) }
}

function parsed(row: ImportedPost, errors: CellError[]): ImportedPost[] {
  const { success, data, error } = importedPostSchema.safeParse(row)
  if (success) return [data]
  for (const { path } of error.issues) {
    const key = path[0] as Exclude<keyof ImportedPost, 'row' | 'gridId' | 'point'>
    const { zh } = POST_COLUMNS[key]
    const message =
      key === 'least' || key === 'most'
        ? { zh: `“${zh}”应为 1 至 1000 的整数。`, en: `Expected "${zh}" to be a whole number from 1 to 1000.` }
        : { zh: `“${zh}”过长或含有不允许的字符。`, en: `Expected "${zh}" to be shorter, or of other characters.` }
    errors.push({ row: row.row, column: zh, code: 'invalid', message })
  }
  return []
}

async function knownPosts(db: Queries, districtId: string, now: number): Promise<KnownPost[]> {
  const { rows } = await sql<{
    id: string
    kind: PostKind
    name: Localized
    gridId: string
    placeId: string | null
    position: Position | null
    capacity: { min: number; max: number }
    schemeTag: string | null
    shifts: number
    shiftsToCome: number
  }>`
    with made as (
      select post_id, count(*)::int as shifts,
        (count(*) filter (where not cancelled and ends_at > ${new Date(now).toISOString()}::timestamptz))::int as to_come
      from shifts where district_id = ${districtId} group by post_id
    )
    select id, kind, name, grid_id as "gridId", place_id as "placeId", position, capacity, scheme_tag as "schemeTag",
      coalesce(made.shifts, 0) as shifts, coalesce(made.to_come, 0) as "shiftsToCome"
    from posts left join made on made.post_id = posts.id
    where district_id = ${districtId} order by id`.execute(db)
  return rows.map(withoutNulls)
}

async function save(tx: Tx, districtId: string, { created, updated, removed, places }: PostsPlan): Promise<void> {
  await savePlaces(tx, districtId, places)
  await sql`
    insert into posts (district_id, id, kind, name, grid_id, place_id, position, capacity, scheme_tag)
    select ${districtId}, id, kind, name, "gridId", "placeId", position, capacity, "schemeTag"
    from jsonb_to_recordset(${JSON.stringify([...created, ...updated] satisfies StandingPost[])}::jsonb) as record(
      id text, kind text, name jsonb, "gridId" text, "placeId" text, position jsonb, capacity jsonb, "schemeTag" text)
    on conflict (district_id, id) do update set
      kind = excluded.kind, name = excluded.name, grid_id = excluded.grid_id, place_id = excluded.place_id,
      position = excluded.position, capacity = excluded.capacity, scheme_tag = excluded.scheme_tag`.execute(tx)
  await sql`delete from posts where district_id = ${districtId} and id = any(${removed}::text[])`.execute(tx)
}

const reportOf = (
  { rows }: Table,
  { created, updated, removed, unchanged, errors }: PostsPlan,
  dryRun: boolean,
): ImportReport => ({
  outcome: outcomeOf({ errors: errors.length, changes: created.length + updated.length + removed.length, dryRun }),
  ...{ rows: rows.length, created: created.length, updated: updated.length, unchanged, removed: removed.length },
  ...reportErrors(errors),
})
