import type { Rings } from '../topology/read-rings.ts'
import type { CheckedRings } from './validity.ts'

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
  const halves = new Int32Array(vertices.length)
  for (let r = 0; r < start.length - 1; r++) {
    const end = start[r + 1]!
    let a = vertices[end - 1]!
    for (let i = start[r]!; i < end; i++) {
      const b = vertices[i]!
      halves[i] = a === b ? -1 : table.halfOf(a, b)
      a = b
    }
  }
  return { halves, table }
}

/** Every ring in its right direction; rings that do not bound an area by their even-odd border. */
export function readBorders(
  rings: Rings,
  { turn, redrawn }: Pick<CheckedRings, 'turn' | 'redrawn'>,
  { halves: given, table }: RingEdges,
): Borders {
  const { start: ringStart, vertices, gridStart } = rings
  let most = vertices.length
  let crossings = 0
  for (const drawn of redrawn.values()) {
    most += drawn.from.length
    crossings += drawn.crossings.length / 2
  }
  const x = withRoom(rings.x, crossings)
  const y = withRoom(rings.y, crossings)
  if (redrawn.size > 0) table.grow(x.length, most)
  let vertexCount = rings.x.length
  const halves = new Int32Array(most)
  const start = new Int32Array(gridStart.length)
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
        halves[length++] = table.halfOf(vertexOf(drawn.from[i]!), vertexOf(drawn.to[i]!))
    } else {
      for (let r = gridStart[g]!; r < gridStart[g + 1]!; r++) {
        const first = ringStart[r]!
        const last = ringStart[r + 1]! - 1
        if (turn[r]! > 0) for (let i = first; i <= last; i++) if (given[i]! >= 0) halves[length++] = given[i]!
        if (turn[r]! < 0) for (let i = last; i >= first; i--) if (given[i]! >= 0) halves[length++] = given[i]! ^ 1
      }
    }
    start[g + 1] = length
  }
  return { x, y, ...table.edges(), halves: halves.subarray(0, length), start }
}

function withRoom(values: Float64Array, more: number): Float64Array {
  if (more === 0) return values
  const roomy = new Float64Array(values.length + more)
  roomy.set(values)
  return roomy
}

interface EdgeTable {
  halfOf(a: number, b: number): number
  edges(): { from: Int32Array; to: Int32Array; edgeCount: number }
  grow(vertexCount: number, most: number): void
}

function createEdgeTable(vertexCount: number, most: number): EdgeTable {
  let from = new Int32Array(most)
  let to = new Int32Array(most)
  // Edges by their lesser vertex, as linked lists: rarely more than two in one. Edge + 1; 0 is the end.
  let head = new Int32Array(vertexCount)
  let next = new Int32Array(most)
  const crowded = new Map<number, number>()
  let count = 0
  let last = -1

  const halfOf = (a: number, b: number): number => {
    // Along a neighbour's border the edges come backwards, along a parent's or child's forwards.
    if (last > 0 && from[last - 1] === b && to[last - 1] === a) return 2 * --last + 1
    if (last + 1 < count && from[last + 1] === a && to[last + 1] === b) return 2 * ++last
    const low = a < b ? a : b
    const high = a < b ? b : a
    let steps = 0
    for (let e = head[low]! - 1; e >= 0; e = next[e]! - 1) {
      if (from[e] === a && to[e] === b) return 2 * (last = e)
      if (from[e] === b && to[e] === a) return 2 * (last = e) + 1
      if (++steps < LONG_LIST) continue
      const known = crowded.get(low * 0x4000000 + high)
      if (known === undefined) break
      last = known
      return 2 * known + (from[known] === a ? 0 : 1)
    }
    from[count] = a
    to[count] = b
    if (steps < LONG_LIST) {
      next[count] = head[low]!
      head[low] = count + 1
    } else crowded.set(low * 0x4000000 + high, count)
    last = count
    return 2 * count++
  }
  const longer = (list: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
    const roomy = new Int32Array(Math.max(length, list.length))
    roomy.set(list)
    return roomy
  }
  return {
    halfOf,
    edges: () => ({ from, to, edgeCount: count }),
    grow(vertices, edges) {
      head = longer(head, vertices)
      ;[from, to, next] = [longer(from, edges), longer(to, edges), longer(next, edges)]
    },
  }
}
