import type { Id } from '../../schema.ts'
import type { Finding } from '../coverage-schema.ts'
import type { Check, GroupFindings } from './check-group.ts'
import { eachComponent } from './components.ts'
import type { Claim } from './components.ts'
import { gapHint, named, narrowGapHint, outsideHint, overlapHint, parentGapHint } from './hints.ts'
import type { Named } from './hints.ts'
import { createSizing } from './measure-component.ts'
import type { Scene } from './owners.ts'
import { areaPlace } from './places.ts'
import type { Group } from './residual.ts'
import { createUnmatched } from './unmatched.ts'

/**
 * Tells every place of the scene that is at fault, and what is unmatched along it.
 * @param claims of each set of owners
 */
export function tellPlaces(
  { ids, measure, tolerance, maxGapWidth }: Check,
  group: Group,
  scene: Scene,
  claims: readonly (readonly Claim[])[],
  isFault: (value: number, face: number, claim: Claim | undefined) => boolean,
  found: GroupFindings,
): void {
  const unmatched = createUnmatched({ ids, measure }, group, scene)
  const sizeOf = createSizing(measure, scene.map)
  const namesOf = createNames(ids)
  const parent = group.parent >= 0 ? ids[group.parent]! : undefined
  const { map, ownersOf } = scene
  // Behind the sets of owners, what is as it should be.
  const setOf = map.faceValue.map((value, face) =>
    isFault(value, face, claims[ownersOf[face]!]![0]) ? ownersOf[face]! : claims.length,
  )
  eachComponent(map, setOf, [...claims, []], (component) => {
    const { claim, border } = component
    // A blank far from here, between the same grids, is told elsewhere.
    if (claim.code === 'gap' && !border.some((side) => scene.isResidual(side >> 1))) return
    const { area, width, length, polygons, minX, minY, maxX, maxY } = sizeOf(component)
    const grids = claim.code === 'gap' ? neighboursOf(scene, group, border) : claim.grids
    if (width < tolerance) {
      unmatched.addSliver(grids, border)
      return
    }
    const who = namesOf(grids)
    let code: Finding['code'] = claim.code
    let hint: Finding['hint']
    if (code === 'overlap') hint = overlapHint(who, area, width)
    else if (code === 'outside-parent') {
      found.outside.push({ child: grids[0]!, box: [minX, minY, maxX, maxY] })
      hint = outsideHint(who.grids[0]!, parent!, area, width)
    } else if (parent !== undefined) hint = parentGapHint(who, parent, area, width)
    else if (width <= maxGapWidth) {
      code = 'narrow-gap'
      hint = narrowGapHint(who, area, width)
    } else if (grids.length > 1) hint = gapHint(who, area, width)
    else return
    const geometry = areaPlace(map, polygons)
    found.findings.push(
      parent === undefined
        ? { code, grids: who.grids.slice(), area, width, length, geometry, hint }
        : { code, grids: who.grids.slice(), parent, area, width, length, geometry, hint },
    )
  })
  for (const finding of unmatched.findings()) found.findings.push(finding)
}

/** Names of grids by their places; those of two are kept, since most places are between two. */
function createNames(ids: readonly Id[]): (grids: readonly number[]) => Named {
  const pairs = new Map<number, Named>()
  return (grids) => {
    if (grids.length !== 2) return named(grids.map((grid) => ids[grid]!))
    const key = grids[0]! * ids.length + grids[1]!
    let names = pairs.get(key)
    if (names === undefined) pairs.set(key, (names = named([ids[grids[0]!]!, ids[grids[1]!]!])))
    return names
  }
}

/** Whose borders run along the blank. */
function neighboursOf(scene: Scene, { parent }: Group, border: readonly number[]): number[] {
  const found: number[] = []
  for (let i = 0; i < border.length; i++) scene.addGrids(border[i]! >> 1, found)
  return parent >= 0 ? found.filter((grid) => grid !== parent) : found
}
