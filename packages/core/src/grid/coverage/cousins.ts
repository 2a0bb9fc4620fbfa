import type { Finding } from '../coverage-schema.ts'
import type { Check, Outside } from './check-group.ts'
import { eachComponent } from './components.ts'
import type { Claim } from './components.ts'
import { named, overlapHint } from './hints.ts'
import { createSizing } from './measure-component.ts'
import { createScene } from './owners.ts'
import { areaPlace } from './places.ts'

/**
 * Ground outside a child's parent that another parent's child covers: an overlap of the two. The other one is at the same
 * depth, or a leaf above it (a dedicated grid beside the parent).
 */
export function cousinOverlaps(check: Check, parents: Int32Array, outside: readonly Outside[]): Finding[] {
  if (outside.length === 0) return []
  const { ids, borders, measure, tolerance } = check
  const isParent = new Uint8Array(parents.length)
  for (const parent of parents) if (parent >= 0) isParent[parent] = 1
  const depth = depthsOf(parents)
  const pairs = new Set<string>()
  const involved = new Set<number>()
  const isPair = (a: number, b: number) => pairs.has(a < b ? `${a} ${b}` : `${b} ${a}`)
  for (const { child, box } of outside) {
    for (const other of gridsIn(check, box)) {
      if (parents[other]! < 0 || parents[other] === parents[child] || other === child) continue
      const isLevel = depth[other] === depth[child] || (depth[other]! < depth[child]! && isParent[other] === 0)
      if (!isLevel || isAncestor(parents, other, child) || isAncestor(parents, child, other)) continue
      pairs.add(child < other ? `${child} ${other}` : `${other} ${child}`)
      involved.add(child).add(other)
    }
  }
  if (pairs.size === 0) return []
  const none = { edges: new Int32Array(0), delta: new Int32Array(0) }
  const scene = createScene(borders, Int32Array.from(involved).sort(), none, check.scratch, check.meetings?.near)
  const claims = scene.sets.map((set): readonly Claim[] => {
    const cousins = set.filter((grid) => set.some((other) => isPair(grid, other)))
    return cousins.length > 1 ? [{ code: 'overlap', grids: cousins }] : []
  })
  const findings: Finding[] = []
  const sizeOf = createSizing(measure, scene.map)
  eachComponent(scene.map, scene.ownersOf, claims, (component) => {
    const { area, width, length, polygons } = sizeOf(component)
    if (width < tolerance) return
    const grids = component.claim.grids.map((grid) => ids[grid]!)
    const geometry = areaPlace(scene.map, polygons)
    findings.push({ code: 'overlap', grids, area, width, length, geometry, hint: overlapHint(named(grids), area, width) })
  })
  return findings
}

function* gridsIn({ box }: Check, [minX, minY, maxX, maxY]: Outside['box']): Generator<number> {
  for (let g = 0; 4 * g < box.length; g++) {
    if (box[4 * g]! <= maxX && box[4 * g + 2]! >= minX && box[4 * g + 1]! <= maxY && box[4 * g + 3]! >= minY) yield g
  }
}

/** Steps to the root; in a circle of parents, any number. */
function depthsOf(parents: Int32Array): Int32Array {
  const depth = new Int32Array(parents.length).fill(-1)
  for (let g = 0; g < parents.length; g++) {
    const way: number[] = []
    let at = g
    while (at >= 0 && depth[at]! < 0) {
      depth[at] = 0
      way.push(at)
      at = parents[at]!
    }
    let now = at >= 0 ? depth[at]! : -1
    for (let i = way.length - 1; i >= 0; i--) depth[way[i]!] = ++now
  }
  return depth
}

function isAncestor(parents: Int32Array, above: number, below: number): boolean {
  let at = parents[below]!
  for (let steps = 0; at >= 0 && steps < parents.length; steps++) {
    if (at === above) return true
    at = parents[at]!
  }
  return false
}
