import { createUlid } from '@wangge/core'
import {
  indexOpen,
  INTERSECTION_COLUMNS,
  localDate,
  namedClosed,
  openRows,
  planIntersections,
  readIntersections,
} from '@wangge/core/roster'
import type { CellError, IntersectionDuty, IntersectionsPlan, KnownDuty, SeatsToCome, Table } from '@wangge/core/roster'
import { importedIntersectionSchema } from '@wangge/core/roster/schema'
import type { ImportedIntersection, ImportReport } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { actOnRoster } from './act-on-roster.ts'
import type { Queries, Tx } from './database.ts'
import type { TableImport } from './import-people.ts'
import { outcomeOf, reportErrors, reportNotes } from './import-report.ts'
import { listOrganisations } from './organisations.ts'
import { knownPlaces, pointInWgs84, savePlaces } from './places.ts'
import type { Reference } from './reference.ts'
import { withoutNulls } from './without-nulls.ts'

/** Brings a table of 包路口 into the district, in one transaction: all of it, or nothing; no duty goes but by a row that says so. */
export async function importIntersections(
  context: Context,
  { table, dryRun = false }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const reference = await context.reference.current()
  if (dryRun) return reportOf(table, await planOf(context.db, context, { table, reference }), true)
  const { districtId } = context
  return actOnRoster(context, { action: 'import-intersections', actor, tree: reference.tree }, async (tx) => {
    // Nobody signs up as a branch whose crossing it is about not to be.
    await sql`lock table places, intersection_duties, sign_ups in share row exclusive mode`.execute(tx)
    const plan = await planOf(tx, context, { table, reference })
    const result = reportOf(table, plan, false)
    if (result.outcome !== 'imported') return { result }
    await save(tx, districtId, plan)
    return { subject: districtId, touched: await postsAt(tx, districtId, plan), result }
  })
}

async function planOf(
  db: Queries,
  context: Context,
  { table, reference }: { table: Table; reference: Reference },
): Promise<IntersectionsPlan> {
  const { districtId, random, clock } = context
  const { tree, locate, timeZone } = reference
  const organisations = await listOrganisations(db, districtId)
  const now = clock()
  const today = localDate(now, timeZone)
  const read = readIntersections(table, { tree, organisations: indexOpen(organisations, today), timeZone })
  const column = INTERSECTION_COLUMNS.organisation.zh
  const closed = namedClosed(read.rows, organisations, { column, today })
  const errors = [...read.errors, ...closed]
  const rows = read.rows.filter(openRows(closed)).flatMap((row) => parsed(row, errors))
  const plan = planIntersections(rows, {
    duties: await knownDuties(db, districtId),
    places: await knownPlaces(db, districtId),
    seatsToCome: await seatsToCome(db, districtId, now),
    createId: () => createUlid(now, random),
    toWgs84: pointInWgs84,
    ...{ organisations, locate, now, timeZone },
  })
  return { ...plan, errors: [...errors, ...plan.errors].sort((one, other) => one.row - other.row) }
}

function parsed(row: ImportedIntersection, errors: CellError[]): ImportedIntersection[] {
  const { success, data, error } = importedIntersectionSchema.safeParse(row)
  if (success) return [data]
  for (const { path } of error.issues) {
    const key = path[0] as keyof typeof COLUMN_OF
    const { zh } = INTERSECTION_COLUMNS[COLUMN_OF[key]]
    const message = { zh: `“${zh}”过长或含有不允许的字符。`, en: `Expected "${zh}" to be shorter, or of other characters.` }
    errors.push({ row: row.row, column: zh, code: 'invalid', message })
  }
  return []
}

/** Of what a cell may have too much of. */
const COLUMN_OF = { place: 'place', nameEn: 'nameEn', gridIds: 'grids', from: 'from', until: 'until' } as const

/** Each with the seats that people of its branch had, or have, at posts there in its time. */
async function knownDuties(db: Queries, districtId: string): Promise<KnownDuty[]> {
  const { rows } = await sql<Omit<KnownDuty, 'to'> & { to: string | null }>`
    select duties.intersection_id as "intersectionId", duties.org_id as "orgId", duties.from_at as "from", duties.to_at as "to",
      (select count(*)::int from posts
        join shifts on shifts.district_id = posts.district_id and shifts.post_id = posts.id
        join sign_ups on sign_ups.district_id = shifts.district_id and sign_ups.shift_id = shifts.id
        where posts.district_id = duties.district_id and posts.kind = 'intersection' and posts.place_id = duties.intersection_id
          and not shifts.cancelled and shifts.starts_at >= duties.from_at
          and (duties.to_at is null or shifts.starts_at < duties.to_at)
          and sign_ups.org_id = duties.org_id and sign_ups.state in ('seated', 'offered')) as seats
    from intersection_duties duties
    where duties.district_id = ${districtId} order by duties.intersection_id, duties.from_at`.execute(db)
  return rows.map(withoutNulls)
}

/** Whose shifts may be another branch's now. */
async function postsAt(tx: Tx, districtId: string, { created, updated, removed }: IntersectionsPlan): Promise<string[]> {
  const changed = new Set([...created, ...updated, ...removed].map(({ intersectionId }) => intersectionId))
  const { rows } = await sql<{ id: string }>`
    select id from posts
    where district_id = ${districtId} and kind = 'intersection' and place_id = any(${[...changed]}::text[]) order by id`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

async function seatsToCome(db: Queries, districtId: string, now: number): Promise<SeatsToCome[]> {
  const { rows } = await sql<SeatsToCome>`
    select posts.place_id as "intersectionId", shifts.starts_at as "startsAt", sign_ups.org_id as "orgId", count(*)::int as count
    from posts
    join shifts on shifts.district_id = posts.district_id and shifts.post_id = posts.id
    join sign_ups on sign_ups.district_id = shifts.district_id and sign_ups.shift_id = shifts.id
    where posts.district_id = ${districtId} and posts.kind = 'intersection' and posts.place_id is not null
      and not shifts.cancelled and shifts.starts_at > ${new Date(now).toISOString()}::timestamptz
      and sign_ups.state in ('seated', 'offered')
    group by posts.place_id, shifts.starts_at, sign_ups.org_id
    order by posts.place_id, shifts.starts_at, sign_ups.org_id`.execute(db)
  return rows
}

async function save(tx: Tx, districtId: string, { created, updated, removed, places }: IntersectionsPlan): Promise<void> {
  await savePlaces(tx, districtId, places)
  await sql`
    delete from intersection_duties using jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) as gone(
      "intersectionId" text, "from" timestamptz)
    where district_id = ${districtId} and intersection_id = gone."intersectionId" and from_at = gone."from"`.execute(tx)
  await sql`
    insert into intersection_duties (district_id, intersection_id, org_id, from_at, to_at)
    select ${districtId}, "intersectionId", "orgId", "from", "to"
    from jsonb_to_recordset(${JSON.stringify([...created, ...updated] satisfies IntersectionDuty[])}::jsonb) as record(
      "intersectionId" text, "orgId" text, "from" timestamptz, "to" timestamptz)
    on conflict (district_id, intersection_id, from_at) do update set org_id = excluded.org_id, to_at = excluded.to_at`.execute(
    tx,
  )
}

const reportOf = (
  { rows }: Table,
  { created, updated, removed, places, unchanged, errors, notes }: IntersectionsPlan,
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
