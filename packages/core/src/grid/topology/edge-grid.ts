import { float64, int32 } from './slab.ts'

/**
 * Cells over the plane whose borders are quantiles of the coordinates, so that as many nodes lie in every column and in
 * every row, however skewed the extent is. An edge is entered along its way, not by its bounding box.
 */
export interface CellLayout {
  columns: Float64Array
  rows: Float64Array
}

export interface EdgeGrid extends CellLayout {
  /** Cell c (row × columns + column) holds the edges `edges[start[c] … start[c + 1])`. */
  start: Int32Array
  edges: Int32Array
}

const SAMPLE = 1 << 15

/** Inner borders of about `count` equally filled intervals, ascending and distinct; may be none. */
function quantiles(values: Float64Array, among: Int32Array, count: number): Float64Array {
  const stride = Math.max(1, Math.floor(among.length / SAMPLE))
  const sample = float64(Math.ceil(among.length / stride))
  for (let i = 0, at = 0; i < among.length; i += stride) sample[at++] = values[among[i]!]!
  sample.sort()
  const borders = float64(Math.max(0, count - 1))
  let length = 0
  for (let k = 1; k < count; k++) {
    const border = sample[Math.floor((k * sample.length) / count)] ?? 0
    if (length === 0 || border > borders[length - 1]!) borders[length++] = border
  }
  return borders.subarray(0, length)
}

/**
 * @param among nodes
 * @param cells how many cells there should be about
 */
export function layOut(x: Float64Array, y: Float64Array, among: Int32Array, cells: number): CellLayout {
  const side = Math.max(1, Math.min(4096, Math.round(Math.sqrt(cells))))
  return { columns: quantiles(x, among, side), rows: quantiles(y, among, side) }
}

/** Number of the interval in which the value lies: how many borders are not above it. */
export function intervalOf(borders: Float64Array, value: number): number {
  let low = 0
  let high = borders.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (borders[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Visits the cells that come within `margin` of the edge; may visit some that do not. */
export function visitCells(
  { columns, rows }: CellLayout,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  margin: number,
  visit: (cell: number) => void,
): void {
  const width = columns.length + 1
  const [x0, y0, x1, y1] = ax <= bx ? [ax, ay, bx, by] : [bx, by, ax, ay]
  const first = intervalOf(columns, x0 - margin)
  const last = intervalOf(columns, x1 + margin)
  const slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0
  const low = Math.min(y0, y1)
  const high = Math.max(y0, y1)
  for (let column = first; column <= last; column++) {
    let from = low
    let to = high
    if (first !== last && slope !== 0) {
      const left = column === first ? x0 : Math.max(x0, columns[column - 1]! - margin)
      const right = column === last ? x1 : Math.min(x1, columns[column]! + margin)
      const atLeft = y0 + slope * (left - x0)
      const atRight = y0 + slope * (right - x0)
      from = Math.max(low, Math.min(atLeft, atRight))
      to = Math.min(high, Math.max(atLeft, atRight))
    }
    // Twice the margin: what is read off the slope is rounded.
    let row = intervalOf(rows, from - 2 * margin)
    const top = to + 2 * margin
    visit(row * width + column)
    while (row < rows.length && rows[row]! <= top) visit(++row * width + column)
  }
}

/** @param margin greater than the rounding of the coordinates */
export function enterEdges(
  layout: CellLayout,
  x: Float64Array,
  y: Float64Array,
  from: Int32Array,
  to: Int32Array,
  edges: Int32Array,
  margin: number,
): EdgeGrid {
  const cellCount = (layout.columns.length + 1) * (layout.rows.length + 1)
  const start = int32(cellCount + 1)
  let cells = int32(4 * edges.length + 16)
  const ends = int32(edges.length)
  let length = 0
  const note = (cell: number): void => {
    if (length === cells.length) {
      const more = int32(2 * length)
      more.set(cells)
      cells = more
    }
    cells[length++] = cell
    start[cell + 1]!++
  }
  for (let i = 0; i < edges.length; i++) {
    const a = from[edges[i]!]!
    const b = to[edges[i]!]!
    visitCells(layout, x[a]!, y[a]!, x[b]!, y[b]!, margin, note)
    ends[i] = length
  }
  for (let cell = 0; cell < cellCount; cell++) start[cell + 1]! += start[cell]!
  const next = start.slice()
  const entered = int32(length)
  for (let i = 0, at = 0; i < edges.length; i++) {
    for (; at < ends[i]!; at++) entered[next[cells[at]!]!++] = edges[i]!
  }
  return { ...layout, start, edges: entered }
}
