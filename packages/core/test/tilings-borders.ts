// Faults of borders: what one side of them draws otherwise than the other.
import type { Position } from '../src/schema.ts'
import { chosen, edited, familyOf, idsOf, parentOf, shifted, siblings, stepFor } from './tilings-edit.ts'
import type { Expected, Fault, Injector } from './tilings-faults.ts'
import type { Random } from './tilings-random.ts'
import { toGrid } from './tilings.ts'
import type { Border, MeshGrid, Tiling } from './tilings.ts'

/** Moves the border of one side only; towards the other side, or away from it. */
function moveSide(tiling: Tiling, random: Random, towards: boolean) {
  const side = chosen(tiling, random, siblings)
  if (!side) return undefined
  const { border, left, right, parent } = side
  const metres = stepFor(tiling, border.vertices, random)
  const movesLeft = random.chance(0.5)
  const toTheLeft = movesLeft ? !towards : towards
  const moved = moveBorder(tiling, border.vertices, movesLeft ? left : right, toTheLeft ? metres : -metres)
  return { ...moved, metres, grids: moved.grids, ids: idsOf(left[0]!.id, right[0]!.id), parent }
}

function moveBorder(tiling: Tiling, vertices: readonly number[], grids: readonly MeshGrid[], metres: number) {
  const added = shifted(tiling, vertices, metres)
  const numbers = added.map((_, at) => tiling.positions.length + at)
  const [first, last] = [vertices[0]!, vertices.at(-1)!]
  const place = [...vertices.map((vertex) => tiling.positions[vertex]!), ...added.toReversed()]
  return {
    grids: edited(tiling, grids, vertices, [first, ...numbers, last], added),
    place,
    area: Math.abs(tiling.frame.area([place])),
  }
}

const overlap: Injector = (tiling, random) => {
  const moved = moveSide(tiling, random, true)
  if (!moved) return undefined
  const { grids, ids, parent, place, area, metres } = moved
  return { grids, expected: [{ code: 'overlap', grids: ids, ...parentOf(parent), place: [place], area, width: metres }] }
}

const gap: Injector = (tiling, random) => {
  const moved = moveSide(tiling, random, false)
  if (!moved) return undefined
  const { grids, ids, parent, place, area, metres } = moved
  return { grids, expected: [{ code: 'gap', grids: ids, ...parentOf(parent), place: [place], area, width: metres }] }
}

const narrowGap: Injector = (tiling, random) => {
  const moved = moveSide(tiling, random, false)
  if (!moved) return undefined
  const { grids, ids, parent, place, area, metres } = moved
  // Where a parent is given every blank is a gap, however narrow.
  const code = parent === undefined ? 'narrow-gap' : 'gap'
  const expected: Expected = { code, grids: ids, ...parentOf(parent), place: [place], area, width: metres }
  return { grids, maxGapWidth: metres * 1.5, expected: [expected] }
}

/** A leaf alone crosses the outline of its parent, whose own stays where it is. */
function moveLeafAtParent(tiling: Tiling, random: Random, outwards: boolean, beyond: 'nothing' | 'cousin') {
  const side = chosen(tiling, random, ({ left, right }) => {
    const deep =
      beyond === 'cousin'
        ? left.length > 1 && right.length > 1
        : left.length + right.length > 1 && (left.length === 0 || right.length === 0)
    return deep
  })
  if (!side) return undefined
  const isLeft = beyond === 'nothing' ? side.left.length > 0 : random.chance(0.5)
  const [own, other] = isLeft ? [side.left, side.right] : [side.right, side.left]
  const metres = stepFor(tiling, side.border.vertices, random)
  const leaf = own.at(-1)!
  const sign = isLeft === outwards ? -1 : 1
  const moved = moveBorder(tiling, side.border.vertices, [leaf], sign * metres)
  // Of the cousins the one of the same depth, or the leaf above it.
  return { ...moved, metres, leaf, other: other[own.length - 1] ?? other.at(-1), parent: leaf.parentId! }
}

/** Flat: the border of one of two grids, and its end on the outline, drawn back. */
const narrowInlet: Injector = (tiling, random) => {
  const ends = new Map<number, Border[]>()
  for (const border of tiling.borders) {
    for (const corner of [border.vertices[0]!, border.vertices.at(-1)!]) ends.set(corner, [...(ends.get(corner) ?? []), border])
  }
  const family = familyOf(tiling)
  for (const border of random.shuffled(tiling.borders)) {
    const corner = border.vertices.at(-1)!
    const around = ends.get(corner)!
    const open = around.filter(({ left, right }) => left === undefined || right === undefined)
    if (border.left === undefined || border.right === undefined || around.length !== 3 || open.length !== 2) continue
    const metres = Math.min(0.2, stepFor(tiling, border.vertices, random))
    const before = tiling.positions[border.vertices.at(-2)!]!
    const at = tiling.positions[corner]!
    const ahead: Position = [2 * at[0] - before[0], 2 * at[1] - before[1]]
    // Where the outline itself turns back along the border there is an inlet already.
    const lined = { ...tiling, positions: [...tiling.positions, ahead] }
    const added = shifted(lined, [...border.vertices, tiling.positions.length], metres)
    const numbers = added.map((_, index) => tiling.positions.length + index)
    const from = border.vertices.slice(1)
    const left = family.byId.get(border.left)!
    const place = [...border.vertices.map((vertex) => tiling.positions[vertex]!), ...added.toReversed()]
    if (tiling.crs !== 'planar' && place.some(([x]) => Math.abs(x) > 180)) continue
    const ids = idsOf(border.left, border.right)
    const area = Math.abs(tiling.frame.area([place]))
    const expected: Expected = { code: 'narrow-gap', grids: ids, place: [place], area, width: metres }
    return {
      grids: edited(tiling, [left], from, numbers, added),
      maxGapWidth: metres * 1.5,
      expected: [expected],
      areaError: 0.1,
    }
  }
  return undefined
}

const outsideParent: Injector = (tiling, random) => {
  const moved = moveLeafAtParent(tiling, random, true, 'nothing')
  if (!moved) return undefined
  const { grids, leaf, parent, place, area, metres } = moved
  if (tiling.crs !== 'planar' && place.some(([x]) => Math.abs(x) > 180)) return undefined
  return { grids, expected: [{ code: 'outside-parent', grids: [leaf.id], parent, place: [place], area, width: metres }] }
}

const outsideParentIntoCousin: Injector = (tiling, random) => {
  const moved = moveLeafAtParent(tiling, random, true, 'cousin')
  if (!moved) return undefined
  const { grids, leaf, other, parent, place, area, metres } = moved
  const common = { place: [place], area, width: metres }
  return {
    grids,
    expected: [
      { code: 'outside-parent', grids: [leaf.id], parent, ...common },
      { code: 'overlap', grids: idsOf(leaf.id, other!.id), ...common },
    ],
  }
}

const gapAtParent: Injector = (tiling, random) => {
  const moved = moveLeafAtParent(tiling, random, false, random.chance(0.5) ? 'nothing' : 'cousin')
  if (!moved) return undefined
  const { grids, leaf, parent, place, area, metres } = moved
  return { grids, expected: [{ code: 'gap', grids: [leaf.id], parent, place: [place], area, width: metres }] }
}

function deleted(atBorder: boolean): Injector {
  return (tiling, random) => {
    const family = familyOf(tiling)
    const outer = new Set(
      tiling.borders.filter(({ left, right }) => left === undefined || right === undefined).flatMap(({ vertices }) => vertices),
    )
    for (const grid of random.shuffled(tiling.mesh)) {
      if (!grid.isLeaf || grid.polygons.length > 1 || (grid.parentId === undefined && atBorder)) continue
      if (grid.polygons.flat(2).some((vertex) => outer.has(vertex)) !== atBorder) continue
      if (tiling.mesh.filter(({ parentId }) => parentId === grid.parentId).length < 2) continue
      const around = tiling.borders
        .filter(({ left, right }) => left === grid.id || right === grid.id)
        .flatMap(({ left, right }) => {
          const path = family.path(left === grid.id ? right : left)
          return path.filter(({ parentId }) => parentId === grid.parentId).map(({ id }) => id)
        })
      const neighbours = idsOf(...around)
      if (grid.parentId === undefined && neighbours.length < 2) continue
      const place = grid.polygons[0]!.map((ring) => ring.map((vertex) => tiling.positions[vertex]!))
      const grids = tiling.grids.filter(({ id }) => id !== grid.id)
      return {
        grids,
        expected: [{ code: 'gap', grids: neighbours, ...parentOf(grid.parentId), place, area: tiling.frame.area(place) }],
      }
    }
    return undefined
  }
}

const duplicateGrid: Injector = (tiling, random) => {
  const single = tiling.mesh.filter((grid) => grid.isLeaf && grid.polygons.length === 1)
  const grid = single[random.below(single.length)]
  if (!grid) return undefined
  const place = grid.polygons[0]!.map((ring) => ring.map((vertex) => tiling.positions[vertex]!))
  const twin = { ...toGrid(grid, tiling.positions, random), id: `${grid.id}-twin` }
  const expected: Expected = {
    code: 'overlap',
    grids: idsOf(grid.id, twin.id),
    ...parentOf(grid.parentId),
    place,
    area: tiling.frame.area(place),
  }
  return { grids: [...tiling.grids, twin], expected: [expected] }
}

/** One side's border goes straight where the other's bends by less than a tolerance, or not at all. */
function unmatched(
  atOutline: boolean,
): (tiling: Tiling, random: Random, at: (line: [Position, Position], tiling: Tiling) => Position) => Fault | undefined {
  return (tiling, random, at) => {
    const side = chosen(
      tiling,
      random,
      ({ left, right }) =>
        atOutline ? left.length + right.length > 1 && left.length * right.length === 0 : left.length * right.length > 0,
      0,
    )
    if (!side) return undefined
    const { vertices } = side.border
    const place = random.below(vertices.length - 1)
    const line: [Position, Position] = [tiling.positions[vertices[place]!]!, tiling.positions[vertices[place + 1]!]!]
    const point = at(line, tiling)
    const takesLeft = side.right.length === 0 || (side.left.length > 0 && random.chance(0.5))
    const own = takesLeft ? side.left : side.right
    const stretch = vertices.slice(place, place + 2)
    const grids = edited(
      tiling,
      atOutline ? [own.at(-1)!] : own,
      stretch,
      [stretch[0]!, tiling.positions.length, stretch[1]!],
      [point],
    )
    const ids = atOutline ? [own.at(-1)!.id] : idsOf(side.left[0]!.id, side.right[0]!.id)
    const parent = atOutline ? own.at(-1)!.parentId : side.parent
    return { grids, expected: [{ code: 'unmatched-edge', grids: ids, ...parentOf(parent), place: [line], point }] }
  }
}

const middle = ([[ax, ay], [bx, by]]: [Position, Position]): Position => [(ax + bx) / 2, (ay + by) / 2]

const extraVertex: Injector = (tiling, random) => unmatched(false)(tiling, random, middle)
const extraVertexAtParent: Injector = (tiling, random) => unmatched(true)(tiling, random, middle)
const extraVertexBesideLine: Injector = (tiling, random) =>
  unmatched(false)(tiling, random, (line, { frame }) => {
    const [east, north] = [random.between(-1, 1) * 3e-4, random.between(-1, 1) * 3e-4]
    return frame.moved(middle(line), east, north)
  })

/** A vertex taken from one side only: a triangle, of overlap or of gap, where the border bends there. */
const missingVertex: Injector = (tiling, random) => {
  for (let tries = 0; tries < 5; tries++) {
    const side = chosen(tiling, random, siblings)
    if (!side) return undefined
    const { vertices } = side.border
    const at = 1 + random.below(vertices.length - 2)
    const stretch = vertices.slice(at - 1, at + 2)
    const place = stretch.map((vertex) => tiling.positions[vertex]!)
    const signed = tiling.frame.area([place])
    const height = (2 * Math.abs(signed)) / tiling.frame.distance(place[0]!, place[2]!)
    if (height < 0.02) continue
    const takesLeft = random.chance(0.5)
    const own = takesLeft ? side.left : side.right
    const grids = edited(tiling, own, stretch, [stretch[0]!, stretch[2]!])
    // Counter-clockwise, the triangle lies to the right of the straight way, and so is the left side's.
    const code = signed > 0 === takesLeft ? 'gap' : 'overlap'
    const ids = idsOf(side.left[0]!.id, side.right[0]!.id)
    return {
      grids,
      expected: [{ code, grids: ids, ...parentOf(side.parent), place: [place], area: Math.abs(signed), width: height }],
    }
  }
  return undefined
}

const movedLittle: Injector = (tiling, random) => {
  const side = chosen(tiling, random, siblings)
  if (!side) return undefined
  const { vertices } = side.border
  const at = 1 + random.below(vertices.length - 2)
  const stretch = vertices.slice(at - 1, at + 2)
  const from = tiling.positions[stretch[1]!]!
  const angle = random.between(0, 2 * Math.PI)
  const point = tiling.frame.moved(from, Math.cos(angle) * 4e-4, Math.sin(angle) * 4e-4)
  const own = random.chance(0.5) ? side.left : side.right
  const grids = edited(tiling, own, stretch, [stretch[0]!, tiling.positions.length, stretch[2]!], [point])
  const line = stretch.map((vertex) => tiling.positions[vertex]!)
  const ids = idsOf(side.left[0]!.id, side.right[0]!.id)
  return { grids, expected: [{ code: 'unmatched-edge', grids: ids, ...parentOf(side.parent), place: [line], point }] }
}

export const BORDER_FAULTS: Readonly<Record<string, Injector>> = {
  overlap,
  gap,
  'narrow gap': narrowGap,
  'narrow inlet, flat': narrowInlet,
  'outside its parent': outsideParent,
  'outside its parent, into a cousin': outsideParentIntoCousin,
  'gap at a parent’s border': gapAtParent,
  'deleted inner grid': deleted(false),
  'deleted border grid': deleted(true),
  'grid given twice under two ids': duplicateGrid,
  'vertex of one side only, on the line': extraVertex,
  'vertex of a child only, on its parent’s outline': extraVertexAtParent,
  'vertex of one side only, beside the line': extraVertexBesideLine,
  'vertex that one side lacks': missingVertex,
  'vertex moved by less than the tolerance': movedLittle,
}
