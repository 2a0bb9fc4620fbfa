import type { Position } from '../../schema.ts'
import type { AttendancePolicy } from './policy.ts'
import type { CheckInRefusal } from './refusal.ts'

/** Metres: mean radius of the earth (IUGG). */
const EARTH_RADIUS = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/**
 * Metres between two points in WGS-84, along a great circle.
 * @example Math.round(distanceBetween([104.06, 30.57], [104.061, 30.57])) // 96
 */
export function distanceBetween([x1, y1]: Position, [x2, y2]: Position): number {
  const halfY = Math.sin(radians(y2 - y1) / 2)
  const halfX = Math.sin(radians(x2 - x1) / 2)
  const square = halfY * halfY + Math.cos(radians(y1)) * Math.cos(radians(y2)) * halfX * halfX
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(square)))
}

/**
 * Why a place does not show that somebody is at the post: too vague to say, or too far. The device's own accuracy is granted on
 * top of the radius, up to what the policy allows.
 * @example placeRefusal({ distance: 400, accuracy: 20 }, ATTENDANCE_POLICY)
 * // { ok: false, reason: 'too-far', detail: { distance: 400, allowed: 170 } }
 */
export function placeRefusal(
  { distance, accuracy }: { distance: number; accuracy: number },
  { radius, maxAccuracy }: Pick<AttendancePolicy, 'radius' | 'maxAccuracy'>,
): CheckInRefusal | undefined {
  if (!(accuracy <= maxAccuracy)) {
    return { ok: false, reason: 'position-too-vague', detail: { accuracy: Math.round(accuracy), maxAccuracy } }
  }
  const allowed = radius + accuracy
  if (distance <= allowed) return undefined
  return { ok: false, reason: 'too-far', detail: { distance: Math.ceil(distance), allowed: Math.floor(allowed) } }
}
