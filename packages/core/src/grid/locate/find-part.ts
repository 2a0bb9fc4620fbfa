import { orient2d } from 'robust-predicates'
import { ANSWER, RASTER } from './cells.ts'
import type { Cells } from './cells.ts'
import { LOWER_RIGHT, SIGN_BOUND } from './side.ts'

/**
 * Finds the lowest part that covers a point, its boundary included: part + 1, or 0 for none. Allocates nothing.
 * The bits of a number stand for the parts that come into question; each edge is looked at once for all of them.
 */
export function createFinder(
  { box, frames, shapes, cells, records }: Cells,
  ends: Float64Array,
): (x: number, y: number) => number {
  const { minX, minY, maxX, maxY } = box
  const [scaleX = 0, scaleY = 0] = frames.subarray(2, 4)
  const [columns = 0] = shapes

  function find(x: number, y: number): number {
    if (!(x >= minX && x <= maxX && y >= minY && y <= maxY)) return 0
    let cell = cells[(((y - minY) * scaleY) | 0) * columns + (((x - minX) * scaleX) | 0)]!
    while ((cell & 3) === RASTER) {
      const raster = cell >> 2
      const column = ((x - frames[4 * raster]!) * frames[4 * raster + 2]!) | 0
      const row = ((y - frames[4 * raster + 1]!) * frames[4 * raster + 3]!) | 0
      cell = cells[shapes[2 * raster + 1]! + row * shapes[2 * raster]! + column]!
    }
    return (cell & 3) === ANSWER ? cell >> 2 : decide(cell >> 2, x, y)
  }

  function decide(record: number, x: number, y: number): number {
    for (let at = record; ;) {
      const head = records[at]!
      const parts = at + 2
      let inside = records[at + 1]!
      let on = 0
      at = parts + ((head >> 1) & 63)
      for (const end = at + (head >> 7) * 3; at < end; at += 3) {
        const edge = records[at]!
        const o = edge & -4
        const ay = ends[o + 1]!
        const by = ends[o + 3]!
        if (y < ay) continue
        const ax = ends[o]!
        const bx = ends[o + 2]!
        if (y >= by) {
          if (y === by && (x === bx || (ay === by && x >= ax && x <= bx))) on |= records[at + 1]!
          if (edge & 3) inside ^= records[at + 2]!
          continue
        }
        const one = (bx - ax) * (y - ay)
        const other = (by - ay) * (x - ax)
        let side = one - other
        if (Math.abs(side) <= SIGN_BOUND * (Math.abs(one) + Math.abs(other))) side = -orient2d(ax, ay, bx, by, x, y)
        if (side === 0) on |= records[at + 1]!
        else if (side > 0 === ((edge & 3) !== LOWER_RIGHT)) inside ^= records[at + 2]!
      }
      const holding = inside | on
      // The lowest bit that is set.
      if (holding !== 0) return records[parts + 31 - Math.clz32(holding & -holding)]!
      if ((head & 1) === 0) return 0
    }
  }

  return find
}
