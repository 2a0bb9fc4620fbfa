import type { EdgeTable } from './edges.ts'
import { createIntList } from './int-list.ts'
import { edgesByCell, layOut, stepOf } from './layout.ts'
import type { Box, Layout } from './layout.ts'
import { createRecordList, PARTS_PER_RECORD } from './records.ts'
import type { Records } from './records.ts'
import { readCell, readCorners } from './region-of-cell.ts'
import { copyOf, createRegion } from './region.ts'
import type { Region } from './region.ts'
import { createWorkroom } from './workroom.ts'

/**
 * A raster of cells, and finer rasters in those cells that many edges meet. What a cell says (`cells`):
 * - part + 1, or 0 for none, where one answer holds in the whole cell;
 * - a place in `records`, where few edges meet the cell;
 * - the number of a finer raster.
 */
export interface Cells {
  box: Box
  /** Of raster r, from 4r on: minX, minY, scaleX, scaleY. */
  frames: Float64Array
  /** Of raster r, from 2r on: columns, place of its first cell in `cells`. */
  shapes: Int32Array
  /** value × 4 + kind. */
  cells: Int32Array
  records: Records
}

export const ANSWER = 0
export const RECORD = 1
export const RASTER = 2

/** A cell that more edges meet is cut into finer ones; on each level more are let be, since around a corner of many no cut helps. */
const EDGES_PER_CELL = 12
const MORE_PER_LEVEL = 4
const DEEPEST = 20
/** Edges listed in cells, for each edge there is: then no cell is cut any more. */
const LISTED_PER_EDGE = 64

interface Task extends Region {
  raster: number
  box: Box
  /** The lowest part that all of the box is in, or −1. Only lower ones come into question besides. */
  cover: number
  depth: number
}

/** Near-linear in the edges: each raster has about as many cells as edges meet it, and what is listed altogether is bounded. */
export function buildCells(table: EdgeTable): Cells {
  const cells = createIntList(1024)
  const records = createRecordList(table)
  const frames: number[] = []
  const shapes: number[] = []
  const workroom = createWorkroom(table.partCount)
  const { placeOfPart } = workroom
  const box = boxOf(table)
  let rasters = 1
  let listed = 0
  const mostListed = LISTED_PER_EDGE * table.count + 4096
  const whole = createRegion(table.count, table.partCount)
  for (let e = 0; e < table.count; e++) whole.edges[e] = e
  for (let p = 0; p < table.partCount; p++) whole.parts[p] = p
  const tasks: Task[] = [{ ...whole, raster: 0, box, cover: -1, depth: 0 }]
  const inner = createRegion(table.count, table.partCount)
  // The list grows while it is worked off.
  for (const task of tasks) {
    const layout = layOut(task.box, table.ends, task)
    const met = edgesByCell(layout, table.ends, task, workroom)
    const base = cells.length
    cells.extend(layout.columns * layout.rows)
    frames.push(layout.minX, layout.minY, layout.scaleX, layout.scaleY)
    shapes.push(layout.columns, base)
    listed += met.items.length
    for (let p = 0; p < task.partCount; p++) placeOfPart[task.parts[p]!] = p
    const corners = readCorners(table, task, layout, met, workroom)
    for (const part of task.parts) placeOfPart[part] = -1
    for (let cell = 0; cell < layout.columns * layout.rows; cell++) {
      const cover = corners.cover[cell] === -1 ? task.cover : corners.cover[cell]!
      cells.items[base + cell] = (cover + 1) * 4 + ANSWER
      if (met.start[cell] === met.start[cell + 1]) continue
      readCell(table, task, layout, met, corners, cell, inner)
      if (inner.partCount === 0) continue
      const isCrowded = inner.edgeCount > EDGES_PER_CELL + MORE_PER_LEVEL * task.depth || inner.partCount >= PARTS_PER_RECORD
      if (isCrowded && task.depth < DEEPEST && listed < mostListed && isCuttable(layout)) {
        cells.items[base + cell] = rasters * 4 + RASTER
        tasks.push({ ...copyOf(inner), raster: rasters++, box: boxOfCell(layout, cell), cover, depth: task.depth + 1 })
      } else {
        cells.items[base + cell] = records.length * 4 + RECORD
        records.write(inner, cover)
      }
    }
  }
  return {
    box,
    frames: Float64Array.from(frames),
    shapes: Int32Array.from(shapes),
    cells: cells.items.slice(0, cells.length),
    records: records.finish(),
  }
}

/** Whether finer cells would still be wide enough for the numbers that coordinates are. */
const isCuttable = (layout: Layout) => Math.max(layout.maxX - layout.minX, layout.maxY - layout.minY) > 2 ** 12 * stepOf(layout)

function boxOfCell({ columns, left, right, bottom, top }: Layout, cell: number): Box {
  const column = cell % columns
  const row = (cell - column) / columns
  return { minX: left[column]!, minY: bottom[row]!, maxX: right[column]!, maxY: top[row]! }
}

function boxOf({ ends }: EdgeTable): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (let i = 0; i < ends.length; i += 2) {
    box.minX = Math.min(box.minX, ends[i]!)
    box.maxX = Math.max(box.maxX, ends[i]!)
    box.minY = Math.min(box.minY, ends[i + 1]!)
    box.maxY = Math.max(box.maxY, ends[i + 1]!)
  }
  return box
}
