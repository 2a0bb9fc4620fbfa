import type { Position } from '../../schema.ts'
import { gcj02FromWgs84, isInChina, wgs84FromGcj02 } from './gcj02.ts'
import { invert } from './invert.ts'

/** A full wave in 0.12°: π·3000/180, as the sources write it. */
const WAVE = (Math.PI * 3000) / 180
/** Degrees; what is added after the ripple. */
const EAST = 0.0065
const NORTH = 0.006

/** BD-09 is an offset on top of GCJ-02, so it ends where that ends: outside China Baidu's maps are WGS-84 as well. */
export const bd09FromWgs84 = (position: Position): Position =>
  isInChina(position) ? bd09FromGcj02(gcj02FromWgs84(position)) : position

/** The WGS-84 position whose BD-09 is this one; along the rectangle's sides as for GCJ-02. */
export function wgs84FromBd09(position: Position): Position {
  const origin = wgs84FromGcj02(invert(bd09FromGcj02, position))
  return isInChina(origin) || isInChina(position) ? origin : position
}

/**
 * The formula first found in open code (`bd_encrypt`; github.com/wandergis/coordtransform and github.com/hujiulong/gcoord
 * have it): plane polar coordinates about 0° N 0° E, a ripple on radius and angle, a shift. The inverse that goes with it there is
 * an approximation, good to a metre; here this one is inverted instead.
 */
function bd09FromGcj02([x, y]: Position): Position {
  const radius = Math.hypot(x, y) + 0.00002 * Math.sin(y * WAVE)
  const angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * WAVE)
  return [radius * Math.cos(angle) + EAST, radius * Math.sin(angle) + NORTH]
}
