import type { EdgeTable } from './edges.ts'

/** Edges in a leaf, children of a node. */
const FAN = 8
/** Boxes are compared with a little room, so that rounding hides no edge that is as near. */
const ROOM = 1 + 2 ** -40

export interface Near {
  part: number
  x: number
  y: number
  /** Squared, in units of the scales given. */
  squared: number
}

/**
 * Finds the point of an outline that is nearest to a point, exactly so among all edges: a packed tree of boxes over the
 * edges, along a Z-order curve of their middles (Morton 1966), searched nearest box first.
 */
export function createNearest(table: EdgeTable) {
  const { ends, passStart, passes } = table
  const order = byPlace(table)
  const tree = packTree(ends, order)
  const { boxes, levelStart } = tree
  const top = levelStart.length - 2
  const distances = new Float64Array(FAN * (top + 2))
  const children = new Int32Array(FAN * (top + 2))
  const near: Near = { part: -1, x: 0, y: 0, squared: Infinity }

  /** The nearer of what was found before and what is found now; of two as near, the lower part. `scaleX`, `scaleY`: to a common unit. */
  function search(x: number, y: number, scaleX: number, scaleY: number, before: Near): Near {
    near.part = before.part
    near.x = before.x
    near.y = before.y
    near.squared = before.squared
    if (order.length > 0) visit(top, 0, x, y, scaleX, scaleY)
    return { ...near }
  }

  function visit(level: number, node: number, x: number, y: number, scaleX: number, scaleY: number): void {
    const first = node * FAN
    if (level === 0) {
      for (let i = first; i < Math.min(order.length, first + FAN); i++) tryEdge(order[i]!, x, y, scaleX, scaleY)
      return
    }
    const base = FAN * level
    const last = Math.min(levelStart[level]! - levelStart[level - 1]!, first + FAN)
    let count = 0
    for (let child = first; child < last; child++) {
      const o = 4 * (levelStart[level - 1]! + child)
      const dx = Math.max(boxes[o]! - x, 0, x - boxes[o + 2]!) * scaleX
      const dy = Math.max(boxes[o + 1]! - y, 0, y - boxes[o + 3]!) * scaleY
      const distance = dx * dx + dy * dy
      let k = count++
      for (; k > 0 && distances[base + k - 1]! > distance; k--) {
        distances[base + k] = distances[base + k - 1]!
        children[base + k] = children[base + k - 1]!
      }
      distances[base + k] = distance
      children[base + k] = child
    }
    for (let k = 0; k < count && distances[base + k]! <= near.squared * ROOM; k++) {
      visit(level - 1, children[base + k]!, x, y, scaleX, scaleY)
    }
  }

  function tryEdge(e: number, x: number, y: number, scaleX: number, scaleY: number): void {
    const [ax, ay, bx, by] = [ends[4 * e]!, ends[4 * e + 1]!, ends[4 * e + 2]!, ends[4 * e + 3]!]
    const ux = (bx - ax) * scaleX
    const uy = (by - ay) * scaleY
    const along = ((x - ax) * scaleX * ux + (y - ay) * scaleY * uy) / (ux * ux + uy * uy)
    // An edge of no length gives NaN.
    const footX = along >= 1 ? bx : along > 0 ? ax + along * (bx - ax) : ax
    const footY = along >= 1 ? by : along > 0 ? ay + along * (by - ay) : ay
    const dx = (footX - x) * scaleX
    const dy = (footY - y) * scaleY
    const squared = dx * dx + dy * dy
    const part = passes[passStart[e]!]! >> 1
    if (squared > near.squared || (squared === near.squared && part >= near.part)) return
    near.squared = squared
    near.part = part
    near.x = footX
    near.y = footY
  }

  return search
}

/** The edges in the order of a Z-order curve through their middles; those of one place in their own order. */
function byPlace({ ends, count }: EdgeTable): Int32Array {
  const keys = new Float64Array(count)
  let [minX, minY, size] = [Infinity, Infinity, 0]
  for (let i = 0; i < ends.length; i += 2) {
    minX = Math.min(minX, ends[i]!)
    minY = Math.min(minY, ends[i + 1]!)
  }
  for (let i = 0; i < ends.length; i += 2) size = Math.max(size, ends[i]! - minX, ends[i + 1]! - minY)
  const scale = size > 0 ? 0xffff / size : 0
  for (let e = 0; e < count; e++) {
    const column = ((ends[4 * e]! + ends[4 * e + 2]!) / 2 - minX) * scale
    const row = ((ends[4 * e + 1]! + ends[4 * e + 3]!) / 2 - minY) * scale
    keys[e] = ((spread(row) << 1) | spread(column)) >>> 0
  }
  return Int32Array.from({ length: count }, (_, e) => e).sort((a, b) => keys[a]! - keys[b]! || a - b)
}

/** Puts a 0 before each of the lower 16 bits. */
function spread(value: number): number {
  let bits = value & 0xffff
  bits = (bits | (bits << 8)) & 0x00ff00ff
  bits = (bits | (bits << 4)) & 0x0f0f0f0f
  bits = (bits | (bits << 2)) & 0x33333333
  return (bits | (bits << 1)) & 0x55555555
}

/** Boxes of the leaves, then of each level above up to the root. Node n of level l is box `levelStart[l] + n`. */
function packTree(ends: Float64Array, order: Int32Array): { boxes: Float64Array; levelStart: number[] } {
  const levelStart = [0]
  for (let count = Math.ceil(order.length / FAN); ; count = Math.ceil(count / FAN)) {
    levelStart.push(levelStart.at(-1)! + count)
    if (count <= 1) break
  }
  const boxes = new Float64Array(4 * levelStart.at(-1)!)
  for (let o = 0; o < boxes.length; o += 4) boxes.set([Infinity, Infinity, -Infinity, -Infinity], o)
  const widen = (box: number, minX: number, minY: number, maxX: number, maxY: number) => {
    const o = 4 * box
    boxes[o] = Math.min(boxes[o]!, minX)
    boxes[o + 1] = Math.min(boxes[o + 1]!, minY)
    boxes[o + 2] = Math.max(boxes[o + 2]!, maxX)
    boxes[o + 3] = Math.max(boxes[o + 3]!, maxY)
  }
  for (let i = 0; i < order.length; i++) {
    const o = 4 * order[i]!
    const [ax, bx] = [ends[o]!, ends[o + 2]!]
    widen(Math.floor(i / FAN), Math.min(ax, bx), ends[o + 1]!, Math.max(ax, bx), ends[o + 3]!)
  }
  for (let level = 1; level + 1 < levelStart.length; level++) {
    const below = levelStart[level - 1]!
    for (let n = 0; n < levelStart[level]! - below; n++) {
      const o = 4 * (below + n)
      widen(levelStart[level]! + Math.floor(n / FAN), boxes[o]!, boxes[o + 1]!, boxes[o + 2]!, boxes[o + 3]!)
    }
  }
  return { boxes, levelStart }
}
