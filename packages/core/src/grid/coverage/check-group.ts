import type { Id } from '../../schema.ts'
import type { Finding } from '../coverage-schema.ts'
import type { Borders } from './borders.ts'
import { componentsOf } from './components.ts'
import type { Claim, Component } from './components.ts'
import { gapHint, narrowGapHint, outsideHint, overlapHint } from './hints.ts'
import type { Measure } from './measure.ts'
import { findInlets } from './inlets.ts'
import { measureComponent } from './measure-component.ts'
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
  /** Edges that may meet others elsewhere than at a vertex of both, where that is known. */
  meets: Uint8Array | undefined
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
    found.findings.push(...tellBlanks(check, group, outline.blanks))
    outline.rest.forEach((rest, around) => judge(check, group, rest, around, found))
  }
  return found
}

/** @param around how many grids cover the ground all around the residual */
function judge(check: Check, group: Group, residual: Residual, around: number, found: GroupFindings): void {
  if (residual.edges.length === 0) return
  const first = arrangeEdges(check.borders, residual.edges, residual.delta, check.scratch.localOf)
  const isOpen = group.parent < 0
  const isFault = (value: number, face: number): boolean =>
    isOpen ? value + around > 1 || (value + around === 0 && face !== 0) : value !== 0
  if (isOpen && check.maxGapWidth > 0) found.findings.push(...findInlets(check, group, residual, first))
  const boxes: number[] = []
  const faultNodes = faceBoxes(first, (face) => isFault(first.faceValue[face]!, face), boxes)
  const isMatched = first.edgeDelta.every((delta) => delta !== 0)
  if (!faultNodes && isMatched) return
  const near = gridsNear(check, group, boxes, first, isMatched)
  const scene = createScene(check.borders, near, residual, check.scratch)
  const unmatched = createUnmatched(check, group, scene)
  for (const component of componentsOf(scene.map, claimsOf(scene, group, isFault)))
    tell(check, group, scene, component, unmatched, found)
  found.findings.push(...unmatched.findings())
}

/** Boxes of the faces that are at fault, as least x, least y, greatest x, greatest y; whether there are any. */
function faceBoxes(map: Scene['map'], isFault: (face: number) => boolean, boxes: number[]): boolean {
  const box = new Map<number, number[]>()
  for (let e = 0; e < map.edgeFrom.length; e++) {
    for (const face of [map.leftFace[e]!, map.rightFace[e]!]) {
      if (face === 0 || !isFault(face)) continue
      let of = box.get(face)
      if (!of) box.set(face, (of = [Infinity, Infinity, -Infinity, -Infinity]))
      for (const node of [map.edgeFrom[e]!, map.edgeTo[e]!]) {
        of[0] = Math.min(of[0]!, map.x[node]!)
        of[1] = Math.min(of[1]!, map.y[node]!)
        of[2] = Math.max(of[2]!, map.x[node]!)
        of[3] = Math.max(of[3]!, map.y[node]!)
      }
    }
  }
  for (const of of box.values()) boxes.push(...of)
  return box.size > 0
}

/** Grids of the group, its parent too, whose boxes meet one of the boxes. */
function gridsNear(
  { box }: Check,
  { parent, children }: Group,
  boxes: number[],
  map: Scene['map'],
  isMatched: boolean,
): Int32Array {
  if (!isMatched) {
    for (let e = 0; e < map.edgeFrom.length; e++) {
      if (map.edgeDelta[e] !== 0) continue
      const [a, b] = [map.edgeFrom[e]!, map.edgeTo[e]!]
      boxes.push(
        Math.min(map.x[a]!, map.x[b]!),
        Math.min(map.y[a]!, map.y[b]!),
        Math.max(map.x[a]!, map.x[b]!),
        Math.max(map.y[a]!, map.y[b]!),
      )
    }
  }
  const index = createBoxIndex(boxes)
  const near = parent >= 0 ? [parent] : []
  for (const child of children) {
    if (index(box[4 * child]!, box[4 * child + 1]!, box[4 * child + 2]!, box[4 * child + 3]!)) near.push(child)
  }
  return Int32Array.from(near.sort((a, b) => a - b))
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
