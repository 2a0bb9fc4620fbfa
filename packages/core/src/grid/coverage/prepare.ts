import { SdkError } from '../../errors.ts'
import type { Crs, Id } from '../../schema.ts'
import type { CoverageGrid, Finding, Place } from '../coverage-schema.ts'
import { readRings } from '../topology/read-rings.ts'
import type { Rings } from '../topology/read-rings.ts'
import { otherCrsHint, reasonHint } from './hints.ts'
import { pointsPlace } from './places.ts'

export interface Prepared {
  /** In order of id, each id once; without those whose coordinates cannot be compared. */
  grids: CoverageGrid[]
  /** Whether a grid came with this id. */
  isGiven(id: Id): boolean
  rings: Rings
  findings: Finding[]
}

const CRS: ReadonlySet<string> = new Set<Crs>(['wgs84', 'cgcs2000', 'gcj02', 'bd09', 'planar'])

export function expectOptions({ crs, maxGapWidth, tolerance }: { crs: Crs; maxGapWidth: number; tolerance: number }): void {
  if (!CRS.has(crs)) throw new SdkError('bad-argument', `Expected crs to be one of ${[...CRS].join(', ')}, got ${String(crs)}`)
  for (const [name, value] of [
    ['maxGapWidth', maxGapWidth],
    ['tolerance', tolerance],
  ] as const) {
    if (!Number.isFinite(value) || value < 0) {
      throw new SdkError('bad-argument', `Expected ${name} to be metres, 0 or more, got ${String(value)}`)
    }
  }
}

/** Sorts the grids by id and reads their rings; what cannot be compared is told and left out. */
export function prepare(input: readonly CoverageGrid[], crs: Crs): Prepared {
  expectGrids(input)
  const findings: Finding[] = []
  const isInOrder = isAscending(input)
  const sorted = isInOrder ? [...input] : [...input].sort(byId)
  let grids = isInOrder || isAscending(sorted) ? sorted : withoutTwins(sorted, findings)
  if (grids.some((grid) => grid.crs !== undefined && grid.crs !== crs)) {
    for (const grid of grids) if (grid.crs !== undefined && grid.crs !== crs) findings.push(otherCrs(grid, grid.crs, crs))
    grids = grids.filter((grid) => grid.crs === undefined || grid.crs === crs)
  }
  let rings = readRings(grids)
  if (crs !== 'planar' && hasOutOfRange(rings)) {
    const out = outOfRange(rings)
    for (const [g, at] of out) findings.push(ofOneGrid('crs', grids[g]!.id, 'out-of-range', pointsPlace(at)))
    grids = grids.filter((_, g) => !out.has(g))
    rings = readRings(grids)
  }
  let given: Set<Id> | undefined
  return { grids, isGiven: (id) => (given ??= new Set(sorted.map((grid) => grid.id))).has(id), rings, findings }
}

export function ofOneGrid(code: Finding['code'], id: Id, reason: NonNullable<Finding['reason']>, geometry: Place): Finding {
  return { code, grids: [id], reason, area: 0, width: 0, length: 0, geometry, hint: reasonHint(reason, [id]) }
}

function expectGrids(input: readonly CoverageGrid[]): void {
  if (!Array.isArray(input)) throw new SdkError('bad-argument', `Expected a list of grids, got ${typeof input}`)
  for (let at = 0; at < input.length; at++) {
    const grid = input[at] as CoverageGrid | undefined | null
    if (typeof grid !== 'object' || grid === null || typeof grid.id !== 'string') {
      throw new SdkError(
        'bad-argument',
        `Expected grid ${at} to be { id, parentId?, crs?, geometry }, got ${JSON.stringify(grid)?.slice(0, 80)}`,
      )
    }
  }
}

/** Whether each id comes after the one before, and is another one. */
function isAscending(grids: readonly CoverageGrid[]): boolean {
  for (let at = 1; at < grids.length; at++) if (!(grids[at - 1]!.id < grids[at]!.id)) return false
  return true
}

const byId = (a: CoverageGrid, b: CoverageGrid) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** One of those with the same id stays, whatever their order: the one whose text comes first. */
function withoutTwins(sorted: readonly CoverageGrid[], findings: Finding[]): CoverageGrid[] {
  const kept: CoverageGrid[] = []
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to]!.id === sorted[from]!.id) to++
    const twins = sorted.slice(from, to).map((grid) => ({ grid, text: to - from > 1 ? textOf(grid) : '' }))
    twins.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    const { grid } = twins[0]!
    kept.push(grid)
    if (twins.length > 1) {
      const start = twins.flatMap(({ grid: { geometry } }) => firstPosition(geometry))
      findings.push(ofOneGrid('invalid-geometry', grid.id, 'duplicate-id', pointsPlace(start)))
    }
  }
  return kept
}

const textOf = ({ parentId, crs, geometry }: CoverageGrid): string => JSON.stringify([parentId, crs, geometry])

function firstPosition(geometry: CoverageGrid['geometry']): number[] {
  const { x, y, vertices } = readRings([{ geometry }])
  return vertices.length > 0 ? [x[vertices[0]!]!, y[vertices[0]!]!] : []
}

function otherCrs({ id, geometry }: CoverageGrid, own: Crs, declared: Crs): Finding {
  // Of two systems on the ground the place is right to within a kilometre; of planar ones nothing can be said.
  const place = own === 'planar' || declared === 'planar' ? [] : firstPosition(geometry)
  return { ...ofOneGrid('crs', id, 'other-crs', pointsPlace(place)), hint: otherCrsHint(id, declared, own) }
}

const isOut = (x: number, y: number) => !(x >= -180 && x <= 180 && y >= -90 && y <= 90)

function hasOutOfRange({ x, y }: Rings): boolean {
  for (let v = 0; v < x.length; v++) if (isOut(x[v]!, y[v]!)) return true
  return false
}

/** Of each grid that has some: the positions, as x, y, x, y, … */
function outOfRange({ x, y, grid, start, vertices }: Rings): Map<number, number[]> {
  const out = new Map<number, number[]>()
  for (let r = 0; r < grid.length; r++) {
    for (let i = start[r]!; i < start[r + 1]!; i++) {
      const v = vertices[i]!
      if (!isOut(x[v]!, y[v]!)) continue
      const list = out.get(grid[r]!)
      if (!list) out.set(grid[r]!, [x[v]!, y[v]!])
      else if (list.length < 200) list.push(x[v]!, y[v]!)
    }
  }
  return out
}
