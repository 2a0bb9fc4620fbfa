import { orient2d } from 'robust-predicates'
import { enterEdges, intervalOf, layOut } from './edge-grid.ts'
import type { PlanarMap } from './planar-map.ts'

export interface Faces {
  count: number
  /** Of each half-edge the face on its left; 0 is the unbounded one. */
  faceOf: Int32Array
  /** A half-edge of every cycle that bounds face f: `cycles[cycleStart[f] … cycleStart[f + 1])`, the outer one first. */
  cycleStart: Int32Array
  cycles: Int32Array
  area: Float64Array
}

/** @param margin greater than the rounding of the coordinates */
export function facesOf(map: PlanarMap, margin: number): Faces {
  const { cycleOf, first } = traceCycles(map.next)
  const roots = componentRoots(map)
  // The outside of a component is left of the steepest half-edge that leaves its leftmost node.
  const outsides = roots.map((root) => cycleOf[map.leaving[map.leavingStart[root + 1]! - 1]!]!)
  const faceOfCycle = new Int32Array(first.length).fill(-1)
  for (const cycle of outsides) faceOfCycle[cycle] = 0
  let count = 1
  for (let cycle = 0; cycle < first.length; cycle++) if (faceOfCycle[cycle] === -1) faceOfCycle[cycle] = count++
  nest(map, roots, outsides, cycleOf, faceOfCycle, margin)

  const isOutside = new Uint8Array(first.length)
  for (const cycle of outsides) isOutside[cycle] = 1
  const cycleStart = new Int32Array(count + 1)
  for (const face of faceOfCycle) cycleStart[face + 1]!++
  for (let face = 0; face < count; face++) cycleStart[face + 1]! += cycleStart[face]!
  const cycles = new Int32Array(first.length)
  const next = cycleStart.slice()
  for (const outside of [0, 1]) {
    for (let cycle = 0; cycle < first.length; cycle++) {
      if (isOutside[cycle] === outside) cycles[next[faceOfCycle[cycle]!]!++] = first[cycle]!
    }
  }
  const area = new Float64Array(count)
  for (let cycle = 0; cycle < first.length; cycle++) area[faceOfCycle[cycle]!]! += cycleArea(map, first[cycle]!)
  area[0] = Infinity
  const faceOf = cycleOf
  for (let h = 0; h < faceOf.length; h++) faceOf[h] = faceOfCycle[faceOf[h]!]!
  return { count, faceOf, cycleStart, cycles, area }
}

function traceCycles(next: Int32Array): { cycleOf: Int32Array; first: Int32Array } {
  const cycleOf = new Int32Array(next.length).fill(-1)
  const first = new Int32Array(next.length)
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
  const parent = new Int32Array(x.length)
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

/** Finds the face around every component: it is right of the nearest piece to the left of the component's leftmost node. */
function nest(
  map: PlanarMap,
  roots: number[],
  outsides: number[],
  cycleOf: Int32Array,
  faceOfCycle: Int32Array,
  margin: number,
): void {
  if (roots.length < 2) return
  const { x, y, edgeFrom, edgeTo } = map
  const layout = layOut(x, y, x.length, edgeFrom.length)
  const all = Int32Array.from(edgeFrom, (_, e) => e)
  const { start, edges } = enterEdges(layout, x, y, edgeFrom, edgeTo, all, margin)
  const width = layout.columns.length + 1

  const pieceLeftOf = (n: number): number => {
    const row = intervalOf(layout.rows, y[n]!) * width
    let best = -1
    for (let column = intervalOf(layout.columns, x[n]!); column >= 0; column--) {
      for (let i = start[row + column]!; i < start[row + column + 1]!; i++) {
        const e = edges[i]!
        if (isLeftOf(map, e, n) && (best === -1 || isFurtherRight(map, e, best))) best = e
      }
      if (best !== -1 && column > 0 && leftmostAt(map, best, y[n]!) > layout.columns[column - 1]! + 2 * margin) break
    }
    return best
  }

  // The component of the piece found has its leftmost node further left: its own surroundings are known by then.
  roots.forEach((root, i) => {
    const e = i === 0 ? -1 : pieceLeftOf(root)
    if (e === -1) return
    const up = y[edgeTo[e]!]! > y[edgeFrom[e]!]!
    faceOfCycle[outsides[i]!] = faceOfCycle[cycleOf[up ? 2 * e + 1 : 2 * e]!]!
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
