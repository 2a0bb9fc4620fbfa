import type { Crs, Id } from '../schema.ts'
import { append } from './append.ts'
import type { MetresPerDegree } from './crs/metres.ts'
import type { Geometry } from './schema.ts'
import { edgesOf } from './topology/edges.ts'
import { metresIn, readableRings } from './topology/expect-readable.ts'
import type { Rings } from './topology/read-rings.ts'

export interface AdjacencyOptions {
  /** Coordinates of all grids. */
  crs: Crs
}

export interface Neighbour {
  id: Id
  /** Metres of common border (units where `planar`); 0 where `meets` is `point`. */
  length: number
  /** `point`: they have corners in common, but no stretch of border. */
  meets: 'border' | 'point'
}

/**
 * Who borders whom, level by level: grids with as many others above them (by `parentId`, of those given) are of one level;
 * one without children counts on every level below its own, too, so that a dedicated grid beside micro-grids has them for
 * neighbours. A parent is no neighbour of what is below it. Borders are common where they have the same positions: run
 * `checkCoverage` first, for borders that do not match are none here.
 * @returns of every grid its neighbours in order of id; the keys are in order of id too
 * @throws SdkError `bad-argument` where a geometry cannot be read or a ring is not closed, or a grid's `crs` is another one
 * @example adjacency(records, { crs: 'wgs84' }).get('m0001') // [{ id: 'm0002', length: 84.2…, meets: 'border' }, …]
 */
export function adjacency(
  grids: readonly { id: Id; parentId?: Id; geometry: Geometry; crs?: Crs }[],
  { crs }: AdjacencyOptions,
): Map<Id, Neighbour[]> {
  const metresAt = metresIn(crs, grids)
  const ordered = grids.slice().sort((one, other) => (one.id < other.id ? -1 : 1))
  const rings = readableRings(ordered)
  const areOfOneLevel = levelsOf(ordered)
  // Of each grid the metres shared with others; 0 for a common corner.
  const shared = ordered.map(() => new Map<number, number>())
  const note = (one: number, other: number, metres: number) => {
    if (!areOfOneLevel(one, other)) return
    shared[one]!.set(other, (shared[one]!.get(other) ?? 0) + metres)
    shared[other]!.set(one, (shared[other]!.get(one) ?? 0) + metres)
  }
  const { from, to, halves } = edgesOf(rings)
  eachPair(rings, rings.vertices, rings.x.length, (one, other) => note(one, other, 0))
  const edgeAt = halves.map((half) => (half === -1 ? -1 : half >> 1))
  const length = edgeLength(rings, metresAt)
  eachPair(rings, edgeAt, from.length, (one, other, edge) => note(one, other, length(from[edge]!, to[edge]!)))
  const neighbour = ([g, metres]: [number, number]): Neighbour => {
    return { id: ordered[g]!.id, length: metres, meets: metres > 0 ? 'border' : 'point' }
  }
  return new Map(ordered.map(({ id }, g) => [id, [...shared[g]!].sort(([one], [other]) => one - other).map(neighbour)]))
}

/** Two grids are of one level where they are as deep, or the one less deep has no children. */
function levelsOf(grids: readonly { id: Id; parentId?: Id }[]): (one: number, other: number) => boolean {
  const placeOf = new Map(grids.map(({ id }, g) => [id, g]))
  const parent = grids.map(({ parentId }) => (parentId === undefined ? undefined : placeOf.get(parentId)))
  const hasChildren = new Set(parent)
  const depths = grids.map((_, g) => {
    let depth = 0
    // As many steps as there are grids are a circle of parents.
    for (let at = parent[g]; at !== undefined && depth < grids.length; at = parent[at]) depth++
    return depth
  })
  return (one, other) => {
    const [upper, lower] = depths[one]! <= depths[other]! ? [one, other] : [other, one]
    return one !== other && (depths[upper] === depths[lower] || !hasChildren.has(upper))
  }
}

/** Calls for every two grids that have an item (vertex, edge) in common, once for each item. */
function eachPair(
  rings: Rings,
  items: Int32Array,
  count: number,
  call: (one: number, other: number, item: number) => void,
): void {
  // Grids come in order, so that one that has an item twice is seen by the last of its list.
  const gridsOf = new Map<number, number[]>()
  const first = new Int32Array(count).fill(-1)
  for (let r = 0; r < rings.grid.length; r++) {
    const g = rings.grid[r]!
    for (let i = rings.start[r]!; i < rings.start[r + 1]!; i++) {
      const item = items[i]!
      if (item === -1) continue
      if (first[item] === -1) first[item] = g
      if (first[item] === g) continue
      const others = gridsOf.get(item)
      if (others?.at(-1) === g) continue
      call(first[item]!, g, item)
      for (const other of others ?? []) call(other, g, item)
      append(gridsOf, item, g)
    }
  }
}

function edgeLength({ x, y }: Rings, metresAt: (latitude: number) => MetresPerDegree): (a: number, b: number) => number {
  return (a, b) => {
    const { x: kx, y: ky } = metresAt((y[a]! + y[b]!) / 2)
    return Math.hypot((x[b]! - x[a]!) * kx, (y[b]! - y[a]!) * ky)
  }
}
