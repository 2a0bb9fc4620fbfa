import { orient2d } from 'robust-predicates'
import type { Faces } from './faces.ts'
import type { PlanarMap } from './planar-map.ts'

/** Makes the function that answers the rings of a face: the outer one first, no ring passing a node twice. */
export function createFaceRings(map: PlanarMap, { faceOf, cycleStart, cycles }: Faces): (face: number) => Int32Array[] {
  const { x, y, edgeFrom, edgeTo, next } = map
  const tailOf = (h: number): number => ((h & 1) === 0 ? edgeFrom[h >> 1]! : edgeTo[h >> 1]!)
  const isBoth = (h: number): boolean => faceOf[h] === faceOf[h ^ 1]
  /** What follows when pieces with the face on both sides are taken away. */
  const nextBoundary = (h: number): number => {
    let after = next[h]!
    while (isBoth(after)) after = next[after ^ 1]!
    return after
  }

  return (face) => {
    const rings: Int32Array[] = []
    const done = new Set<number>()
    for (let i = cycleStart[face]!; i < cycleStart[face + 1]!; i++) {
      let start = cycles[i]!
      do {
        if (!isBoth(start) && !done.has(start)) {
          const nodes: number[] = []
          for (let h = start; !done.has(h); h = nextBoundary(h)) {
            done.add(h)
            nodes.push(tailOf(h))
          }
          rings.push(...simpleRings(nodes))
        }
        start = next[start]!
      } while (start !== cycles[i])
    }
    const outer = face === 0 ? -1 : rings.findIndex((ring) => isCounterClockwise(x, y, ring))
    if (outer > 0) rings.unshift(...rings.splice(outer, 1))
    return rings
  }
}

/** Parts a closed walk into rings that pass no node twice. */
export function simpleRings(walk: readonly number[]): Int32Array[] {
  const rings: Int32Array[] = []
  const place = new Map<number, number>()
  const open: number[] = []
  for (const node of walk) {
    const since = place.get(node)
    if (since !== undefined) {
      for (const passed of open.slice(since)) place.delete(passed)
      rings.push(Int32Array.from(open.splice(since)))
    }
    place.set(node, open.length)
    open.push(node)
  }
  rings.push(Int32Array.from(open))
  return rings
}

/** By the turn at the leftmost (then lowest) node, exactly. @param ring passes no node twice */
export function isCounterClockwise(x: Float64Array, y: Float64Array, ring: ArrayLike<number>): boolean {
  let least = 0
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[least]!]
    if (x[a]! < x[b]! || (x[a] === x[b] && y[a]! < y[b]!)) least = i
  }
  const a = ring[(least + ring.length - 1) % ring.length]!
  const b = ring[least]!
  const c = ring[(least + 1) % ring.length]!
  return orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!) < 0
}
