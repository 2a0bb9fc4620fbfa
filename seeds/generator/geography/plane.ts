/** Metres east and north of the district's origin. */
export type Point = readonly [number, number]

export const distance = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1])

/** Twice the signed area of the triangle: positive where c lies left of a→b. */
export const cross = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/** Signed: positive for counter-clockwise rings. The ring is not closed by a repeated point. */
export function area(ring: readonly Point[]): number {
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [p, q] = edge(ring, i)
    twice += p[0] * q[1] - q[0] * p[1]
  }
  return twice / 2
}

export function perimeter(ring: readonly Point[]): number {
  let sum = 0
  for (let i = 0; i < ring.length; i++) sum += distance(...edge(ring, i))
  return sum
}

export function centroid(ring: readonly Point[]): Point {
  let [x, y, twice] = [0, 0, 0]
  for (let i = 0; i < ring.length; i++) {
    const [p, q] = edge(ring, i)
    const weight = p[0] * q[1] - q[0] * p[1]
    x += (p[0] + q[0]) * weight
    y += (p[1] + q[1]) * weight
    twice += weight
  }
  return [x / (3 * twice), y / (3 * twice)]
}

export function contains(ring: readonly Point[], [x, y]: Point): boolean {
  let inside = false
  for (let i = 0; i < ring.length; i++) {
    const [p, q] = edge(ring, i)
    if (p[1] > y !== q[1] > y && x < ((q[0] - p[0]) * (y - p[1])) / (q[1] - p[1]) + p[0]) inside = !inside
  }
  return inside
}

/** Where a→b meets c→d, as a share of a→b, or undefined. Touching counts. */
export function crossing(a: Point, b: Point, c: Point, d: Point): number | undefined {
  const denominator = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
  if (denominator === 0) return undefined
  const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / denominator
  const u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / denominator
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? t : undefined
}

export function distanceToSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const t = Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)
}

/** Distance to the ring's line, from inside or outside. */
export function distanceToRing(p: Point, ring: readonly Point[]): number {
  let least = Infinity
  for (let i = 0; i < ring.length; i++) least = Math.min(least, distanceToSegment(p, ...edge(ring, i)))
  return least
}

export const edge = (ring: readonly Point[], i: number): [Point, Point] => [ring[i]!, ring[(i + 1) % ring.length]!]
