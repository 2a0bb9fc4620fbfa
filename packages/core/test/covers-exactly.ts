// Another way to the same answer: by even-odd in whole numbers without end, ring after ring, no index.
import type { Position } from '../src/schema.ts'
import type { Geometry } from '../src/grid/schema.ts'

/** Coordinates are whole multiples of 2⁻⁵⁰⁰ here: 0, or larger than 10⁻¹³⁴. */
const SCALE = 2 ** 500
const whole = (value: number) => BigInt(value * SCALE)

/** Whether the geometry covers the point, boundary included; one of its polygons is enough. */
export function coversExactly(geometry: Geometry, [x, y]: Position): boolean {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return polygons.some((rings) => coversPolygon(rings, x, y))
}

function coversPolygon(rings: readonly Position[][], x: number, y: number): boolean {
  if (withoutClosing(rings[0] ?? []).length < 3) return false
  let inside = false
  for (const ring of rings.map(withoutClosing).filter(({ length }) => length >= 3)) {
    let a = ring.at(-1)!
    for (const b of ring) {
      const side = sideOf(a, b, x, y)
      if (side === 0n && isBetween(a[0], b[0], x) && isBetween(a[1], b[1], y)) return true
      // An upward edge with the point to its left, or a downward one with the point to its right, is right of the point.
      if (a[1] > y !== b[1] > y && side > 0n === b[1] > a[1]) inside = !inside
      a = b
    }
  }
  return inside
}

function withoutClosing(ring: readonly Position[]): readonly Position[] {
  const [first, last] = [ring[0], ring.at(-1)]
  return ring.length > 1 && first![0] === last![0] && first![1] === last![1] ? ring.slice(0, -1) : ring
}

const isBetween = (a: number, b: number, value: number) => value >= Math.min(a, b) && value <= Math.max(a, b)

/** Only its sign counts: positive to the left, 0 on the line. Beside the box of the edge no long multiplication is needed. */
function sideOf(a: Position, b: Position, x: number, y: number): bigint {
  if (y > Math.max(a[1], b[1]) || y < Math.min(a[1], b[1])) return 1n
  if (x < Math.min(a[0], b[0])) return b[1] > a[1] ? 1n : -1n
  if (x > Math.max(a[0], b[0])) return b[1] > a[1] ? -1n : 1n
  const [ax, ay] = [whole(a[0]), whole(a[1])]
  return (whole(b[0]) - ax) * (whole(y) - ay) - (whole(b[1]) - ay) * (whole(x) - ax)
}
