import { SdkError } from '../../errors.ts'
import type { Id } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import { readRings } from '../topology/read-rings.ts'
import type { Rings } from '../topology/read-rings.ts'

export interface DrawnGrid {
  id: Id
  geometry: Geometry
}

/**
 * The distinct edges of all outlines. A part is one polygon of a grid, its holes included; parts are numbered in the order
 * of the grids. An edge that neighbours share is there once, so one look at it decides for both.
 */
export interface EdgeTable {
  count: number
  /** Edge e leads from (`ends[4e]`, `ends[4e + 1]`) up to (`ends[4e + 2]`, `ends[4e + 3]`); a level one to the right. */
  ends: Float64Array
  partCount: number
  /** Of each part: the place of its grid in the list given. */
  gridOfPart: Int32Array
  /**
   * The parts that edge e bounds, ascending: `passes[passStart[e] … passStart[e + 1])`, as part × 2, + 1 where the
   * part's rings pass it an odd number of times. Passed twice (a spike), it is boundary and does not part inside from outside.
   */
  passStart: Int32Array
  passes: Int32Array
}

/**
 * Reads the edges. A ring of fewer than three vertices has no area and is left out, with the whole polygon where it is the
 * first; so is an empty geometry.
 * @throws SdkError `bad-argument` where a geometry is not a Polygon or MultiPolygon of finite numbers
 */
export function readEdges(grids: readonly DrawnGrid[]): EdgeTable {
  for (const { id, geometry } of grids) expectPolygons(id, geometry)
  const rings = readRings(grids)
  for (const { grid, polygon, ring, code } of rings.faults) {
    if (code === 'unreadable' && !isEmpty(grids[grid]!.geometry, polygon, ring)) {
      throw new SdkError(
        'bad-argument',
        `Expected rings of positions of two finite numbers, got another thing in grid ${grids[grid]!.id}, polygon ${polygon}, ring ${ring}`,
      )
    }
  }
  return collectEdges(rings)
}

function expectPolygons(id: Id, geometry: Geometry): void {
  const { type, coordinates } = geometry as { type: unknown; coordinates: unknown }
  if ((type === 'Polygon' || type === 'MultiPolygon') && Array.isArray(coordinates)) return
  throw new SdkError(
    'bad-argument',
    `Expected a Polygon or a MultiPolygon with coordinates as the geometry of grid ${id}, got ${String(type)}`,
  )
}

function isEmpty(geometry: Geometry, polygon: number, ring: number): boolean {
  if (polygon < 0) return true
  const rings: unknown = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates[polygon]
  const place: unknown = ring < 0 || !Array.isArray(rings) ? rings : rings[ring]
  return Array.isArray(place) && place.length === 0
}

function collectEdges(rings: Rings): EdgeTable {
  const { x, y, vertices, start } = rings
  const distinct = createEdgeSet(vertices.length)
  // One step for each vertex of each ring, in order; the steps of a part are in one run.
  const steps = new Int32Array(vertices.length)
  const partStart: number[] = []
  const gridOfPart: number[] = []
  let stepCount = 0
  let polygonHasArea = false
  for (let r = 0; r < rings.grid.length; r++) {
    const [from, to] = [start[r]!, start[r + 1]!]
    const isFirst = r === 0 || rings.grid[r] !== rings.grid[r - 1] || rings.polygon[r] !== rings.polygon[r - 1]
    if (isFirst) polygonHasArea = to - from >= 3
    if (!polygonHasArea || to - from < 3) continue
    if (isFirst) {
      partStart.push(stepCount)
      gridOfPart.push(rings.grid[r]!)
    }
    let a = vertices[to - 1]!
    for (let i = from; i < to; i++) {
      const b = vertices[i]!
      const isUp = y[a]! < y[b]! || (y[a] === y[b] && x[a]! <= x[b]!)
      steps[stepCount++] = isUp ? distinct.add(a, b) : distinct.add(b, a)
      a = b
    }
  }
  partStart.push(stepCount)
  const ends = new Float64Array(4 * distinct.count())
  for (let e = 0; e < distinct.count(); e++) {
    const [lower, upper] = [distinct.from[e]!, distinct.to[e]!]
    ends[4 * e] = x[lower]!
    ends[4 * e + 1] = y[lower]!
    ends[4 * e + 2] = x[upper]!
    ends[4 * e + 3] = y[upper]!
  }
  return {
    count: distinct.count(),
    ends,
    partCount: gridOfPart.length,
    gridOfPart: Int32Array.from(gridOfPart),
    ...passesOf(steps.subarray(0, stepCount), partStart, distinct.count()),
  }
}

function passesOf(steps: Int32Array, partStart: readonly number[], edgeCount: number): Pick<EdgeTable, 'passStart' | 'passes'> {
  const start = new Int32Array(edgeCount + 1)
  for (const e of steps) start[e + 1]!++
  for (let e = 0; e < edgeCount; e++) start[e + 1]! += start[e]!
  const passes = new Int32Array(steps.length)
  const end = start.slice(0, edgeCount)
  for (let p = 0; p + 1 < partStart.length; p++) {
    for (let i = partStart[p]!; i < partStart[p + 1]!; i++) {
      const e = steps[i]!
      const last = end[e]! - 1
      // Parts come in ascending order, so the same part can only be the last one there.
      if (last >= start[e]! && passes[last]! >> 1 === p) passes[last]! ^= 1
      else passes[end[e]!++] = p * 2 + 1
    }
  }
  const passStart = new Int32Array(edgeCount + 1)
  let count = 0
  for (let e = 0; e < edgeCount; e++) {
    passStart[e] = count
    for (let i = start[e]!; i < end[e]!; i++) passes[count++] = passes[i]!
  }
  passStart[edgeCount] = count
  return { passStart, passes: passes.slice(0, count) }
}

/** Numbers pairs of vertices: open addressing, at most half full. */
function createEdgeSet(maxEdges: number) {
  const bits = Math.max(4, Math.ceil(Math.log2(maxEdges + 1)) + 1)
  const mask = (1 << bits) - 1
  // Edge number + 1; 0 is free.
  const slots = new Int32Array(1 << bits)
  const from = new Int32Array(maxEdges)
  const to = new Int32Array(maxEdges)
  let count = 0
  return {
    from,
    to,
    count: () => count,
    add(a: number, b: number): number {
      let slot = Math.imul(Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b), 0x2c1b3c6d) >>> (32 - bits)
      for (;;) {
        const e = slots[slot]! - 1
        if (e < 0) break
        if (from[e] === a && to[e] === b) return e
        slot = (slot + 1) & mask
      }
      from[count] = a
      to[count] = b
      slots[slot] = count + 1
      return count++
    },
  }
}
