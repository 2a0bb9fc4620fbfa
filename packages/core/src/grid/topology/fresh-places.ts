import type { Nodes } from './near-nodes.ts'
import type { Pieces } from './pieces.ts'
import { int32, uint8 } from './slab.ts'

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
  const isMarked = uint8(side * side)
  const columnOf = (at: number): number => Math.min(side - 1, Math.max(0, Math.floor((at - minX) * perX)))
  const rowOf = (at: number): number => Math.min(side - 1, Math.max(0, Math.floor((at - minY) * perY)))
  const mark = (a: number, b: number): void => {
    const left = columnOf(Math.min(x[a]!, x[b]!) - margin)
    const right = columnOf(Math.max(x[a]!, x[b]!) + margin)
    const top = rowOf(Math.max(y[a]!, y[b]!) + margin)
    for (let row = rowOf(Math.min(y[a]!, y[b]!) - margin); row <= top; row++) {
      isMarked.fill(1, row * side + left, row * side + right + 1)
    }
  }
  if (isAll) isMarked[0] = 1
  else {
    for (let e = 0; e < pieces.count; e++) if (pieces.isFresh[e] === 1) mark(pieces.from[e]!, pieces.to[e]!)
    for (let n = 0; n < nodes.count; n++) if (isFresh[n] === 1 && isGone[n] === 0) mark(n, n)
  }
  // Of each node its cell: pieces are many.
  const cellOf = int32(nodes.count)
  for (let n = 0; n < nodes.count && !isAll; n++) {
    if (isGone[n] === 0) cellOf[n] = Math.floor((y[n]! - minY) * perY) * side + Math.floor((x[n]! - minX) * perX)
  }
  const isNear = (a: number, b: number): boolean => {
    if (a === b) return isMarked[a] === 1
    const left = Math.min(a % side, b % side)
    const right = Math.max(a % side, b % side)
    const bottom = Math.floor(Math.min(a, b) / side)
    const top = Math.floor(Math.max(a, b) / side)
    if ((right - left + 1) * (top - bottom + 1) > LONG) return true
    for (let row = bottom; row <= top; row++) {
      for (let cell = row * side + left; cell <= row * side + right; cell++) if (isMarked[cell] === 1) return true
    }
    return false
  }

  const nearPieces: number[] = []
  for (let e = 0; e < pieces.count; e++) {
    if (isNear(cellOf[pieces.from[e]!]!, cellOf[pieces.to[e]!]!)) nearPieces.push(e)
  }
  const nearNodes: number[] = []
  for (let n = 0; n < nodes.count; n++) if (isGone[n] === 0 && isMarked[cellOf[n]!] === 1) nearNodes.push(n)
  return { pieces: new Int32Array(nearPieces), nodes: new Int32Array(nearNodes) }
}
