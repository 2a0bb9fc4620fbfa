import { orient2d } from 'robust-predicates'
import type { Border, Fault } from './border.ts'

/**
 * Two edges of one family that meet anywhere but at an end of both, or that lie on each other: neighbours that do not have
 * the same corners, or overlap.
 *
 * Edges that follow each other in one quarter of the compass are a chain that cannot meet itself, and any part of it has
 * its ends for a box; a sweep finds the chains whose boxes meet, halving them finds the edges (as in JTS, MCIndexNoder).
 */
export function findMeeting(border: Border): Fault | undefined {
  const { x, y, from, to } = border
  const meet = meeting(border)
  const areApart = (a: number, b: number, c: number, d: number) =>
    Math.max(x[a]!, x[b]!) < Math.min(x[c]!, x[d]!) ||
    Math.max(x[c]!, x[d]!) < Math.min(x[a]!, x[b]!) ||
    Math.max(y[a]!, y[b]!) < Math.min(y[c]!, y[d]!) ||
    Math.max(y[c]!, y[d]!) < Math.min(y[a]!, y[b]!)
  let fault: Fault | undefined
  /** Looks at the edges from a to b with those from c to d, each a part of a chain. */
  const search = (a: number, b: number, c: number, d: number): boolean => {
    if (areApart(from[a]!, to[b]!, from[c]!, to[d]!)) return false
    if (a === b && c === d) {
      if (meet(a, c)) fault = { what: 'meeting', edges: [a, c] }
      return fault !== undefined
    }
    if (b - a >= d - c) {
      const middle = (a + b) >> 1
      return search(a, middle, c, d) || search(middle + 1, b, c, d)
    }
    const middle = (c + d) >> 1
    return search(a, b, c, middle) || search(a, b, middle + 1, d)
  }
  const starts = chainStarts(border)
  for (let f = 0, first = 0; f + 1 < border.start.length; f++) {
    let end = first
    while (end + 1 < starts.length && starts[end]! < border.start[f + 1]!) end++
    const [low, high] = extents(border, starts, first, end)
    const order = Int32Array.from({ length: end - first }, (_, i) => first + i)
    order.sort((one, other) => low[one - first]! - low[other - first]!)
    for (let i = 0; i < order.length; i++) {
      const one = order[i]!
      const reach = high[one - first]!
      for (let j = i + 1; j < order.length && low[order[j]! - first]! <= reach; j++) {
        const other = order[j]!
        if (search(starts[one]!, starts[one + 1]! - 1, starts[other]!, starts[other + 1]! - 1)) return fault
      }
    }
    first = end
  }
  return undefined
}

/** The first edge of each chain, and behind the last one the number of edges. */
function chainStarts({ x, y, from, to, start }: Border): Int32Array {
  const starts = new Int32Array(from.length + 1)
  let count = 0
  for (let f = 0; f + 1 < start.length; f++) {
    let quarter = -1
    for (let e = start[f]!; e < start[f + 1]!; e++) {
      const a = from[e]!
      const b = to[e]!
      const own = (x[b]! >= x[a]! ? 1 : 0) + (y[b]! >= y[a]! ? 2 : 0)
      if (own !== quarter || to[e - 1] !== a) starts[count++] = e
      quarter = own
    }
  }
  starts[count] = from.length
  return starts.subarray(0, count + 1)
}

/** Of each chain its least and greatest coordinate along the axis on which fewer of them lie side by side. */
function extents({ x, y, from, to }: Border, starts: Int32Array, first: number, end: number): [Float64Array, Float64Array] {
  const along = (axis: Float64Array) => {
    const low = new Float64Array(end - first)
    const high = new Float64Array(end - first)
    let [least, most, sum] = [Infinity, -Infinity, 0]
    for (let chain = first; chain < end; chain++) {
      const a = axis[from[starts[chain]!]!]!
      const b = axis[to[starts[chain + 1]! - 1]!]!
      low[chain - first] = a < b ? a : b
      high[chain - first] = a < b ? b : a
      least = Math.min(least, a, b)
      most = Math.max(most, a, b)
      sum += Math.abs(b - a)
    }
    return { ends: [low, high] as [Float64Array, Float64Array], crowding: most > least ? sum / (most - least) : Infinity }
  }
  const [byX, byY] = [along(x), along(y)]
  return byX.crowding <= byY.crowding ? byX.ends : byY.ends
}

function meeting({ x, y, from, to }: Border): (one: number, other: number) => boolean {
  const turn = (a: number, b: number, c: number) => orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!)
  const isBetween = (a: number, b: number, v: number) =>
    (x[v]! - x[a]!) * (x[v]! - x[b]!) <= 0 && (y[v]! - y[a]!) * (y[v]! - y[b]!) <= 0
  /** Two edges out of one vertex, to p and to q, that lie on each other. */
  const isFold = (common: number, p: number, q: number) =>
    turn(common, p, q) === 0 && (isBetween(common, p, q) || isBetween(common, q, p))
  return (one, other) => {
    const a = from[one]!
    const b = to[one]!
    const c = from[other]!
    const d = to[other]!
    if (a === c) return isFold(a, b, d)
    if (b === d) return isFold(b, a, c)
    if (a === d) return isFold(a, b, c)
    if (b === c) return isFold(b, a, d)
    const abc = turn(a, b, c)
    const abd = turn(a, b, d)
    if ((abc > 0 && abd > 0) || (abc < 0 && abd < 0)) return false
    const cda = turn(c, d, a)
    const cdb = turn(c, d, b)
    // On one line, boxes that meet are enough; edges whose boxes are apart do not come here.
    return !(cda > 0 && cdb > 0) && !(cda < 0 && cdb < 0)
  }
}
