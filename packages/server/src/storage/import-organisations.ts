import { createUlid } from '@wangge/core'
import type { GridTree } from '@wangge/core/grid'
import { indexOpen, localDate, ORGANISATION_COLUMNS, planOrganisations, readOrganisations } from '@wangge/core/roster'
import type { CellError, KeyedOrganisation, LiaisonPerson, OrganisationsPlan, Table } from '@wangge/core/roster'
import { importedOrganisationSchema } from '@wangge/core/roster/schema'
import type { ImportedOrganisation, ImportReport, Organisation } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { nameHash, phoneHash, staffNumberHash } from '../privacy/sealed-fields.ts'
import { act } from './act.ts'
import type { Queries, Tx } from './database.ts'
import type { TableImport } from './import-people.ts'
import { outcomeOf, reportErrors, reportLiaisons, reportNotes } from './import-report.ts'
import { knownPeople } from './known-people.ts'
import { mergedAmong } from './merged-people.ts'
import { listOrganisations } from './organisations.ts'
import { lasts } from './person-reach.ts'
import { PERSON_CELLS } from './person-cells.ts'
import { recordRolls } from './quota.ts'

/** Brings a table of organisations into the district, in one transaction: all of it, or nothing; none is taken away. */
export async function importOrganisations(
  context: Context,
  { table, dryRun = false }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const { tree, timeZone } = await context.reference.current()
  if (dryRun) return reportOf(table, await planOf(context.db, context, table, { tree, timeZone }), true)
  // An organisation's liaison reaches it: who has which is looked at anew.
  return act(context, { action: 'import-organisations', actor, recheck: true }, async (inside) => {
    const { db: tx, districtId } = inside
    // Nobody who is a liaison then is erased or merged meanwhile.
    await sql`lock table people, organisations in share row exclusive mode`.execute(tx)
    const plan = await planOf(tx, context, table, { tree, timeZone })
    const result = reportOf(table, plan, false)
    if (result.outcome !== 'imported') return { result }
    await save(tx, districtId, [...plan.created, ...plan.updated])
    await recordRolls(tx, districtId, { now: inside.clock(), timeZone })
    return { subject: districtId, result }
  })
}

async function planOf(
  db: Queries,
  context: Context,
  table: Table,
  { tree, timeZone }: { tree: GridTree; timeZone: string },
): Promise<OrganisationsPlan> {
  const { districtId, random, clock } = context
  const read = readOrganisations(table, { tree })
  const errors = [...read.errors]
  const stored = await listOrganisations(db, districtId)
  // An id that is gone, in a table that was kept before a merge, means who stayed.
  const merged = await mergedAmong(
    db,
    districtId,
    read.rows.flatMap(({ liaisonId }) => liaisonId ?? []),
  )
  const today = localDate(clock(), timeZone)
  const named = indexOpen(stored, today)
  const rows = read.rows.flatMap((row) => {
    const liaisonId = row.liaisonId === undefined ? undefined : merged.get(row.liaisonId)
    const found = named.find(row.nameZh ?? '')
    const orgId = row.id ?? (found.length === 1 ? found[0] : undefined)
    return keyed(liaisonId === undefined ? row : { ...row, liaisonId }, { context, orgId, errors })
  })
  const people = await liaisonPeople(db, context, rows)
  const plan = planOrganisations(rows, stored, { tree, today, people, createId: () => createUlid(clock(), random) })
  return { ...plan, errors: [...errors, ...plan.errors].sort((one, other) => one.row - other.row) }
}

/** Those whom rows may name as liaisons, with the organisations that they are of. */
async function liaisonPeople(db: Queries, context: Context, rows: readonly KeyedOrganisation[]): Promise<LiaisonPerson[]> {
  const now = context.clock()
  const known = await knownPeople(db, context, {
    ids: rows.flatMap(({ liaisonId }) => liaisonId ?? []),
    phoneHashes: rows.flatMap(({ liaisonPhoneKey }) => liaisonPhoneKey ?? []),
    staffHashes: rows.flatMap(({ liaisonStaffKey }) => liaisonStaffKey ?? []),
  })
  const { rows: employed } = await sql<{ person_id: string; org_id: string }>`
    select person_id, org_id from employees
    where district_id = ${context.districtId} and person_id = any(${known.map(({ id }) => id)}::text[])`.execute(db)
  return known.map((person) => ({
    ...person,
    orgIds: [
      ...person.memberships.filter((one) => lasts(one, now)).map(({ orgId }) => orgId),
      ...employed.filter(({ person_id: personId }) => personId === person.id).map(({ org_id: orgId }) => orgId),
    ],
  }))
}

interface Keying {
  context: Context
  /** The organisation that the row means, where there is one: whose staff number it tells. */
  orgId: string | undefined
  errors: CellError[]
}

/** The row with what its liaison is found by; nothing, and errors, where its words are not as they have to be. */
function keyed(row: ImportedOrganisation, { context: { keyring }, orgId, errors }: Keying): KeyedOrganisation[] {
  const { success, data, error } = importedOrganisationSchema.safeParse(row)
  if (!success) {
    for (const { path } of error.issues) errors.push(invalid(row.row, path[0] as Checked))
    return []
  }
  const { liaisonName: name, liaisonPhone: phone, liaisonStaffNumber: number } = data
  return [
    {
      ...data,
      ...(name !== undefined && { liaisonNameKey: nameHash(keyring, name) }),
      ...(phone !== undefined && { liaisonPhoneKey: phoneHash(keyring, phone) }),
      ...(number !== undefined && orgId !== undefined && { liaisonStaffKey: staffNumberHash(keyring, orgId, number) }),
    },
  ]
}

type Checked = 'id' | 'nameZh' | 'nameEn' | 'superior' | 'liaisonId' | keyof typeof EXPECTED

const EXPECTED = {
  liaisonName: PERSON_CELLS.personName,
  liaisonPhone: PERSON_CELLS.phone,
  liaisonStaffNumber: PERSON_CELLS.staffNumber,
} as const

function invalid(row: number, field: Checked): CellError {
  const { zh } = ORGANISATION_COLUMNS[field]
  const expected = field in EXPECTED ? EXPECTED[field as keyof typeof EXPECTED] : undefined
  const message = expected
    ? { zh: `“${zh}”应为${expected.zh}。`, en: `Expected "${zh}" to be ${expected.en}.` }
    : { zh: `“${zh}”过长或含有不允许的字符。`, en: `Expected "${zh}" to be shorter, or of other characters.` }
  return { row, column: zh, code: 'invalid', message }
}

async function save(tx: Tx, districtId: string, organisations: readonly Organisation[]): Promise<void> {
  const rows = organisations.map(({ superiorId, gridId, liaisonId, ...one }) => ({
    ...{ ...one, superior_id: superiorId, grid_id: gridId, liaison_id: liaisonId },
  }))
  await sql`
    insert into organisations (district_id, id, kind, name, superior_id, grid_id, registered, liaison_id, allied)
    select ${districtId}, id, kind, name, superior_id, grid_id, registered, liaison_id, allied
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as record(
      id text, kind text, name jsonb, superior_id text, grid_id text, registered int, liaison_id text, allied boolean)
    on conflict (district_id, id) do update set
      kind = excluded.kind, name = excluded.name, superior_id = excluded.superior_id, grid_id = excluded.grid_id,
      registered = excluded.registered, liaison_id = excluded.liaison_id, allied = excluded.allied`.execute(tx)
}

const reportOf = (
  { rows }: Table,
  { created, updated, unchanged, liaisons, notes, errors }: OrganisationsPlan,
  dryRun: boolean,
): ImportReport => ({
  outcome: outcomeOf({ errors: errors.length, changes: created.length + updated.length, dryRun }),
  ...{ rows: rows.length, created: created.length, updated: updated.length, unchanged },
  ...(errors.length === 0 && { ...reportLiaisons(liaisons), ...reportNotes(notes) }),
  ...reportErrors(errors),
})
