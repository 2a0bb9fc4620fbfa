import { createUlid } from '@wangge/core'
import {
  indexOpen,
  indexOrganisations,
  localDate,
  namedClosed,
  openRows,
  planTeams,
  readTeams,
  TEAM_COLUMNS,
} from '@wangge/core/roster'
import type { CellError, KeyedTeam, StandingTeam, Table, TeamsPlan } from '@wangge/core/roster'
import { importedTeamSchema } from '@wangge/core/roster/schema'
import type { ImportedTeam, ImportReport } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { nameHash, phoneHash, staffNumberHash } from '../privacy/sealed-fields.ts'
import { act } from './act.ts'
import type { Queries, Tx } from './database.ts'
import type { TableImport } from './import-people.ts'
import { outcomeOf, reportErrors, reportNotes } from './import-report.ts'
import { knownPeople } from './known-people.ts'
import { mergedAmong } from './merged-people.ts'
import { listOrganisations } from './organisations.ts'
import { PERSON_CELLS } from './person-cells.ts'
import { listPoints, listTeams, saveOwners } from './points.ts'

/** Brings a table of teams into the district, in one transaction: all of it, or nothing; nobody leaves but by a row that says so. */
export async function importTeams(
  context: Context,
  { table, dryRun = false }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const { timeZone } = await context.reference.current()
  if (dryRun) return reportOf(table, await planOf(context.db, context, { table, timeZone }), true)
  return act(context, { action: 'import-teams', actor }, async ({ db: tx, districtId }) => {
    // Nobody who is in a team then is erased meanwhile, and no point goes.
    await sql`lock table people, teams, evaluation_points in share row exclusive mode`.execute(tx)
    const plan = await planOf(tx, context, { table, timeZone })
    const result = reportOf(table, plan, false)
    if (result.outcome !== 'imported') return { result }
    await save(tx, districtId, plan)
    return { subject: districtId, result }
  })
}

async function planOf(
  db: Queries,
  context: Context,
  { table, timeZone }: { table: Table; timeZone: string },
): Promise<TeamsPlan> {
  const { districtId, random, clock } = context
  const stored = await listPoints(db, districtId)
  const points = stored.map(({ id, name, teamIds }) => ({ id, name, ownerTeamIds: teamIds }))
  const organisations = await listOrganisations(db, districtId)
  const today = localDate(clock(), timeZone)
  const read = readTeams(table, { organisations: indexOpen(organisations, today), points: indexOrganisations(points) })
  // A team of one that is to be closed would be nobody's.
  const column = { column: TEAM_COLUMNS.organisation.zh, today, orClosing: true }
  const closed = namedClosed(read.rows, organisations, column)
  const errors = [...read.errors, ...closed]
  // An id that is gone, in a table that was kept before a merge, means who stayed.
  const merged = await mergedAmong(
    db,
    districtId,
    read.rows.flatMap(({ personId }) => personId ?? []),
  )
  const rows = read.rows.filter(openRows(closed)).flatMap((row) => {
    const personId = row.personId === undefined ? undefined : merged.get(row.personId)
    return keyed(personId === undefined ? row : { ...row, personId }, context, errors)
  })
  const people = await knownPeople(db, context, {
    ids: rows.flatMap(({ personId }) => personId ?? []),
    phoneHashes: rows.flatMap(({ phoneKey }) => phoneKey ?? []),
    staffHashes: rows.flatMap(({ staffKey }) => staffKey ?? []),
  })
  const teams = await listTeams(db, districtId)
  const plan = planTeams(rows, { teams, points, people, createId: () => createUlid(clock(), random) })
  return { ...plan, errors: [...errors, ...plan.errors].sort((one, other) => one.row - other.row) }
}

/** The row with what its person is found by; nothing, and errors, where its words are not as they have to be. */
function keyed(row: ImportedTeam, { keyring }: Context, errors: CellError[]): KeyedTeam[] {
  const { success, data, error } = importedTeamSchema.safeParse(row)
  if (!success) {
    for (const { path } of error.issues) errors.push(invalid(row.row, path[0] as Checked))
    return []
  }
  const { personName, phone, staffNumber, orgId } = data
  return [
    {
      ...data,
      ...(personName !== undefined && { nameKey: nameHash(keyring, personName) }),
      ...(phone !== undefined && { phoneKey: phoneHash(keyring, phone) }),
      ...(staffNumber !== undefined && { staffKey: staffNumberHash(keyring, orgId!, staffNumber) }),
    },
  ]
}

type Checked = Exclude<keyof ImportedTeam, 'row' | 'kind' | 'leads' | 'leaves' | 'remove'>

function invalid(row: number, field: Checked): CellError {
  const column = field === 'orgId' ? 'organisation' : field === 'pointIds' ? 'points' : field
  const { zh } = TEAM_COLUMNS[column]
  const expected = field in PERSON_CELLS ? PERSON_CELLS[field as keyof typeof PERSON_CELLS] : SHORTER
  return {
    ...{ row, column: zh, code: 'invalid' },
    message: { zh: `“${zh}”应为${expected.zh}。`, en: `Expected "${zh}" to be ${expected.en}.` },
  }
}

const SHORTER = { zh: '较短的、由允许的字符写成的内容', en: 'shorter, or of other characters' }

async function save(tx: Tx, districtId: string, { created, updated, removed, points }: TeamsPlan): Promise<void> {
  await sql`
    insert into teams (district_id, id, kind, name, leader_id, member_ids, point_ids, org_id)
    select ${districtId}, id, kind, name, "leaderId", "memberIds", "pointIds", "orgId"
    from jsonb_to_recordset(${JSON.stringify([...created, ...updated] satisfies StandingTeam[])}::jsonb) as record(
      id text, kind text, name jsonb, "leaderId" text, "memberIds" jsonb, "pointIds" jsonb, "orgId" text)
    on conflict (district_id, id) do update set
      kind = excluded.kind, name = excluded.name, leader_id = excluded.leader_id, member_ids = excluded.member_ids,
      point_ids = excluded.point_ids, org_id = excluded.org_id`.execute(tx)
  await sql`delete from teams where district_id = ${districtId} and id = any(${removed}::text[])`.execute(tx)
  await saveOwners(tx, districtId, points)
}

const reportOf = (
  { rows }: Table,
  { created, updated, removed, unchanged, joined, left, notes, errors }: TeamsPlan,
  dryRun: boolean,
): ImportReport => ({
  outcome: outcomeOf({ errors: errors.length, changes: created.length + updated.length + removed.length, dryRun }),
  ...{ rows: rows.length, created: created.length, updated: updated.length, unchanged, removed: removed.length },
  ...{ joined, left },
  ...(errors.length === 0 && reportNotes(notes)),
  ...reportErrors(errors),
})
