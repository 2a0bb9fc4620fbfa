import { orient2d } from 'robust-predicates'
import { intervalOf } from '../topology/edge-grid.ts'
import type { Border } from './border.ts'

const MOST_ROWS = 1024

/** Finds the first edge of a family that one meets going due west from a vertex (a hair above it); −1 where there is none. */
export function createWestOf(border: Border, family: number): (vertex: number) => number {
  const { x, y, from, to } = border
  const { start, edges, rows } = rowsOf(border, border.start[family]!, border.start[family + 1]!)
  const turn = (a: number, b: number, c: number) => orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!)
  const low = (e: number) => (y[from[e]!]! < y[to[e]!]! ? from[e]! : to[e]!)
  const high = (e: number) => (y[from[e]!]! < y[to[e]!]! ? to[e]! : from[e]!)
  /** Above 0 where the vertex is east of the edge. */
  const eastOf = (e: number, v: number) => turn(low(e), high(e), v)
  /** Of two edges on the same level that do not cross, the one more to the east. */
  const eastern = (one: number, other: number) => {
    const atLow = y[low(one)]! >= y[low(other)]! ? eastOf(other, low(one)) : -eastOf(one, low(other))
    if (atLow !== 0) return atLow > 0 ? one : other
    const atHigh = y[high(one)]! <= y[high(other)]! ? eastOf(other, high(one)) : -eastOf(one, high(other))
    return atHigh > 0 ? one : other
  }
  return (v) => {
    const row = intervalOf(rows, y[v]!)
    let nearest = -1
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      const e = edges[i]!
      if (y[from[e]!]! > y[v]! === y[to[e]!]! > y[v]! || eastOf(e, v) <= 0) continue
      nearest = nearest === -1 ? e : eastern(e, nearest)
    }
    return nearest
  }
}

/** Edges `first … end` by rows of about the same number of vertices. */
function rowsOf({ y, from, to }: Border, first: number, end: number) {
  const levels = Float64Array.from(from.subarray(first, end), (v) => y[v]!).sort()
  const count = Math.min(MOST_ROWS, Math.ceil(Math.sqrt(levels.length)))
  const rows = Float64Array.from({ length: count - 1 }, (_, i) => levels[Math.floor(((i + 1) * levels.length) / count)]!)
  const span = (e: number) => {
    const [one, other] = [intervalOf(rows, y[from[e]!]!), intervalOf(rows, y[to[e]!]!)]
    return [Math.min(one, other), Math.max(one, other)] as const
  }
  const start = new Int32Array(count + 1)
  for (let e = first; e < end; e++) for (let [row, last] = span(e); row <= last; row++) start[row + 1]!++
  for (let row = 0; row < count; row++) start[row + 1]! += start[row]!
  const next = start.slice()
  const edges = new Int32Array(start[count]!)
  for (let e = first; e < end; e++) for (let [row, last] = span(e); row <= last; row++) edges[next[row]!++] = e
  return { start, edges, rows }
}
