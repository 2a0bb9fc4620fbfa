import type { Random } from '../random.ts'
import { contains, distanceToRing } from './plane.ts'
import type { Point } from './plane.ts'

/** A point well inside the ring: the one farthest from its line among random tries, and away from `others`. */
export function pointInside(points: readonly Point[], random: Random, others: readonly Point[] = []): Point {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  let best: { at: Point; room: number } | undefined
  for (let tries = 0; tries < 4000 && (tries < 14 || !best); tries++) {
    const at: Point = [random.between(Math.min(...xs), Math.max(...xs)), random.between(Math.min(...ys), Math.max(...ys))]
    if (!contains(points, at)) continue
    const room = Math.min(distanceToRing(at, points), ...others.map(([x, y]) => Math.hypot(x - at[0], y - at[1]) / 2))
    if (!best || room > best.room) best = { at, room }
  }
  if (!best) throw new Error('Expected a point inside the ring, found none')
  return best.at
}
