import type { Region } from './region.ts'
import type { Workroom } from './workroom.ts'

export interface Box {
  minX: number
  minY: number
  maxX: number
  maxY: number
}

/** Equal cells over a box. */
export interface Layout extends Box {
  columns: number
  rows: number
  /** Cells per coordinate unit: the column of x is ⌊(x − minX) · scaleX⌋. */
  scaleX: number
  scaleY: number
  /**
   * Bounds of each column and row, a little wider than they are, never beyond the box: every x that is given column c,
   * rounding included, is within `left[c]` and `right[c]`.
   */
  left: Float64Array
  right: Float64Array
  bottom: Float64Array
  top: Float64Array
}

/** Cells for each edge: more make more of the plane free of edges, and the raster larger. */
const CELLS_PER_EDGE = 3
/** Edges are listed in at most about so many cells each. */
const CELLS_MET_PER_EDGE = 4
/** Wider than any rounding of a cell number, as a share of a cell. */
const SLACK = 2 ** -20
/** A cell is at least so many rounding steps of the coordinates wide. */
const STEPS_PER_CELL = 2 ** 10

/** Cells, as many as the edges are worth; few where the edges are long, so that they do not fill the memory. */
export function layOut(box: Box, ends: Float64Array, region: Region): Layout {
  const width = box.maxX - box.minX
  const height = box.maxY - box.minY
  const most = Math.max(16, CELLS_PER_EDGE * region.edgeCount)
  const reach = reachOf(box, ends, region)
  // A cell is as wide to its height as the edges are, so that an extent pressed flat is cut no worse.
  const stretch = reach.x > 0 && reach.y > 0 && Number.isFinite(reach.x / reach.y) ? reach.x / reach.y : 1
  const listed = (reach.x + reach.y * stretch) / (CELLS_MET_PER_EDGE * region.edgeCount)
  const side = Math.max(Math.sqrt((width * height * stretch) / most), listed)
  const finestStep = STEPS_PER_CELL * stepOf(box)
  const columns = cellCount(width, side, finestStep, most)
  const rows = cellCount(height, side / stretch, finestStep, Math.max(1, Math.floor(most / columns)))
  const [left, right, scaleX] = cutEqually(box.minX, box.maxX, columns, stepOf(box))
  const [bottom, top, scaleY] = cutEqually(box.minY, box.maxY, rows, stepOf(box))
  return { ...box, columns, rows, scaleX, scaleY, left, right, bottom, top }
}

/** The rounding step of the largest coordinate. */
export const stepOf = ({ minX, minY, maxX, maxY }: Box) =>
  Math.max(Math.abs(minX), Math.abs(minY), Math.abs(maxX), Math.abs(maxY)) * 2 ** -52

/** Widths and heights of the edges, as far as they are in the box, in all. */
function reachOf(box: Box, ends: Float64Array, { edges, edgeCount }: Region): { x: number; y: number } {
  const reach = { x: 0, y: 0 }
  for (let i = 0; i < edgeCount; i++) {
    const e = edges[i]!
    const dx = Math.abs(ends[4 * e + 2]! - ends[4 * e]!)
    const dy = ends[4 * e + 3]! - ends[4 * e + 1]!
    reach.x += Math.min(dx, box.maxX - box.minX)
    reach.y += Math.min(dy, box.maxY - box.minY)
  }
  return reach
}

function cellCount(length: number, side: number, finest: number, most: number): number {
  const isCuttable = length > 0 && side > 0 && Number.isFinite(most / length)
  return isCuttable ? Math.max(1, Math.min(most, Math.ceil(length / side), Math.floor(length / finest))) : 1
}

function cutEqually(
  min: number,
  max: number,
  count: number,
  step: number,
): [low: Float64Array, high: Float64Array, scale: number] {
  // A little less, so that the largest value is in the last cell, not behind it.
  const scale = count > 1 ? (count * (1 - 2 ** -40)) / (max - min) : 0
  const size = (max - min) / count
  const slack = slackOf(size, step)
  const low = new Float64Array(count)
  const high = new Float64Array(count)
  for (let c = 0; c < count; c++) {
    low[c] = c === 0 ? min : Math.max(min, min + c * size - slack)
    high[c] = c === count - 1 ? max : Math.min(max, min + (c + 1) * size + slack)
  }
  return [low, high, scale]
}

const slackOf = (size: number, step: number) => SLACK * size + 4 * step

/** In cell numbers: what an edge is taken to be wider than it is, so that it is listed wherever it may be met. */
function paddingOf(length: number, scale: number, step: number): number {
  return 4 * SLACK + 16 * step * scale + length * 2 ** -48 * scale
}

/** Items of group g: `items[start[g] … start[g + 1])`. */
export interface Grouped {
  start: Int32Array
  items: Int32Array
}

/** For each cell the edges that meet it, as places in `edges`, ascending; some that only nearly do are among them. */
export function edgesByCell(layout: Layout, ends: Float64Array, { edges, edgeCount }: Region, { cells, met }: Workroom): Grouped {
  const { columns, rows, minX, minY, scaleX, scaleY, bottom, top } = layout
  const step = stepOf(layout)
  cells.clear()
  met.clear()
  for (let i = 0; i < edgeCount; i++) {
    const o = 4 * edges[i]!
    const [ax, ay, bx, by] = [ends[o]!, ends[o + 1]!, ends[o + 2]!, ends[o + 3]!]
    const padX = paddingOf(Math.abs(bx - ax), scaleX, step)
    const padY = paddingOf(by - ay, scaleY, step)
    const lastRow = Math.min(rows - 1, Math.floor((by - minY) * scaleY + padY))
    for (let row = Math.max(0, Math.floor((ay - minY) * scaleY - padY)); row <= lastRow; row++) {
      const low = bottom[row]! > ay && by > ay ? ax + ((Math.min(by, bottom[row]!) - ay) / (by - ay)) * (bx - ax) : ax
      const high = top[row]! < by && by > ay ? ax + ((Math.max(ay, top[row]!) - ay) / (by - ay)) * (bx - ax) : bx
      const lastColumn = Math.min(columns - 1, Math.floor((Math.max(low, high) - minX) * scaleX + padX))
      for (let column = Math.max(0, Math.floor((Math.min(low, high) - minX) * scaleX - padX)); column <= lastColumn; column++) {
        cells.push(row * columns + column)
        met.push(i)
      }
    }
  }
  return groupByCell(cells.items.subarray(0, cells.length), met.items, columns * rows)
}

function groupByCell(cells: Int32Array, values: Int32Array, count: number): Grouped {
  const start = new Int32Array(count + 1)
  for (const cell of cells) start[cell + 1]!++
  for (let c = 0; c < count; c++) start[c + 1]! += start[c]!
  const items = new Int32Array(cells.length)
  const end = start.slice()
  for (let i = 0; i < cells.length; i++) items[end[cells[i]!]!++] = values[i]!
  return { start, items }
}
