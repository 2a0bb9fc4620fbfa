import { createUlid } from '@wangge/core'
import { HOTLINE_COLUMNS, openIssue, planHotline, promised, readHotline, routeIssue } from '@wangge/core/issue'
import type { HotlinePlan, KnownOrder } from '@wangge/core/issue'
import { hotlineOrderSchema } from '@wangge/core/issue/schema'
import type { Category, HotlineOrder, Issue } from '@wangge/core/issue/schema'
import type { CellError, Table } from '@wangge/core/roster'
import type { ImportReport } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { createReceipt } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import { placeOf } from '../issue-place.ts'
import type { PlacedIssue } from '../issue-place.ts'
import { ProblemError } from '../problem.ts'
import { appendAudit } from './audit.ts'
import { categorySetInForce } from './categories.ts'
import { appendChanges } from './changes.ts'
import type { Queries, Tx } from './database.ts'
import type { TableImport } from './import-people.ts'
import { outcomeOf, reportErrors } from './import-report.ts'
import { issueChange } from './issue-change.ts'
import { insertIssue } from './issues.ts'
import { liaisonOrganisations } from './liaison-organisations.ts'
import type { Reference } from './reference.ts'
import { retryConflicts } from './retry-conflicts.ts'

/** Three times the orders of a busy day, in one transaction. */
const MOST_ORDERS = 5_000

/**
 * Brings the hotline's orders in as issues, each routed as any report is: all of them in one transaction, or, where a cell is
 * not as expected, none. An order whose number came before is there already.
 * @throws ProblemError 422 `too-many-rows`
 */
export async function importHotline(
  context: Context,
  { table, dryRun = false }: TableImport,
  actor: string,
): Promise<ImportReport> {
  const { db, districtId, database, clock } = context
  if (table.rows.length > MOST_ORDERS) {
    throw new ProblemError(422, 'too-many-rows', 'These are too many orders for one file', {
      detail: `Expected at most ${MOST_ORDERS} rows, got ${table.rows.length}`,
    })
  }
  const reference = await context.reference.current()
  const now = clock()
  if (dryRun) return reportOf(table, await planOf(db, context, { table, reference, now }), true)
  const { report, cursor } = await retryConflicts(() =>
    db.transaction().execute(async (tx) => {
      // Whose number is there already must not change between the plan and the writing.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`import-hotline ${districtId}`}, 0))`.execute(tx)
      const plan = await planOf(tx, context, { table, reference, now })
      const report = reportOf(table, plan, false)
      if (report.outcome !== 'imported') return { report, cursor: undefined }
      return { report, cursor: await save(tx, context, { orders: plan.placed, reference, actor, now }) }
    }),
  )
  if (cursor !== undefined) database.signal.emit({ districtId, cursor })
  return report
}

interface Planning {
  table: Table
  reference: Reference
  now: number
}

interface PlacedOrder {
  order: HotlineOrder
  category: Category
  /** Version of the categories that it is of. */
  categorySet: number
  place: PlacedIssue
}

async function planOf(
  db: Queries,
  context: Context,
  { table, reference, now }: Planning,
): Promise<HotlinePlan & { placed: PlacedOrder[] }> {
  const { tree, timeZone } = reference
  const { version: categorySet, categories } = await categorySetInForce(db, context.districtId)
  const byId = new Map(categories.map((category) => [category.id, category]))
  const read = readHotline(table, { tree, categories, timeZone })
  const errors = [...read.errors]
  const rows = read.rows.flatMap((row) => parsed(row, errors))
  const plan = planHotline(rows, await knownOrders(db, context, rows), { now })
  errors.push(...plan.errors)
  const placed = plan.created.flatMap((order) => {
    const place = expectPlace(order, reference, errors)
    const category = byId.get(order.categoryId)!
    if (category.retired) errors.push(retiredOf(order))
    return place && !category.retired ? [{ order, category, categorySet, place }] : []
  })
  return { ...plan, placed, errors: errors.sort((one, other) => one.row - other.row) }
}

function parsed(row: HotlineOrder, errors: CellError[]): HotlineOrder[] {
  const { success, data, error } = hotlineOrderSchema.safeParse(row)
  if (success) return [data]
  for (const { path } of error.issues) {
    const key = path[0] as keyof typeof HOTLINE_COLUMNS
    const { zh } = HOTLINE_COLUMNS[key] ?? HOTLINE_COLUMNS.grid
    const message = { zh: `“${zh}”过长或含有不允许的字符。`, en: `Expected "${zh}" to be shorter, or of other characters.` }
    errors.push({ row: row.row, column: zh, code: 'invalid', message })
  }
  return []
}

/** One that came before its category was retired is there already; no new one comes. */
const retiredOf = ({ row }: HotlineOrder): CellError => {
  const { zh } = HOTLINE_COLUMNS.category
  const message = { zh: `“${zh}”已停用，应改用别的类别。`, en: `Expected "${zh}" to take reports, got one that is retired.` }
  return { row, column: zh, code: 'conflict', message }
}

async function knownOrders(
  db: Queries,
  { districtId, keyring }: Context,
  orders: readonly HotlineOrder[],
): Promise<Map<string, KnownOrder>> {
  const numbers = new Map(orders.map(({ number }) => [hashOf(keyring, number), number]))
  if (numbers.size === 0) return new Map()
  const { rows } = await sql<{ hash: string; description: string; categoryId: string; erased: boolean }>`
    select hotline_hash as hash, description, category_id as "categoryId", erased_at is not null as erased from issues
    where district_id = ${districtId} and hotline_hash = any(${[...numbers.keys()]}::text[])`.execute(db)
  return new Map(
    rows.map(({ hash, description, categoryId, erased }) => [
      numbers.get(hash)!,
      { description: erased ? undefined : description, categoryId },
    ]),
  )
}

const hashOf = (keyring: Context['keyring'], number: string): string => keyring.hash('hotline-number', number)

/** Where the order lies; a point has to lie in the grid that the row names. */
function expectPlace({ row, place }: HotlineOrder, reference: Reference, errors: CellError[]): PlacedIssue | undefined {
  const found = placeOf(place, reference)
  if (!found.ok) {
    const message = { zh: '坐标应在街道范围内。', en: 'Expected the point to lie in the district, got one outside.' }
    errors.push({ row, column: HOTLINE_COLUMNS.x.zh, code: 'conflict', message })
    return undefined
  }
  const { gridId } = place
  if (gridId === undefined || found.gridPath.includes(gridId)) return found
  const { zh } = HOTLINE_COLUMNS.grid
  const message = {
    zh: `“${zh}”应包含该坐标，坐标在 ${found.gridPath.at(-1)} 内。`,
    en: `Expected "${zh}" to have the point in it, which lies in ${found.gridPath.at(-1)}.`,
  }
  errors.push({ row, column: zh, code: 'conflict', message })
  return undefined
}

interface Saving {
  orders: readonly PlacedOrder[]
  reference: Reference
  actor: string
  now: number
}

/** @returns the last change's number */
async function save(tx: Tx, context: Context, { orders, reference, actor, now }: Saving): Promise<number> {
  const { districtId, keyring, random, randomBytes } = context
  const issues: Issue[] = []
  const liaisons = await liaisonOrganisations(tx, districtId, now)
  for (const one of orders) {
    const issue = opened(one, reference, { id: createUlid(now, random), liaisons, now })
    const hotlineHash = hashOf(keyring, one.order.number)
    await insertIssue(tx, districtId, issue, { receipt: createReceipt(randomBytes), hotlineHash })
    issues.push(issue)
  }
  const at = new Date(now).toISOString()
  for (const { id } of issues) await appendAudit(tx, context, { at, actor, action: 'import-issue', subject: id })
  return appendChanges(tx, districtId, at, issues.map(issueChange))
}

function opened(
  { order, category, categorySet, place: { gridPath, position } }: PlacedOrder,
  { tree, appointments, issuePolicy }: Reference,
  { id, liaisons, now }: { id: string; liaisons: ReadonlySet<string>; now: number },
): Issue {
  const { severity, terms } = promised(category, order.severity)
  const { number, place, sentAt, categoryId, description, placeText } = order
  // Who is asked is who holds the post now, though the clocks run from when the hotline sent it.
  const route = routeIssue({ gridPath, severity }, category, { tree, appointments, rules: issuePolicy.routing, liaisons, now })
  const report = { id, source: 'hotline', hotlineNumber: number, categoryId, attributes: {}, description, place } as const
  return openIssue(
    { ...report, photos: [], ...(placeText !== undefined && { placeText }) },
    {
      gridPath,
      ...(position && { position }),
      // The caller, whom only the hotline knows.
      actor: { id: `reporter:${id}`, role: 'resident' },
      ...{ categorySet, severity, terms, route, now: sentAt === undefined ? now : Date.parse(sentAt) },
    },
  )
}

const reportOf = ({ rows }: Table, { created, unchanged, differing, errors }: HotlinePlan, dryRun: boolean): ImportReport => ({
  outcome: outcomeOf({ errors: errors.length, changes: created.length, dryRun }),
  ...{ rows: rows.length, created: created.length, updated: 0, unchanged, differing },
  ...reportErrors(errors),
})
