import { orient2d } from 'robust-predicates'
import type { Segments } from './arrangement.ts'
import { crossingOf } from './crossing.ts'
import { enterEdges, intervalOf, layOut } from './edge-grid.ts'
import type { CellLayout } from './edge-grid.ts'
import { cutAtCrossings } from './first-crossings.ts'
import { placesNearFresh } from './fresh-places.ts'
import { addNode, mergeNear } from './near-nodes.ts'
import type { Nodes } from './near-nodes.ts'
import { copyOf, createPieceTable, createSourceLists, grown, listOf } from './pieces.ts'
import type { Pieces, SourceLists } from './pieces.ts'
import { float64, int32, uint8 } from './slab.ts'

/** Nodes, and pieces between them that neither cross nor touch but at nodes; in no order. */
export interface Network {
  nodes: Nodes
  pieces: Pieces
  sources: SourceLists
}

/** After so many rounds the snap grows, and after so many no crossing is computed any more. */
const PLAIN_ROUNDS = 12
const COARSER_ROUNDS = 16

/**
 * Brings segments together where they meet, round by round, until no piece crosses or touches another: near nodes are
 * merged, a piece that passes near a node runs through it, crossings become nodes. Rounding may make new crossings, so
 * another round follows. It ends: after some rounds the snap grows, and at last a crossing is moved into the nearest end of
 * the two pieces. Then no node is added any more and every piece gives way to shorter ones, of which there are finitely many.
 * @param snap greater than the rounding of the coordinates by far
 */
export function nodeSegments(x: Float64Array, y: Float64Array, segments: Segments, snap: number): Network {
  const nodes = usedNodes(x, y, segments)
  const sources = createSourceLists(segments.from.length)
  let pieces = firstPieces(nodes, segments, snap, sources)
  for (let round = 0, reach = snap; ; round++) {
    if (round >= PLAIN_ROUNDS && round < COARSER_ROUNDS) {
      reach *= 1.5
      nodes.isFresh.fill(1)
    }
    if (!pieces.isFresh.includes(1) && !nodes.isFresh.includes(1)) return { nodes, pieces, sources }
    let near = placesNearFresh(nodes, pieces, 4 * reach)
    const target = mergeNear(nodes, near.nodes, reach)
    if (target) {
      pieces = moved(nodes, pieces, sources, target)
      near = placesNearFresh(nodes, pieces, 4 * reach)
    }
    const splits = findSplits(nodes, pieces, near, reach, round < COARSER_ROUNDS)
    if (splits.count === 0) return { nodes, pieces, sources }
    pieces = split(nodes, pieces, sources, splits)
  }
}

/** With room for the crossings of segments of which is known that they are near each other. */
function usedNodes(x: Float64Array, y: Float64Array, { from, to, near }: Segments): Nodes & { of: Int32Array } {
  const of = int32(x.length).fill(-1)
  let count = 0
  for (let s = 0; s < from.length; s++) {
    if (of[from[s]!] === -1) of[from[s]!] = count++
    if (of[to[s]!] === -1) of[to[s]!] = count++
  }
  const room = count + (near ? near.mates.length / 2 : 0)
  const nodes = {
    x: float64(room),
    y: float64(room),
    vertex: int32(room),
    isFresh: uint8(room).fill(1, 0, count),
    isGone: uint8(room),
    count,
    of,
  }
  for (let v = 0; v < of.length; v++) {
    const n = of[v]!
    if (n === -1) continue
    nodes.vertex[n] = v
    nodes.x[n] = x[v]!
    nodes.y[n] = y[v]!
  }
  return nodes
}

function firstPieces(
  nodes: Nodes & { of: Int32Array },
  { from, to, near }: Segments,
  snap: number,
  sources: SourceLists,
): Pieces {
  if (near && near.margin >= 4 * snap) return cutAtCrossings(nodes, { from, to }, near, snap, sources)
  const table = createPieceTable(nodes.x, nodes.y, sources, from.length, 0)
  for (let s = 0; s < from.length; s++) {
    if (from[s] !== to[s]) table.add(nodes.of[from[s]!]!, nodes.of[to[s]!]!, listOf(sources, 2 * s), 1)
  }
  return table.pieces
}

/** The pieces between the nodes to which theirs were merged. */
function moved(nodes: Nodes, pieces: Pieces, sources: SourceLists, target: Int32Array): Pieces {
  const isEnd = uint8(nodes.count)
  const isMoved = uint8(pieces.count)
  for (let e = 0; e < pieces.count; e++) {
    const a = target[pieces.from[e]!]!
    const b = target[pieces.to[e]!]!
    if (a === pieces.from[e] && b === pieces.to[e]) continue
    isMoved[e] = isEnd[a] = isEnd[b] = 1
  }
  const table = createPieceTable(nodes.x, nodes.y, sources, ...countsOf(pieces, isMoved, isEnd, 0))
  for (let e = 0; e < pieces.count; e++) {
    const a = pieces.from[e]!
    const b = pieces.to[e]!
    if (isMoved[e] === 0 && (isEnd[a] === 0 || isEnd[b] === 0)) table.keep(pieces, e, pieces.isFresh[e]!)
    else table.add(target[a]!, target[b]!, pieces.head[e]!, isMoved[e] === 1 ? 1 : pieces.isFresh[e]!)
  }
  return table.pieces
}

/** How many pieces there will be of those that change, or may come to be the same as one that does, and of the others. */
function countsOf(pieces: Pieces, isChanged: Uint8Array, isEnd: Uint8Array, more: number): [added: number, kept: number] {
  let kept = 0
  for (let e = 0; e < pieces.count; e++) {
    if (isChanged[e] === 0 && (isEnd[pieces.from[e]!] === 0 || isEnd[pieces.to[e]!] === 0)) kept++
  }
  return [pieces.count - kept + more, kept]
}

/** Pieces, and nodes through which they have to run. */
interface Splits {
  pieces: Int32Array
  nodes: Int32Array
  count: number
}

function addSplit(splits: Splits, piece: number, node: number): void {
  splits.pieces = grown(splits.pieces, splits.count + 1)
  splits.nodes = grown(splits.nodes, splits.count + 1)
  splits.pieces[splits.count] = piece
  splits.nodes[splits.count++] = node
}

/** The pieces that the splits leave, in place of those that were split. */
function split(nodes: Nodes, pieces: Pieces, sources: SourceLists, splits: Splits): Pieces {
  const { x, y } = nodes
  const start = int32(pieces.count + 1)
  for (let i = 0; i < splits.count; i++) start[splits.pieces[i]! + 1]!++
  for (let e = 0; e < pieces.count; e++) start[e + 1]! += start[e]!
  const next = start.slice()
  const through = int32(splits.count)
  for (let i = 0; i < splits.count; i++) through[next[splits.pieces[i]!]!++] = splits.nodes[i]!

  const isEnd = uint8(nodes.count)
  const isSplit = uint8(pieces.count)
  for (let i = 0; i < splits.count; i++) {
    const e = splits.pieces[i]!
    isSplit[e] = isEnd[pieces.from[e]!] = isEnd[pieces.to[e]!] = isEnd[splits.nodes[i]!] = 1
  }
  const table = createPieceTable(x, y, sources, ...countsOf(pieces, isSplit, isEnd, splits.count))
  for (let e = 0; e < pieces.count; e++) {
    const a = pieces.from[e]!
    const b = pieces.to[e]!
    if (isSplit[e] === 0) {
      if (isEnd[a] === 1 && isEnd[b] === 1) table.add(a, b, pieces.head[e]!, 0)
      else table.keep(pieces, e, 0)
      continue
    }
    const way = wayAlong(nodes, a, b, through.subarray(start[e], start[e + 1]))
    let last = a
    for (const n of shortens(nodes, a, b, way) ? way : way.subarray(0, 1)) {
      if (n !== last) table.add(last, n, copyOf(sources, pieces.head[e]!), 1)
      last = n
    }
    if (last !== b) table.add(last, b, pieces.head[e]!, 1)
  }
  return table.pieces
}

/** The nodes in their order from a to b. */
function wayAlong({ x, y }: Nodes, a: number, b: number, way: Int32Array): Int32Array {
  if (way.length < 2) return way
  const dx = x[b]! - x[a]!
  const dy = y[b]! - y[a]!
  const along = (n: number): number => (x[n]! - x[a]!) * dx + (y[n]! - y[a]!) * dy
  return way.sort((m, n) => along(m) - along(n) || x[m]! - x[n]! || y[m]! - y[n]!)
}

/** Whether all parts of the way are shorter than the piece: between two nodes on either side of it one may be longer. */
function shortens({ x, y }: Nodes, a: number, b: number, way: Int32Array): boolean {
  const length2 = (x[b]! - x[a]!) ** 2 + (y[b]! - y[a]!) ** 2
  let last = a
  for (let i = 0; i <= way.length; i++) {
    const n = i < way.length ? way[i]! : b
    if ((x[n]! - x[last]!) ** 2 + (y[n]! - y[last]!) ** 2 >= length2) return false
    last = n
  }
  return true
}

/** Meetings of which one side at least is fresh; the others were looked for in the round before. Clears the nodes' freshness. */
function findSplits(
  nodes: Nodes,
  pieces: Pieces,
  near: ReturnType<typeof placesNearFresh>,
  reach: number,
  mayCross: boolean,
): Splits {
  const splits: Splits = { pieces: int32(16), nodes: int32(16), count: 0 }
  const layout = layOut(nodes.x, nodes.y, near.nodes, near.pieces.length / 2)
  const { start, edges } = enterEdges(layout, nodes.x, nodes.y, pieces.from, pieces.to, near.pieces, 2 * reach)
  const inCell = nodesByCell(nodes, near.nodes, layout)
  const before = nodes.count
  const meeting = createMeeting(nodes, pieces, layout, reach, mayCross, splits)
  for (let cell = 0; cell + 1 < start.length; cell++) {
    const end = start[cell + 1]!
    for (let i = start[cell]!; i < end; i++) {
      const e = edges[i]!
      const fresh = pieces.isFresh[e]!
      for (let j = i + 1; j < end; j++) {
        if (fresh === 1 || pieces.isFresh[edges[j]!] === 1) meeting.ofPieces(e, edges[j]!, cell)
      }
      for (let k = inCell.start[cell]!; k < inCell.start[cell + 1]!; k++) {
        const n = inCell.nodes[k]!
        if ((fresh === 1 || nodes.isFresh[n] === 1) && meeting.isNear(n, e)) addSplit(splits, e, n)
      }
    }
  }
  nodes.isFresh.fill(0, 0, before)
  return splits
}

function nodesByCell(
  { x, y, isGone }: Nodes,
  among: Int32Array,
  { columns, rows }: CellLayout,
): { start: Int32Array; nodes: Int32Array } {
  const cellOf = int32(among.length)
  const start = int32((columns.length + 1) * (rows.length + 1) + 1)
  for (let i = 0; i < among.length; i++) {
    const n = among[i]!
    if (isGone[n] === 1) continue
    cellOf[i] = intervalOf(rows, y[n]!) * (columns.length + 1) + intervalOf(columns, x[n]!)
    start[cellOf[i]! + 1]!++
  }
  for (let cell = 0; cell + 1 < start.length; cell++) start[cell + 1]! += start[cell]!
  const next = start.slice()
  const inCell = int32(start[start.length - 1]!)
  for (let i = 0; i < among.length; i++) if (isGone[among[i]!] === 0) inCell[next[cellOf[i]!]!++] = among[i]!
  return { start, nodes: inCell }
}

function createMeeting(nodes: Nodes, pieces: Pieces, layout: CellLayout, reach: number, mayCross: boolean, splits: Splits) {
  const { from, to } = pieces
  // Crossings are added to the nodes while we look; they are met in the next round.
  const { x, y } = nodes
  const reach2 = reach * reach

  /** Whether the piece has to run through the node: it passes within reach of it, and both parts would be shorter than it is. */
  const isNear = (n: number, e: number): boolean => {
    const a = from[e]!
    const b = to[e]!
    const px = x[n]!
    const py = y[n]!
    const ax = x[a]!
    const bx = x[b]!
    if (px < ax - reach || px > bx + reach) return false
    const ay = y[a]!
    const by = y[b]!
    if (ay < by ? py < ay - reach || py > by + reach : py < by - reach || py > ay + reach) return false
    if (n === a || n === b) return false
    const dx = bx - ax
    const dy = by - ay
    const nx = px - ax
    const ny = py - ay
    const length2 = dx * dx + dy * dy
    const cross = dx * ny - dy * nx
    if (cross * cross > reach2 * length2) return false
    return nx * nx + ny * ny < length2 && (px - bx) ** 2 + (py - by) ** 2 < length2
  }

  /** Makes the crossing pieces run through the end nearest to their crossing. */
  const meetInEnd = (e: number, f: number, cx: number, cy: number): void => {
    let nearest = from[e]!
    let least = Infinity
    for (const n of [from[e]!, to[e]!, from[f]!, to[f]!]) {
      const distance = (x[n]! - cx) ** 2 + (y[n]! - cy) ** 2
      const isFirst = x[n]! < x[nearest]! || (x[n] === x[nearest] && y[n]! < y[nearest]!)
      if (distance < least || (distance === least && isFirst)) {
        nearest = n
        least = distance
      }
    }
    addSplit(splits, nearest === from[e] || nearest === to[e] ? f : e, nearest)
  }

  const ofPieces = (e: number, f: number, cell: number): void => {
    const a = from[e]!
    const b = to[e]!
    const c = from[f]!
    const d = to[f]!
    const ax = x[a]!
    const bx = x[b]!
    const cx = x[c]!
    const dx = x[d]!
    if (bx < cx || dx < ax) return
    const ay = y[a]!
    const by = y[b]!
    const cy = y[c]!
    const dy = y[d]!
    if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return
    if (a === c || a === d || b === c || b === d) return
    const sideC = orient2d(ax, ay, bx, by, cx, cy)
    const sideD = orient2d(ax, ay, bx, by, dx, dy)
    if (!((sideC > 0 && sideD < 0) || (sideC < 0 && sideD > 0))) return
    const sideA = orient2d(cx, cy, dx, dy, ax, ay)
    const sideB = orient2d(cx, cy, dx, dy, bx, by)
    if (!((sideA > 0 && sideB < 0) || (sideA < 0 && sideB > 0))) return
    // They will meet in that end, where they still cross then.
    if (isNear(a, f) || isNear(b, f) || isNear(c, e) || isNear(d, e)) return
    const [px, py] = crossingOf(nodes, a, b, c, d)
    // Both are entered in all cells they share; one of these has the crossing.
    if (intervalOf(layout.rows, py) * (layout.columns.length + 1) + intervalOf(layout.columns, px) !== cell) return
    if (!mayCross) return meetInEnd(e, f, px, py)
    const n = addNode(nodes, px, py)
    addSplit(splits, e, n)
    addSplit(splits, f, n)
  }

  return { isNear, ofPieces }
}
