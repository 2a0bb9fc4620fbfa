import { orient2d } from 'robust-predicates'
import { ANSWER, RASTER } from './cells.ts'
import type { Cells } from './cells.ts'
import { PARTS_MASK, PARTS_PER_RECORD } from './records.ts'
import { LOWER_RIGHT, SIGN_BOUND } from './side.ts'

/**
 * Finds the lowest part that covers a point, its boundary included: part + 1, or 0 for none. Allocates nothing.
 * The bits of a number stand for the parts that come into question; each edge is looked at once for all of them.
 */
export function createFinder({ box, frames, shapes, cells, records }: Cells): (x: number, y: number) => number {
  const { minX, minY, maxX, maxY } = box
  const { doubles, words } = records
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
      const head = words[2 * at]!
      const parts = 2 * at + 2
      let inside = words[2 * at + 1]!
      let on = 0
      at += 1 + ((((head >> 1) & 63) + 1) >> 1)
      for (const end = at + (head >> 7) * 5; at < end; at += 5) {
        const ay = doubles[at + 1]!
        if (y < ay) continue
        const bounds = words[2 * at + 8]!
        const ax = doubles[at]!
        const bx = doubles[at + 2]!
        const by = doubles[at + 3]!
        if (y >= by) {
          if (y === by && (x === bx || (ay === by && x >= ax && x <= bx))) on |= bounds & PARTS_MASK
          if (bounds >>> PARTS_PER_RECORD) inside ^= words[2 * at + 9]!
          continue
        }
        const one = (bx - ax) * (y - ay)
        const other = (by - ay) * (x - ax)
        let side = one - other
        if (Math.abs(side) <= SIGN_BOUND * (Math.abs(one) + Math.abs(other))) side = -orient2d(ax, ay, bx, by, x, y)
        if (side === 0) on |= bounds & PARTS_MASK
        else if (side > 0 === (bounds >>> PARTS_PER_RECORD !== LOWER_RIGHT)) inside ^= words[2 * at + 9]!
      }
      const holding = inside | on
      // The lowest bit that is set.
      if (holding !== 0) return words[parts + 31 - Math.clz32(holding & -holding)]!
      if ((head & 1) === 0) return 0
    }
  }

  return find
}
