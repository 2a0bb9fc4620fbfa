// Edges of geometries as texts, so that what neighbours share, and what children leave over, can be compared.
import type { Geometry } from '../src/grid/schema.ts'
import type { Position } from '../src/schema.ts'

export const polygonsOf = ({ type, coordinates }: Geometry): Position[][][] =>
  (type === 'Polygon' ? [coordinates] : coordinates) as Position[][][]

export const ringsOf = (geometry: Geometry): Position[][] => polygonsOf(geometry).flat()

const text = ([x, y]: Position) => `${x + 0} ${y + 0}`

/** The directed edges that are left when each is cancelled by its opposite, in order; one that is there twice stays twice. */
export function uncancelled(geometries: readonly Geometry[]): string[] {
  const count = new Map<string, number>()
  for (const ring of geometries.flatMap(ringsOf)) {
    for (let i = 1; i < ring.length; i++) {
      const [from, to] = [text(ring[i - 1]!), text(ring[i]!)]
      if (from === to) continue
      const key = from < to ? `${from}→${to}` : `${to}→${from}`
      count.set(key, (count.get(key) ?? 0) + (from < to ? 1 : -1))
    }
  }
  return [...count]
    .filter(([, times]) => times !== 0)
    .map(([key, times]) => `${times} × ${key}`)
    .sort()
}

/** Twice the area, counter-clockwise positive, seen from the first corner. */
export function signedArea(ring: readonly Position[]): number {
  const [ox, oy] = ring[0]!
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!]
    sum += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
  }
  return sum
}

/** The distinct undirected edges of geometries. */
export function segmentsOf(geometries: readonly Geometry[]): [Position, Position][] {
  const segments = new Map<string, [Position, Position]>()
  for (const ring of geometries.flatMap(ringsOf)) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!]
      segments.set([text(a), text(b)].sort().join('→'), [a, b])
    }
  }
  return [...segments.values()]
}
