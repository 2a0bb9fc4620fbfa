import type { Measure } from '../coverage/measure.ts'
import { measureComponent } from '../coverage/measure-component.ts'
import type { Size } from '../coverage/measure-component.ts'
import type { Arrangement } from '../topology/arrangement.ts'
import type { Family } from './family.ts'
import { createSets } from './overlay.ts'
import type { Overlay } from './overlay.ts'
import { beyond, regionsOf } from './regions.ts'
import type { Regions } from './regions.ts'

/** Who gets ground that several grids claim. */
export type OverlapStrategy = 'largest' | 'smallest' | 'longest-border' | 'lowest-id'

export interface Decision {
  /** Of each face the number of the set of grids that have it from now on. */
  memberOf: Int32Array
  members: readonly (readonly number[])[]
  mended: Mended[]
}

/** A place that changed hands. */
export interface Mended {
  code: 'overlap' | 'gap' | 'narrow-gap' | 'outside-parent'
  /** Who claimed it, who lies beside it, or who stuck out. */
  grids: readonly number[]
  /** Who has it now; −1 nobody. */
  to: number
  size: Size
  /** A face of it. */
  face: number
}

export interface DecideOptions {
  family: Family
  measure: Measure
  /** m² of each grid before. */
  areas: readonly number[]
  strategy: OverlapStrategy
  /** What is no wider is closed or dropped, in metres. */
  limit: number
  /** What is narrower is no part of a grid, in metres. */
  tolerance: number
}

/** Nobody, and a blank in which nobody but parents has a share. */
const NOBODY = -1
/** Crumbs beside each other may be handed on; what is left then is told. */
const CRUMB_PASSES = 4

/**
 * Gives every face to one grid without children, or to none. Ground in a grid and in all grids above it is its own; if several have
 * such a claim, the strategy decides. Ground outside of an ancestor counts as blank where it is narrow, and stays where it is wide. A
 * narrow blank goes to the neighbour with the longest border, if possible one under the lowest parent around; a wide one stays.
 */
export function decide({ map, setOf, sets: claims }: Overlay, options: DecideOptions): Decision {
  const { family, strategy, areas, limit, tolerance, measure } = options
  const mended: Mended[] = []
  // Those beyond the grids mark narrow inlets, which are closed like blanks.
  const gridCount = family.isParent.length
  const sets = claims.map((set) => set.filter((grid) => grid < gridCount))
  const isInlet = claims.map((set) => set.some((grid) => grid >= gridCount))
  const isLeaf = (grid: number): boolean => family.isParent[grid] === 0
  const isHeld = (grid: number, set: readonly number[]): boolean => family.above[grid]!.every((parent) => set.includes(parent))
  const leavesOf = sets.map((set) => set.filter(isLeaf))
  const heirsOf = sets.map((set, s) => leavesOf[s]!.filter((grid) => isHeld(grid, set)))
  const holderOf = sets.map((set) =>
    pickLowest(
      set.filter((grid) => !isLeaf(grid) && isHeld(grid, set)),
      family,
    ),
  )
  const lengths = lengthsOf(map, measure)
  const sizeOf = (border: Int32Array): Size => measureComponent(measure, map, { border: [...border] })

  // Who has a face: a leaf, or NOBODY.
  const owner = new Int32Array(map.faceCount).fill(NOBODY)
  const isOutside = new Uint8Array(map.faceCount)
  // Of a face in a narrow blank the face whose fate it shares; −1 its own.
  const likeOf = new Int32Array(map.faceCount).fill(-1)
  for (let face = 1; face < map.faceCount; face++)
    if (heirsOf[setOf[face]!]!.length === 1) owner[face] = heirsOf[setOf[face]!]![0]!

  const bySet = regionsOf(map, setOf)
  const setOfRegion = new Int32Array(bySet.count)
  for (let face = 0; face < map.faceCount; face++) setOfRegion[bySet.of[face]!] = setOf[face]!
  const winners = new Int32Array(bySet.count).fill(NOBODY)
  for (let region = 1; region < bySet.count; region++) {
    const leaves = leavesOf[setOfRegion[region]!]!
    const heirs = heirsOf[setOfRegion[region]!]!
    if (leaves.length === 0) continue
    const border = bySet.border.subarray(bySet.start[region], bySet.start[region + 1])
    const claimants = heirs.length > 0 ? heirs : leaves
    const winner =
      claimants.length === 1 ? claimants[0]! : pick(claimants, strategy, areas, () => borderLengths(map, border, owner, lengths))
    winners[region] = winner
    if (leaves.length > 1)
      mended.push({ code: 'overlap', grids: leaves, to: winner, size: sizeOf(border), face: beyond(map, border[0]! ^ 1) })
  }
  for (let face = 1; face < map.faceCount; face++) {
    owner[face] = winners[bySet.of[face]!]!
    const isBlank = owner[face] === NOBODY ? sets[setOf[face]!]!.length === 0 || holderOf[setOf[face]!] !== NOBODY : false
    if (!isBlank && heirsOf[setOf[face]!]!.length === 0) isOutside[face] = 1
  }

  dropOutside()
  fillBlanks()
  for (let pass = 0; pass < CRUMB_PASSES && handOverCrumbs(); pass++);
  for (const place of mended) if (place.to === NOBODY) place.to = owner[place.face]!
  const { sets: members, numberOf } = createSets()
  const memberOf = new Int32Array(map.faceCount)
  for (let face = 1; face < map.faceCount; face++) memberOf[face] = numberOf(membersOf(face))
  return { memberOf, members, mended }

  /** What sticks out of an ancestor, by grid (−1: of parents alone); where it is wide it stays. */
  function dropOutside(): void {
    const outside = regionsOf(
      map,
      owner.map((grid, face) => (isOutside[face] === 1 ? grid : -2)),
    )
    const sizes = new Map<number, Size>()
    for (let face = 1; face < map.faceCount; face++) {
      if (isOutside[face] === 0) continue
      const region = outside.of[face]!
      let size = sizes.get(region)
      if (!size) {
        sizes.set(region, (size = sizeOf(outside.border.subarray(outside.start[region], outside.start[region + 1]))))
        const grids = owner[face] === NOBODY ? sets[setOf[face]!]! : [owner[face]!]
        if (size.width <= limit) mended.push({ code: 'outside-parent', grids, to: NOBODY, size, face })
      }
      if (size.width > limit) continue
      owner[face] = NOBODY
      isOutside[face] = 0
    }
  }

  function kindOfBlank(set: number): number {
    const holder = holderOf[set]!
    return holder === NOBODY && isInlet[set]! ? -3 : holder
  }

  function fillBlanks(): void {
    // Kinds: somebody's ground −2, else the lowest parent that holds the blank, or −1, an inlet −3.
    const kinds = owner.map((grid, face) => (grid !== NOBODY || isOutside[face] === 1 ? -2 : kindOfBlank(setOf[face]!)))
    const blanks = regionsOf(map, kinds)
    const kindOfRegion = new Int32Array(blanks.count)
    for (let face = 0; face < map.faceCount; face++) kindOfRegion[blanks.of[face]!] = kinds[face]!
    const heir = new Int32Array(blanks.count).fill(NOBODY)
    for (let region = 0; region < blanks.count; region++) {
      // Region 0 is what lies around everything.
      if (kindOfRegion[region] === -2 || region === blanks.of[0]) continue
      const border = blanks.border.subarray(blanks.start[region], blanks.start[region + 1])
      const byGrid = borderLengths(map, border, owner, lengths)
      const neighbours = [...byGrid.keys()].sort((a, b) => a - b)
      const size = sizeOf(border)
      if (size.width > limit) continue
      if (neighbours.length === 0) {
        joinBlank(blanks, region, border)
        continue
      }
      const holder = kindOfRegion[region]!
      const own = neighbours.filter((grid) => family.above[grid]!.includes(holder))
      heir[region] = pick(own.length > 0 ? own : neighbours, 'longest-border', areas, () => byGrid)
      mended.push({
        code: holder < 0 ? 'narrow-gap' : 'gap',
        grids: neighbours,
        to: heir[region]!,
        size,
        face: beyond(map, border[0]! ^ 1),
      })
    }
    for (let face = 1; face < map.faceCount; face++) if (owner[face] === NOBODY) owner[face] = heir[blanks.of[face]!]!
  }

  /** A narrow blank among blanks becomes part of the one with the longest border. */
  function joinBlank(blanks: Regions, region: number, border: Int32Array): void {
    const length = new Map<number, number>()
    let longest = -1
    for (const side of border) {
      const next = beyond(map, side)
      if (likeOf[next] !== -1) continue
      const other = blanks.of[next]!
      length.set(other, (length.get(other) ?? 0) + lengths[side >> 1]!)
      if (longest === -1 || length.get(other)! > length.get(blanks.of[longest]!)!) longest = next
    }
    if (longest === -1) return
    for (let face = 1; face < map.faceCount; face++) if (blanks.of[face] === region) likeOf[face] = longest
  }

  /** Parts that a grid lost hold of, too narrow to be worth a part of its own, go to the neighbour with the longest border. */
  function handOverCrumbs(): boolean {
    const parts = regionsOf(map, owner)
    const area = new Float64Array(parts.count)
    const ownerOf = new Int32Array(parts.count).fill(NOBODY)
    const largest = new Map<number, number>()
    for (let face = 1; face < map.faceCount; face++) {
      area[parts.of[face]!]! += map.faceArea[face]!
      ownerOf[parts.of[face]!] = owner[face]!
    }
    for (let part = 0; part < parts.count; part++) {
      const best = largest.get(ownerOf[part]!)
      if (best === undefined || area[part]! > area[best]!) largest.set(ownerOf[part]!, part)
    }
    const heir = new Map<number, number>()
    for (let part = 0; part < parts.count; part++) {
      const grid = ownerOf[part]!
      if (grid === NOBODY || largest.get(grid) === part) continue
      const border = parts.border.subarray(parts.start[part], parts.start[part + 1])
      const wasCutOff = border.some((side) => sets[setOf[beyond(map, side)]!]!.includes(grid))
      const size = sizeOf(border)
      if (size.width > (wasCutOff ? limit : 2 * tolerance)) continue
      const byGrid = borderLengths(map, border, owner, lengths)
      const neighbours = [...byGrid.keys()].sort((a, b) => a - b)
      const to = neighbours.length === 0 ? NOBODY : pick(neighbours, 'longest-border', areas, () => byGrid)
      heir.set(part, to)
      mended.push({ code: 'overlap', grids: [grid, ...(to === NOBODY ? [] : [to])], to, size, face: beyond(map, border[0]! ^ 1) })
    }
    for (let face = 1; face < map.faceCount; face++) owner[face] = heir.get(parts.of[face]!) ?? owner[face]!
    return heir.size > 0
  }

  function membersOf(face: number): number[] {
    if (likeOf[face] !== -1) return membersOf(likeOf[face]!)
    if (face === 0) return []
    const grid = owner[face]!
    const set = sets[setOf[face]!]!
    const line = (g: number): number[] => [g, ...family.above[g]!]
    if (grid !== NOBODY && isOutside[face] === 0) return line(grid).sort((a, b) => a - b)
    // A wide blank stays its parents', and what sticks out widely stays where it is.
    const holder = holderOf[setOf[face]!]!
    const stays = holder === NOBODY ? [] : line(holder)
    if (grid !== NOBODY) stays.push(...line(grid).filter((g) => set.includes(g)))
    else if (isOutside[face] === 1) stays.push(...set)
    return [...new Set(stays)].sort((a, b) => a - b)
  }
}

/** The one with most ancestors, then the first. */
function pickLowest(grids: readonly number[], { above }: Family): number {
  let lowest = NOBODY
  for (const grid of grids) if (lowest === NOBODY || above[grid]!.length > above[lowest]!.length) lowest = grid
  return lowest
}

function pick(
  grids: readonly number[],
  strategy: OverlapStrategy,
  areas: readonly number[],
  borders: () => ReadonlyMap<number, number>,
): number {
  if (strategy === 'lowest-id') return grids[0]!
  const lengths = strategy === 'longest-border' ? borders() : undefined
  const worth = (grid: number): number =>
    lengths ? (lengths.get(grid) ?? 0) : strategy === 'largest' ? areas[grid]! : -areas[grid]!
  return grids.reduce((best, grid) => (worth(grid) > worth(best) ? grid : best))
}

/** How long the border with each owner beyond is. */
function borderLengths(map: Arrangement, border: Int32Array, owner: Int32Array, lengths: Float64Array): Map<number, number> {
  const byGrid = new Map<number, number>()
  for (const side of border) {
    const grid = owner[beyond(map, side)]!
    if (grid !== NOBODY) byGrid.set(grid, (byGrid.get(grid) ?? 0) + lengths[side >> 1]!)
  }
  return byGrid
}

/** m. */
function lengthsOf({ x, y, edgeFrom, edgeTo }: Arrangement, measure: Measure): Float64Array {
  return Float64Array.from(edgeFrom, (a, e) => {
    const b = edgeTo[e]!
    const scale = measure.scale((y[a]! + y[b]!) / 2)
    return Math.hypot((x[b]! - x[a]!) * scale.x, (y[b]! - y[a]!) * scale.y)
  })
}
