import type { Crs, Id } from '../../schema.ts'
import type { CoverageGrid, CoverageOptions, CoverageReport, Finding, FindingCode } from '../coverage-schema.ts'
import { readBorders, readEdges } from './borders.ts'
import { checkGroup } from './check-group.ts'
import type { Check, Outside } from './check-group.ts'
import { cousinOverlaps } from './cousins.ts'
import { groupsOf, parentCycles, parentsOf } from './groups.ts'
import { createMeasure } from './measure.ts'
import { meetingsAmong } from './meetings-among.ts'
import { isPlainOutline } from './plain-outline.ts'
import { createSceneScratch } from './owners.ts'
import { pointsPlace } from './places.ts'
import { expectOptions, ofOneGrid, prepare } from './prepare.ts'
import { createCancelling } from './residual.ts'
import { checkRings } from './validity.ts'
import { float64, onKeptSlabs, uint8 } from '../topology/slab.ts'

/**
 * Checks that borders are clear: every grid is sound in itself, children tile their parent exactly, no two grids of a level
 * overlap, no ground is left blank, and neighbours share their very vertices. Grids whose parent is not in the list are
 * checked among themselves; their blanks are those that they enclose. Any number of levels; nothing is changed.
 *
 * Signs are exact; areas are on the WGS-84 ellipsoid where the coordinates are longitude and latitude, edges being straight
 * in them (RFC 7946). Findings, and their order, do not depend on the order of the grids. Rings that do not bound an area as
 * they should are told, and count by even-odd.
 * @throws SdkError `bad-argument` where `crs` is not one of ours, a length is negative, or `grids` is no list of grids
 * @example
 * const square = (x: number) => ({ type: 'Polygon', coordinates: [[[x, 0], [x + 10, 0], [x + 10, 10], [x, 10], [x, 0]]] })
 * checkCoverage([{ id: 'a', geometry: square(0) }, { id: 'b', geometry: square(9) }], { crs: 'planar' })
 * // { valid: false, findings: [{ code: 'overlap', grids: ['a', 'b'], area: 10, width: 1, … }], areas: { a: 100, b: 100 } }
 */
export function checkCoverage(
  grids: readonly CoverageGrid[],
  { crs, maxGapWidth = 0, tolerance = 0.001 }: CoverageOptions,
): CoverageReport {
  expectOptions({ crs, maxGapWidth, tolerance })
  return onKeptSlabs(() => check(grids, crs, maxGapWidth, tolerance))
}

function check(grids: readonly CoverageGrid[], crs: Crs, maxGapWidth: number, tolerance: number): CoverageReport {
  const prepared = prepare(grids, crs)
  const { rings, findings } = prepared
  const ids = prepared.grids.map(({ id }) => id)
  const measure = createMeasure(crs)
  const parents = parentsOf(prepared.grids)

  /** What is left in which groups; and all that it takes to judge it. */
  const compare = (isSpared: Uint8Array | undefined) => {
    const edges = readEdges(rings)
    const checked = checkRings(rings, measure, { lonLat: crs !== 'planar', tolerance, isSpared })
    const borders = readBorders(rings, checked, edges)
    const groups = groupsOf(prepared.grids, prepared.isGiven, parents, borders)
    const cancel = createCancelling(borders)
    const judged = groups.map((group) => {
      const residual = cancel(group)
      const isOutline = residual.edges.length === 0 || (group.parent < 0 && isPlainOutline(borders, residual))
      return { group, residual, isOutline }
    })
    const left = judged.filter((one) => one.residual.edges.length > 0 && !(one.isOutline && maxGapWidth === 0))
    return { checked, borders, left, isTiled: judged.every((one) => one.isOutline) }
  }
  // Where children tile their parent, up to an outline that is simple, no parent's ring can cross itself: that needs no look.
  const spared = withChildren(parents)
  let compared = compare(spared)
  if (spared && !compared.isTiled) compared = compare(undefined)
  const { checked, borders, left } = compared
  for (const { grid, reason, places } of checked.problems) {
    findings.push(ofOneGrid('invalid-geometry', ids[grid]!, reason, pointsPlace(places)))
  }
  findings.push(...parentCycles(prepared.grids, parents, borders))
  if (left.length > 0) {
    const meetings = meetingsAmong(
      borders,
      left.map(({ residual }) => residual),
    )
    const scratch = createSceneScratch(borders)
    const check: Check = { ids, borders, box: checked.box, measure, maxGapWidth, tolerance, scratch, meetings }
    const outside: Outside[] = []
    for (const { group, residual } of left) {
      const found = checkGroup(check, group, residual)
      for (const finding of found.findings) findings.push(finding)
      outside.push(...found.outside)
    }
    for (const finding of cousinOverlaps(check, parents, outside)) findings.push(finding)
  }
  const areas: Record<Id, number> = {}
  for (let g = 0; g < ids.length; g++) areas[ids[g]!] = checked.area[g]!
  return { valid: findings.length === 0, findings: inOrder(findings), areas }
}

/** 1 for each grid that is a parent; undefined where none is. */
function withChildren(parents: Int32Array): Uint8Array | undefined {
  if (parents.every((parent) => parent < 0)) return undefined
  const isParent = uint8(parents.length)
  for (const parent of parents) if (parent >= 0) isParent[parent] = 1
  return isParent
}

const CODES: readonly FindingCode[] = [
  'crs',
  'invalid-geometry',
  'overlap',
  'gap',
  'outside-parent',
  'narrow-gap',
  'unmatched-edge',
]

/** What spoils the rest first, then the greatest. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const count = findings.length
  const rank = uint8(count)
  const area = float64(count)
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    rank[i] = CODES.indexOf(findings[i]!.code)
    area[i] = findings[i]!.area
    order[i] = i
  }
  order.sort((i, j) => {
    if (rank[i] !== rank[j]) return rank[i]! - rank[j]!
    if (area[i] !== area[j]) return area[j]! > area[i]! ? 1 : -1
    const a = findings[i]!
    const b = findings[j]!
    return b.length - a.length || compareIds(a.grids, b.grids)
  })
  const sorted: Finding[] = []
  for (let i = 0; i < count; i++) sorted.push(findings[order[i]!]!)
  return sorted
}

function compareIds(a: readonly Id[], b: readonly Id[]): number {
  for (let at = 0; at < a.length && at < b.length; at++) if (a[at] !== b[at]) return a[at]! < b[at]! ? -1 : 1
  return a.length - b.length
}

export type { CoverageGrid, CoverageOptions, CoverageReport, Finding } from '../coverage-schema.ts'
