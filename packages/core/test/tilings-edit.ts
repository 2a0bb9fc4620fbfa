// Takes a clean tiling's borders apart: who lies on which side, at which level, and the same with other vertices.
import type { Id, Position } from '../src/schema.ts'
import type { Random } from './tilings-random.ts'
import { toGrid } from './tilings.ts'
import type { Border, MeshGrid, TiledGrid, Tiling } from './tilings.ts'

/** A border between two children of one parent (or of none), with all grids on each side that follow it below that parent. */
export interface Side {
  parent: Id | undefined
  border: Border
  /** From the child of the parent down to the leaf. */
  left: MeshGrid[]
  right: MeshGrid[]
}

export interface Family {
  byId: ReadonlyMap<Id, MeshGrid>
  /** From the root down to the grid. */
  path(id: Id | undefined): MeshGrid[]
}

export function familyOf({ mesh }: Tiling): Family {
  const byId = new Map(mesh.map((grid) => [grid.id, grid]))
  return {
    byId,
    path(id) {
      const path: MeshGrid[] = []
      for (
        let at = id === undefined ? undefined : byId.get(id);
        at;
        at = at.parentId === undefined ? undefined : byId.get(at.parentId)
      ) {
        path.unshift(at)
      }
      return path
    },
  }
}

export function sideOf(border: Border, family: Family): Side {
  const [left, right] = [family.path(border.left), family.path(border.right)]
  let common = 0
  while (left[common] !== undefined && left[common] === right[common]) common++
  // Where one side is outside all, the parent of the leaf is the one whose outline it follows; the root's own has none.
  return { parent: left[common - 1]?.id, border, left: left.slice(common), right: right.slice(common) }
}

/** The tiling's grids, some of them with other vertices in place of a stretch of border. */
export function edited(
  tiling: Tiling,
  grids: readonly MeshGrid[],
  from: readonly number[],
  to: readonly number[],
  added: readonly Position[] = [],
): TiledGrid[] {
  const positions = [...tiling.positions, ...added]
  const changed = new Map(grids.map((grid) => [grid.id, toGrid(replaced(grid, from, to), positions)]))
  return tiling.grids.map((grid) => changed.get(grid.id) ?? grid)
}

function replaced(grid: MeshGrid, from: readonly number[], to: readonly number[]): MeshGrid {
  const polygons = grid.polygons.map((rings) => rings.map((ring) => replacedInRing(ring, from, to)))
  return { ...grid, polygons }
}

/** Looks for the stretch both ways round. */
function replacedInRing(ring: readonly number[], from: readonly number[], to: readonly number[]): number[] {
  for (const [old, now] of [
    [from, to],
    [from.toReversed(), to.toReversed()],
  ] as const) {
    for (let start = 0; start < ring.length; start++) {
      if (old.every((vertex, at) => ring[(start + at) % ring.length] === vertex)) {
        const turned = [...ring.slice(start), ...ring.slice(0, start)]
        return [...now, ...turned.slice(old.length)]
      }
    }
  }
  return [...ring]
}

/** Positions of the vertices moved across the border by so many metres; positive is to its left. */
export function shifted({ positions, frame }: Tiling, vertices: readonly number[], metres: number): Position[] {
  return vertices.slice(1, -1).map((vertex, at) => {
    const [before, here, after] = [positions[vertices[at]!]!, positions[vertex]!, positions[vertices[at + 2]!]!]
    const [east, north] = frame.metresAt(here)
    const [x, y] = [(after[0] - before[0]) * east, (after[1] - before[1]) * north]
    const length = Math.hypot(x, y)
    return frame.moved(here, (-y / length) * metres, (x / length) * metres)
  })
}

/** A step that keeps the moved border free of the old one and of all others: from 1 cm up. */
export function stepFor(tiling: Tiling, vertices: readonly number[], random: Random): number {
  const lengths = vertices
    .slice(1)
    .map((vertex, at) => tiling.frame.distance(tiling.positions[vertices[at]!]!, tiling.positions[vertex]!))
  const most = Math.min(...lengths) * 0.1
  return Math.min(most, 0.01 * 300 ** random.next())
}

export type Choice = (side: Side) => boolean

/** Any border that suits, with so many vertices between its ends at least. */
export function chosen(tiling: Tiling, random: Random, suits: Choice, interior = 1): Side | undefined {
  const family = familyOf(tiling)
  const order = random.shuffled(tiling.borders)
  for (const border of order) {
    if (border.vertices.length < interior + 2) continue
    const side = sideOf(border, family)
    if (suits(side)) return side
  }
  return undefined
}

export const siblings: Choice = ({ left, right }) => left.length > 0 && right.length > 0

/** Ids without repetition, in order. */
export const idsOf = (...ids: (Id | undefined)[]): Id[] => [...new Set(ids.filter((id) => id !== undefined))].sort()

export const parentOf = (parent: Id | undefined) => (parent === undefined ? {} : { parent })
