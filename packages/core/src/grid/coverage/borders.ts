import type { Rings } from '../topology/read-rings.ts'
import type { CheckedRings } from './validity.ts'
import { float64, int32 } from '../topology/slab.ts'

/** The borders of all grids over one table of undirected edges. */
export interface Borders {
  /** Vertices; behind those read, the crossings of rings that were redrawn. */
  x: Float64Array
  y: Float64Array
  /** Edges, in the direction in which each was first read. */
  from: Int32Array
  to: Int32Array
  edgeCount: number
  /** Grid g has the border `halves[start[g] … start[g + 1])`: twice the edge, + 1 where it runs to → from; the inside is to the left. */
  halves: Int32Array
  start: Int32Array
  /** Whether edges are numbered in the order in which the halves first have them. */
  isInOrder: boolean
}

/** A vertex with more edges than this has them in a map. */
const LONG_LIST = 24

/** The edges of all rings as they came, whatever their direction. */
export interface RingEdges {
  /** Of each vertex of each ring, the edge from the one before it: twice the edge, + 1 where it runs to → from; −1 between equals. */
  halves: Int32Array
  table: EdgeTable
}

export function readEdges({ x, start, vertices }: Rings): RingEdges {
  const table = createEdgeTable(x.length, vertices.length)
  const halves = int32(vertices.length, false)
  for (let r = 0; r + 1 < start.length; r++) readRing(table, vertices, start[r]!, start[r + 1]!, halves)
  return { halves, table }
}

function readRing(table: EdgeTable, vertices: Int32Array, start: number, end: number, halves: Int32Array): void {
  let a = vertices[end - 1]!
  for (let i = start; i < end; i++) {
    const b = vertices[i]!
    halves[i] = a === b ? -1 : halfOf(table, a, b)
    a = b
  }
}

/** Every ring in its right direction; rings that do not bound an area by their even-odd border. */
export function readBorders(
  rings: Rings,
  { turn, redrawn }: Pick<CheckedRings, 'turn' | 'redrawn'>,
  { halves: given, table }: RingEdges,
): Borders {
  const { start: ringStart, vertices, gridStart } = rings
  if (redrawn.size === 0 && turn.every((is) => is === 1) && !given.includes(-1)) {
    const start = gridStart.map((ring) => ringStart[ring]!)
    return {
      x: rings.x,
      y: rings.y,
      from: table.from,
      to: table.to,
      edgeCount: table.count,
      halves: given,
      start,
      isInOrder: true,
    }
  }
  let most = vertices.length
  let crossings = 0
  for (const drawn of redrawn.values()) {
    most += drawn.from.length
    crossings += drawn.crossings.length / 2
  }
  const x = withRoom(rings.x, crossings)
  const y = withRoom(rings.y, crossings)
  if (redrawn.size > 0) growTable(table, x.length, most)
  let vertexCount = rings.x.length
  const halves = int32(most)
  const start = int32(gridStart.length)
  let length = 0
  for (let g = 0; g < gridStart.length - 1; g++) {
    const drawn = redrawn.get(g)
    if (drawn) {
      const first = vertexCount
      for (let i = 0; i < drawn.crossings.length; i += 2) {
        x[vertexCount] = drawn.crossings[i]!
        y[vertexCount++] = drawn.crossings[i + 1]!
      }
      const vertexOf = (v: number) => (v >= 0 ? v : first - 2 - v)
      for (let i = 0; i < drawn.from.length; i++)
        halves[length++] = halfOf(table, vertexOf(drawn.from[i]!), vertexOf(drawn.to[i]!))
    } else {
      for (let r = gridStart[g]!; r < gridStart[g + 1]!; r++) {
        if (turn[r] !== 0) length = copyRing(given, ringStart[r]!, ringStart[r + 1]!, turn[r]! > 0, halves, length)
      }
    }
    start[g + 1] = length
  }
  const { from, to, count: edgeCount } = table
  return { x, y, from, to, edgeCount, halves: halves.subarray(0, length), start, isInOrder: false }
}

/** @returns where the copy ends */
function copyRing(given: Int32Array, start: number, end: number, isForwards: boolean, halves: Int32Array, at: number): number {
  if (isForwards) for (let i = start; i < end; i++) if (given[i]! >= 0) halves[at++] = given[i]!
  if (!isForwards) for (let i = end - 1; i >= start; i--) if (given[i]! >= 0) halves[at++] = given[i]! ^ 1
  return at
}

function withRoom(values: Float64Array, more: number): Float64Array {
  if (more === 0) return values
  const roomy = float64(values.length + more)
  roomy.set(values)
  return roomy
}

interface EdgeTable {
  from: Int32Array<ArrayBuffer>
  to: Int32Array<ArrayBuffer>
  count: number
  /**
   * Between vertex v and v + 1, which follow each other in the ring that was read first, as nearly all do: twice the edge,
   * + 1 where it runs from v + 1 to v; + 2, since 0 is none.
   */
  step: Int32Array<ArrayBuffer>
  /** Other edges by their lesser vertex, as linked lists: rarely more than two in one. Edge + 1; 0 is the end. */
  head: Int32Array<ArrayBuffer>
  next: Int32Array<ArrayBuffer>
  crowded: Map<number, number>
}

const createEdgeTable = (vertices: number, most: number): EdgeTable => ({
  from: int32(most, false),
  to: int32(most, false),
  count: 0,
  step: int32(vertices),
  head: int32(vertices),
  next: int32(most, false),
  crowded: new Map(),
})

function growTable(table: EdgeTable, vertices: number, most: number): void {
  for (const name of ['step', 'head'] as const) table[name] = longer(table[name], vertices)
  for (const name of ['from', 'to', 'next'] as const) table[name] = longer(table[name], most)
}

function longer(list: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const roomy = int32(Math.max(length, list.length))
  roomy.set(list)
  return roomy
}

/** Twice the edge, + 1 where it runs from b to a. */
function halfOf(table: EdgeTable, a: number, b: number): number {
  if (b - a === 1) return halfOfStep(table, a, a, b, 0)
  if (a - b === 1) return halfOfStep(table, b, a, b, 1)
  const low = a < b ? a : b
  const high = a < b ? b : a
  const edge = edgeInList(table, low, high)
  if (edge >= 0) return 2 * edge + (table.from[edge] === a ? 0 : 1)
  const added = addEdge(table, a, b)
  enterInList(table, added, low, high)
  return 2 * added
}

function halfOfStep(table: EdgeTable, low: number, a: number, b: number, isBack: number): number {
  const known = table.step[low]! - 2
  if (known >= 0) return known ^ isBack
  const added = addEdge(table, a, b)
  table.step[low] = 2 * added + isBack + 2
  return 2 * added
}

function addEdge(table: EdgeTable, a: number, b: number): number {
  const added = table.count++
  table.from[added] = a
  table.to[added] = b
  return added
}

function edgeInList({ from, to, head, next, crowded }: EdgeTable, low: number, high: number): number {
  let steps = 0
  for (let edge = head[low]! - 1; edge >= 0; edge = next[edge]! - 1) {
    if (from[edge] === high || to[edge] === high) return edge
    if (++steps === LONG_LIST) return crowded.get(low * 0x4000000 + high) ?? -1
  }
  return -1
}

function enterInList({ head, next, crowded }: EdgeTable, edge: number, low: number, high: number): void {
  let steps = 0
  for (let other = head[low]! - 1; other >= 0 && steps < LONG_LIST; other = next[other]! - 1) steps++
  if (steps === LONG_LIST) crowded.set(low * 0x4000000 + high, edge)
  else {
    next[edge] = head[low]!
    head[low] = edge + 1
  }
}
