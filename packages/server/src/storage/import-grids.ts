import { createUlid } from '@wangge/core'
import { adoptGrids, checkCodes, checkCoverage, createGridTree, gridsAt, previewRedraw } from '@wangge/core/grid'
import type { CoverageGrid } from '@wangge/core/grid'
import type { GridRecord } from '@wangge/core/grid/schema'
import { sql } from 'kysely'
import type { GridImportReport, ImportGrids } from '../admin/import-grids-schema.ts'
import type { Context } from '../context.ts'
import { appendAudit } from './audit.ts'
import { appendChanges } from './changes.ts'
import type { Queries, Tx } from './database.ts'
import { ensureDistrict } from './ensure-district.ts'
import { loadSources, saveGrids } from './grid-rows.ts'
import { inWgs84 } from './in-wgs84.ts'
import { loadGrids } from './load-reference.ts'
import { lockGrids } from './lock-grids.ts'
import { loadRedrawContents } from './redraw-contents.ts'
import { renewReference } from './renew-reference.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { withPinyin } from './with-pinyin.ts'

/**
 * Brings the district's grids to a wanted tree, in one transaction: all of it, or nothing. An empty district gets them as they
 * are; where there are grids, it is a redraw (core's `adoptGrids`): nothing is edited in place.
 * @throws ProblemError 422 where outlines cannot be brought to WGS-84
 */
export async function importGrids(context: Context, input: ImportGrids, actor: string): Promise<GridImportReport> {
  const now = context.clock()
  const effective = input.effective ?? new Date(now).toISOString()
  const wanted = await withPinyin(input.grids.map((grid) => inWgs84(grid)))
  const then = gridsAt(wanted, effective)
  const tree = createGridTree(then)
  const warnings = tree.ok ? checkCodes(tree.tree) : []
  const none = { effective, grids: then.length, begun: [], ended: [], updated: [], problems: [], warnings, findings: [] }
  const fault = tree.ok ? borderFault(then, input) : { problems: tree.problems, findings: [] }
  if (fault) return { ...none, outcome: 'refused', ...fault }
  const request = { wanted, then, effective, now, none }
  if (input.dryRun) {
    const { report } = await plan(context.db, context, request)
    return { ...report, outcome: report.outcome === 'refused' ? 'refused' : 'planned' }
  }
  const { report, cursor } = await retryConflicts(() =>
    context.db.transaction().execute(async (tx) => {
      await lockGrids(tx, context.districtId)
      const planned = await plan(tx, context, request)
      if (!planned.save) return { report: planned.report, cursor: undefined }
      await planned.save(tx)
      return { report: planned.report, cursor: await tellAll(tx, context, actor, now) }
    }),
  )
  if (cursor !== undefined) {
    await sql`analyze grids`.execute(context.db)
    // Whoever was appointed to a grid that ended reaches it no more.
    context.database.signal.emit({ districtId: context.districtId, cursor, recheck: true })
  }
  return report
}

type Fault = Pick<GridImportReport, 'problems' | 'findings'>

function borderFault(grids: readonly GridRecord[], { maxGapWidth, tolerance }: ImportGrids): Fault | undefined {
  const outlined = grids.filter((grid): grid is GridRecord & CoverageGrid => grid.geometry !== undefined)
  const widths = { ...(maxGapWidth !== undefined && { maxGapWidth }), ...(tolerance !== undefined && { tolerance }) }
  const { findings } = checkCoverage(outlined, { crs: 'wgs84', ...widths })
  return findings.length > 0 ? { problems: [], findings } : undefined
}

interface Request {
  wanted: readonly GridRecord[]
  /** Those of the wanted that are valid at `effective`. */
  then: readonly GridRecord[]
  effective: string
  /** Epoch milliseconds. */
  now: number
  none: Omit<GridImportReport, 'outcome'>
}

interface Plan {
  report: GridImportReport
  /** Absent where there is nothing to do. */
  save?: (tx: Tx) => Promise<void>
}

async function plan(db: Queries, context: Context, request: Request): Promise<Plan> {
  const records = await loadGrids(db, context.districtId)
  return records.length === 0 ? planFirst(context, request) : planRedraw(db, context, request, records)
}

function planFirst({ districtId }: Context, { wanted, then, effective, now, none }: Request): Plan {
  if (Date.parse(effective) > now) {
    const detail = { effective, now: new Date(now).toISOString() }
    return { report: { ...none, outcome: 'refused', refusal: { reason: 'begins-later', detail } } }
  }
  const begun = wanted.map(({ id }) => id)
  const [root] = then.filter(({ parentId }) => parentId === undefined) as [GridRecord]
  return {
    report: { ...none, outcome: 'created', begun },
    async save(tx) {
      await ensureDistrict(tx, districtId, root, now)
      await saveGrids(tx, districtId, wanted)
    },
  }
}

async function planRedraw(db: Queries, context: Context, request: Request, records: GridRecord[]): Promise<Plan> {
  const { districtId, random } = context
  const { then, effective, now, none } = request
  const sources = await loadSources(db, districtId, effective)
  const adopted = adoptGrids(records, then, { at: effective, newId: () => createUlid(now, random), sources })
  if (!adopted.ok) {
    const refusal = { reason: adopted.reason, detail: adopted.detail as Record<string, unknown> }
    return { report: { ...none, outcome: 'refused', refusal } }
  }
  const { begun, ended, updated, ids } = adopted
  const before = new Map(records.map((record) => [record.id, JSON.stringify(record)]))
  const changed = adopted.records.filter((record) => before.get(record.id) !== JSON.stringify(record))
  const moved = { begun, ended, updated }
  if (changed.length === 0) return { report: { ...none, ...moved, outcome: 'unchanged' } }
  const contents = await loadRedrawContents(db, districtId)
  const preview = previewRedraw(records, adopted.records, { at: effective, ...contents })
  const sourceOf = new Map([...ids].filter(([source, id]) => source !== id).map(([source, id]) => [id, source]))
  return {
    report: { ...none, ...moved, preview, outcome: 'redrawn' },
    save: (tx) => saveGrids(tx, districtId, changed, sourceOf),
  }
}

async function tellAll(tx: Tx, context: Context, actor: string, now: number): Promise<number> {
  const { districtId } = context
  const at = new Date(now).toISOString()
  await renewReference(tx, districtId, at)
  await appendAudit(tx, context, { at, actor, action: 'import-grids', subject: districtId })
  return appendChanges(tx, districtId, at, [{ topic: 'grid', id: districtId, gridPath: [], data: { op: 'import' } }])
}
