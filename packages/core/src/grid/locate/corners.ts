import type { EdgeTable } from './edges.ts'
import type { Grouped, Layout } from './layout.ts'
import type { Region } from './region.ts'
import { BOTH_LEFT, isLeft, UPPER_RIGHT } from './side.ts'
import type { Workroom } from './workroom.ts'

/**
 * For each part in turn, the cells whose lower left corner (the hair above and right of it) is inside the part, as runs
 * `visit(part, first cell, behind the last cell)`. Found row by row, from the edges that cross the level of the corners.
 */
export function eachInsideRun(
  table: EdgeTable,
  region: Region,
  layout: Layout,
  { placeOfPart, crossings }: Workroom,
  visit: (part: number, from: number, to: number) => void,
): void {
  const { columns, rows, bottom } = layout
  const edgesOf = oddEdgesByPart(table, region, placeOfPart)
  const turns = new Uint8Array(rows + 1)
  for (let p = 0; p < region.partCount; p++) {
    let firstRow = region.farInside[p] ? 0 : rows
    let lastRow = region.farInside[p] ? rows - 1 : -1
    crossings.clear()
    for (let k = edgesOf.start[p]!; k < edgesOf.start[p + 1]!; k++) {
      const i = edgesOf.items[k]!
      const e = region.edges[i]!
      const ay = table.ends[4 * e + 1]!
      const by = table.ends[4 * e + 3]!
      const from = firstRowFrom(layout, ay)
      let row = from
      for (; row < rows && bottom[row]! < by; row++) {
        const count = cornersLeftOf(layout, table.ends, e, row)
        if (count > 0) crossings.add(row, count)
      }
      if (row > from) {
        firstRow = Math.min(firstRow, from)
        lastRow = Math.max(lastRow, row - 1)
      }
      if (region.rightEnds[i] !== BOTH_LEFT) {
        const turn = region.rightEnds[i] === UPPER_RIGHT ? row : from
        turns[turn]! ^= 1
        firstRow = Math.min(firstRow, turn)
        lastRow = rows - 1
      }
    }
    let rightmost = region.farInside[p]!
    for (let row = firstRow; row <= lastRow; row++) {
      rightmost ^= turns[row]!
      let inside = rightmost
      let end = columns
      const counts = crossings.descending(row)
      for (let k = 0; k < counts.length; k++) {
        const count = counts.items[k]!
        if (inside && count < end) visit(region.parts[p]!, row * columns + count, row * columns + end)
        inside ^= 1
        end = count
      }
      if (inside && end > 0) visit(region.parts[p]!, row * columns, row * columns + end)
    }
    turns.fill(0, firstRow, lastRow + 2)
  }
}

/** The first row whose corners are not below y; as many as there are rows where there is none. */
function firstRowFrom({ minY, scaleY, rows, bottom }: Layout, y: number): number {
  let row = Math.max(0, Math.min(rows, Math.floor((y - minY) * scaleY)))
  while (row > 0 && bottom[row - 1]! >= y) row--
  while (row < rows && bottom[row]! < y) row++
  return row
}

/** How many corners of the row are left of the edge, which crosses their level. */
function cornersLeftOf({ minX, scaleX, columns, left, bottom }: Layout, ends: Float64Array, e: number, row: number): number {
  const y = bottom[row]!
  const ax = ends[4 * e]!
  const ay = ends[4 * e + 1]!
  const x = ax + ((y - ay) / (ends[4 * e + 3]! - ay)) * (ends[4 * e + 2]! - ax)
  let count = Math.max(0, Math.min(columns, Math.ceil((x - minX) * scaleX)))
  while (count < columns && isLeft(ends, e, left[count]!, y)) count++
  while (count > 0 && !isLeft(ends, e, left[count - 1]!, y)) count--
  return count
}

/** For each part the edges, as places in the region's list, that it passes an odd number of times. */
function oddEdgesByPart({ passStart, passes }: EdgeTable, { edges, edgeCount, partCount }: Region, placeOf: Int32Array): Grouped {
  const start = new Int32Array(partCount + 1)
  const eachOdd = (visit: (place: number, i: number) => void) => {
    for (let i = 0; i < edgeCount; i++) {
      for (let k = passStart[edges[i]!]!; k < passStart[edges[i]! + 1]!; k++) {
        const place = placeOf[passes[k]! >> 1]!
        if (place >= 0 && passes[k]! & 1) visit(place, i)
      }
    }
  }
  eachOdd((place) => start[place + 1]!++)
  for (let p = 0; p < partCount; p++) start[p + 1]! += start[p]!
  const end = start.slice()
  const items = new Int32Array(start[partCount]!)
  eachOdd((place, i) => (items[end[place]!++] = i))
  return { start, items }
}
