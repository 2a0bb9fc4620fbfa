import { createUlid } from '@wangge/core'
import { changeGrids, previewRedraw } from '@wangge/core/grid'
import type { Finding } from '@wangge/core/grid'
import type { GridChange, GridRecord, PreviewRedraw } from '@wangge/core/grid/schema'
import type { GridImportReport } from '../admin/import-grids-schema.ts'
import type { Context } from '../context.ts'
import { ProblemError, refused } from '../problem.ts'
import type { GridRedraw, GridRedrawPreview } from '../redraw-schema.ts'
import { appendAudit } from './audit.ts'
import { appendChanges } from './changes.ts'
import type { NewChange } from './changes.ts'
import type { Queries, Tx } from './database.ts'
import { saveGrids } from './grid-rows.ts'
import { inWgs84 } from './in-wgs84.ts'
import { loadGrids } from './load-reference.ts'
import { lockGrids } from './lock-grids.ts'
import { loadRedrawContents } from './redraw-contents.ts'
import { renewReference } from './renew-reference.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { withPinyin } from './with-pinyin.ts'

interface Request extends PreviewRedraw {
  /** Epoch milliseconds. */
  now: number
}

/**
 * What a redraw would move; nothing is written. Ids that nobody gave are not yet those of the redraw.
 * @throws ProblemError 409 `refused` in the words of `changeGrids`; 422 where outlines cannot be brought to WGS-84
 */
export async function previewStored(context: Context, request: Request): Promise<GridRedrawPreview> {
  const { db, districtId } = context
  const { redraw, before, after } = await plan(db, context, request)
  const contents = await loadRedrawContents(db, districtId)
  return { ...redraw, preview: previewRedraw(before, after, { at: redraw.effective, ...contents }) }
}

/** Redraws within a transaction; the caller tells of it. @throws ProblemError as {@link previewStored} */
export async function redrawStored(tx: Tx, context: Context, request: Request): Promise<GridRedraw> {
  const { districtId } = context
  await lockGrids(tx, districtId)
  const { redraw, before, after } = await plan(tx, context, request)
  const known = new Set(before)
  await saveGrids(
    tx,
    districtId,
    after.filter((record) => !known.has(record)),
  )
  await renewReference(tx, districtId, new Date(request.now).toISOString())
  return redraw
}

/**
 * As the owner of the data asks for it on the command line: a refusal is told, not thrown.
 * @throws ProblemError 422 where outlines cannot be brought to WGS-84
 */
export async function redrawByOwner(
  context: Context,
  { dryRun = false, ...request }: Request & { dryRun?: boolean | undefined },
  actor: string,
): Promise<GridImportReport> {
  const { districtId, db, database } = context
  const { change, effective, now } = request
  const at = new Date(now).toISOString()
  const none = {
    effective: effective ?? at,
    grids: partsOf(change),
    begun: [],
    ended: [],
    updated: [],
    problems: [],
    warnings: [],
    findings: [],
  }
  try {
    const planned = await previewStored(context, request)
    if (dryRun) return { ...none, ...planned, outcome: 'planned' }
    const { redraw, cursor } = await retryConflicts(() =>
      db.transaction().execute(async (tx) => {
        const done = await redrawStored(tx, context, request)
        await appendAudit(tx, context, { at, actor, action: `${change.op}-grids`, subject: districtId })
        return { redraw: done, cursor: await appendChanges(tx, districtId, at, [redrawChange(districtId, change)]) }
      }),
    )
    database.signal.emit({ districtId, cursor, recheck: true })
    return { ...none, preview: planned.preview, ...redraw, outcome: 'redrawn' }
  } catch (error) {
    const refusal = error instanceof ProblemError ? error.details.refusal : undefined
    if (!refusal) throw error
    const { findings = [], ...detail } = (refusal.detail ?? {}) as { findings?: Finding[] }
    return { ...none, findings, refusal: { reason: refusal.reason, detail }, outcome: 'refused' }
  }
}

/** What the change feed tells of it. */
export const redrawChange = (districtId: string, { op }: GridChange): NewChange => ({
  topic: 'grid',
  id: districtId,
  gridPath: [],
  data: { op },
})

const partsOf = (change: GridChange): number =>
  change.op === 'merge' ? 1 : change.op === 'split' ? change.into.length : change.grids.length

interface Plan {
  redraw: GridRedraw
  before: GridRecord[]
  after: GridRecord[]
}

async function plan(db: Queries, { districtId, random }: Context, { change, effective, now }: Request): Promise<Plan> {
  const at = effective ?? new Date(now).toISOString()
  const before = await loadGrids(db, districtId)
  const result = changeGrids(before, drawnInWgs84(change), { at, newId: () => createUlid(now, random) })
  if (!result.ok) throw refused(result.reason, result.detail)
  const known = new Map(before.map((record) => [record.id, record]))
  const begun = await withPinyin(result.records.filter(({ id }) => !known.has(id)))
  const kept = result.records.filter(({ id }) => known.has(id))
  const ended = kept.filter((record) => record.validTo !== known.get(record.id)!.validTo)
  return {
    redraw: { effective: at, begun: begun.map(({ id }) => id), ended: ended.map(({ id }) => id) },
    before,
    after: [...kept, ...begun],
  }
}

function drawnInWgs84(change: GridChange): GridChange {
  switch (change.op) {
    case 'split':
      return { ...change, into: change.into.map((part) => inWgs84(part, part.id ?? part.name.zh)) }
    case 'merge':
      return { ...change, into: inWgs84(change.into, change.into.id ?? change.into.name.zh) }
    case 'redraw':
      return { ...change, grids: change.grids.map((grid) => inWgs84(grid, grid.gridId)) }
  }
}
