import type { Id } from '../../schema.ts'
import { createLocator } from '../locate/locator.ts'
import type { Geometry, GridRecord } from '../schema.ts'
import { insidePointOf } from '../topology/inside-point.ts'
import type { SplitPart } from './split-grid.ts'

/**
 * The parts of a split with the children that lie in each, told by a point inside the child. As they came where one of them
 * names its children already, and without those children that are not drawn or lie in none.
 */
export function withChildrenByPlace(parts: readonly SplitPart[], children: readonly GridRecord[]): SplitPart[] {
  const crs = parts[0]?.crs
  if (crs === undefined || children.length === 0 || parts.some((part) => part.children || part.crs !== crs)) return [...parts]
  const { locate } = createLocator(parts, { crs })
  const inPart = new Map<Id, Id[]>(parts.map(({ id }) => [id, []]))
  for (const child of children) {
    const point = child.geometry && child.crs === crs ? insideOf(child.geometry) : undefined
    const part = point && locate(point)
    if (part !== undefined) inPart.get(part)!.push(child.id)
  }
  return parts.map((part) => ({ ...part, children: inPart.get(part.id)! }))
}

/** A position inside the first polygon. */
function insideOf(geometry: Geometry): [number, number] | undefined {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : (geometry.coordinates[0] ?? [])
  const open = rings.map((ring) => ring.slice(0, -1))
  const positions = open.flat()
  let next = 0
  const numbers = open.map((ring) => ring.map(() => next++))
  return insidePointOf(
    Float64Array.from(positions, ([x]) => x),
    Float64Array.from(positions, ([, y]) => y),
    numbers,
  )
}
