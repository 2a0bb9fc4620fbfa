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

/** Every ring in its right direction; rings that do not bound an area by their even-odd border. */
export function readBorders(rings: Rings, { turn, redrawn }: Pick<CheckedRings, 'turn' | 'redrawn'>): Borders {
  const { start: ringStart, vertices, gridStart } = rings
  let most = vertices.length
  let crossings = 0
  for (const drawn of redrawn.values()) {
    most += drawn.from.length
    crossings += drawn.crossings.length / 2
  }
  const x = withRoom(rings.x, crossings)
  const y = withRoom(rings.y, crossings)
  let vertexCount = rings.x.length
  const table = createEdgeTable(x.length, most)
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
        if (turn[r]! > 0) {
          let a = vertices[last]!
          for (let i = first; i <= last; i++) {
            const b = vertices[i]!
            if (a !== b) halves[length++] = table.halfOf(a, b)
            a = b
          }
        } else if (turn[r]! < 0) {
          let a = vertices[first]!
          for (let i = last; i >= first; i--) {
            const b = vertices[i]!
            if (a !== b) halves[length++] = table.halfOf(a, b)
            a = b
          }
        }
      }
    }
    start[g + 1] = length
  }
  return { x, y, from: table.from, to: table.to, edgeCount: table.count(), halves: halves.subarray(0, length), start }
}

function withRoom(values: Float64Array, more: number): Float64Array {
  if (more === 0) return values
  const roomy = new Float64Array(values.length + more)
  roomy.set(values)
  return roomy
}

function createEdgeTable(vertexCount: number, most: number) {
  const from = new Int32Array(most)
  const to = new Int32Array(most)
  // Edges by their lesser vertex, as linked lists: rarely more than two in one. Edge + 1; 0 is the end.
  const head = new Int32Array(vertexCount)
  const next = new Int32Array(most)
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
      const known = crowded.get(low * vertexCount + high)
      if (known === undefined) break
      last = known
      return 2 * known + (from[known] === a ? 0 : 1)
    }
    from[count] = a
    to[count] = b
    if (steps < LONG_LIST) {
      next[count] = head[low]!
      head[low] = count + 1
    } else crowded.set(low * vertexCount + high, count)
    last = count
    return 2 * count++
  }
  return { from, to, halfOf, count: () => count }
}
