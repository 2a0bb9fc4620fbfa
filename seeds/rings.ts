import type { GridRecord } from '@wangge/core/grid/schema'

export type Position = readonly [number, number]

/** The one ring of a grid, not closed. */
export function ringOf({ id, geometry }: GridRecord): Position[] {
  if (geometry?.type !== 'Polygon' || geometry.coordinates.length !== 1) throw new Error(`Expected ${id} to be one ring`)
  const ring = geometry.coordinates[0]!
  const [first, last] = [ring[0]!, ring.at(-1)!]
  if (first[0] !== last[0] || first[1] !== last[1]) throw new Error(`Expected the ring of ${id} to be closed`)
  return ring.slice(0, -1)
}

/** The directed edges that remain when each edge is cancelled by its opposite; doubled edges are an error. */
export function uncancelled(rings: readonly (readonly Position[])[]): Set<string> {
  const edges = new Set<string>()
  for (const ring of rings) {
    ring.forEach((from, i) => {
      const key = edgeKey(from, ring[(i + 1) % ring.length]!)
      if (edges.has(key)) throw new Error(`Expected the edge ${key} once, got it twice: two grids overlap`)
      edges.add(key)
    })
  }
  for (const key of [...edges]) {
    const opposite = key.split('→').reverse().join('→')
    if (edges.delete(opposite)) edges.delete(key)
  }
  return edges
}

/** The directed edges of one ring. */
export const edgesOf = (ring: readonly Position[]): Set<string> =>
  new Set(ring.map((from, i) => edgeKey(from, ring[(i + 1) % ring.length]!)))

const edgeKey = (from: Position, to: Position) => `${from.join(' ')}→${to.join(' ')}`

/** Pairs of edges of a ring that touch or cross anywhere but at their common vertex. */
export function selfTouches(ring: readonly Position[]): number {
  // Whole ten-millionths of a degree: 11 digits by 11 stay exact within 2^53 once an origin is taken off.
  const [ox, oy] = ring[0]!.map((value) => Math.round(value * 1e7)) as [number, number]
  const points = ring.map(([x, y]) => [Math.round(x * 1e7) - ox, Math.round(y * 1e7) - oy] as const)
  const side = (a: number, b: number, c: number) => {
    const [p, q, r] = [points[a]!, points[b]!, points[c]!]
    return Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  }
  const within = (a: number, b: number, c: number) => {
    const [p, q, r] = [points[a]!, points[b]!, points[c]!]
    return (
      r[0] >= Math.min(p[0], q[0]) && r[0] <= Math.max(p[0], q[0]) && r[1] >= Math.min(p[1], q[1]) && r[1] <= Math.max(p[1], q[1])
    )
  }
  const n = points.length
  let touches = 0
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [a, b, c, d] = [i, (i + 1) % n, j, (j + 1) % n]
      if (b === c || d === a) {
        // Neighbours share one vertex; folding back onto each other would be a touch.
        const [end, shared, other] = b === c ? [a, b, d] : [c, d, b]
        if (side(end, shared, other) === 0 && (within(end, shared, other) || within(shared, other, end))) touches++
        continue
      }
      const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
      const crosses = abc !== abd && cda !== cdb
      const lies =
        (abc === 0 && within(a, b, c)) ||
        (abd === 0 && within(a, b, d)) ||
        (cda === 0 && within(c, d, a)) ||
        (cdb === 0 && within(c, d, b))
      if (crosses || lies) touches++
    }
  }
  return touches
}

/** Signed area in square degrees: positive for counter-clockwise. */
export function signedArea(ring: readonly Position[]): number {
  const [ox, oy] = ring[0]!
  let twice = 0
  ring.forEach(([x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length]!
    twice += (x - ox) * (v - oy) - (u - ox) * (y - oy)
  })
  return twice / 2
}
