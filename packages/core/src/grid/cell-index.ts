import type { Box } from './outline.ts'

/**
 * Answers, for a point, the boxes that can hold it, in the order given. A raster of about as many cells as boxes:
 * the grids of a district are of like size, so a cell meets a handful of them.
 */
export function createCellIndex<T extends Box>(boxes: readonly T[]): (x: number, y: number) => readonly T[] {
  const bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }
  for (const { minX, minY, maxX, maxY } of boxes) {
    bounds.minX = Math.min(bounds.minX, minX)
    bounds.minY = Math.min(bounds.minY, minY)
    bounds.maxX = Math.max(bounds.maxX, maxX)
    bounds.maxY = Math.max(bounds.maxY, maxY)
  }
  const side = Math.max(1, Math.ceil(Math.sqrt(boxes.length)))
  const columnOf = cellOf(bounds.minX, bounds.maxX, side)
  const rowOf = cellOf(bounds.minY, bounds.maxY, side)
  const cells: T[][] = Array.from({ length: side * side }, () => [])
  for (const box of boxes) {
    for (let row = rowOf(box.minY); row <= rowOf(box.maxY); row++) {
      for (let column = columnOf(box.minX); column <= columnOf(box.maxX); column++) cells[row * side + column]!.push(box)
    }
  }
  return (x, y) => {
    const outside = !(x >= bounds.minX && x <= bounds.maxX && y >= bounds.minY && y <= bounds.maxY)
    return outside ? [] : cells[rowOf(y) * side + columnOf(x)]!
  }
}

/** Never decreases with the value, rounding included: a point between two bounds gets a cell between theirs. */
function cellOf(min: number, max: number, count: number): (value: number) => number {
  const width = (max - min) / count
  return (value) => (width > 0 ? Math.min(count - 1, Math.floor((value - min) / width)) : 0)
}
