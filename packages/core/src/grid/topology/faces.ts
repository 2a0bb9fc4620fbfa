import { orient2d } from 'robust-predicates'
import { enterEdges, intervalOf, layOut } from './edge-grid.ts'
import type { PlanarMap } from './planar-map.ts'
import { float64, int32, uint8 } from './slab.ts'

/** More components than the root of so many times the pieces are many. */
const MANY = 4

export interface Faces {
  count: number
  /** Of each half-edge the face on its left; 0 is the unbounded one. */
  faceOf: Int32Array
  /** A half-edge of every cycle that bounds face f: `cycles[cycleStart[f] … cycleStart[f + 1])`, the outer one first. */
  cycleStart: Int32Array
  cycles: Int32Array
}

/** @param margin greater than the rounding of the coordinates */
export function facesOf(map: PlanarMap, margin: number): Faces {
  const { cycleOf, first } = traceCycles(map.next)
  const roots = componentRoots(map)
  // The outside of a component is left of the steepest half-edge that leaves its leftmost node.
  const outsides = roots.map((root) => cycleOf[map.leaving[map.leavingStart[root + 1]! - 1]!]!)
  const isOutside = uint8(first.length)
  for (const cycle of outsides) isOutside[cycle] = 1
  const faceOfCycle = int32(first.length)
  let count = 1
  for (let cycle = 0; cycle < first.length; cycle++) if (isOutside[cycle] === 0) faceOfCycle[cycle] = count++
  const around = piecesAround(map, roots, margin)
  // The component of the piece found has its leftmost node further left: its own surroundings are known by then.
  for (let i = 0; i < roots.length; i++) {
    const e = around[i]!
    if (e === -1) continue
    const up = map.y[map.edgeTo[e]!]! > map.y[map.edgeFrom[e]!]!
    faceOfCycle[outsides[i]!] = faceOfCycle[cycleOf[up ? 2 * e + 1 : 2 * e]!]!
  }

  const cycleStart = int32(count + 1)
  for (let cycle = 0; cycle < first.length; cycle++) cycleStart[faceOfCycle[cycle]! + 1]!++
  for (let face = 0; face < count; face++) cycleStart[face + 1]! += cycleStart[face]!
  const cycles = int32(first.length)
  const next = cycleStart.slice()
  for (let outside = 0; outside < 2; outside++) {
    for (let cycle = 0; cycle < first.length; cycle++) {
      if (isOutside[cycle] === outside) cycles[next[faceOfCycle[cycle]!]!++] = first[cycle]!
    }
  }
  const faceOf = cycleOf
  for (let h = 0; h < faceOf.length; h++) faceOf[h] = faceOfCycle[faceOf[h]!]!
  return { count, faceOf, cycleStart, cycles }
}

/** Areas of the faces, holes taken off; Infinity for the unbounded one. */
export function areasOf(map: PlanarMap, { count, cycleStart, cycles }: Faces): Float64Array {
  const area = float64(count)
  for (let face = 1; face < count; face++) {
    for (let i = cycleStart[face]!; i < cycleStart[face + 1]!; i++) area[face]! += cycleArea(map, cycles[i]!)
  }
  area[0] = Infinity
  return area
}

function traceCycles(next: Int32Array): { cycleOf: Int32Array; first: Int32Array } {
  const cycleOf = int32(next.length).fill(-1)
  const first = int32(next.length)
  let count = 0
  for (let start = 0; start < next.length; start++) {
    if (cycleOf[start] !== -1) continue
    for (let h = start; cycleOf[h] === -1; h = next[h]!) cycleOf[h] = count
    first[count++] = start
  }
  return { cycleOf, first: first.slice(0, count) }
}

/** The least node of every connected part, ascending. */
function componentRoots({ x, edgeFrom, edgeTo }: PlanarMap): number[] {
  const parent = int32(x.length)
  for (let n = 0; n < parent.length; n++) parent[n] = n
  const find = (n: number): number => {
    while (parent[n] !== n) {
      parent[n] = parent[parent[n]!]!
      n = parent[n]!
    }
    return n
  }
  for (let e = 0; e < edgeFrom.length; e++) {
    const a = find(edgeFrom[e]!)
    const b = find(edgeTo[e]!)
    if (a < b) parent[b] = a
    else parent[a] = b
  }
  const roots: number[] = []
  for (let n = 0; n < parent.length; n++) if (parent[n] === n) roots.push(n)
  return roots
}

/** The nearest piece to the left of the leftmost node of every component: right of it is the face around. −1 where there is none. */
function piecesAround(map: PlanarMap, roots: number[], margin: number): Int32Array {
  if (roots.length < 2) return int32(roots.length).fill(-1)
  return roots.length * roots.length <= MANY * map.edgeFrom.length ? fromPieces(map, roots) : fromRoots(map, roots, margin)
}

/** Of few components: asks of every piece which roots it is left of. */
function fromPieces(map: PlanarMap, roots: number[]): Int32Array {
  const { x, y, edgeFrom, edgeTo } = map
  const around = int32(roots.length).fill(-1)
  // The first component is in no other one.
  const byHeight = Int32Array.from(roots.slice(1), (_, i) => i + 1).sort((i, j) => y[roots[i]!]! - y[roots[j]!]!)
  const heights = Float64Array.from(byHeight, (i) => y[roots[i]!]!)
  for (let e = 0; e < edgeFrom.length; e++) {
    const a = y[edgeFrom[e]!]!
    const b = y[edgeTo[e]!]!
    if (a === b) continue
    const high = a < b ? b : a
    let low = 0
    for (let up = heights.length; low < up;) {
      const middle = (low + up) >> 1
      if (heights[middle]! < a && heights[middle]! < b) low = middle + 1
      else up = middle
    }
    for (let k = low; k < heights.length && heights[k]! < high; k++) {
      const i = byHeight[k]!
      const root = roots[i]!
      if (x[root]! < x[edgeFrom[e]!]! || !isLeftOf(map, e, root)) continue
      if (around[i] === -1 || isFurtherRight(map, e, around[i]!)) around[i] = e
    }
  }
  return around
}

/** Of many: looks from every root to the left, cell by cell. */
function fromRoots(map: PlanarMap, roots: number[], margin: number): Int32Array {
  const { x, y, edgeFrom, edgeTo } = map
  const nodes = int32(x.length)
  for (let n = 0; n < nodes.length; n++) nodes[n] = n
  const pieces = int32(edgeFrom.length)
  for (let e = 0; e < pieces.length; e++) pieces[e] = e
  const layout = layOut(x, y, nodes, edgeFrom.length)
  const { start, edges } = enterEdges(layout, x, y, edgeFrom, edgeTo, pieces, margin)
  const width = layout.columns.length + 1
  return Int32Array.from(roots, (n, i) => {
    const row = intervalOf(layout.rows, y[n]!) * width
    let best = -1
    for (let column = i === 0 ? -1 : intervalOf(layout.columns, x[n]!); column >= 0; column--) {
      for (let k = start[row + column]!; k < start[row + column + 1]!; k++) {
        const e = edges[k]!
        if (isLeftOf(map, e, n) && (best === -1 || isFurtherRight(map, e, best))) best = e
      }
      if (best !== -1 && column > 0 && leftmostAt(map, best, y[n]!) > layout.columns[column - 1]! + 2 * margin) break
    }
    return best
  })
}

/** Lower and upper end. */
function endsOf({ y, edgeFrom, edgeTo }: PlanarMap, e: number): [number, number] {
  const a = edgeFrom[e]!
  const b = edgeTo[e]!
  return y[a]! < y[b]! ? [a, b] : [b, a]
}

/** Whether a ray from the node to the left meets the piece; its lower end counts, its upper does not. */
function isLeftOf(map: PlanarMap, e: number, n: number): boolean {
  const { x, y } = map
  const [low, high] = endsOf(map, e)
  if (!(y[low]! <= y[n]! && y[n]! < y[high]!)) return false
  return orient2d(x[low]!, y[low]!, x[high]!, y[high]!, x[n]!, y[n]!) > 0
}

/** Whether e passes right of f at a height that both reach; they do not cross. */
function isFurtherRight(map: PlanarMap, e: number, f: number): boolean {
  const { x, y } = map
  const [eLow, eHigh] = endsOf(map, e)
  const [fLow, fHigh] = endsOf(map, f)
  const side = (low: number, high: number, n: number): number => orient2d(x[low]!, y[low]!, x[high]!, y[high]!, x[n]!, y[n]!)
  const atLow = y[eLow]! >= y[fLow]! ? side(fLow, fHigh, eLow) : -side(eLow, eHigh, fLow)
  if (atLow !== 0) return atLow > 0
  return (y[eHigh]! <= y[fHigh]! ? side(fLow, fHigh, eHigh) : -side(eLow, eHigh, fHigh)) > 0
}

function leftmostAt(map: PlanarMap, e: number, height: number): number {
  const { x, y } = map
  const [low, high] = endsOf(map, e)
  const at = x[low]! + ((height - y[low]!) / (y[high]! - y[low]!)) * (x[high]! - x[low]!)
  return Math.min(Math.max(at, Math.min(x[low]!, x[high]!)), Math.max(x[low]!, x[high]!))
}

/** Directed area, from a node of the cycle as origin: slivers far from 0|0 keep their digits. */
function cycleArea({ x, y, edgeFrom, edgeTo, next }: PlanarMap, first: number): number {
  const originX = x[edgeFrom[first >> 1]!]!
  const originY = y[edgeFrom[first >> 1]!]!
  let twice = 0
  let h = first
  do {
    const a = (h & 1) === 0 ? edgeFrom[h >> 1]! : edgeTo[h >> 1]!
    const b = (h & 1) === 0 ? edgeTo[h >> 1]! : edgeFrom[h >> 1]!
    twice += (x[a]! - originX) * (y[b]! - originY) - (x[b]! - originX) * (y[a]! - originY)
    h = next[h]!
  } while (h !== first)
  return twice / 2
}
