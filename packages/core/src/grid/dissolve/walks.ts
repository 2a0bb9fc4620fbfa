import { orient2d } from 'robust-predicates'
import { append } from '../append.ts'
import type { Border, Fault } from './border.ts'

/** One whole border, outer or inner, of one face of the inside: edges one after the other. */
export interface Walk {
  edges: number[]
  /** Whether it may pass a vertex twice. */
  touches: boolean
}

const CROWDED = -1

export interface Walks {
  /** Once round each face of a family's inside; where lines touch, round each face of the outside too, to be looked at. */
  of(family: number): { inside: Walk[]; outside: Walk[] } | Fault
  /** Number of the walk of the inside, within its family, of each edge. */
  walkOf: Int32Array
}

/**
 * Where several lines touch in a vertex, a walk goes on with the line across the inside (outside): so it goes round one face.
 */
export function createWalks(border: Border): Walks {
  const { x, from, to, start } = border
  const next = new Int32Array(from.length)
  const walkOf = new Int32Array(from.length).fill(-1)
  // By vertex, of the family at hand: an edge that leaves it, + 1; CROWDED where there are several.
  const outOf = new Int32Array(x.length)

  /** Links what goes on from each edge, where that is one; answers the edges at each vertex where lines touch. */
  const link = (first: number, end: number): Map<number, number[]> => {
    const crowded = new Map<number, number[]>()
    for (let e = first; e < end; e++) outOf[from[e]!] = outOf[from[e]!] === 0 ? e + 1 : CROWDED
    for (let e = first; e < end; e++) {
      const out = outOf[to[e]!]!
      if (out > 0) next[e] = out - 1
      else append(crowded, to[e]!, e)
      if (outOf[from[e]!] === CROWDED) append(crowded, from[e]!, e)
    }
    for (let e = first; e < end; e++) outOf[from[e]!] = 0
    return crowded
  }
  const walk = (first: number, end: number, touches: boolean): Walk[] => {
    const walks: Walk[] = []
    walkOf.fill(-1, first, end)
    for (let e = first; e < end; e++) {
      if (walkOf[e] !== -1) continue
      const edges: number[] = []
      for (let at = e; walkOf[at] === -1; at = next[at]!) {
        walkOf[at] = walks.length
        edges.push(at)
      }
      walks.push({ edges, touches })
    }
    return walks
  }
  const of = (family: number): { inside: Walk[]; outside: Walk[] } | Fault => {
    const [first, end] = [start[family]!, start[family + 1]!]
    const crowded = link(first, end)
    if (crowded.size === 0) return { inside: walk(first, end, false), outside: [] }
    for (const [v, edges] of crowded) {
      sortAround(border, v, edges)
      // Counter-clockwise, an edge that leaves begins the inside and one that arrives ends it.
      const odd = edges.findIndex((e, i) => (from[edges.at(i - 1)!] === v) === (from[e] === v))
      if (odd !== -1) return { what: 'overlap', edges: [edges.at(odd - 1)!, edges[odd]!] }
      edges.forEach((e, i) => to[e] === v && (next[e] = edges[(i + 1) % edges.length]!))
    }
    const outside = walk(first, end, true)
    for (const [v, edges] of crowded) edges.forEach((e, i) => to[e] === v && (next[e] = edges.at(i - 1)!))
    return { inside: walk(first, end, true), outside }
  }
  return { of, walkOf }
}

/** Puts the edges at a vertex in order, counter-clockwise from due east. */
function sortAround({ x, y, from, to }: Border, v: number, edges: number[]): void {
  const end = (e: number) => (from[e] === v ? to[e]! : from[e]!)
  const isBelow = (w: number) => y[w]! < y[v]! || (y[w] === y[v] && x[w]! < x[v]!)
  edges.sort((one, other) => {
    const [a, b] = [end(one), end(other)]
    if (isBelow(a) !== isBelow(b)) return isBelow(a) ? 1 : -1
    // robust-predicates counts y downwards: a is before b where b is counter-clockwise of it.
    return orient2d(x[v]!, y[v]!, x[a]!, y[a]!, x[b]!, y[b]!)
  })
}

/** A walk as rings that pass no vertex twice, each as edges. */
export function simpleRings({ from }: Border, { edges, touches }: Walk): number[][] {
  if (!touches) return [edges]
  const rings: number[][] = []
  const path: number[] = []
  const placeOf = new Map<number, number>()
  for (const e of edges) {
    const place = placeOf.get(from[e]!)
    if (place !== undefined) {
      const ring = path.splice(place)
      for (const edge of ring) placeOf.delete(from[edge]!)
      rings.push(ring)
    }
    placeOf.set(from[e]!, path.length)
    path.push(e)
  }
  rings.push(path)
  return rings
}
