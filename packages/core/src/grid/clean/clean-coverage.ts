import type { Crs, Id } from '../../schema.ts'
import { SdkError } from '../../errors.ts'
import { checkCoverage } from '../coverage/check-coverage.ts'
import type { CoverageGrid, CoverageReport, Finding, FindingCode, Place } from '../coverage-schema.ts'
import { parentsOf } from '../coverage/groups.ts'
import { createMeasure } from '../coverage/measure.ts'
import { areaPlace, pointsPlace } from '../coverage/places.ts'
import { prepare } from '../coverage/prepare.ts'
import { readRings } from '../topology/read-rings.ts'
import type { Rings } from '../topology/read-rings.ts'
import { decide } from './decide.ts'
import type { OverlapStrategy } from './decide.ts'
import { familyOf } from './family.ts'
import { overlay } from './overlay.ts'
import { rebuild } from './rebuild.ts'

export interface CleanOptions {
  /** Coordinates of all grids. `planar` is in metres. */
  crs: Crs
  /** Gaps and what sticks out of a parent are mended where they are no wider, in metres. @defaultValue 0: none is closed */
  maxGapWidth?: number
  /** Who gets ground that several grids claim: the one with the larger or smaller area, the longest border there, or the lowest id. */
  overlaps: OverlapStrategy
  /** Vertices and edges nearer than this are brought together, in metres. @defaultValue `tolerance` */
  snap?: number
  /** As for `checkCoverage`, in metres. @defaultValue 0.001 */
  tolerance?: number
}

/** A place that was mended. */
export interface CoverageChange {
  /** What was found there. */
  code: FindingCode
  /** Who claimed it, who lies beside it, who stuck out, or whose outline was redrawn; by id. */
  grids: Id[]
  /** Who has the ground now; left out where nobody has. */
  to?: Id
  /** m². */
  area: number
  /** Diameter of the largest circle inside, in m. */
  width: number
  geometry: Place
}

export interface CleanResult<Grid extends CoverageGrid> {
  /** In the order given. What did not change is the very object that came in. */
  grids: Grid[]
  changes: CoverageChange[]
  /** Grids of which nothing was left, as all their ground went to others; they are not among `grids`. */
  vanished: Id[]
  /** m² of every grid before and after. */
  areas: Record<Id, { before: number; after: number }>
  /** What `checkCoverage` still finds: blanks wider than `maxGapWidth` and what no rule can decide. */
  remaining: Finding[]
}

/** Rounding may leave something to mend; after so many rounds it is told instead. */
const ROUNDS = 4

/**
 * Mends borders: brings near vertices and edges together, closes gaps, gives overlaps to one side, drops what sticks out of a
 * parent, repairs rings (even-odd). All levels at once: parents follow their children, and whoever shares a border shares its
 * vertices. A list in which `checkCoverage` finds nothing comes back as it is.
 * @throws SdkError `bad-argument` as `checkCoverage` does, and for an unknown strategy
 * @example
 * const { grids, changes, remaining } = cleanCoverage(drawn, { crs: 'cgcs2000', maxGapWidth: 0.5, overlaps: 'largest' })
 * checkCoverage(grids, { crs: 'cgcs2000', maxGapWidth: 0.5 }).findings // what is in `remaining`
 */
export function cleanCoverage<Grid extends CoverageGrid>(grids: readonly Grid[], options: CleanOptions): CleanResult<Grid> {
  const { crs, maxGapWidth = 0, overlaps, tolerance = 0.001, snap = tolerance } = options
  expectOptions(overlaps, snap)
  const check = (list: readonly CoverageGrid[]): CoverageReport => checkCoverage(list, { crs, maxGapWidth, tolerance })
  const before = check(grids)
  const changes: CoverageChange[] = []
  let report = before
  let cleaned: readonly CoverageGrid[] = grids
  for (let round = 0; round < ROUNDS && report.findings.some((finding) => isMendable(finding, maxGapWidth)); round++) {
    const now = cleanOnce(cleaned, report, { crs, overlaps, snap, limit: Math.max(maxGapWidth, tolerance), tolerance })
    if (now.grids === cleaned) break
    changes.push(...now.changes)
    cleaned = now.grids
    report = check(cleaned)
  }
  const after = report.areas
  const areas: CleanResult<Grid>['areas'] = {}
  for (const id of Object.keys(before.areas)) areas[id] = { before: before.areas[id]!, after: after[id] ?? 0 }
  const left = new Set(cleaned.map(({ id }) => id))
  const vanished = [...new Set(grids.map(({ id }) => id))].filter((id) => !left.has(id)).sort()
  return { grids: cleaned as Grid[], changes, vanished, areas, remaining: report.findings }
}

function expectOptions(overlaps: unknown, snap: number): void {
  const strategies: readonly unknown[] = ['largest', 'smallest', 'longest-border', 'lowest-id'] satisfies OverlapStrategy[]
  if (!strategies.includes(overlaps)) {
    throw new SdkError('bad-argument', `Expected overlaps to be one of ${strategies.join(', ')}, got ${String(overlaps)}`)
  }
  if (!Number.isFinite(snap) || snap < 0) {
    throw new SdkError('bad-argument', `Expected snap to be metres, 0 or more, got ${String(snap)}`)
  }
}

const isMendable = ({ code, width, reason }: Finding, maxGapWidth: number): boolean =>
  code === 'overlap' || code === 'unmatched-edge' || code === 'narrow-gap'
    ? true
    : code === 'invalid-geometry'
      ? reason !== 'unreadable' && reason !== 'duplicate-id' && reason !== 'parent-cycle' && reason !== 'antimeridian'
      : code !== 'crs' && width <= maxGapWidth

interface Round {
  crs: Crs
  overlaps: OverlapStrategy
  snap: number
  limit: number
  tolerance: number
}

function cleanOnce(
  given: readonly CoverageGrid[],
  report: CoverageReport,
  { crs, overlaps, snap, limit, tolerance }: Round,
): { grids: readonly CoverageGrid[]; changes: CoverageChange[] } {
  const prepared = prepare(given, crs)
  const { grids } = prepared
  // Inlets are open to the outside: the places found close them.
  const inlets = report.findings.flatMap(({ code, geometry }) =>
    code === 'narrow-gap' && (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') ? [{ geometry }] : [],
  )
  const rings = inlets.length > 0 ? readRings([...grids, ...inlets]) : prepared.rings
  const ids = grids.map(({ id }) => id)
  const measure = createMeasure(crs)
  const overlaid = overlay(rings, snap / leastScale(rings, measure.scale))
  const hasOutline = (grid: number): boolean => rings.gridStart[grid] !== rings.gridStart[grid + 1]
  const family = familyOf(parentsOf(grids), hasOutline)
  const areas = ids.map((id) => report.areas[id] ?? 0)
  const decision = decide(overlaid, { family, measure, areas, strategy: overlaps, limit, tolerance })
  const outlines = rebuild(overlaid.map, decision, rings, grids.length)

  const invalid = report.findings.filter(({ code }) => code === 'invalid-geometry')
  const isInvalid = new Set(invalid.flatMap((finding) => finding.grids))
  const changes: CoverageChange[] = decision.mended.map(({ code, grids: by, to, size }) => ({
    code,
    grids: by.map((grid) => ids[grid]!),
    ...(to < 0 ? {} : { to: ids[to]! }),
    area: size.area,
    width: size.width,
    geometry: areaPlace(overlaid.map, size.polygons),
  }))
  const redrawn = new Map<CoverageGrid, CoverageGrid | undefined>()
  // Parents follow their children.
  const told = new Set(
    decision.mended.flatMap(({ grids: by, to }) => [...by, to].flatMap((grid) => [grid, ...(family.above[grid] ?? [])])),
  )
  grids.forEach((grid, g) => {
    const outline = outlines[g]!
    if (!hasOutline(g) || (outline.isSame && !isInvalid.has(grid.id))) return
    redrawn.set(grid, outline.geometry && { ...grid, geometry: outline.geometry })
    if (told.has(g) || isInvalid.has(grid.id)) return
    const nodes = outline.newNodes.flatMap((node) => [overlaid.map.x[node]!, overlaid.map.y[node]!])
    changes.push({ code: 'unmatched-edge', grids: [grid.id], to: grid.id, area: 0, width: 0, geometry: pointsPlace(nodes) })
  })
  for (const { grids: by, geometry } of invalid) {
    if (grids.some((grid) => by.includes(grid.id) && redrawn.has(grid))) {
      changes.push({ code: 'invalid-geometry', grids: by, to: by[0]!, area: 0, width: 0, geometry })
    }
  }
  if (redrawn.size === 0) return { grids: given, changes: [] }
  const result = given.flatMap((grid) => {
    if (!redrawn.has(grid)) return [grid]
    const now = redrawn.get(grid)
    return now ? [now] : []
  })
  return { grids: result, changes }
}

/** Metres to a unit, the fewest anywhere. */
function leastScale({ y }: Rings, scale: (y: number) => { x: number; y: number }): number {
  let far = 0
  for (const latitude of y) if (Math.abs(latitude) > Math.abs(far)) far = latitude
  // Towards a pole a degree of longitude shrinks to nothing; degrees of latitude must not be snapped by tens of metres for that.
  return Math.max(Math.min(scale(far).x, scale(far).y), scale(far).y / 50)
}
