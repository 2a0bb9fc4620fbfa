import type { Rings } from '../topology/read-rings.ts'
import { arrange } from '../topology/arrange.ts'
import type { Arrangement, Segments } from '../topology/arrangement.ts'

/** The borders of all grids of all levels in one map, and who covers each face by even-odd. */
export interface Overlay {
  map: Arrangement
  /** Of each face the number of its set. */
  setOf: Int32Array
  /** Grids of each set, ascending; set 0 is empty. */
  sets: readonly (readonly number[])[]
}

/** @param snap coordinate units */
export function overlay(rings: Rings, snap: number): Overlay {
  const { segments, gridOf } = segmentsOf(rings)
  const map = arrange(rings.x, rings.y, segments, { snap })
  const { sets, numberOf } = createSets()
  const setOf = new Int32Array(map.faceCount).fill(-1)
  setOf[0] = 0
  walkFaces(map, (piece, face, beyond) => {
    if (setOf[beyond] !== -1) return false
    setOf[beyond] = numberOf(toggled(sets[setOf[face]!]!, bordersOn(map, gridOf, piece)))
    return true
  })
  return { map, setOf, sets }
}

function segmentsOf({ start, vertices, grid }: Rings): { segments: Segments; gridOf: Int32Array } {
  const count = vertices.length
  const to = new Int32Array(count)
  const gridOf = new Int32Array(count)
  for (let r = 0; r < grid.length; r++) {
    for (let i = start[r]!; i < start[r + 1]!; i++) {
      to[i] = vertices[i + 1 < start[r + 1]! ? i + 1 : start[r]!]!
      gridOf[i] = grid[r]!
    }
  }
  return { segments: { from: vertices, to, delta: new Int32Array(count) }, gridOf }
}

/** Grids whose border runs along the piece an odd number of times. */
function bordersOn({ sourceStart, sources }: Arrangement, gridOf: Int32Array, piece: number): Set<number> {
  const grids = new Set<number>()
  for (let i = sourceStart[piece]!; i < sourceStart[piece + 1]!; i++) {
    const grid = gridOf[sources[i]! >> 1]!
    if (!grids.delete(grid)) grids.add(grid)
  }
  return grids
}

function toggled(set: readonly number[], grids: ReadonlySet<number>): number[] {
  const stay = set.filter((grid) => !grids.has(grid))
  for (const grid of grids) if (!set.includes(grid)) stay.push(grid)
  return stay.sort((a, b) => a - b)
}

/** Lists of numbers, each kept once. */
export function createSets(): { sets: number[][]; numberOf(set: number[]): number } {
  const sets: number[][] = [[]]
  const numbers = new Map<string, number>([['', 0]])
  return {
    sets,
    numberOf(set) {
      const name = set.join()
      const known = numbers.get(name)
      if (known !== undefined) return known
      numbers.set(name, sets.length)
      return sets.push(set) - 1
    },
  }
}

/** From outside over every piece; goes on from a face where `enter` says so. */
function walkFaces(map: Arrangement, enter: (piece: number, face: number, beyond: number) => boolean): void {
  const { leftFace, rightFace, faceCount } = map
  const start = new Int32Array(faceCount + 1)
  for (let e = 0; e < leftFace.length; e++) {
    start[leftFace[e]! + 1]!++
    start[rightFace[e]! + 1]!++
  }
  for (let face = 0; face < faceCount; face++) start[face + 1]! += start[face]!
  const next = start.slice()
  const pieces = new Int32Array(2 * leftFace.length)
  for (let e = 0; e < leftFace.length; e++) {
    pieces[next[leftFace[e]!]!++] = e
    pieces[next[rightFace[e]!]!++] = e
  }
  const queue = [0]
  for (const face of queue) {
    for (let i = start[face]!; i < start[face + 1]!; i++) {
      const piece = pieces[i]!
      const beyond = leftFace[piece] === face ? rightFace[piece]! : leftFace[piece]!
      if (beyond !== face && enter(piece, face, beyond)) queue.push(beyond)
    }
  }
}
