import type { Nodes } from './near-nodes.ts'
import type { Pieces } from './pieces.ts'

/** Where more than one in so many is fresh, everything is looked at. */
const FEW = 8
/** Cells along a side, at most. */
const MOST_CELLS = 1024
/** A piece over more cells than this is looked at in any case. */
const LONG = 64

/** Pieces and nodes among which those are that may meet a fresh one: most are far from all of these in the later rounds. */
export function placesNearFresh(nodes: Nodes, pieces: Pieces, margin: number): { pieces: Int32Array; nodes: Int32Array } {
  const { x, y, isGone, isFresh } = nodes
  let fresh = 0
  for (let e = 0; e < pieces.count; e++) fresh += pieces.isFresh[e]!
  for (let n = 0; n < nodes.count; n++) fresh += isFresh[n]!
  const isAll = fresh * FEW > pieces.count

  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let n = 0; n < nodes.count && !isAll; n++) {
    if (isGone[n] === 1) continue
    if (x[n]! < minX) minX = x[n]!
    if (x[n]! > maxX) maxX = x[n]!
    if (y[n]! < minY) minY = y[n]!
    if (y[n]! > maxY) maxY = y[n]!
  }
  const side = isAll ? 1 : Math.max(1, Math.min(MOST_CELLS, Math.floor(Math.sqrt(pieces.count))))
  const perX = side > 1 && maxX > minX ? (side - 1) / (maxX - minX) : 0
  const perY = side > 1 && maxY > minY ? (side - 1) / (maxY - minY) : 0
  const isMarked = new Uint8Array(side * side)
  const columnOf = (at: number): number => Math.min(side - 1, Math.max(0, Math.floor((at - minX) * perX)))
  const rowOf = (at: number): number => Math.min(side - 1, Math.max(0, Math.floor((at - minY) * perY)))
  /** Marks the cells of a box, or answers whether one of them is marked. */
  const visit = (west: number, south: number, east: number, north: number, marks: boolean): boolean => {
    const left = columnOf(west)
    const right = columnOf(east)
    const bottom = rowOf(south)
    const top = rowOf(north)
    if (!marks && (right - left + 1) * (top - bottom + 1) > LONG) return true
    for (let row = bottom; row <= top; row++) {
      if (marks) isMarked.fill(1, row * side + left, row * side + right + 1)
      else for (let cell = row * side + left; cell <= row * side + right; cell++) if (isMarked[cell] === 1) return true
    }
    return false
  }
  const visitPiece = (e: number, around: number, marks: boolean): boolean => {
    // From the lesser end by x to the greater one.
    const a = pieces.from[e]!
    const b = pieces.to[e]!
    const low = Math.min(y[a]!, y[b]!)
    const high = Math.max(y[a]!, y[b]!)
    return visit(x[a]! - around, low - around, x[b]! + around, high + around, marks)
  }
  if (isAll) isMarked[0] = 1
  else {
    for (let e = 0; e < pieces.count; e++) if (pieces.isFresh[e] === 1) visitPiece(e, margin, true)
    for (let n = 0; n < nodes.count; n++) {
      if (isFresh[n] === 1) visit(x[n]! - margin, y[n]! - margin, x[n]! + margin, y[n]! + margin, true)
    }
  }

  const nearPieces = new Int32Array(pieces.count)
  let pieceCount = 0
  for (let e = 0; e < pieces.count; e++) if (isAll || visitPiece(e, 0, false)) nearPieces[pieceCount++] = e
  const nearNodes = new Int32Array(nodes.count)
  let nodeCount = 0
  for (let n = 0; n < nodes.count; n++) {
    if (isGone[n] === 0 && (isAll || isMarked[rowOf(y[n]!) * side + columnOf(x[n]!)] === 1)) nearNodes[nodeCount++] = n
  }
  return { pieces: nearPieces.subarray(0, pieceCount), nodes: nearNodes.subarray(0, nodeCount) }
}
