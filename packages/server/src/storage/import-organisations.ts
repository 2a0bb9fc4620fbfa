import { createUlid } from '@wangge/core'
import type { GridTree } from '@wangge/core/grid'
import { ORGANISATION_COLUMNS, planOrganisations, readOrganisations } from '@wangge/core/roster'
import type { CellError, OrganisationsPlan, Table } from '@wangge/core/roster'
import { importedOrganisationSchema } from '@wangge/core/roster/schema'
import type { ImportedOrganisation, ImportReport, Organisation } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { act } from './act.ts'
import type { Queries, Tx } from './database.ts'
import { outcomeOf, reportErrors } from './import-report.ts'
import type { TableImport } from './import-people.ts'
import { listOrganisations } from './organisations.ts'
import { recordRolls } from './quota.ts'

/** Brings a table of organisations into the district, in one transaction: all of it, or nothing; none is taken away. */
export async function importOrganisations(
  context: Context,
  { table, dryRun = false }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const { tree, timeZone } = await context.reference.current()
  if (dryRun) return reportOf(table, await planOf(context.db, context, table, tree), true)
  // An organisation's liaison reaches it: who has which is looked at anew.
  return act(context, { action: 'import-organisations', actor, recheck: true }, async (inside) => {
    const { db: tx, districtId } = inside
    await sql`lock table organisations in share row exclusive mode`.execute(tx)
    const plan = await planOf(tx, context, table, tree)
    const result = reportOf(table, plan, false)
    if (result.outcome !== 'imported') return { result }
    await save(tx, districtId, [...plan.created, ...plan.updated])
    await recordRolls(tx, districtId, { now: inside.clock(), timeZone })
    return { subject: districtId, result }
  })
}

async function planOf(db: Queries, context: Context, table: Table, tree: GridTree): Promise<OrganisationsPlan> {
  const { districtId, random, clock } = context
  const read = readOrganisations(table, { tree })
  const errors = [...read.errors]
  const rows = read.rows.flatMap((row) => parsed(row, errors))
  const stored = await listOrganisations(db, districtId)
  const plan = planOrganisations(rows, stored, { tree, createId: () => createUlid(clock(), random) })
  return { ...plan, errors: [...errors, ...plan.errors].sort((one, other) => one.row - other.row) }
}

function parsed(row: ImportedOrganisation, errors: CellError[]): ImportedOrganisation[] {
  const { success, data, error } = importedOrganisationSchema.safeParse(row)
  if (success) return [data]
  for (const { path } of error.issues) {
    const { zh } = ORGANISATION_COLUMNS[path[0] as 'id' | 'nameZh' | 'nameEn' | 'superior']
    const message = { zh: `“${zh}”过长或含有不允许的字符。`, en: `Expected "${zh}" to be shorter, or of other characters.` }
    errors.push({ row: row.row, column: zh, code: 'invalid', message })
  }
  return []
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
  { created, updated, unchanged, errors }: OrganisationsPlan,
  dryRun: boolean,
): ImportReport => ({
  outcome: outcomeOf({ errors: errors.length, changes: created.length + updated.length, dryRun }),
  ...{ rows: rows.length, created: created.length, updated: updated.length, unchanged },
  ...reportErrors(errors),
})
