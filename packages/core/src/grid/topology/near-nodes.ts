import { grown } from './pieces.ts'
import { int32, uint8 } from './slab.ts'

export interface Nodes {
  x: Float64Array
  y: Float64Array
  /** Of each node its vertex; −1 for a crossing. */
  vertex: Int32Array
  /** 1: not there in the round before. */
  isFresh: Uint8Array
  /** 1: merged into another one. */
  isGone: Uint8Array
  count: number
}

export function addNode(nodes: Nodes, x: number, y: number): number {
  nodes.x = grown(nodes.x, nodes.count + 1)
  nodes.y = grown(nodes.y, nodes.count + 1)
  nodes.vertex = grown(nodes.vertex, nodes.count + 1)
  nodes.isFresh = grown(nodes.isFresh, nodes.count + 1)
  nodes.isGone = grown(nodes.isGone, nodes.count + 1)
  nodes.x[nodes.count] = x
  nodes.y[nodes.count] = y
  nodes.vertex[nodes.count] = -1
  nodes.isFresh[nodes.count] = 1
  return nodes.count++
}

/** Whether a node is within reach of the line between two others. */
export function isNearLine({ x, y }: Nodes, n: number, p: number, q: number, reach: number): boolean {
  if (n === p || n === q) return false
  const ax = x[p]! - x[n]!
  const ay = y[p]! - y[n]!
  const bx = x[q]! - x[n]!
  const by = y[q]! - y[n]!
  const dx = bx - ax
  const dy = by - ay
  const t = -(ax * dx + ay * dy)
  if (t <= 0) return ax * ax + ay * ay <= reach * reach
  const length2 = dx * dx + dy * dy
  if (t >= length2) return bx * bx + by * by <= reach * reach
  return (ax * by - ay * bx) ** 2 <= reach * reach * length2
}

/** A square holds so many times the reach: most nodes need not look over its border, and 300 nodes at most keep apart in it. */
const SQUARE = 16
/** Whoever has looked at so many others takes the way for crowds, which gives the same answer. */
const LOOKS = 64

/**
 * Merges every fresh node that is within reach of another one, and answers where each node went; undefined where none did.
 * Vertices come before crossings, then the order of the coordinates decides: the order of the nodes does not matter. Those
 * that stay are further apart than the reach.
 * @param among the fresh nodes, and all those within reach of them
 */
export function mergeNear(nodes: Nodes, among: Int32Array, reach: number): Int32Array | undefined {
  const { x, y, vertex, isFresh, isGone, count } = nodes
  const squares = createSquares(x, y, count, among.length, reach)
  for (const n of among) if (isGone[n] === 0) squares.add(n)
  const isCrowded = uint8(count)
  let crowd = 0
  for (const n of among) {
    if (isGone[n] === 0 && isFresh[n] === 1 && squares.near(n, LOOKS) !== -1) {
      isCrowded[n] = 1
      crowd++
    }
  }
  if (crowd === 0) return undefined
  const order = int32(crowd)
  squares.clear()
  let at = 0
  for (const n of among) {
    if (isCrowded[n] === 1) order[at++] = n
    else if (isGone[n] === 0) squares.add(n)
  }
  order.sort((a, b) => Number(vertex[a]! < 0) - Number(vertex[b]! < 0) || x[a]! - x[b]! || y[a]! - y[b]!)
  const target = int32(count)
  for (let n = 0; n < count; n++) target[n] = n
  let merged = false
  for (const n of order) {
    const nearest = squares.nearest(n)
    if (nearest === -1) squares.add(n)
    else {
      target[n] = nearest
      isGone[n] = 1
      merged = true
    }
  }
  return merged ? target : undefined
}

/** @param most how many nodes may be added */
function createSquares(x: Float64Array, y: Float64Array, count: number, most: number, reach: number) {
  const bits = Math.max(4, Math.ceil(Math.log2(most + 1)))
  const shift = 32 - bits
  const first = int32(1 << bits).fill(-1)
  const next = int32(count)
  const scale = 1 / (SQUARE * reach)
  const reach2 = reach * reach
  // Square numbers beyond 32 bits are cut off: they only choose the list.
  const slotOf = (column: number, row: number): number =>
    Math.imul(Math.imul(column | 0, 0x9e3779b1) ^ (Math.imul(row | 0, 0x85ebca6b) + 0x7ed55d16), 0xc2b2ae35) >>> shift

  /** Calls `look` for the lists in which nodes within reach of node n are, until it answers true. */
  const around = (n: number, look: (slot: number) => boolean): void => {
    const column = x[n]! * scale
    const row = y[n]! * scale
    const step = 1.001 / SQUARE
    const left = Math.floor(column - step)
    const right = Math.floor(column + step)
    const top = Math.floor(row + step)
    for (let r = Math.floor(row - step); r <= top; r++) {
      for (let c = left; c <= right; c++) if (look(slotOf(c, r))) return
    }
  }
  const distance2 = (a: number, b: number): number => (x[a]! - x[b]!) ** 2 + (y[a]! - y[b]!) ** 2

  return {
    clear: () => void first.fill(-1),
    add(n: number): void {
      const slot = slotOf(Math.floor(x[n]! * scale), Math.floor(y[n]! * scale))
      next[n] = first[slot]!
      first[slot] = n
    },
    /** Another node within reach, or any at all where more than `looks` were looked at, or −1. */
    near(n: number, looks: number): number {
      let found = -1
      around(n, (slot) => {
        for (let other = first[slot]!; other !== -1 && found === -1; other = next[other]!) {
          if (other !== n && (distance2(other, n) <= reach2 || --looks < 0)) found = other
        }
        return found !== -1
      })
      return found
    },
    /** The nearest node within reach, the lesser by coordinates where two are as near, or −1. */
    nearest(n: number): number {
      let found = -1
      let least = reach2
      around(n, (slot) => {
        for (let other = first[slot]!; other !== -1; other = next[other]!) {
          const distance = distance2(other, n)
          if (distance > least) continue
          if (found === -1 || distance < least || x[other]! < x[found]! || (x[other] === x[found] && y[other]! < y[found]!)) {
            found = other
            least = distance
          }
        }
        return false
      })
      return found
    },
  }
}
