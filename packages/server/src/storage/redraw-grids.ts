import { createUlid } from '@wangge/core'
import { changeGrids, previewRedraw } from '@wangge/core/grid'
import type { GridChange, GridRecord, PreviewRedraw } from '@wangge/core/grid/schema'
import type { Context } from '../context.ts'
import { refused } from '../problem.ts'
import type { GridRedraw, GridRedrawPreview } from '../redraw-schema.ts'
import type { Queries, Tx } from './database.ts'
import { saveGrids } from './grid-rows.ts'
import { inWgs84 } from './in-wgs84.ts'
import { loadGrids } from './load-reference.ts'
import { lockGrids } from './lock-grids.ts'
import { loadRedrawContents } from './redraw-contents.ts'
import { renewReference } from './renew-reference.ts'
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
