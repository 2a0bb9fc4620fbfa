// Random clean tilings, each from one seed: whatever shares a border shares its very vertices, at every level.
import type { Crs, Id, Position } from '../src/schema.ts'
import type { Geometry } from '../src/grid/schema.ts'
import { frameOf } from './tilings-frame.ts'
import type { Frame, Place } from './tilings-frame.ts'
import { createLattice, outlineOf } from './tilings-lattice.ts'
import type { Lattice } from './tilings-lattice.ts'
import { randomOf } from './tilings-random.ts'
import type { Random } from './tilings-random.ts'

export interface TiledGrid {
  id: Id
  parentId?: Id
  crs?: Crs
  geometry: Geometry
}

/** A grid whose rings are numbers of vertices: outer ring counter-clockwise, holes clockwise, not closed. */
export interface MeshGrid {
  id: Id
  parentId?: Id
  isLeaf: boolean
  polygons: number[][][]
}

/** A stretch of border between two corners of the lattice, with the leaf on each side; undefined is outside the district. */
export interface Border {
  vertices: number[]
  left: Id | undefined
  right: Id | undefined
}

export interface Tiling {
  seed: number
  crs: Crs
  frame: Frame
  positions: Position[]
  mesh: MeshGrid[]
  borders: Border[]
  /** The same as GeoJSON, in no order, rings beginning anywhere. */
  grids: TiledGrid[]
}

export interface TilingOptions {
  /** Leaves of the tree, about. */
  leaves: number
  /** 1 is a flat collection without parents. @defaultValue 3 */
  levels?: number
  /** @defaultValue 'planar' */
  place?: Place
  /** Decimals of a coordinate; planar coordinates are multiples of 2⁻¹⁰ m where none are given. */
  decimals?: number
  /** An outline that is ragged, in parts. @defaultValue true */
  ragged?: boolean
  /** Blanks within the root, which no grid claims; only where there is a root. @defaultValue true */
  lakes?: boolean
  /** Most vertices between two corners. @defaultValue 3 */
  between?: number
  /** Grids with parts anywhere in the district. @defaultValue true */
  scattered?: boolean
}

interface Node {
  cells: number[]
  children: Node[]
}

/**
 * @example
 * const { grids, crs } = randomTiling(7, { leaves: 40 })
 * checkCoverage(grids, { crs }).valid // true
 */
export function randomTiling(seed: number, options: TilingOptions): Tiling {
  const { leaves, levels = 3, place = 'planar', decimals, ragged = true, lakes = true, between = 3, scattered = true } = options
  const random = randomOf(seed)
  const lattice = createLattice(random, { cells: leaves * random.between(2, 8), ragged, lakes: lakes && levels > 1, between })
  const frame = frameOf(
    place,
    lattice.points.reduce((most, [x]) => Math.max(most, x), 0),
    decimals,
  )
  let nodes = leafNodes(lattice, Math.max(1, leaves), scattered, random)
  for (let level = levels - 1; level >= 1; level--) nodes = level === 1 ? [above(nodes)] : grouped(nodes, lattice, random)
  const positions = lattice.points.map(([x, y]) => frame.position(x, y))
  const mesh = meshOf(nodes, lattice, random)
  const borders = bordersOf(mesh.grids, mesh.leafOfCell, lattice)
  const tiling = { seed, crs: frame.crs, frame, positions, mesh: mesh.grids, borders }
  return { ...tiling, grids: random.shuffled(mesh.grids).map((grid) => toGrid(grid, positions, random)) }
}

/** The grid as GeoJSON: rings closed, beginning anywhere where a random is given. */
export function toGrid({ id, parentId, polygons }: MeshGrid, positions: readonly Position[], random?: Random): TiledGrid {
  const ring = (vertices: readonly number[]): Position[] => {
    const start = random ? random.below(vertices.length) : 0
    const turned = [...vertices.slice(start), ...vertices.slice(0, start + 1)]
    return (start === 0 ? [...vertices, vertices[0]!] : turned).map((vertex) => [...positions[vertex]!])
  }
  const coordinates = polygons.map((rings) => rings.map(ring))
  const geometry: Geometry =
    coordinates.length === 1 ? { type: 'Polygon', coordinates: coordinates[0]! } : { type: 'MultiPolygon', coordinates }
  return { id, ...(parentId !== undefined && { parentId }), geometry }
}

/** Seeds spread at random and grown cell by cell; then some cells change hands, so that there are enclaves and parts. */
function leafNodes(lattice: Lattice, count: number, scattered: boolean, random: Random): Node[] {
  const cells = random.shuffled(lattice.cells)
  const owner = grow(cells, cells.slice(0, count), lattice.neighbours, random)
  const sizes = new Map<number, number>()
  for (const at of owner.values()) sizes.set(at, (sizes.get(at) ?? 0) + 1)
  let made = Math.min(count, cells.length)
  for (const cell of cells) {
    const at = owner.get(cell)!
    if (sizes.get(at)! < 2 || !random.chance(0.04)) continue
    const surrounded = lattice.neighbours(cell).every((next) => owner.get(next) === at)
    const taker = surrounded || !scattered || random.chance(0.5) ? made++ : owner.get(random.pick(cells))!
    sizes.set(at, sizes.get(at)! - 1)
    sizes.set(taker, (sizes.get(taker) ?? 0) + 1)
    owner.set(cell, taker)
  }
  return collect(cells, owner).map((members) => ({ cells: members, children: [] }))
}

/** Neighbouring grids under common parents; some stay without (dedicated grids, 专属网格), as children of the next level. */
function grouped(nodes: Node[], lattice: Lattice, random: Random): Node[] {
  const nodeOfCell = new Map(nodes.flatMap((node, at) => node.cells.map((cell) => [cell, at] as const)))
  const neighbours = (at: number) =>
    nodes[at]!.cells.flatMap((cell) => lattice.neighbours(cell))
      .map((cell) => nodeOfCell.get(cell)!)
      .filter((next) => next !== at)
  const order = random.shuffled(nodes.map((_, at) => at))
  const dedicated = order.filter((at) => nodes[at]!.children.length === 0 && random.chance(0.06))
  const rest = order.filter((at) => !dedicated.includes(at))
  const owner = grow(rest, rest.slice(0, Math.ceil(rest.length / random.between(3, 6))), neighbours, random)
  const groups = collect(rest, owner).map((members) => above(members.map((at) => nodes[at]!)))
  return [...groups, ...dedicated.map((at) => nodes[at]!)]
}

const above = (children: Node[]): Node => ({ cells: children.flatMap(({ cells }) => cells), children })

/** Which seed each member belongs to; what no seed reaches goes to any. */
function grow(members: number[], seeds: number[], neighbours: (member: number) => number[], random: Random) {
  const owner = new Map(seeds.map((seed, at) => [seed, at]))
  const allowed = new Set(members)
  const frontier = [...seeds]
  while (frontier.length > 0) {
    const place = random.below(frontier.length)
    const from = frontier[place]!
    const free = neighbours(from).filter((next) => allowed.has(next) && !owner.has(next))
    const next = free[random.below(free.length)]
    if (next === undefined) {
      frontier[place] = frontier.at(-1)!
      frontier.pop()
    } else {
      owner.set(next, owner.get(from)!)
      frontier.push(next)
    }
  }
  for (const member of members) if (!owner.has(member)) owner.set(member, random.below(seeds.length))
  return owner
}

function collect(members: readonly number[], owner: ReadonlyMap<number, number>): number[][] {
  const groups = new Map<number, number[]>()
  for (const member of members) {
    const group = groups.get(owner.get(member)!)
    if (group) group.push(member)
    else groups.set(owner.get(member)!, [member])
  }
  return [...groups.values()]
}

/** Ids in no order of place or level. */
function meshOf(roots: Node[], lattice: Lattice, random: Random) {
  const entries: { node: Node; parent: Node | undefined }[] = roots.map((node) => ({ node, parent: undefined }))
  for (const { node } of entries) for (const child of node.children) entries.push({ node: child, parent: node })
  const numbers = random.shuffled(entries.map((_, at) => at))
  const idOf = new Map(entries.map(({ node }, at) => [node, `g${String(numbers[at]).padStart(4, '0')}`]))
  const leafOfCell = new Map<number, Id>()
  const grids = entries.map(({ node, parent }): MeshGrid => {
    const isLeaf = node.children.length === 0
    if (isLeaf) for (const cell of node.cells) leafOfCell.set(cell, idOf.get(node)!)
    const parentId = parent && idOf.get(parent)!
    return { id: idOf.get(node)!, ...(parentId !== undefined && { parentId }), isLeaf, polygons: outlineOf(node.cells, lattice) }
  })
  return { grids, leafOfCell }
}

function bordersOf(grids: MeshGrid[], leafOfCell: ReadonlyMap<number, Id>, lattice: Lattice): Border[] {
  return lattice.chains
    .map(({ vertices, left, right }) => ({ vertices, left: leafOfCell.get(left), right: leafOfCell.get(right) }))
    .filter(({ left, right }) => left !== right)
}
