import { arrange } from '../topology/arrange.ts'
import type { Arrangement } from '../topology/arrangement.ts'
import type { NearSegments } from '../topology/near-segments.ts'
import type { Borders } from './borders.ts'
import { findMeetings } from './meetings.ts'
import type { Residual } from './residual.ts'
import { float64, int32, uint8 } from '../topology/slab.ts'

/** A planar map of borders, and of each face the grids that cover it. */
export interface Scene {
  map: Arrangement
  /** Grids whose whole borders are in the map; others are not among the owners. */
  grids: Int32Array
  /** Of each face the number of its set of owners. */
  ownersOf: Int32Array
  /** Grids of each set, in order. */
  sets: readonly (readonly number[])[]
  /** Adds the grids on whose border the piece lies to a list of grids in order, where they are not in it yet. */
  addGrids(piece: number, to: number[]): void
  /** Whether the piece lies on an edge of the residual. */
  isResidual(piece: number): boolean
}

/** Scratch as long as the tables, shared by all scenes. */
export interface SceneScratch {
  segmentOf: Int32Array
  localOf: Int32Array
}

export const createSceneScratch = ({ edgeCount, x }: Borders): SceneScratch => ({
  segmentOf: int32(edgeCount),
  localOf: int32(x.length),
})

/**
 * Arranges the residual together with the whole borders of the grids given. The faces have the residual's values, as
 * if the residual were alone, but no border of these grids runs through a face.
 * @param outline the residual arranged by itself, if that is at hand
 */
export function createScene(
  borders: Borders,
  grids: Int32Array,
  residual: Residual,
  scratch: SceneScratch,
  near: NearSegments | undefined,
  outline?: Arrangement,
): Scene {
  const { halves, start } = borders
  const { segmentOf } = scratch
  let most = residual.edges.length
  for (const g of grids) most += start[g + 1]! - start[g]!
  const room = int32(most)
  const delta = int32(most)
  let count = 0
  const enter = (edge: number, value: number): void => {
    if (segmentOf[edge] !== 0) return
    room[count] = edge
    delta[count++] = value
    segmentOf[edge] = count
  }
  for (let i = 0; i < residual.edges.length; i++) enter(residual.edges[i]!, residual.delta[i]!)
  for (const g of grids) for (let i = start[g]!; i < start[g + 1]!; i++) enter(halves[i]! >> 1, 0)
  const edges = room.subarray(0, count)

  // Which grids have the segment as their border: the place in `grids` × 2, + 1 where their border runs against it.
  const ownerStart = int32(edges.length + 1)
  for (const g of grids) for (let i = start[g]!; i < start[g + 1]!; i++) ownerStart[segmentOf[halves[i]! >> 1]!]!++
  for (let i = 0; i < edges.length; i++) ownerStart[i + 1]! += ownerStart[i]!
  const owners = int32(ownerStart[edges.length]!)
  for (let at = grids.length - 1; at >= 0; at--) {
    const g = grids[at]!
    for (let i = start[g]!; i < start[g + 1]!; i++) {
      const half = halves[i]!
      owners[--ownerStart[segmentOf[half >> 1]!]!] = 2 * at + (half & 1)
    }
  }
  // What was counted for segment i is now one place further: its owners begin at ownerStart[i + 1].
  const first = ownerStart.subarray(1)
  const end = (segment: number) => (segment + 1 < edges.length ? first[segment + 1]! : owners.length)

  for (let i = 0; i < count; i++) segmentOf[edges[i]!] = 0
  const isOutline = outline !== undefined && count === residual.edges.length
  const map = isOutline ? outline : arrangeEdges(borders, edges, delta, scratch, near)

  const sets = createSets()
  const ownersOf = int32(map.faceCount).fill(-1)
  const step = (piece: number, set: number, toLeft: boolean): number => {
    let now = set
    for (let s = map.sourceStart[piece]!; s < map.sourceStart[piece + 1]!; s++) {
      const source = map.sources[s]!
      for (let o = first[source >> 1]!; o < end(source >> 1); o++) {
        const isLeft = ((owners[o]! ^ source) & 1) === 0
        now = sets.step(now, owners[o]! >> 1, isLeft === toLeft ? 1 : -1)
      }
    }
    return now
  }
  walkFaces(map, step, ownersOf)
  return {
    map,
    grids,
    ownersOf,
    sets: sets.list.map((entries) => presentOf(entries, grids)),
    addGrids(piece, to) {
      for (let s = map.sourceStart[piece]!; s < map.sourceStart[piece + 1]!; s++) {
        const segment = map.sources[s]! >> 1
        for (let o = first[segment]!; o < end(segment); o++) insert(to, grids[owners[o]! >> 1]!)
      }
    },
    isResidual(piece) {
      for (let s = map.sourceStart[piece]!; s < map.sourceStart[piece + 1]!; s++)
        if (delta[map.sources[s]! >> 1] !== 0) return true
      return false
    },
  }
}

/** Only the vertices that the edges use. */
export function arrangeEdges(
  { x, y, from, to }: Borders,
  edges: Int32Array,
  delta: Int32Array,
  { localOf, segmentOf }: SceneScratch,
  near: NearSegments | undefined,
): Arrangement {
  const count = edges.length
  const most = Math.min(2 * count, x.length)
  const localX = float64(most)
  const localY = float64(most)
  let vertexCount = 0
  const local = (vertex: number): number => {
    if (localOf[vertex] === 0) {
      localX[vertexCount] = x[vertex]!
      localY[vertexCount++] = y[vertex]!
      localOf[vertex] = vertexCount
    }
    return localOf[vertex]! - 1
  }
  const segments = { from: int32(count), to: int32(count), delta: delta.subarray(0, count) }
  for (let i = 0; i < count; i++) {
    segments.from[i] = local(from[edges[i]!]!)
    segments.to[i] = local(to[edges[i]!]!)
  }
  for (let i = 0; i < count; i++) localOf[from[edges[i]!]!] = localOf[to[edges[i]!]!] = 0
  const [xs, ys] = [localX.subarray(0, vertexCount), localY.subarray(0, vertexCount)]
  let known = near && nearAmong(edges, near, segmentOf)
  // Of many it is found out at once; one by one it costs more.
  if (known?.isUnknown?.includes(1)) known = findMeetings({ x: xs, y: ys, ...segments, edgeCount: count })?.near ?? known
  return arrange(xs, ys, { ...segments, near: known }, { snap: 0 })
}

/** What is known of all edges, of some. Of edges that were drawn later nothing is known. */
function nearAmong(edges: Int32Array, near: NearSegments, segmentOf: Int32Array): NearSegments {
  const known = near.start.length - 1
  const isUnknown = uint8(edges.length)
  let length = 0
  for (let i = 0; i < edges.length; i++) {
    segmentOf[edges[i]!] = i + 1
    if (edges[i]! < known && near.isUnknown?.[edges[i]!] !== 1) length += near.start[edges[i]! + 1]! - near.start[edges[i]!]!
    else isUnknown[i] = 1
  }
  const start = int32(edges.length + 1)
  const mates = int32(length)
  length = 0
  for (let i = 0; i < edges.length; i++) {
    if (isUnknown[i] === 0) {
      for (let k = near.start[edges[i]!]!; k < near.start[edges[i]! + 1]!; k++) {
        const mate = segmentOf[near.mates[k]!]!
        if (mate > 0) mates[length++] = mate - 1
      }
    }
    start[i + 1] = length
  }
  for (let i = 0; i < edges.length; i++) segmentOf[edges[i]!] = 0
  return { margin: near.margin, start, mates, isUnknown }
}

/** From outside, where there is nobody, over every piece into every face. */
function walkFaces(
  { faceCount, faceOf, next, cycleStart, cycles }: Arrangement,
  step: (piece: number, set: number, toLeft: boolean) => number,
  ownersOf: Int32Array,
): void {
  const waiting = int32(faceCount)
  let length = 1
  ownersOf[0] = 0
  // Last in, first out: the next face is a neighbour, and at hand.
  while (length > 0) {
    const face = waiting[--length]!
    for (let c = cycleStart[face]!; c < cycleStart[face + 1]!; c++) {
      let h = cycles[c]!
      do {
        const other = faceOf[h ^ 1]!
        if (ownersOf[other]! < 0) {
          ownersOf[other] = step(h >> 1, ownersOf[face]!, (h & 1) === 1)
          waiting[length++] = other
        }
        h = next[h]!
      } while (h !== cycles[c])
    }
  }
}

/** Into a short list in order. */
function insert(list: number[], value: number): void {
  let at = list.length
  while (at > 0 && list[at - 1]! > value) at--
  if (at > 0 && list[at - 1] === value) return
  list.push(value)
  for (let i = list.length - 1; i > at; i--) list[i] = list[i - 1]!
  list[at] = value
}

/** Sets of owners, each kept once, as entries of grid and count: where rounding folds a border, a grid may count twice or −1 times. */
function createSets() {
  const list: number[][] = [[]]
  const numbers = new Map<string, number>([['', 0]])
  const steps = new Map<number, number>()
  const step = (set: number, grid: number, by: 1 | -1): number => {
    const key = (set * 2 + (by > 0 ? 1 : 0)) * 67_108_864 + grid
    const known = steps.get(key)
    if (known !== undefined) return known
    const entries = list[set]!.slice()
    let at = 0
    while (at < entries.length && entries[at]! < grid) at += 2
    if (entries[at] !== grid) entries.splice(at, 0, grid, by)
    else if (entries[at + 1] === -by) entries.splice(at, 2)
    else entries[at + 1]! += by
    const name = entries.join()
    let number = numbers.get(name)
    if (number === undefined) {
      number = list.length
      list.push(entries)
      numbers.set(name, number)
    }
    steps.set(key, number)
    return number
  }
  return { list, step }
}

function presentOf(entries: readonly number[], grids: Int32Array): number[] {
  const present: number[] = []
  for (let i = 0; i < entries.length; i += 2) if (entries[i + 1]! > 0) present.push(grids[entries[i]!]!)
  return present
}
