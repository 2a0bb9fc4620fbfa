import type { Borders } from './borders.ts'
import type { Residual } from './residual.ts'
import { float64, int32 } from '../topology/slab.ts'

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
 * @param meets 1 for edges that may meet others elsewhere than at a vertex of both
 * @param localOf scratch, as long as the vertices, 0 throughout; left so
 */
export function partsOf(borders: Borders, residual: Residual, meets: Uint8Array, localOf: Int32Array): Parts {
  const { tails, heads, vertices } = localEnds(borders, residual, localOf)
  const root = rootsOf(tails, heads, vertices)
  const { count, partOf } = numberParts(root, tails)
  const { start, order } = sortByPart(partOf, count)
  const { turn, area, box } = { turn: new Int8Array(count), area: float64(count), box: float64(4 * count) }
  const parts: Parts = { count, start, order, turn, area, box }
  const ways = waysOf(tails, heads, vertices)
  const isPlain = (i: number): boolean => {
    const edge = residual.edges[i]!
    return ways[tails[i]!] === ONE_EACH && meets[edge] === 0 && Math.abs(residual.delta[i]!) === 1
  }
  for (let part = 0; part < count; part++) measurePart(borders, residual, parts, part, isPlain)
  return parts
}

/** The vertices that the edges use, numbered; every edge from the tail to the head, with more on its left. */
function localEnds({ from, to }: Borders, { edges, delta }: Residual, localOf: Int32Array) {
  const tails = int32(edges.length)
  const heads = int32(edges.length)
  let vertices = 0
  const local = (vertex: number): number => {
    if (localOf[vertex] === 0) localOf[vertex] = ++vertices
    return localOf[vertex]! - 1
  }
  for (let i = 0; i < edges.length; i++) {
    const [a, b] = [local(from[edges[i]!]!), local(to[edges[i]!]!)]
    tails[i] = delta[i]! > 0 ? a : b
    heads[i] = delta[i]! > 0 ? b : a
  }
  for (let i = 0; i < edges.length; i++) localOf[from[edges[i]!]!] = localOf[to[edges[i]!]!] = 0
  return { tails, heads, vertices }
}

/** Of each vertex one that stands for all that hang together with it. */
function rootsOf(tails: Int32Array, heads: Int32Array, vertices: number): Int32Array {
  const root = int32(vertices)
  for (let v = 0; v < vertices; v++) root[v] = v
  for (let i = 0; i < tails.length; i++) join(root, tails[i]!, heads[i]!)
  for (let v = 0; v < vertices; v++) root[v] = rootOf(root, v)
  return root
}

function join(root: Int32Array, one: number, other: number): void {
  const [a, b] = [rootOf(root, one), rootOf(root, other)]
  if (a !== b) root[a > b ? a : b] = a > b ? b : a
}

function rootOf(root: Int32Array, v: number): number {
  while (root[v] !== v) v = root[v] = root[root[v]!]!
  return v
}

function numberParts(root: Int32Array, tails: Int32Array): { count: number; partOf: Int32Array } {
  const number = int32(root.length)
  let count = 0
  for (let v = 0; v < root.length; v++) number[v] = root[v] === v ? count++ : number[root[v]!]!
  return { count, partOf: tails.map((v) => number[v]!) }
}

function sortByPart(partOf: Int32Array, count: number): { start: Int32Array; order: Int32Array } {
  const start = int32(count + 1)
  for (let i = 0; i < partOf.length; i++) start[partOf[i]!]!++
  for (let p = 1; p <= count; p++) start[p]! += start[p - 1]!
  const order = int32(partOf.length)
  for (let i = partOf.length - 1; i >= 0; i--) order[--start[partOf[i]!]!] = i
  return { start, order }
}

/** Ways out and ways in of a vertex, in one number. */
const [OUT, IN] = [0x10000, 1]
const ONE_EACH = OUT + IN

function waysOf(tails: Int32Array, heads: Int32Array, vertices: number): Int32Array {
  const ways = int32(vertices)
  for (let i = 0; i < tails.length; i++) {
    ways[tails[i]!]! += OUT
    ways[heads[i]!]! += IN
  }
  return ways
}

function measurePart(
  { x, y, from, to }: Borders,
  { edges, delta }: Residual,
  { start, order, turn, area, box }: Parts,
  part: number,
  isPlain: (i: number) => boolean,
): void {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  let isRing = true
  let doubled = 0
  let most = 0
  const first = from[edges[order[start[part]!]!]!]!
  const x0 = x[first]!
  const y0 = y[first]!
  for (let k = start[part]!; k < start[part + 1]!; k++) {
    const i = order[k]!
    isRing = isRing && isPlain(i)
    const a = (delta[i]! > 0 ? from : to)[edges[i]!]!
    const b = (delta[i]! > 0 ? to : from)[edges[i]!]!
    const ax = x[a]!
    const ay = y[a]!
    const bx = x[b]!
    const by = y[b]!
    minX = Math.min(minX, ax, bx)
    minY = Math.min(minY, ay, by)
    maxX = Math.max(maxX, ax, bx)
    maxY = Math.max(maxY, ay, by)
    const left = (ax - x0) * (by - y0)
    const right = (bx - x0) * (ay - y0)
    doubled += left - right
    most += Math.abs(left) + Math.abs(right)
  }
  box.set([minX, minY, maxX, maxY], 4 * part)
  area[part] = doubled / 2
  if (isRing && Math.abs(doubled) > UNSURE * most) turn[part] = doubled > 0 ? 1 : -1
}
