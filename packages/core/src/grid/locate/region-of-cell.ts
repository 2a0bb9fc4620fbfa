import { eachInsideRun } from './corners.ts'
import type { Region } from './corners.ts'
import type { EdgeTable } from './edges.ts'
import { createIntList } from './int-list.ts'
import type { Box, Grouped, Layout } from './layout.ts'
import { BOTH_LEFT, differs, LOWER_RIGHT, UPPER_RIGHT } from './side.ts'

/** What is known at the lower left corners of the cells of a layout. */
export interface Corners {
  /** Of each cell: the lowest part without an edge in it that holds the corner, hence the whole cell; −1 for none. */
  cover: Int32Array
  /** Of each cell: the parts with an edge in it, ascending. */
  partStart: Int32Array
  parts: Int32Array
  /** Of each of them: whether it holds the corner. */
  inside: Uint8Array
}

export function readCorners(table: EdgeTable, region: Region, layout: Layout, met: Grouped, placeOfPart: Int32Array): Corners {
  const { partStart, parts } = partsByCell(table, region, met, placeOfPart)
  const cover = new Int32Array(met.start.length - 1).fill(-1)
  const inside = new Uint8Array(parts.length)
  eachInsideRun(table, region, layout, placeOfPart, (part, from, to) => {
    for (let cell = from; cell < to; cell++) {
      // A lower part holds the whole cell.
      if (cover[cell] !== -1) continue
      let k = partStart[cell]!
      const end = partStart[cell + 1]!
      while (k < end && parts[k]! < part) k++
      if (k < end && parts[k] === part) inside[k] = 1
      else cover[cell] = part
    }
  })
  return { cover, partStart, parts, inside }
}

function partsByCell({ passStart, passes }: EdgeTable, { edges, parts }: Region, met: Grouped, placeOfPart: Int32Array) {
  const cellCount = met.start.length - 1
  const partStart = new Int32Array(cellCount + 1)
  const seenIn = new Int32Array(parts.length).fill(-1)
  const list = createIntList(1024)
  for (let cell = 0; cell < cellCount; cell++) {
    const from = list.length
    partStart[cell] = from
    for (let k = met.start[cell]!; k < met.start[cell + 1]!; k++) {
      const e = edges[met.items[k]!]!
      for (let i = passStart[e]!; i < passStart[e + 1]!; i++) {
        const part = passes[i]! >> 1
        const place = placeOfPart[part]!
        if (place < 0 || seenIn[place] === cell) continue
        seenIn[place] = cell
        list.push(part)
      }
    }
    if (list.length > from + 1) list.items.subarray(from, list.length).sort()
  }
  partStart[cellCount] = list.length
  return { partStart, parts: list.items.slice(0, list.length) }
}

/** The cell as a region of its own; without parts where all of it has one answer, its cover. */
export function regionOfCell(
  table: EdgeTable,
  outer: Region,
  layout: Layout,
  met: Grouped,
  corners: Corners,
  cell: number,
): Region & { box: Box } {
  const { ends, passStart, passes } = table
  const column = cell % layout.columns
  const row = (cell - column) / layout.columns
  const box = { minX: layout.left[column]!, minY: layout.bottom[row]!, maxX: layout.right[column]!, maxY: layout.top[row]! }
  const cover = corners.cover[cell]!
  const from = corners.partStart[cell]!
  let to = corners.partStart[cell + 1]!
  while (cover !== -1 && to > from && corners.parts[to - 1]! > cover) to--
  const parts = corners.parts.slice(from, to)
  const farInside = corners.inside.slice(from, to)
  const edges: number[] = []
  const rightEnds: number[] = []
  for (let k = met.start[cell]!; k < met.start[cell + 1]!; k++) {
    const e = outer.edges[met.items[k]!]!
    const isLowerRight = ends[4 * e]! > box.maxX
    const isUpperRight = ends[4 * e + 2]! > box.maxX
    if (isLowerRight && isUpperRight) continue
    const rightEnd = isLowerRight ? LOWER_RIGHT : isUpperRight ? UPPER_RIGHT : BOTH_LEFT
    let isWanted = false
    const turns = differs(ends, e, rightEnd, box.minX, box.minY)
    for (let i = passStart[e]!; i < passStart[e + 1]!; i++) {
      const place = parts.indexOf(passes[i]! >> 1)
      if (place < 0) continue
      isWanted = true
      if (turns && passes[i]! & 1) farInside[place]! ^= 1
    }
    if (!isWanted) continue
    edges.push(e)
    rightEnds.push(rightEnd)
  }
  return { box, edges: Int32Array.from(edges), rightEnds: Uint8Array.from(rightEnds), parts, farInside }
}
