interface Coordinates {
  x: Float64Array
  y: Float64Array
}

/** Where two lines, from a to b and from c to d, cross: the same whichever comes first. Both run from their lesser end by x, then y. */
export function crossingOf({ x, y }: Coordinates, a: number, b: number, c: number, d: number): [number, number] {
  const isLess = (x[a]! - x[c]! || y[a]! - y[c]! || x[b]! - x[d]! || y[b]! - y[d]!) < 0
  return isLess ? onFirst(x, y, a, b, c, d) : onFirst(x, y, c, d, a, b)
}

function onFirst(x: Float64Array, y: Float64Array, a: number, b: number, c: number, d: number): [number, number] {
  const dx = x[b]! - x[a]!
  const dy = y[b]! - y[a]!
  const fx = x[d]! - x[c]!
  const fy = y[d]! - y[c]!
  const t = ((x[c]! - x[a]!) * fy - (y[c]! - y[a]!) * fx) / (dx * fy - dy * fx)
  const inside = t > 0 ? (t < 1 ? t : 1) : 0
  return [x[a]! + inside * dx, y[a]! + inside * dy]
}
