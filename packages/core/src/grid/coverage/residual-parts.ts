import type { Borders } from './borders.ts'
import type { Residual } from './residual.ts'

/** The connected parts of a residual. */
export interface Parts {
  count: number
  /** Part p has the edges `order[start[p] … start[p + 1])`, as places in the residual. */
  start: Int32Array
  order: Int32Array
  /** 1: counter-clockwise, −1: clockwise, of a part that is one simple ring and meets no other edge; 0 for any other part. */
  turn: Int8Array
  /** Of a ring, in coordinate units squared, negative where it runs clockwise; rounded. */
  area: Float64Array
  /** Box of each part: least x, least y, greatest x, greatest y. */
  box: Float64Array
}

/** A ring whose area is below this share of what it is summed up from may run either way. */
const UNSURE = 1e-9

/**
 * @param meets 1 for edges that may meet others elsewhere than at a vertex of both; edges behind its end may too
 * @param localOf scratch, as long as the vertices, 0 throughout; left so
 */
export function partsOf({ x, y, from, to }: Borders, { edges, delta }: Residual, meets: Uint8Array, localOf: Int32Array): Parts {
  const size = edges.length
  const tails = new Int32Array(size)
  const heads = new Int32Array(size)
  let vertices = 0
  for (let i = 0; i < size; i++) {
    const [a, b] = [from[edges[i]!]!, to[edges[i]!]!]
    if (localOf[a] === 0) localOf[a] = ++vertices
    if (localOf[b] === 0) localOf[b] = ++vertices
    tails[i] = localOf[delta[i]! > 0 ? a : b]! - 1
    heads[i] = localOf[delta[i]! > 0 ? b : a]! - 1
  }
  for (let i = 0; i < size; i++) localOf[from[edges[i]!]!] = localOf[to[edges[i]!]!] = 0

  // Ways out and ways in of each vertex, in one number: 0x10001 for one of each.
  const ways = new Int32Array(vertices)
  const root = new Int32Array(vertices)
  for (let v = 0; v < vertices; v++) root[v] = v
  const find = (v: number): number => {
    while (root[v] !== v) v = root[v] = root[root[v]!]!
    return v
  }
  for (let i = 0; i < size; i++) {
    ways[tails[i]!]! += 0x10000
    ways[heads[i]!]! += 1
    const [a, b] = [find(tails[i]!), find(heads[i]!)]
    if (a !== b) root[a > b ? a : b] = a > b ? b : a
  }

  const number = new Int32Array(vertices)
  let count = 0
  for (let v = 0; v < vertices; v++) if (root[v] === v) number[v] = count++
  const start = new Int32Array(count + 1)
  const partOf = new Int32Array(size)
  for (let i = 0; i < size; i++) start[(partOf[i] = number[find(tails[i]!)]!) + 1]!++
  for (let p = 0; p < count; p++) start[p + 1]! += start[p]!
  const next = start.slice()
  const order = new Int32Array(size)
  for (let i = 0; i < size; i++) order[next[partOf[i]!]!++] = i

  const turn = new Int8Array(count)
  const area = new Float64Array(count)
  const box = new Float64Array(4 * count)
  for (let p = 0; p < count; p++) {
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
    let isRing = true
    let doubled = 0
    let most = 0
    const first = from[edges[order[start[p]!]!]!]!
    const [x0, y0] = [x[first]!, y[first]!]
    for (let k = start[p]!; k < start[p + 1]!; k++) {
      const i = order[k]!
      const e = edges[i]!
      if (ways[tails[i]!] !== 0x10001 || e >= meets.length || meets[e] === 1 || (delta[i] !== 1 && delta[i] !== -1))
        isRing = false
      const [a, b] = delta[i]! > 0 ? [from[e]!, to[e]!] : [to[e]!, from[e]!]
      const [ax, ay] = [x[a]!, y[a]!]
      // Every vertex is the tail of an edge, but in parts that are no rings.
      if (ax < minX) minX = ax
      if (ax > maxX) maxX = ax
      if (ay < minY) minY = ay
      if (ay > maxY) maxY = ay
      const left = (ax - x0) * (y[b]! - y0)
      const right = (x[b]! - x0) * (ay - y0)
      doubled += left - right
      most += (left < 0 ? -left : left) + (right < 0 ? -right : right)
    }
    box.set([minX, minY, maxX, maxY], 4 * p)
    area[p] = doubled / 2
    if (isRing && Math.abs(doubled) > UNSURE * most) turn[p] = doubled > 0 ? 1 : -1
  }
  return { count, start, order, turn, area, box }
}
