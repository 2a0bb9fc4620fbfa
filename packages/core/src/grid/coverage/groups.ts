import type { Id } from '../../schema.ts'
import type { CoverageGrid, Finding } from '../coverage-schema.ts'
import type { Borders } from './borders.ts'
import { reasonHint } from './hints.ts'
import { pointsPlace } from './places.ts'
import type { Group } from './residual.ts'
import { int32 } from '../topology/slab.ts'

/**
 * Of each grid the place of its parent; −1 where that is not among the grids.
 * @param grids in order of id
 */
export function parentsOf(grids: readonly CoverageGrid[]): Int32Array {
  const parents = int32(grids.length).fill(-1)
  if (grids.every(({ parentId }) => parentId === undefined)) return parents
  for (let g = 0; g < grids.length; g++) {
    const { parentId } = grids[g]!
    if (parentId === undefined) continue
    // Neighbours by id are mostly siblings.
    const isSibling = g > 0 && grids[g - 1]!.parentId === parentId
    parents[g] = isSibling ? parents[g - 1]! : placeOf(grids, parentId)
  }
  return parents
}

function placeOf(grids: readonly CoverageGrid[], id: Id): number {
  let low = 0
  let high = grids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (grids[middle]!.id < id) low = middle + 1
    else high = middle
  }
  return grids[low]?.id === id ? low : -1
}

/**
 * The children of each given parent, and all those without one together. A parent that is known, but has no outline that
 * could be checked, leaves its children to themselves.
 */
export function groupsOf(
  grids: readonly CoverageGrid[],
  isGiven: (id: Id) => boolean,
  parents: Int32Array,
  { start }: Borders,
): Group[] {
  const children = new Map<number | Id, number[]>()
  for (let g = 0; g < grids.length; g++) {
    if (start[g] === start[g + 1]) continue
    const parent = parents[g]!
    const { parentId } = grids[g]!
    const hasOutline = parent >= 0 && start[parent] !== start[parent + 1]
    const key = hasOutline ? parent : parentId !== undefined && isGiven(parentId) ? parentId : -1
    const list = children.get(key)
    if (list) list.push(g)
    else children.set(key, [g])
  }
  return [...children].map(([key, list]) => ({ parent: typeof key === 'number' ? key : -1, children: Int32Array.from(list) }))
}

/** Grids that are their own ancestors, a circle each. */
export function parentCycles(
  grids: readonly CoverageGrid[],
  parents: Int32Array,
  { x, y, from, halves, start }: Borders,
): Finding[] {
  const findings: Finding[] = []
  // 0 not seen, otherwise the walk on which it was seen.
  const walkOf = int32(grids.length)
  for (let g = 0; g < grids.length; g++) {
    let at = g
    while (at >= 0 && walkOf[at] === 0) {
      walkOf[at] = g + 1
      at = parents[at]!
    }
    if (at < 0 || walkOf[at] !== g + 1) continue
    const circle = [at]
    for (let next = parents[at]!; next !== at; next = parents[next]!) circle.push(next)
    circle.sort((a, b) => a - b)
    const ids = circle.map((place) => grids[place]!.id)
    const corners = circle.flatMap((place) => {
      if (start[place] === start[place + 1]) return []
      const vertex = from[halves[start[place]!]! >> 1]!
      return [x[vertex]!, y[vertex]!]
    })
    findings.push({
      code: 'invalid-geometry',
      grids: ids,
      reason: 'parent-cycle',
      area: 0,
      width: 0,
      length: 0,
      geometry: pointsPlace(corners),
      hint: reasonHint('parent-cycle', ids),
    })
  }
  return findings
}
