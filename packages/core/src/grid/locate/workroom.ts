import { createIntList } from './int-list.ts'
import type { IntList } from './int-list.ts'

/** Lists that are filled and emptied for one raster after another, so that a thousand small ones cost no thousand lists. */
export interface Workroom {
  /** Of each part its place in the region at hand, or −1. */
  placeOfPart: Int32Array
  cells: IntList
  met: IntList
  parts: IntList
  crossings: Crossings
}

export const createWorkroom = (partCount: number): Workroom => ({
  placeOfPart: new Int32Array(partCount).fill(-1),
  cells: createIntList(),
  met: createIntList(),
  parts: createIntList(),
  crossings: createCrossings(),
})

/** Numbers by row, for one part at a time. */
export interface Crossings {
  clear(): void
  add(row: number, value: number): void
  /** Holds until it is asked again. */
  descending(row: number): IntList
}

function createCrossings(): Crossings {
  // Of each row the place of its last number + 1; 0 for none.
  const heads = createIntList()
  const values = createIntList()
  const next = createIntList()
  const rows = createIntList()
  const sorted = createIntList()
  return {
    clear() {
      for (let k = 0; k < rows.length; k++) heads.items[rows.items[k]!] = 0
      rows.clear()
      values.clear()
      next.clear()
    },
    add(row, value) {
      if (row >= heads.length) heads.extend(row + 1 - heads.length)
      if (heads.items[row] === 0) rows.push(row)
      next.push(heads.items[row]!)
      values.push(value)
      heads.items[row] = values.length
    },
    descending(row) {
      sorted.clear()
      if (row >= heads.length) return sorted
      for (let k = heads.items[row]!; k !== 0; k = next.items[k - 1]!) sorted.push(values.items[k - 1]!)
      const { items } = sorted
      if (sorted.length > 16) items.subarray(0, sorted.length).sort().reverse()
      else insertDescending(items, sorted.length)
      return sorted
    },
  }
}

function insertDescending(items: Int32Array, length: number): void {
  for (let k = 1; k < length; k++) {
    const value = items[k]!
    let j = k - 1
    for (; j >= 0 && items[j]! < value; j--) items[j + 1] = items[j]!
    items[j + 1] = value
  }
}
