import { checkCoverage } from '../coverage/check-coverage.ts'
import type { Finding } from '../coverage-schema.ts'
import type { Crs, Id } from '../../schema.ts'
import { append } from '../append.ts'
import type { Geometry, GridRecord } from '../schema.ts'
import { gridsAt } from './grids-at.ts'
import type { LineageRefusal } from './refusal.ts'
import type { Replacement } from './replace-grids.ts'

type Outlined = GridRecord & { geometry: Geometry }

/**
 * Whether the new outlines cover exactly what the former ones did, within each parent that stays, and whether the children
 * of each new grid tile it. Where a former grid has no outline, there is nothing to hold the new ones to.
 */
export function refusedOutlines(
  before: readonly GridRecord[],
  after: readonly GridRecord[],
  { at, ended, begun }: Replacement,
): LineageRefusal | undefined {
  const ends = new Set(ended)
  const begins = new Set(begun.map(({ id }) => id))
  const former = gridsAt(before, at.ms).filter(({ id }) => ends.has(id))
  const now = gridsAt(after, at.ms)
  const formerByParent = groups(former.filter(({ parentId }) => parentId === undefined || !ends.has(parentId)))
  const newByParent = groups(
    now.filter(({ id, parentId }) => begins.has(id) && (parentId === undefined || !begins.has(parentId))),
  )
  for (const [parent, formers] of formerByParent) {
    const refusal = refusedUnion(formers, newByParent.get(parent) ?? [])
    if (refusal) return refusal
  }
  const childrenOf = groups(now)
  for (const grid of now) {
    const refusal = begins.has(grid.id) ? refusedChildren(grid, childrenOf.get(grid.id) ?? []) : undefined
    if (refusal) return refusal
  }
  return undefined
}

function groups(grids: readonly GridRecord[]): Map<Id | undefined, GridRecord[]> {
  const byParent = new Map<Id | undefined, GridRecord[]>()
  for (const grid of grids) append(byParent, grid.parentId, grid)
  return byParent
}

function refusedUnion(formers: readonly GridRecord[], parts: readonly GridRecord[]): LineageRefusal | undefined {
  if (!formers.every(isOutlined)) return undefined
  const missing = parts.filter((part) => !isOutlined(part)).map(({ id }) => id)
  if (missing.length > 0) return { ok: false, reason: 'outline-missing', detail: { ids: missing } }
  const outlined = parts as Outlined[]
  return crsDiffers([...formers, ...outlined]) ?? notTiling(formers, outlined)
}

function refusedChildren(grid: GridRecord, children: readonly GridRecord[]): LineageRefusal | undefined {
  if (children.length === 0 || !isOutlined(grid) || !children.every(isOutlined)) return undefined
  return crsDiffers([grid, ...children]) ?? notTiling([grid], children)
}

const isOutlined = (grid: GridRecord): grid is Outlined => grid.geometry !== undefined

function crsDiffers([first, ...others]: readonly GridRecord[]): LineageRefusal | undefined {
  const expected = first!.crs
  const other = others.find(({ crs }) => crs !== expected)
  if (!other && expected !== undefined) return undefined
  const { id, crs } = other ?? first!
  return { ok: false, reason: 'crs-differs', detail: { id, ...(crs && { crs }), ...(expected && { expected }) } }
}

function notTiling(wholes: readonly Outlined[], parts: readonly Outlined[]): LineageRefusal | undefined {
  const crs = wholes[0]!.crs as Crs
  // No part has the id of one of these: ids are never given again.
  const id = wholes.map((whole) => whole.id).join('+')
  // Outlines that tile something cancel along the borders between them: as one outline they are their union.
  const whole = { id, geometry: { type: 'MultiPolygon' as const, coordinates: wholes.flatMap(polygonsOf) } }
  const grids = [whole, ...parts.map((part) => ({ id: part.id, parentId: id, geometry: part.geometry }))]
  const { findings } = checkCoverage(grids, { crs })
  const ours = findings.filter((finding) => isFault(finding, id))
  return ours.length > 0 ? { ok: false, reason: 'not-tiling', detail: { findings: ours } } : undefined
}

const polygonsOf = ({ geometry }: Outlined) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)

/** A vertex that only one of two neighbours has opens and covers nothing; the union's own rings are nobody's fault. */
function isFault({ code, grids }: Finding, whole: Id): boolean {
  return code !== 'unmatched-edge' && !(code === 'invalid-geometry' && grids.includes(whole))
}
