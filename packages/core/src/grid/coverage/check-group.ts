import type { Id } from '../../schema.ts'
import type { Finding } from '../coverage-schema.ts'
import type { Borders } from './borders.ts'
import { componentsOf } from './components.ts'
import type { Claim, Component } from './components.ts'
import { gapHint, narrowGapHint, outsideHint, overlapHint } from './hints.ts'
import type { Measure } from './measure.ts'
import type { Meetings } from './meetings.ts'
import { findInlets } from './inlets.ts'
import { measureComponent } from './measure-component.ts'
import type { Arrangement } from '../topology/arrangement.ts'
import { arrangeEdges, createScene } from './owners.ts'
import type { Scene, SceneScratch } from './owners.ts'
import { areaPlace } from './places.ts'
import type { Group, Residual } from './residual.ts'
import { readOutline } from './outline.ts'
import { tellBlanks } from './tell-blanks.ts'
import { createUnmatched } from './unmatched.ts'

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
  const isFault = (value: number, face: number): boolean =>
    isOpen ? value + around > 1 || (value + around === 0 && face !== 0) : value !== 0
  const outline = arrangeEdges(borders, residual.edges, residual.delta, scratch, knownNear)
  if (isOpen && maxGapWidth > 0) for (const inlet of findInlets(check, group, residual, outline)) found.findings.push(inlet)
  const near = gridsAtFault(check, group, residual, outline, isFault)
  if (near.length === 0) return
  const scene = createScene(borders, near, residual, scratch, knownNear, outline)
  const unmatched = createUnmatched(check, group, scene)
  for (const component of componentsOf(scene.map, claimsOf(scene, group, isFault)))
    tell(check, group, scene, component, unmatched, found)
  found.findings.push(...unmatched.findings())
}

/** Grids of the group, its parent too, that may have to do with what is wrong. */
function gridsAtFault(
  { borders, box }: Check,
  { parent, children }: Group,
  residual: Residual,
  outline: Arrangement,
  isFault: (value: number, face: number) => boolean,
): Int32Array {
  const boxes = faultBoxes(outline, isFault)
  if (boxes.length === 0) return new Int32Array(0)
  const all = Int32Array.from(parent >= 0 ? [parent, ...children] : children).sort()
  let most = 0
  for (const grid of all) most += borders.start[grid + 1]! - borders.start[grid]!
  // Where most of it is not as it should be, there is no use in leaving some out.
  if (2 * residual.edges.length > most) return all
  const index = createBoxIndex(boxes)
  return all.filter((g) => g === parent || index(box[4 * g]!, box[4 * g + 1]!, box[4 * g + 2]!, box[4 * g + 3]!))
}

/** Boxes of the faces that are at fault, and of pieces that cancel though their edges did not, as least x, least y, greatest x, greatest y. */
function faultBoxes(map: Arrangement, isFault: (value: number, face: number) => boolean): number[] {
  const { x, y, edgeFrom, edgeTo, edgeDelta, faceValue, cycleStart, cycles, next } = map
  const boxes: number[] = []
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  const add = (n: number): void => {
    if (x[n]! < minX) minX = x[n]!
    if (y[n]! < minY) minY = y[n]!
    if (x[n]! > maxX) maxX = x[n]!
    if (y[n]! > maxY) maxY = y[n]!
  }
  const flush = (): void => {
    boxes.push(minX, minY, maxX, maxY)
    minX = minY = Infinity
    maxX = maxY = -Infinity
  }
  for (let face = 1; face < map.faceCount; face++) {
    if (!isFault(faceValue[face]!, face)) continue
    // The outer cycle goes round the others.
    const first = cycles[cycleStart[face]!]!
    let h = first
    do {
      add((h & 1) === 0 ? edgeFrom[h >> 1]! : edgeTo[h >> 1]!)
      h = next[h]!
    } while (h !== first)
    flush()
  }
  for (let e = 0; e < edgeFrom.length; e++) {
    if (edgeDelta[e] !== 0) continue
    add(edgeFrom[e]!)
    add(edgeTo[e]!)
    flush()
  }
  return boxes
}

/** Answers whether a box meets any of those given: sorted by their least x, with the greatest x so far. */
function createBoxIndex(boxes: readonly number[]): (minX: number, minY: number, maxX: number, maxY: number) => boolean {
  const order = Array.from({ length: boxes.length / 4 }, (_, i) => i).sort((a, b) => boxes[4 * a]! - boxes[4 * b]!)
  const size = order.length
  const block = Math.max(1, Math.ceil(Math.sqrt(size)))
  const hull = new Float64Array(4 * Math.ceil(size / block)).fill(Infinity)
  for (let i = 0; i < size; i++) {
    const at = 4 * Math.floor(i / block)
    if (i % block === 0) hull[at + 2] = hull[at + 3] = -Infinity
    const b = 4 * order[i]!
    hull[at] = Math.min(hull[at]!, boxes[b]!)
    hull[at + 1] = Math.min(hull[at + 1]!, boxes[b + 1]!)
    hull[at + 2] = Math.max(hull[at + 2]!, boxes[b + 2]!)
    hull[at + 3] = Math.max(hull[at + 3]!, boxes[b + 3]!)
  }
  return (minX, minY, maxX, maxY) => {
    for (let at = 0; at < hull.length && hull[at]! <= maxX; at += 4) {
      if (hull[at + 2]! < minX || hull[at + 1]! > maxY || hull[at + 3]! < minY) continue
      for (let i = (at / 4) * block; i < Math.min(size, (at / 4 + 1) * block); i++) {
        const b = 4 * order[i]!
        if (boxes[b]! <= maxX && boxes[b + 2]! >= minX && boxes[b + 1]! <= maxY && boxes[b + 3]! >= minY) return true
      }
    }
    return false
  }
}

const NO_CLAIMS: readonly Claim[] = []

/** What each face is told as, by who covers it. */
function claimsOf(
  scene: Scene,
  { parent }: Group,
  isFault: (value: number, face: number) => boolean,
): (face: number) => readonly Claim[] {
  const gap: readonly Claim[] = [{ code: 'gap', grids: [] }]
  const overlaps = new Map<string, Claim>()
  const outside = new Map<number, Claim>()
  const known = scene.sets.map((set): readonly Claim[] => {
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
  return (face) => (isFault(scene.map.faceValue[face]!, face) ? known[scene.ownersOf[face]!]! : NO_CLAIMS)
}

function tell(
  check: Check,
  group: Group,
  scene: Scene,
  component: Component,
  unmatched: ReturnType<typeof createUnmatched>,
  found: GroupFindings,
): void {
  const { ids, measure, tolerance, maxGapWidth } = check
  const { claim, border } = component
  const size = measureComponent(measure, scene.map, component)
  const grids = claim.code === 'gap' ? neighboursOf(scene, group, border) : claim.grids
  if (size.width < tolerance) {
    unmatched.addSliver(grids, border)
    return
  }
  const { area, width, length } = size
  const named = grids.map((grid) => ids[grid]!)
  const parent = group.parent >= 0 ? ids[group.parent]! : undefined
  const common = { grids: named, ...(parent === undefined ? {} : { parent }), area, width, length }
  const add = (code: Finding['code'], hint: Finding['hint']): void => {
    found.findings.push({ code, ...common, geometry: areaPlace(scene.map, size.polygons), hint })
  }
  if (claim.code === 'overlap') add('overlap', overlapHint(named, area, width))
  else if (claim.code === 'outside-parent') {
    found.outside.push({ child: claim.grids[0]!, box: size.box })
    add('outside-parent', outsideHint(named[0]!, parent!, area, width))
  } else if (parent !== undefined) add('gap', gapHint(named, parent, area, width))
  else if (width <= maxGapWidth) add('narrow-gap', narrowGapHint(named, area, width))
  else if (named.length > 1) add('gap', gapHint(named, parent, area, width))
}

/** Whose borders run along the blank. */
function neighboursOf(scene: Scene, { parent }: Group, border: readonly number[]): number[] {
  const found = new Set<number>()
  for (const side of border) for (const grid of scene.gridsOfPiece(side >> 1)) if (grid !== parent) found.add(grid)
  return [...found].sort((a, b) => a - b)
}
