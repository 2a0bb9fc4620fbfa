import type { Rings } from './read-rings.ts'

/** Which vertices the lines of all rings go on to from each vertex. */
export interface Links {
  /** The two neighbours of a vertex, whichever ring passes it; −1 where none does. Of no meaning at a junction. */
  first: Int32Array
  second: Int32Array
  /** 1 where lines meet, part or turn back, or a ring passes twice: where an arc has to end. */
  isJunction: Uint8Array
}

/**
 * The lines that rings share: each runs from junction to junction (or is closed, where a ring meets no other), and every
 * ring is a chain of them. A border between two grids, their parents and so on up is one arc.
 */
export interface Arcs {
  /** Arc a has the vertices `vertices[start[a] … start[a + 1])`, its two ends included; a closed one repeats its first. */
  start: Int32Array
  vertices: Int32Array
  /** Ring r is the arcs `ringArcs[ringStart[r] … ringStart[r + 1])` one after the other; `~a` is arc a backwards. */
  ringStart: Int32Array
  ringArcs: Int32Array
}

/** @example linksOf(readRings(grids)).isJunction[v] // 1 at the corner where three grids meet */
export function linksOf({ x, start, vertices }: Rings): Links {
  const first = new Int32Array(x.length).fill(-1)
  const second = new Int32Array(x.length).fill(-1)
  const isJunction = new Uint8Array(x.length)
  const lastRing = new Int32Array(x.length).fill(-1)
  for (let r = 0; r + 1 < start.length; r++) {
    const end = start[r + 1]!
    let before = vertices[end - 1]!
    for (let i = start[r]!; i < end; i++) {
      const v = vertices[i]!
      const after = vertices[i + 1 < end ? i + 1 : start[r]!]!
      if (before === after || lastRing[v] === r) isJunction[v] = 1
      else if (first[v] === -1) {
        first[v] = before
        second[v] = after
      } else if (!(first[v] === before && second[v] === after) && !(first[v] === after && second[v] === before)) isJunction[v] = 1
      lastRing[v] = r
      before = v
    }
  }
  return { first, second, isJunction }
}

/**
 * Cuts rings at the junctions into arcs, each told once. An arc has the direction in which the first ring runs along it;
 * one without a junction begins at its westernmost (then southernmost) vertex.
 */
export function arcsOf(rings: Rings, isJunction: Uint8Array): Arcs {
  const cut = createCutter(rings)
  const ringStart = new Int32Array(rings.start.length)
  for (let r = 0; r + 1 < rings.start.length; r++) {
    const from = rings.start[r]!
    const length = rings.start[r + 1]! - from
    let begin = 0
    while (begin < length && isJunction[rings.vertices[from + begin]!] === 0) begin++
    if (begin === length) cut.piece(from, length, westernmost(rings, from, length), length)
    else {
      for (let i = 0; i < length;) {
        let span = 1
        while (i + span < length && isJunction[rings.vertices[from + ((begin + i + span) % length)]!] === 0) span++
        cut.piece(from, length, (begin + i) % length, span)
        i += span
      }
    }
    ringStart[r + 1] = cut.pieces()
  }
  return { ...cut.arcs(), ringStart }
}

function createCutter({ x, vertices: corners }: Rings) {
  const start: number[] = [0]
  const vertices: number[] = []
  const ringArcs: number[] = []
  // An arc is known by any vertex between its ends; one that has none, by the two ends.
  const arcThrough = new Int32Array(x.length).fill(-1)
  const straight = new Map<number, number>()

  /** The vertices `offset … offset + span` of the ring that lies at `from`. */
  const piece = (from: number, length: number, offset: number, span: number): void => {
    const at = (i: number) => corners[from + ((offset + i) % length)]!
    const first = at(0)
    const second = at(1)
    const key = first < second ? first * x.length + second : second * x.length + first
    const known = span > 1 ? arcThrough[second]! : (straight.get(key) ?? -1)
    if (known >= 0) {
      const isForward = vertices[start[known]!] === first && vertices[start[known]! + 1] === second
      ringArcs.push(isForward ? known : ~known)
      return
    }
    const arc = start.length - 1
    if (span === 1) straight.set(key, arc)
    for (let i = 0; i <= span; i++) {
      vertices.push(at(i))
      if (i > 0 && i < span) arcThrough[at(i)] = arc
    }
    start.push(vertices.length)
    ringArcs.push(arc)
  }
  const arcs = () => ({
    start: Int32Array.from(start),
    vertices: Int32Array.from(vertices),
    ringArcs: Int32Array.from(ringArcs),
  })
  return { piece, arcs, pieces: () => ringArcs.length }
}

function westernmost({ x, y, vertices }: Rings, from: number, length: number): number {
  let best = 0
  for (let i = 1; i < length; i++) {
    const [v, b] = [vertices[from + i]!, vertices[from + best]!]
    if (x[v]! < x[b]! || (x[v] === x[b] && y[v]! < y[b]!)) best = i
  }
  return best
}
