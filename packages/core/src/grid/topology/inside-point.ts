import { orient2d } from 'robust-predicates'

/** So many heights are tried, the highest strips between nodes first. */
const STRIPS = 64

/**
 * A position strictly inside the rings (even-odd), from the widest interval of a line through their middle; undefined where
 * the doubles have none.
 * @param rings nodes, not closed by repetition
 * @example insidePointOf(Float64Array.of(0, 4, 4, 0), Float64Array.of(0, 0, 4, 4), [[0, 1, 2, 3]]) // [2, 2]
 */
export function insidePointOf(
  x: Float64Array,
  y: Float64Array,
  rings: readonly ArrayLike<number>[],
): [number, number] | undefined {
  const across = pointOnLines(x, y, rings)
  if (across) return across
  const upright = pointOnLines(y, x, rings)
  return upright && [upright[1], upright[0]]
}

function pointOnLines(x: Float64Array, y: Float64Array, rings: readonly ArrayLike<number>[]): [number, number] | undefined {
  const outer = rings[0]
  if (!outer) return undefined
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < outer.length; i++) {
    low = Math.min(low, y[outer[i]!]!)
    high = Math.max(high, y[outer[i]!]!)
  }
  const middle = low + (high - low) / 2
  const point = pointAt(x, y, rings, middle)
  if (point) return point
  const heights = [...new Set(rings.flatMap((ring) => Array.from(ring, (n) => y[n]!)))].sort((a, b) => a - b)
  const strips = heights.slice(1).map((top, i) => ({ bottom: heights[i]!, top }))
  strips.sort((a, b) => b.top - b.bottom - (a.top - a.bottom) || a.bottom - b.bottom)
  for (const { bottom, top } of strips.slice(0, STRIPS)) {
    const found = pointAt(x, y, rings, bottom + (top - bottom) / 2)
    if (found) return found
  }
  return undefined
}

/** In the middle of the widest interval at this height. */
function pointAt(
  x: Float64Array,
  y: Float64Array,
  rings: readonly ArrayLike<number>[],
  height: number,
): [number, number] | undefined {
  const crossings: number[] = []
  for (const ring of rings) {
    for (let i = 0, before = ring.length - 1; i < ring.length; before = i++) {
      const a = ring[before]!
      const b = ring[i]!
      if (y[a]! <= height === y[b]! <= height) continue
      crossings.push(x[a]! + ((height - y[a]!) / (y[b]! - y[a]!)) * (x[b]! - x[a]!))
    }
  }
  crossings.sort((a, b) => a - b)
  let widest = 0
  let at = -1
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const width = crossings[i + 1]! - crossings[i]!
    if (width > widest) {
      widest = width
      at = i
    }
  }
  if (at === -1) return undefined
  const middle = crossings[at]! + widest / 2
  return isStrictlyInside(x, y, rings, middle, height) ? [middle, height] : undefined
}

/** Exact, even-odd; a position on a ring is not inside. */
export function isStrictlyInside(
  x: Float64Array,
  y: Float64Array,
  rings: readonly ArrayLike<number>[],
  px: number,
  py: number,
): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 0, before = ring.length - 1; i < ring.length; before = i++) {
      const [ax, ay, bx, by] = [x[ring[before]!]!, y[ring[before]!]!, x[ring[i]!]!, y[ring[i]!]!]
      if (Math.max(ay, by) < py || Math.min(ay, by) > py || Math.max(ax, bx) < px) continue
      const side = orient2d(ax, ay, bx, by, px, py)
      if (side === 0 && Math.min(ax, bx) <= px) return false
      if (ay <= py !== by <= py && side !== 0 && side > 0 === ay > by) inside = !inside
    }
  }
  return inside
}
