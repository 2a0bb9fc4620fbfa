import type { Random } from '../random.ts'
import { distance } from './plane.ts'
import type { Point } from './plane.ts'

/** Catmull-Rom curve through the points, as points about `step` metres apart. */
export function curveThrough(points: readonly Point[], step = 4): Point[] {
  const at = (i: number): Point => {
    if (i < 0) return reflect(points[1]!, points[0]!)
    if (i >= points.length) return reflect(points.at(-2)!, points.at(-1)!)
    return points[i]!
  }
  const curve: Point[] = [points[0]!]
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const count = Math.max(1, Math.round(distance(b, c) / step))
    for (let k = 1; k < count; k++) curve.push(blend(a, b, c, d, k / count))
    curve.push(c)
  }
  return curve
}

/**
 * Points along a line at a surveyor's uneven spacing, straying a little; both ends stay where they are.
 * @param spacing mean distance in metres
 * @param roughness how far points stray sideways, in metres
 */
export function survey(line: readonly Point[], random: Random, spacing: number, roughness: number): Point[] {
  const lengths = alongs(line)
  const total = lengths.at(-1)!
  const count = Math.max(1, Math.round(total / spacing))
  const surveyed: Point[] = [line[0]!]
  let drift = 0
  for (let k = 1; k < count; k++) {
    const along = ((k + random.between(-0.28, 0.28)) / count) * total
    drift = 0.7 * drift + roughness * 0.7 * random.normal()
    const taper = Math.min(1, along / 30, (total - along) / 30)
    surveyed.push(offsetAt(line, lengths, along, clamp(drift, 2.5 * roughness) * taper))
  }
  surveyed.push(line.at(-1)!)
  return surveyed
}

/** Distance from the start to each point. */
export function alongs(line: readonly Point[]): number[] {
  const sums = [0]
  for (let i = 1; i < line.length; i++) sums.push(sums[i - 1]! + distance(line[i - 1]!, line[i]!))
  return sums
}

/** The point `along` metres from the start and `sideways` metres to the left. */
export function offsetAt(line: readonly Point[], lengths: readonly number[], along: number, sideways: number): Point {
  let i = 1
  while (i < line.length - 1 && lengths[i]! < along) i++
  const [a, b] = [line[i - 1]!, line[i]!]
  const length = lengths[i]! - lengths[i - 1]! || 1
  const t = (along - lengths[i - 1]!) / length
  const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
  return [a[0] + (b[0] - a[0]) * t - uy * sideways, a[1] + (b[1] - a[1]) * t + ux * sideways]
}

const reflect = (p: Point, about: Point): Point => [2 * about[0] - p[0], 2 * about[1] - p[1]]
const clamp = (value: number, limit: number) => Math.max(-limit, Math.min(limit, value))

function blend(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const one = (p: number, q: number, r: number, s: number) =>
    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t)
  return [one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])]
}
