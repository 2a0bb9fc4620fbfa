import type { Rings } from './read-rings.ts'

/** The edges of all rings, each told once whoever draws it. */
export interface Edges {
  /** Ends of an edge, in the direction in which it was first read. */
  from: Int32Array
  to: Int32Array
  /**
   * Of each place in `rings.vertices`: the edge to the next vertex of the ring, as twice its number, + 1 where the ring
   * runs against it; −1 where that is the same vertex.
   */
  halves: Int32Array
}

export function edgesOf({ start, vertices }: Rings): Edges {
  const from = new Int32Array(vertices.length)
  const to = new Int32Array(vertices.length)
  const halves = new Int32Array(vertices.length)
  const bits = Math.max(4, Math.ceil(Math.log2(vertices.length + 1)) + 1)
  const slots = new Int32Array(1 << bits)
  let count = 0
  let last = -1
  const halfOf = (a: number, b: number): number => {
    if (a === b) return -1
    // Along a neighbour's border the edges come backwards, along a parent's or child's forwards.
    if (last > 0 && from[last - 1] === b && to[last - 1] === a) return 2 * --last + 1
    if (last + 1 < count && from[last + 1] === a && to[last + 1] === b) return 2 * ++last
    const low = a < b ? a : b
    const high = a < b ? b : a
    const hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)
    let slot = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> (32 - bits)
    for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      last = slots[slot]! - 1
      if (from[last] === a && to[last] === b) return 2 * last
      if (from[last] === b && to[last] === a) return 2 * last + 1
    }
    from[count] = a
    to[count] = b
    last = count++
    slots[slot] = count
    return 2 * last
  }
  for (let r = 0; r + 1 < start.length; r++) {
    const end = start[r + 1]!
    for (let i = start[r]!; i < end; i++) halves[i] = halfOf(vertices[i]!, vertices[i + 1 < end ? i + 1 : start[r]!]!)
  }
  return { from: from.subarray(0, count), to: to.subarray(0, count), halves }
}
