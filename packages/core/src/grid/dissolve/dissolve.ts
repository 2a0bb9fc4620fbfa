import { SdkError } from '../../errors.ts'
import type { Id } from '../../schema.ts'
import { append } from '../append.ts'
import type { Geometry } from '../schema.ts'
import { edgesOf } from '../topology/edges.ts'
import { readableRings } from '../topology/expect-readable.ts'
import type { Border, Fault } from './border.ts'
import { cancel } from './cancel.ts'
import { findMeeting } from './find-meeting.ts'
import { createOutlines } from './outline.ts'

/** The parent of a grid, if it has one: as a function, a map or a record. */
export type ParentOf = ((id: Id) => Id | undefined) | ReadonlyMap<Id, Id> | Readonly<Record<Id, Id | undefined>>

export interface DissolvedGrid {
  /** The parent's. */
  id: Id
  /** Outer rings counter-clockwise, holes clockwise, each from its westernmost position on. */
  geometry: Geometry
}

/**
 * The outlines of parents from those of their children: edges that two children share in opposite directions go, what is
 * left is the outline. It has the children's very positions, none is calculated. Grids without a parent are left out; a
 * whole tree may be given, every outline then comes from the level below. Whatever the order of grids, the answer is the
 * same, in order of the parents' ids.
 * @throws SdkError `bad-argument` where children of one parent overlap or have different positions along their common
 * border (it names them and the place; `checkCoverage` tells all such places, `cleanCoverage` mends them), where they have
 * no area, or where a geometry cannot be read or a ring is not closed
 * @example dissolve(microGrids, (id) => tree.get(id)?.parentId) // [{ id: 'estate-1', geometry: { type: 'Polygon', … } }, …]
 */
export function dissolve(grids: readonly { id: Id; geometry: Geometry }[], parentOf: ParentOf): DissolvedGrid[] {
  const parent = parentReader(parentOf)
  const children: { id: Id; geometry: Geometry }[] = []
  const familyOf = new Map<Id, number[]>()
  for (const { id, geometry } of grids) {
    const parentId = parent(id)
    if (parentId === undefined) continue
    append(familyOf, parentId, children.length)
    children.push({ id, geometry })
  }
  const families = [...familyOf].sort(([one], [other]) => (one < other ? -1 : 1))
  const rings = readableRings(children)
  const { border, fault } = cancel(
    rings,
    edgesOf(rings),
    families.map(([, family]) => family),
  )
  const first = fault ?? findMeeting(border)
  if (first) throw asError(first, border, children, parent)
  const outline = createOutlines(border)
  return families.map(([id], f) => {
    const geometry = border.start[f] === border.start[f + 1] ? undefined : outline(f)
    if (!geometry) throw new SdkError('bad-argument', `Expected the children of ${id} to have an area, but they have none`)
    if ('what' in geometry) throw asError(geometry, border, children, parent)
    return { id, geometry }
  })
}

function parentReader(parentOf: ParentOf): (id: Id) => Id | undefined {
  if (typeof parentOf === 'function') return parentOf
  if (parentOf instanceof Map) return (id) => parentOf.get(id) as Id | undefined
  const record = parentOf as Readonly<Record<Id, Id | undefined>>
  return (id) => (Object.hasOwn(record, id) ? record[id] : undefined)
}

const EXPLAINED: Readonly<Record<Fault['what'], string>> = {
  overlap: 'overlap',
  meeting: 'cross, or have different corners along their border,',
  sliver: 'have different corners along their border',
}

function asError(
  { what, edges }: Fault,
  { x, y, from, grid }: Border,
  children: readonly { id: Id }[],
  parent: (id: Id) => Id | undefined,
): SdkError {
  const names = [...new Set(edges.map((e) => children[grid[e]!]!.id))].sort()
  const v = from[edges[0]!]!
  return new SdkError(
    'bad-argument',
    `Expected the children of ${parent(names[0]!)} to fit together, but ${names.join(' and ')} ${EXPLAINED[what]} at ${x[v]}, ${y[v]}; ` +
      'checkCoverage tells all such places, cleanCoverage mends them',
  )
}
