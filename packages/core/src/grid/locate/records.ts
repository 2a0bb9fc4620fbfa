import type { EdgeTable } from './edges.ts'
import { placeOf } from './region.ts'
import type { Region } from './region.ts'

/** Parts in one record: bits of an integer, of which two are wanted for something else. */
export const PARTS_PER_RECORD = 30
export const PARTS_MASK = 2 ** PARTS_PER_RECORD - 1

/**
 * What decides in the cells that few edges meet: one record for up to 30 parts that come into question there, lowest first; the next
 * follows where there are more. All that is needed for one point lies side by side in memory, coordinates included. In slots of
 * eight bytes, each a double or two integers:
 * - number of edges × 128 + number of parts × 2 + (1 where another record follows); a bit for each part: whether the far end of the way
 *   (see `differs`) is inside it
 * - the parts, each + 1, two to a slot
 * - five slots for each edge: its lower x, lower y, upper x, upper y; a bit for each part that it bounds, and in the two highest bits which
 *   end is to the right of the cell; a bit for each part that it bounds an odd number of times
 */
export interface Records {
  doubles: Float64Array
  words: Int32Array
}

export interface RecordList {
  /** Slot at which the next record begins. */
  readonly length: number
  /** Writes what decides in a region that few edges meet. All of the region is in `cover`, unless that is −1. */
  write(region: Region, cover: number): void
  finish(): Records
}

export function createRecordList({ ends, passStart, passes }: EdgeTable): RecordList {
  let doubles = new Float64Array(1024)
  let words = new Int32Array(doubles.buffer)
  let length = 0
  const makeRoom = (wanted: number) => {
    if (wanted <= doubles.length) return
    const larger = new Float64Array(Math.max(wanted, 2 * doubles.length))
    larger.set(doubles.subarray(0, length))
    doubles = larger
    words = new Int32Array(doubles.buffer)
  }
  return {
    get length() {
      return length
    },
    write(region, cover) {
      const { edgeCount, edges, rightEnds, partCount, parts, farInside } = region
      const count = partCount + (cover === -1 ? 0 : 1)
      for (let first = 0; first < count; first += PARTS_PER_RECORD) {
        const last = Math.min(count, first + PARTS_PER_RECORD)
        makeRoom(length + 1 + PARTS_PER_RECORD + 5 * edgeCount)
        const head = 2 * length
        let far = 0
        for (let p = first; p < last; p++) {
          if (p === partCount || farInside[p]) far |= 1 << (p - first)
          words[head + 2 + p - first] = (p === partCount ? cover : parts[p]!) + 1
        }
        length += 1 + ((last - first + 1) >> 1)
        let written = 0
        for (let i = 0; i < edgeCount; i++) {
          const e = edges[i]!
          let bounds = 0
          let turns = 0
          for (let k = passStart[e]!; k < passStart[e + 1]!; k++) {
            const place = placeOf(region, passes[k]! >> 1) - first
            if (place < 0 || place >= PARTS_PER_RECORD) continue
            bounds |= 1 << place
            if (passes[k]! & 1) turns |= 1 << place
          }
          if (bounds === 0) continue
          for (let j = 0; j < 4; j++) doubles[length + j] = ends[4 * e + j]!
          words[2 * length + 8] = bounds | (rightEnds[i]! << PARTS_PER_RECORD)
          words[2 * length + 9] = turns
          length += 5
          written++
        }
        words[head] = written * 128 + (last - first) * 2 + (last < count ? 1 : 0)
        words[head + 1] = far
      }
    },
    finish() {
      const finished = doubles.slice(0, length)
      return { doubles: finished, words: new Int32Array(finished.buffer) }
    },
  }
}
