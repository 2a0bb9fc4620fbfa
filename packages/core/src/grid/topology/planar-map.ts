import { orient2d } from 'robust-predicates'
import type { Network } from './noding.ts'
import { sortPart } from './sort-part.ts'
import { float64, int32, uint8 } from './slab.ts'

/** Nodes and pieces of a network in the order of their coordinates, and what goes on where. */
export interface PlanarMap {
  x: Float64Array
  y: Float64Array
  vertex: Int32Array
  edgeFrom: Int32Array
  edgeTo: Int32Array
  sourceStart: Int32Array
  sources: Int32Array
  /** Half-edge 2e runs from → to, 2e + 1 back; after it, with the same face on the left, comes `next`. */
  next: Int32Array
  /** Half-edges that leave node n, counter-clockwise from straight down (excluded): `leaving[leavingStart[n] … leavingStart[n + 1])`. */
  leavingStart: Int32Array
  leaving: Int32Array
}

export function mapOf({ nodes, pieces, sources }: Network): PlanarMap {
  const order = orderOfNodes(nodes.x, nodes.y, usedBy(pieces.from, pieces.to, pieces.count, nodes.count))
  const nodeCount = order.length
  const place = int32(nodes.count)
  const x = float64(nodeCount)
  const y = float64(nodeCount)
  const vertex = int32(nodeCount)
  for (let n = 0; n < nodeCount; n++) {
    const node = order[n]!
    place[node] = n
    x[n] = nodes.x[node]!
    y[n] = nodes.y[node]!
    vertex[n] = nodes.vertex[node]!
  }

  const pieceOrder = orderOfPieces(pieces.from, pieces.to, pieces.count, place, nodeCount)
  const edgeFrom = int32(pieces.count)
  const edgeTo = int32(pieces.count)
  const sourceStart = int32(pieces.count + 1)
  const sourceList = int32(sources.count)
  let end = 0
  for (let e = 0; e < pieces.count; e++) {
    const piece = pieceOrder[e]!
    edgeFrom[e] = place[pieces.from[piece]!]!
    edgeTo[e] = place[pieces.to[piece]!]!
    const begin = end
    for (let entry = pieces.head[piece]!; entry !== -1; entry = sources.next[entry]!) sourceList[end++] = sources.values[entry]!
    if (end - begin > 1) sourceList.subarray(begin, end).sort()
    sourceStart[e + 1] = end
  }
  const { leavingStart, leaving } = leavingHalfEdges(x, y, edgeFrom, edgeTo)
  const next = nextHalfEdges(leavingStart, leaving)
  return { x, y, vertex, edgeFrom, edgeTo, sourceStart, sources: sourceList.subarray(0, end), next, leavingStart, leaving }
}

function usedBy(from: Int32Array, to: Int32Array, pieceCount: number, nodeCount: number): Int32Array {
  const isUsed = uint8(nodeCount)
  for (let e = 0; e < pieceCount; e++) isUsed[from[e]!] = isUsed[to[e]!] = 1
  const used = int32(nodeCount)
  let count = 0
  for (let n = 0; n < nodeCount; n++) if (isUsed[n] === 1) used[count++] = n
  return used.subarray(0, count)
}

/** By x, then y. Sorted into strips first: most have few nodes. */
function orderOfNodes(x: Float64Array, y: Float64Array, nodes: Int32Array): Int32Array {
  let least = Infinity
  let most = -Infinity
  for (let i = 0; i < nodes.length; i++) {
    const at = x[nodes[i]!]!
    if (at < least) least = at
    if (at > most) most = at
  }
  const strips = nodes.length
  const scale = most > least ? (strips - 1) / (most - least) : 0
  const start = int32(strips + 1)
  const stripOf = int32(strips)
  for (let i = 0; i < nodes.length; i++) {
    const strip = Math.floor((x[nodes[i]!]! - least) * scale)
    stripOf[i] = strip
    start[strip]!++
  }
  for (let s = 1; s <= strips; s++) start[s]! += start[s - 1]!
  const order = int32(nodes.length)
  for (let i = nodes.length - 1; i >= 0; i--) order[--start[stripOf[i]!]!] = nodes[i]!
  const compare = (a: number, b: number): number => x[a]! - x[b]! || y[a]! - y[b]!
  for (let s = 0; s < strips; s++) if (start[s + 1]! - start[s]! > 1) sortPart(order, start[s]!, start[s + 1]!, compare)
  return order
}

/** By the places of their lesser ends, then of their greater ends. */
function orderOfPieces(from: Int32Array, to: Int32Array, count: number, place: Int32Array, nodeCount: number): Int32Array {
  const start = int32(nodeCount + 1)
  for (let e = 0; e < count; e++) start[place[from[e]!]!]!++
  for (let n = 1; n <= nodeCount; n++) start[n]! += start[n - 1]!
  const order = int32(count)
  for (let e = count - 1; e >= 0; e--) order[--start[place[from[e]!]!]!] = e
  const compare = (a: number, b: number): number => place[to[a]!]! - place[to[b]!]!
  for (let n = 0; n < nodeCount; n++) if (start[n + 1]! - start[n]! > 1) sortPart(order, start[n]!, start[n + 1]!, compare)
  return order
}

function leavingHalfEdges(x: Float64Array, y: Float64Array, from: Int32Array, to: Int32Array) {
  const leavingStart = int32(x.length + 1)
  for (let e = 0; e < from.length; e++) {
    leavingStart[from[e]!]!++
    leavingStart[to[e]!]!++
  }
  for (let n = 1; n <= x.length; n++) leavingStart[n]! += leavingStart[n - 1]!
  const leaving = int32(2 * from.length)
  // To the right or straight up first, that is, those that go to a greater node; filled from the back.
  for (let e = from.length - 1; e >= 0; e--) leaving[--leavingStart[to[e]!]!] = 2 * e + 1
  for (let e = from.length - 1; e >= 0; e--) leaving[--leavingStart[from[e]!]!] = 2 * e
  let centre = 0
  const headOf = (h: number): number => ((h & 1) === 0 ? to[h >> 1]! : from[h >> 1]!)
  const compare = (a: number, b: number): number => {
    const p = headOf(a)
    const q = headOf(b)
    return orient2d(x[centre]!, y[centre]!, x[p]!, y[p]!, x[q]!, y[q]!)
  }
  for (; centre < x.length; centre++) {
    const start = leavingStart[centre]!
    const end = leavingStart[centre + 1]!
    if (end - start < 2) continue
    let middle = start
    while (middle < end && (leaving[middle]! & 1) === 0) middle++
    if (middle - start > 1) sortPart(leaving, start, middle, compare)
    if (end - middle > 1) sortPart(leaving, middle, end, compare)
  }
  return { leavingStart, leaving }
}

/** After a half-edge comes the one that is next clockwise from its way back. */
function nextHalfEdges(leavingStart: Int32Array, leaving: Int32Array): Int32Array {
  const next = int32(leaving.length)
  for (let n = 0; n + 1 < leavingStart.length; n++) {
    let before = leaving[leavingStart[n + 1]! - 1]!
    for (let i = leavingStart[n]!; i < leavingStart[n + 1]!; i++) {
      next[leaving[i]! ^ 1] = before
      before = leaving[i]!
    }
  }
  return next
}
