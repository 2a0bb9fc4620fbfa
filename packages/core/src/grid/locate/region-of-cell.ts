import { eachInsideRun } from './corners.ts'
import type { EdgeTable } from './edges.ts'
import type { Grouped, Layout } from './layout.ts'
import { placeOf } from './region.ts'
import type { Region } from './region.ts'
import { BOTH_LEFT, differs, LOWER_RIGHT, UPPER_RIGHT } from './side.ts'
import type { Workroom } from './workroom.ts'

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

export function readCorners(table: EdgeTable, region: Region, layout: Layout, met: Grouped, workroom: Workroom): Corners {
  const { partStart, parts } = partsByCell(table, region, met, workroom)
  const cover = new Int32Array(met.start.length - 1).fill(-1)
  const inside = new Uint8Array(parts.length)
  eachInsideRun(table, region, layout, workroom, (part, from, to) => {
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

function partsByCell(
  { passStart, passes }: EdgeTable,
  { edges, partCount }: Region,
  met: Grouped,
  { placeOfPart, parts: list }: Workroom,
) {
  const cellCount = met.start.length - 1
  const partStart = new Int32Array(cellCount + 1)
  const seenIn = new Int32Array(partCount).fill(-1)
  list.clear()
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
    if (list.length > from + 1) sortAscending(list.items, from, list.length)
  }
  partStart[cellCount] = list.length
  return { partStart, parts: list.items.slice(0, list.length) }
}

function sortAscending(items: Int32Array, from: number, to: number): void {
  if (to - from > 16) {
    items.subarray(from, to).sort()
    return
  }
  for (let k = from + 1; k < to; k++) {
    const value = items[k]!
    let j = k - 1
    for (; j >= from && items[j]! > value; j--) items[j + 1] = items[j]!
    items[j + 1] = value
  }
}

/** Makes `inner` the cell as a region of its own; without parts where all of it has one answer, its cover. */
export function readCell(
  { ends, passStart, passes }: EdgeTable,
  outer: Region,
  layout: Layout,
  met: Grouped,
  corners: Corners,
  cell: number,
  inner: Region,
): void {
  const column = cell % layout.columns
  const row = (cell - column) / layout.columns
  const right = layout.right[column]!
  const cover = corners.cover[cell]!
  inner.partCount = 0
  for (let k = corners.partStart[cell]!; k < corners.partStart[cell + 1]!; k++) {
    const part = corners.parts[k]!
    if (cover !== -1 && part > cover) break
    inner.parts[inner.partCount] = part
    inner.farInside[inner.partCount++] = corners.inside[k]!
  }
  inner.edgeCount = 0
  for (let k = met.start[cell]!; k < met.start[cell + 1]!; k++) {
    const e = outer.edges[met.items[k]!]!
    const isLowerRight = ends[4 * e]! > right
    const isUpperRight = ends[4 * e + 2]! > right
    if (isLowerRight && isUpperRight) continue
    const rightEnd = isLowerRight ? LOWER_RIGHT : isUpperRight ? UPPER_RIGHT : BOTH_LEFT
    const turns = differs(ends, e, rightEnd, layout.left[column]!, layout.bottom[row]!)
    let isWanted = false
    for (let i = passStart[e]!; i < passStart[e + 1]!; i++) {
      const place = placeOf(inner, passes[i]! >> 1)
      if (place < 0) continue
      isWanted = true
      if (turns && passes[i]! & 1) inner.farInside[place]! ^= 1
    }
    if (!isWanted) continue
    inner.edges[inner.edgeCount] = e
    inner.rightEnds[inner.edgeCount++] = rightEnd
  }
}
