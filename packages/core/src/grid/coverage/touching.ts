import { isBetween } from '../topology/polygons-of.ts'
import type { Rings } from '../topology/read-rings.ts'
import { visitCorners } from './ring-walk.ts'

/** Vertices that the rings of a grid pass more than once. */
export interface Touching {
  vertices: number[]
  /** Whether a ring touches itself. */
  isOwn: boolean
}

interface Pass {
  ring: number
  before: number
  after: number
}

/**
 * Of rings that meet at common vertices only: where they do. Undefined where they cross there; otherwise no ring goes round
 * any place twice, or the wrong way: a hair apart, they would be simple.
 * @param turn rings with 0 are left out
 */
export function touchingOf(rings: Rings, turn: Int8Array, grid: number): Touching | undefined {
  const { x, y, gridStart } = rings
  const passes = new Map<number, Pass[]>()
  for (let ring = gridStart[grid]!; ring < gridStart[grid + 1]!; ring++) {
    if (turn[ring] === 0) continue
    visitCorners(rings, ring, (before, vertex, after) => {
      const list = passes.get(vertex)
      if (list) list.push({ ring, before, after })
      else passes.set(vertex, [{ ring, before, after }])
    })
  }
  const touching: Touching = { vertices: [], isOwn: false }
  for (const [vertex, list] of passes) {
    if (list.length === 1) continue
    touching.vertices.push(vertex)
    for (const [i, { ring, before, after }] of list.entries()) {
      for (const other of list.slice(0, i)) {
        const isLeft = (neighbour: number) => isBetween(x, y, before, vertex, after, neighbour)
        if (isLeft(other.before) !== isLeft(other.after)) return undefined
        if (other.ring === ring) touching.isOwn = true
      }
    }
  }
  return touching
}

export interface Unspiked {
  /** Vertices of the ring that is left. */
  kept: Int32Array
  /** Vertices that the ways out and back pass twice. */
  passed: Set<number>
}

/** A ring that goes out and back the same way, without that way; undefined where there is no such way, or nothing else. */
export function withoutSpikes({ start, vertices }: Rings, ring: number): Unspiked | undefined {
  const kept: number[] = []
  const passed = new Set<number>()
  for (let i = start[ring]!; i < start[ring + 1]!; i++) {
    const vertex = vertices[i]!
    if (kept.at(-1) === vertex) continue
    if (kept.length > 1 && kept.at(-2) === vertex) {
      kept.pop()
      passed.add(vertex)
    } else kept.push(vertex)
  }
  // The same where the end meets the beginning.
  let first = 0
  while (kept.length - first > 2) {
    const end = kept.length
    if (kept[end - 1] === kept[first]) kept.pop()
    else if (kept[end - 1] === kept[first + 1]) passed.add(kept[++first]!)
    else if (kept[end - 2] === kept[first]) {
      kept.pop()
      passed.add(kept[first]!)
    } else break
  }
  return passed.size === 0 || kept.length - first < 3 ? undefined : { kept: Int32Array.from(kept.slice(first)), passed }
}
