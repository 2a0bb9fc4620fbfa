import { orient2d } from 'robust-predicates'
import { crossingOf } from './crossing.ts'
import { addNode, isNearLine } from './near-nodes.ts'
import type { Nodes } from './near-nodes.ts'
import type { NearSegments } from './near-segments.ts'
import { withRoom } from './pieces.ts'
import type { Pieces, SourceLists } from './pieces.ts'
import { sortPart } from './sort-part.ts'
import { int32, uint8 } from './slab.ts'

/** From a vertex to a crossing it is this many times the reach at least: there two edges in a wide angle are well apart. */
const CLEAR = 32

/**
 * The pieces of segments of which is known which ones are near each other: cut where they plainly cross, which is all there is
 * to do for nearly all. A piece stays fresh, with its nodes, where something else is within reach of it, or where it is not
 * known: there it has to be looked for what it meets. Of two pieces that are not fresh, no more is to be found.
 */
export function cutAtCrossings(
  nodes: Nodes & { of: Int32Array },
  ends: { from: Int32Array; to: Int32Array },
  { start, mates, isUnknown }: NearSegments,
  reach: number,
  sources: SourceLists,
): Pieces {
  const count = ends.from.length
  const isOpen = uint8(count)
  // From the lesser end to the greater one, as pieces run; turned segments are marked.
  const from = int32(count)
  const to = int32(count)
  const isTurned = uint8(count)
  orient(nodes, ends, from, to, isTurned)
  for (let s = 0; s < count; s++) {
    if (isUnknown?.[s] === 1 || length2(nodes, from[s]!, to[s]!) <= (CLEAR * reach) ** 2) isOpen[s] = 1
  }
  nodes.isFresh.fill(0)

  // Segment, its partner and the node of every crossing, from both sides.
  const cuts = int32(3 * mates.length)
  let cutCount = 0
  for (let s = 0; s < count; s++) {
    for (let i = start[s]!; i < start[s + 1]!; i++) {
      const t = mates[i]!
      if (t < s) continue
      const how = meetingOf(nodes, from, to, s, t, reach)
      if (how === CLOSE) isOpen[s] = isOpen[t] = 1
      if (how !== CROSS) continue
      const [cx, cy] = crossingOf(nodes, from[s]!, to[s]!, from[t]!, to[t]!)
      const node = addNode(nodes, cx, cy)
      nodes.isFresh[node] = 0
      cuts[cutCount++] = s
      cuts[cutCount++] = t
      cuts[cutCount++] = node
      cuts[cutCount++] = t
      cuts[cutCount++] = s
      cuts[cutCount++] = node
    }
  }

  // Those of each segment in their order along it.
  const cutStart = int32(count + 1)
  for (let i = 0; i < cutCount; i += 3) cutStart[cuts[i]!]!++
  for (let s = 1; s <= count; s++) cutStart[s]! += cutStart[s - 1]!
  const order = int32(cutCount / 3)
  for (let i = 0; i < cutCount; i += 3) order[--cutStart[cuts[i]!]!] = i
  for (let s = 0; s < count; s++) {
    if (cutStart[s + 1]! - cutStart[s]! > 1) sortAlong(nodes, from[s]!, to[s]!, cuts, order, cutStart[s]!, cutStart[s + 1]!)
  }

  for (let s = 0; s < count; s++) {
    for (let i = cutStart[s]!, last = from[s]!; i < cutStart[s + 1]!; i++) {
      const partner = cuts[order[i]! + 1]!
      const node = cuts[order[i]! + 2]!
      const next = i + 1 < cutStart[s + 1]! ? cuts[order[i + 1]! + 2]! : to[s]!
      if (length2(nodes, last, node) <= (CLEAR * reach) ** 2 || length2(nodes, node, next) <= (CLEAR * reach) ** 2) {
        isOpen[s] = isOpen[partner] = 1
      }
      last = node
      for (let k = start[s]!; k < start[s + 1]!; k++) {
        const t = mates[k]!
        if (t === partner || !isNearLine(nodes, node, from[t]!, to[t]!, 2 * reach)) continue
        isOpen[s] = isOpen[partner] = isOpen[t] = 1
      }
    }
  }
  return piecesOf(nodes, { from, to, isTurned, isOpen }, { cuts, order, cutStart }, sources)
}

const APART = 0
const CROSS = 1
const CLOSE = 2

function orient(
  { x, y, of }: Nodes & { of: Int32Array },
  ends: { from: Int32Array; to: Int32Array },
  from: Int32Array,
  to: Int32Array,
  isTurned: Uint8Array,
) {
  for (let s = 0; s < from.length; s++) {
    const a = of[ends.from[s]!]!
    const b = of[ends.to[s]!]!
    const isLess = x[a]! < x[b]! || (x[a] === x[b] && y[a]! <= y[b]!)
    from[s] = isLess ? a : b
    to[s] = isLess ? b : a
    isTurned[s] = isLess ? 0 : 1
  }
}

const length2 = ({ x, y }: Nodes, a: number, b: number): number => (x[b]! - x[a]!) ** 2 + (y[b]! - y[a]!) ** 2

function meetingOf(nodes: Nodes, from: Int32Array, to: Int32Array, s: number, t: number, reach: number): number {
  const a = from[s]!
  const b = to[s]!
  const c = from[t]!
  const d = to[t]!
  const close = 2 * reach
  if (isNearLine(nodes, a, c, d, close) || isNearLine(nodes, b, c, d, close)) return CLOSE
  if (isNearLine(nodes, c, a, b, close) || isNearLine(nodes, d, a, b, close)) return CLOSE
  if (a === c || a === d || b === c || b === d) return APART
  const { x, y } = nodes
  const sideC = orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!)
  const sideD = orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[d]!, y[d]!)
  if (sideC > 0 === sideD > 0) return APART
  const sideA = orient2d(x[c]!, y[c]!, x[d]!, y[d]!, x[a]!, y[a]!)
  const sideB = orient2d(x[c]!, y[c]!, x[d]!, y[d]!, x[b]!, y[b]!)
  return sideA > 0 === sideB > 0 ? APART : CROSS
}

/** Mostly one, seldom more than three. */
function sortAlong({ x, y }: Nodes, a: number, b: number, cuts: Int32Array, order: Int32Array, start: number, end: number): void {
  const dx = x[b]! - x[a]!
  const dy = y[b]! - y[a]!
  const along = (i: number): number => {
    const n = cuts[i + 2]!
    return (x[n]! - x[a]!) * dx + (y[n]! - y[a]!) * dy
  }
  sortPart(order, start, end, (p, q) => along(p) - along(q))
}

function piecesOf(
  nodes: Nodes,
  segments: { from: Int32Array; to: Int32Array; isTurned: Uint8Array; isOpen: Uint8Array },
  { cuts, order, cutStart }: { cuts: Int32Array; order: Int32Array; cutStart: Int32Array },
  sources: SourceLists,
): Pieces {
  const { x, y, isFresh } = nodes
  const count = segments.from.length
  const most = count + order.length
  const pieces: Pieces = {
    from: int32(most),
    to: int32(most),
    head: int32(most),
    isFresh: uint8(most),
    count: 0,
  }
  sources.values = withRoom(sources.values, most)
  sources.next = withRoom(sources.next, most)
  const add = (a: number, b: number, source: number, fresh: number): void => {
    // Rounding may turn a piece round.
    const isLess = x[a]! < x[b]! || (x[a] === x[b] && y[a]! < y[b]!)
    const piece = pieces.count++
    pieces.from[piece] = isLess ? a : b
    pieces.to[piece] = isLess ? b : a
    pieces.head[piece] = sources.count
    pieces.isFresh[piece] = fresh
    if (fresh === 1) isFresh[a] = isFresh[b] = 1
    sources.values[sources.count] = isLess ? source : source ^ 1
    sources.next[sources.count++] = -1
  }
  for (let s = 0; s < count; s++) {
    let last = segments.from[s]!
    if (last === segments.to[s]) continue
    const source = 2 * s + segments.isTurned[s]!
    for (let i = cutStart[s]!; i < cutStart[s + 1]!; i++) {
      const node = cuts[order[i]! + 2]!
      add(last, node, source, segments.isOpen[s]!)
      last = node
    }
    add(last, segments.to[s]!, source, segments.isOpen[s]!)
  }
  return pieces
}
