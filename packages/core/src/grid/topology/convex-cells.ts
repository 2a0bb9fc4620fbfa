/** Corners of a convex cell, counter-clockwise or clockwise: x and y in turn. */
export type Cell = number[]

export interface Trapezoid {
  cell: Cell
  /** Sides of the face on which it lies. */
  left: number
  right: number
}

/**
 * Cuts a face into trapezoids between the heights of its corners; the same two sides beside each other at several heights
 * stay one cell. About as many cells as sides.
 * @param sides ax, ay, bx, by of each side, in turn; the inside is by even-odd
 */
export function trapezoidsOf(sides: Float64Array): Trapezoid[] {
  const count = sides.length / 4
  const low = (s: number): number => Math.min(sides[4 * s + 1]!, sides[4 * s + 3]!)
  const high = (s: number): number => Math.max(sides[4 * s + 1]!, sides[4 * s + 3]!)
  const at = (s: number, height: number): number => {
    const [ax, ay, bx, by] = [sides[4 * s]!, sides[4 * s + 1]!, sides[4 * s + 2]!, sides[4 * s + 3]!]
    return ax + ((height - ay) / (by - ay)) * (bx - ax)
  }
  const order: number[] = []
  const heights: number[] = []
  for (let s = 0; s < count; s++) {
    if (low(s) < high(s)) order.push(s)
    heights.push(sides[4 * s + 1]!, sides[4 * s + 3]!)
  }
  order.sort((a, b) => low(a) - low(b))
  heights.sort((a, b) => a - b)

  const cells: Trapezoid[] = []
  // Of each side the one beside which it is at the height now, and since which height; −1 where its right is not inside.
  const rightOf = new Int32Array(count).fill(-1)
  const since = new Float64Array(count)
  const close = (left: number, until: number): void => {
    const [right, from] = [rightOf[left]!, since[left]!]
    rightOf[left] = -1
    const cell = [at(left, from), from, at(right, from), from, at(right, until), until, at(left, until), until]
    cells.push({ cell, left, right })
  }
  const active: number[] = []
  for (let i = 0, entered = 0; i + 1 < heights.length; i++) {
    const bottom = heights[i]!
    const top = heights[i + 1]!
    if (bottom === top) continue
    let kept = 0
    for (let k = 0; k < active.length; k++) {
      if (high(active[k]!) > bottom) active[kept++] = active[k]!
      else if (rightOf[active[k]!] !== -1) close(active[k]!, bottom)
    }
    active.length = kept
    while (entered < order.length && low(order[entered]!) <= bottom) active.push(order[entered++]!)
    const middle = bottom + (top - bottom) / 2
    // Nearly in order already.
    for (let k = 1; k < active.length; k++) {
      const side = active[k]!
      const own = at(side, middle)
      let place = k
      for (; place > 0 && at(active[place - 1]!, middle) > own; place--) active[place] = active[place - 1]!
      active[place] = side
    }
    for (let k = 0; k < active.length; k++) {
      const left = active[k]!
      const right = k % 2 === 0 && k + 1 < active.length ? active[k + 1]! : -1
      if (rightOf[left] === right) continue
      if (rightOf[left] !== -1) close(left, bottom)
      rightOf[left] = right
      since[left] = bottom
    }
  }
  const end = heights[heights.length - 1]!
  for (const left of active) if (rightOf[left] !== -1) close(left, end)
  return cells
}

/** The two parts of a convex cell beside the line n·p = c. */
export function cutCell(cell: Cell, nx: number, ny: number, c: number): [Cell, Cell] {
  const below: Cell = []
  const above: Cell = []
  for (let i = 0; i < cell.length; i += 2) {
    const j = (i + 2) % cell.length
    const [ax, ay, bx, by] = [cell[i]!, cell[i + 1]!, cell[j]!, cell[j + 1]!]
    const a = nx * ax + ny * ay - c
    const b = nx * bx + ny * by - c
    if (a <= 0) below.push(ax, ay)
    if (a >= 0) above.push(ax, ay)
    if ((a < 0 && b > 0) || (a > 0 && b < 0)) {
      const t = a / (a - b)
      const [px, py] = [ax + t * (bx - ax), ay + t * (by - ay)]
      below.push(px, py)
      above.push(px, py)
    }
  }
  return [below, above]
}

export function middleOf(cell: Cell): [number, number] {
  let x = 0
  let y = 0
  for (let i = 0; i < cell.length; i += 2) {
    x += cell[i]!
    y += cell[i + 1]!
  }
  return [(2 * x) / cell.length, (2 * y) / cell.length]
}
