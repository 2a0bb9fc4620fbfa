import type { Geometry } from '../schema.ts'
import type { Arrangement } from '../topology/arrangement.ts'
import { geometryOf, polygonsOf } from '../topology/polygons-of.ts'
import type { PolygonRings } from '../topology/polygons-of.ts'
import type { Rings } from '../topology/read-rings.ts'
import type { Decision } from './decide.ts'

export interface Outline {
  polygons: PolygonRings[]
  /** undefined: nothing is left of the grid. */
  geometry: Geometry | undefined
  /** Nodes that its rings did not have before. */
  newNodes: number[]
  /** Whether its rings are the ones that came in, direction and all. */
  isSame: boolean
}

/** The outlines of all grids around the faces that are theirs. All take the same pieces: they share every vertex. */
export function rebuild(map: Arrangement, { memberOf, members }: Decision, rings: Rings, gridCount: number): Outline[] {
  const from: number[][] = Array.from({ length: gridCount }, () => [])
  const to: number[][] = Array.from({ length: gridCount }, () => [])
  const live = new Uint8Array(map.edgeFrom.length)
  for (let e = 0; e < live.length; e++) {
    const left = members[memberOf[map.leftFace[e]!]!]!
    const right = members[memberOf[map.rightFace[e]!]!]!
    if (left === right) continue
    live[e] = 1
    for (const grid of left) {
      if (right.includes(grid)) continue
      from[grid]!.push(map.edgeFrom[e]!)
      to[grid]!.push(map.edgeTo[e]!)
    }
    for (const grid of right) {
      if (left.includes(grid)) continue
      from[grid]!.push(map.edgeTo[e]!)
      to[grid]!.push(map.edgeFrom[e]!)
    }
  }
  const isNeedless = needlessNodes(map, live)
  const { before, edgeCount } = edgesBefore(rings, gridCount)
  return from.map((_, grid) => {
    const polygons = polygonsOf(map.x, map.y, from[grid]!, to[grid]!).map((polygon) =>
      polygon.map((ring) => {
        const kept = ring.filter((node) => isNeedless[node] === 0)
        return kept.length > 2 ? kept : ring
      }),
    )
    const outline = { polygons, geometry: geometryOf(map.x, map.y, polygons), newNodes: [] as number[], isSame: true }
    let count = 0
    for (const ring of polygons.flat()) {
      for (let i = 0, last = ring.length - 1; i < ring.length; last = i++, count++) {
        const [a, b] = [map.vertex[ring[last]!]!, map.vertex[ring[i]!]!]
        if (!before.has(keyOf(grid, a, b, rings.x.length))) outline.isSame = false
        if (!before.has(keyOf(grid, b, -1, rings.x.length))) outline.newNodes.push(ring[i]!)
      }
    }
    if (count !== edgeCount[grid]) outline.isSame = false
    return outline
  })
}

// Numbers beyond 2⁵³ may fall together; that needs some thousand grids with a million vertices, so strings are taken then.
function keyOf(grid: number, a: number, b: number, vertexCount: number): number | string {
  const key = (grid * (vertexCount + 1) + (a + 1)) * (vertexCount + 2) + (b + 1)
  return Number.isSafeInteger(key) ? key : `${grid},${a},${b}`
}

function edgesBefore({ x, start, vertices, grid }: Rings, gridCount: number) {
  const before = new Set<number | string>()
  const edgeCount = new Int32Array(gridCount)
  for (let r = 0; r < grid.length; r++) {
    for (let i = start[r]!, last = start[r + 1]! - 1; i < start[r + 1]!; last = i++) {
      before.add(keyOf(grid[r]!, vertices[last]!, vertices[i]!, x.length))
      before.add(keyOf(grid[r]!, vertices[i]!, -1, x.length))
      edgeCount[grid[r]!]!++
    }
  }
  return { before, edgeCount }
}

/**
 * Nodes in the midst of a straight stretch, which had a meaning only for borders that are there no more: all segments on the
 * one side of such a node go on beyond it. Without it the border is the straight line that it was.
 */
function needlessNodes(map: Arrangement, live: Uint8Array): Uint8Array {
  const { x, edgeFrom, edgeTo } = map
  const degree = new Int32Array(x.length)
  const first = new Int32Array(x.length).fill(-1)
  const second = new Int32Array(x.length).fill(-1)
  for (let e = 0; e < live.length; e++) {
    if (live[e] === 0) continue
    for (const node of [edgeFrom[e]!, edgeTo[e]!]) {
      if (degree[node]!++ === 0) first[node] = e
      else second[node] = e
    }
  }
  const isNeedless = new Uint8Array(x.length)
  for (let node = 0; node < x.length; node++) {
    if (degree[node] !== 2) continue
    const [a, b] = [first[node]!, second[node]!]
    if (isWithin(map, a, b) || isWithin(map, b, a)) isNeedless[node] = 1
  }
  return isNeedless
}

/** Whether all segments on piece a lie on piece b too. */
function isWithin({ sourceStart, sources }: Arrangement, a: number, b: number): boolean {
  let at = sourceStart[b]!
  const end = sourceStart[b + 1]!
  for (let i = sourceStart[a]!; i < sourceStart[a + 1]!; i++) {
    while (at < end && sources[at]! >> 1 < sources[i]! >> 1) at++
    if (at === end || sources[at]! >> 1 !== sources[i]! >> 1) return false
  }
  return true
}
