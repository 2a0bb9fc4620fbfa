export interface Circle {
  /** Centre. */
  x: number
  y: number
  /** In scaled units. */
  radius: number
}

/** Sides of a ring up to which all triples of sides are tried. */
export const FEW_SIDES = 6

// Of each side: a direction inwards of length 1 and how far the line is from the origin along it.
const normalX = new Float64Array(FEW_SIDES)
const normalY = new Float64Array(FEW_SIDES)
const offset = new Float64Array(FEW_SIDES)

/** The largest circle in a convex, counter-clockwise ring: it touches three sides. Undefined for other rings. */
export function convexCircle(
  ring: ArrayLike<number>,
  x: Float64Array,
  y: Float64Array,
  scaleX: number,
  scaleY: number,
): Circle | undefined {
  const count = ring.length
  const originX = x[ring[0]!]!
  const originY = y[ring[0]!]!
  for (let i = 0; i < count; i++) {
    const a = ring[i]!
    const b = ring[i + 1 < count ? i + 1 : 0]!
    const dx = (x[b]! - x[a]!) * scaleX
    const dy = (y[b]! - y[a]!) * scaleY
    const length = Math.sqrt(dx * dx + dy * dy)
    if (!(length > 0)) return undefined
    normalX[i] = -dy / length
    normalY[i] = dx / length
    offset[i] = normalX[i]! * (x[a]! - originX) * scaleX + normalY[i]! * (y[a]! - originY) * scaleY
  }
  if (!isConvex(count)) return undefined
  let bestX = 0
  let bestY = 0
  let radius = 0
  for (let i = 0; i + 2 < count; i++) {
    for (let j = i + 1; j + 1 < count; j++) {
      for (let k = j + 1; k < count; k++) {
        const ux = normalX[i]! - normalX[j]!
        const uy = normalY[i]! - normalY[j]!
        const u = offset[i]! - offset[j]!
        const vx = normalX[i]! - normalX[k]!
        const vy = normalY[i]! - normalY[k]!
        const v = offset[i]! - offset[k]!
        const determinant = ux * vy - uy * vx
        if (determinant === 0) continue
        const cx = (u * vy - uy * v) / determinant
        const cy = (ux * v - u * vx) / determinant
        let least = Infinity
        for (let s = 0; s < count; s++) least = Math.min(least, normalX[s]! * cx + normalY[s]! * cy - offset[s]!)
        if (least > radius) {
          bestX = cx
          bestY = cy
          radius = least
        }
      }
    }
  }
  return { x: originX + bestX / scaleX, y: originY + bestY / scaleY, radius }
}

/** Only turns to the left, and once around. */
function isConvex(count: number): boolean {
  let turns = 0
  for (let i = 0; i < count; i++) {
    const j = i + 1 < count ? i + 1 : 0
    if (normalX[i]! * normalY[j]! < normalY[i]! * normalX[j]!) return false
    if (normalY[i]! < 0 !== normalY[j]! < 0) turns++
  }
  return turns <= 2
}
