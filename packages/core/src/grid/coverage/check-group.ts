import type { Id } from '../../schema.ts'
import type { Finding } from '../coverage-schema.ts'
import type { Borders } from './borders.ts'
import type { Claim } from './components.ts'
import { gridsAtFault } from './grids-at-fault.ts'
import { findInlets } from './inlets.ts'
import type { Measure } from './measure.ts'
import type { Meetings } from './meetings.ts'
import { readOutline } from './outline.ts'
import { arrangeEdges, createScene } from './owners.ts'
import type { Scene, SceneScratch } from './owners.ts'
import type { Group, Residual } from './residual.ts'
import { tellBlanks } from './tell-blanks.ts'
import { tellPlaces } from './tell-places.ts'

/** What all groups have in common. */
export interface Check {
  /** Of each grid, in order. */
  ids: readonly Id[]
  borders: Borders
  /** Of each grid: least x, least y, greatest x, greatest y. */
  box: Float64Array
  measure: Measure
  maxGapWidth: number
  tolerance: number
  scratch: SceneScratch
  /** Which edges meet elsewhere than at a vertex of both, where that is known. */
  meetings: Meetings | undefined
}

/** A child's ground outside its parent, with its box. */
export interface Outside {
  child: number
  box: readonly [minX: number, minY: number, maxX: number, maxY: number]
}

export interface GroupFindings {
  findings: Finding[]
  outside: Outside[]
}

/** Judges what was left when the borders of a group were cancelled. */
export function checkGroup(check: Check, group: Group, residual: Residual): GroupFindings {
  const found: GroupFindings = { findings: [], outside: [] }
  if (residual.edges.length === 0) return found
  const outline = group.parent < 0 && check.maxGapWidth === 0 ? readOutline(check, residual) : undefined
  if (!outline) judge(check, group, residual, 0, found)
  else {
    for (const blank of tellBlanks(check, group, outline.blanks)) found.findings.push(blank)
    outline.rest.forEach((rest, around) => judge(check, group, rest, around, found))
  }
  return found
}

/** @param around how many grids cover the ground all around the residual */
function judge(check: Check, group: Group, residual: Residual, around: number, found: GroupFindings): void {
  if (residual.edges.length === 0) return
  const { borders, scratch, maxGapWidth } = check
  const knownNear = check.meetings?.near
  const isOpen = group.parent < 0
  // Within other grids of the scene there are outlines that were left out: what is claimed has to agree with the value.
  const isFault = (value: number, face: number, claim?: Claim): boolean => {
    if (!isOpen) return value !== 0
    return value + around > 1 ? claim?.code !== 'gap' : value + around === 0 && face !== 0 && claim?.code !== 'overlap'
  }
  const outline = arrangeEdges(borders, residual.edges, residual.delta, scratch, knownNear)
  if (isOpen && maxGapWidth > 0) for (const inlet of findInlets(check, group, residual, outline)) found.findings.push(inlet)
  const near = gridsAtFault(check, group, residual, outline, isFault)
  if (near.length === 0) return
  const scene = createScene(borders, near, residual, scratch, knownNear, outline)
  tellPlaces(check, group, scene, claimsOf(scene, group), isFault, found)
}

const NO_CLAIMS: readonly Claim[] = []

/** What a face is told as, by who covers it. */
function claimsOf(scene: Scene, { parent }: Group): (readonly Claim[])[] {
  const gap: readonly Claim[] = [{ code: 'gap', grids: [] }]
  const overlaps = new Map<string, Claim>()
  const outside = new Map<number, Claim>()
  return scene.sets.map((set): readonly Claim[] => {
    const children = set.filter((grid) => grid !== parent)
    const claims: Claim[] = []
    if (children.length > 1) {
      const name = children.join()
      const claim: Claim = overlaps.get(name) ?? { code: 'overlap', grids: children }
      overlaps.set(name, claim)
      claims.push(claim)
    }
    if (parent >= 0 && children.length === set.length) {
      for (const child of children) {
        const claim: Claim = outside.get(child) ?? { code: 'outside-parent', grids: [child] }
        outside.set(child, claim)
        claims.push(claim)
      }
    }
    return claims.length > 0 ? claims : children.length === 0 ? gap : NO_CLAIMS
  })
}
