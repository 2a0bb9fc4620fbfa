import type { Region } from './corners.ts'
import type { EdgeTable } from './edges.ts'
import type { IntList } from './int-list.ts'

/** Parts in one record: bits of an integer. */
export const PARTS_PER_RECORD = 32

/** Writes what decides in a region that few edges meet; see `Cells.records`. All of the region is in `cover`, unless that is −1. */
export function writeRecords(
  table: EdgeTable,
  { edges, rightEnds, parts, farInside }: Region,
  cover: number,
  records: IntList,
): void {
  const { passStart, passes } = table
  const count = parts.length + (cover === -1 ? 0 : 1)
  for (let first = 0; first < count; first += PARTS_PER_RECORD) {
    const last = Math.min(count, first + PARTS_PER_RECORD)
    const head = records.length
    records.push(0)
    let far = 0
    for (let p = first; p < last; p++) if (p === parts.length || farInside[p]) far |= 1 << (p - first)
    records.push(far)
    for (let p = first; p < last; p++) records.push((p === parts.length ? cover : parts[p]!) + 1)
    let edgeCount = 0
    for (let i = 0; i < edges.length; i++) {
      let bounds = 0
      let turns = 0
      for (let k = passStart[edges[i]!]!; k < passStart[edges[i]! + 1]!; k++) {
        const place = parts.indexOf(passes[k]! >> 1) - first
        if (place < 0 || place >= PARTS_PER_RECORD) continue
        bounds |= 1 << place
        if (passes[k]! & 1) turns |= 1 << place
      }
      if (bounds === 0) continue
      records.push(edges[i]! * 4 + rightEnds[i]!)
      records.push(bounds)
      records.push(turns)
      edgeCount++
    }
    records.items[head] = edgeCount * 128 + (last - first) * 2 + (last < count ? 1 : 0)
  }
}
