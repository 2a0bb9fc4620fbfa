import { CATEGORY_COLUMNS, planCategories, readCategories } from '@wangge/core/issue'
import type { CategoriesPlan, CategoryVersion } from '@wangge/core/issue'
import { importedCategorySchema } from '@wangge/core/issue/schema'
import type { ImportedCategory } from '@wangge/core/issue/schema'
import type { CellError, Table } from '@wangge/core/roster'
import type { ImportReport } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { act } from './act.ts'
import { categorySetInForce, keepCategorySet } from './categories.ts'
import type { CategorySet } from './categories.ts'
import type { Queries, Tx } from './database.ts'
import type { TableImport } from './import-people.ts'
import { outcomeOf, reportErrors } from './import-report.ts'
import { renewReference } from './renew-reference.ts'

/**
 * Makes a table of all categories the next version of them, in one transaction: all of it, or nothing. Issues stay with the
 * version that they were reported under.
 */
export async function importCategories(
  context: Context,
  { table, dryRun = false }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const { db, districtId, clock } = context
  if (dryRun) return reportOf(table, (await planOf(db, districtId, table)).plan, true)
  return act(context, { action: 'import-categories', actor }, async ({ db: tx }) => {
    // Nobody makes another version meanwhile.
    await sql`lock table categories, category_sets in share row exclusive mode`.execute(tx)
    const { plan, before } = await planOf(tx, districtId, table)
    const result = reportOf(table, plan, false)
    if (result.outcome !== 'imported') return { result }
    await save(tx, districtId, { next: plan.next, before, at: new Date(clock()).toISOString() })
    return { subject: districtId, result }
  })
}

async function planOf(db: Queries, districtId: string, table: Table): Promise<{ plan: CategoriesPlan; before: CategorySet }> {
  const before = await categorySetInForce(db, districtId)
  const read = readCategories(table)
  const errors = [...read.errors]
  const rows = read.rows.flatMap((row) => parsed(row, errors))
  // A table that cannot be read names nothing: that is no reason to say more of it.
  const plan = errors.length > 0 && rows.length === 0 ? UNREAD(before) : planCategories(rows, before)
  return { plan: { ...plan, errors: [...errors, ...plan.errors].sort((one, other) => one.row - other.row) }, before }
}

const UNREAD = (before: CategoryVersion): CategoriesPlan => ({
  ...{ next: before, changed: false, created: 0, updated: 0, unchanged: 0, retired: 0, errors: [] },
})

function parsed(row: ImportedCategory, errors: CellError[]): ImportedCategory[] {
  const { success, data, error } = importedCategorySchema.safeParse(row)
  if (success) return [data]
  for (const { path } of error.issues) {
    const { zh } = CATEGORY_COLUMNS[columnOf(path.map(String))]
    const message = { zh: `“${zh}”过长或含有不允许的字符。`, en: `Expected "${zh}" to be shorter, or of other characters.` }
    errors.push({ row: row.row, column: zh, code: 'invalid', message })
  }
  return []
}

/** Of what a cell may have too much of. */
function columnOf([field, part]: string[]): keyof typeof CATEGORY_COLUMNS {
  if (field === 'name') return part === 'en' ? 'nameEn' : 'nameZh'
  if (field === 'parentName') return part === 'en' ? 'parentEn' : 'parentZh'
  return field as 'id' | 'parentId' | 'severity' | 'attributes' | 'placeClasses'
}

async function save(
  tx: Tx,
  districtId: string,
  { next, before, at }: { next: CategoryVersion; before: CategorySet; at: string },
): Promise<void> {
  const kept = await tx.selectFrom('category_sets').select('version').where('district_id', '=', districtId).limit(1).execute()
  if (kept.length === 0 && before.categories.length > 0) await keepCategorySet(tx, districtId, before, at)
  await keepCategorySet(tx, districtId, next, at)
  const records = next.categories.map((category, ordinal) => ({ retired: false, ...category, ordinal }))
  await sql`
    insert into categories (district_id, id, parent_id, name, version, attributes, severity, terms, place_classes, retired, ordinal)
    select ${districtId}, id, "parentId", name, version, attributes, severity, terms, "placeClasses", retired, ordinal
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as record(
      id text, "parentId" text, name jsonb, version int, attributes jsonb, severity text, terms jsonb, "placeClasses" jsonb,
      retired boolean, ordinal int)
    on conflict (district_id, id) do update set
      parent_id = excluded.parent_id, name = excluded.name, version = excluded.version, attributes = excluded.attributes,
      severity = excluded.severity, terms = excluded.terms, place_classes = excluded.place_classes, retired = excluded.retired,
      ordinal = excluded.ordinal`.execute(tx)
  await renewReference(tx, districtId, at)
}

const reportOf = (
  { rows }: Table,
  { changed, created, updated, unchanged, retired, errors }: CategoriesPlan,
  dryRun: boolean,
): ImportReport => ({
  outcome: outcomeOf({ errors: errors.length, dryRun, changes: changed ? 1 : 0 }),
  ...{ rows: rows.length, created, updated, unchanged },
  ...(retired > 0 && { retired }),
  ...reportErrors(errors),
})
