import type { Finding } from '../coverage-schema.ts'
import type { Check, GroupFindings } from './check-group.ts'
import { eachComponent } from './components.ts'
import type { Claim } from './components.ts'
import { gapHint, narrowGapHint, outsideHint, overlapHint } from './hints.ts'
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
  isFault: (value: number, face: number) => boolean,
  found: GroupFindings,
): void {
  const unmatched = createUnmatched({ ids, measure }, group, scene)
  const sizeOf = createSizing(measure, scene.map)
  const parent = group.parent >= 0 ? ids[group.parent]! : undefined
  const { map, ownersOf } = scene
  // Behind the sets of owners, what is as it should be.
  const setOf = map.faceValue.map((value, face) => (isFault(value, face) ? ownersOf[face]! : claims.length))
  eachComponent(map, setOf, [...claims, []], (component) => {
    const { claim, border } = component
    const size = sizeOf(component)
    const { area, width, length } = size
    const grids = claim.code === 'gap' ? neighboursOf(scene, group, border) : claim.grids
    if (width < tolerance) {
      unmatched.addSliver(grids, border)
      return
    }
    const named = grids.map((grid) => ids[grid]!)
    const add = (code: Finding['code'], hint: Finding['hint']): void => {
      const geometry = areaPlace(scene.map, size.polygons)
      found.findings.push(
        parent === undefined
          ? { code, grids: named, area, width, length, geometry, hint }
          : { code, grids: named, parent, area, width, length, geometry, hint },
      )
    }
    if (claim.code === 'overlap') add('overlap', overlapHint(named, area, width))
    else if (claim.code === 'outside-parent') {
      found.outside.push({ child: claim.grids[0]!, box: size.box })
      add('outside-parent', outsideHint(named[0]!, parent!, area, width))
    } else if (parent !== undefined) add('gap', gapHint(named, parent, area, width))
    else if (width <= maxGapWidth) add('narrow-gap', narrowGapHint(named, area, width))
    else if (named.length > 1) add('gap', gapHint(named, parent, area, width))
  })
  for (const finding of unmatched.findings()) found.findings.push(finding)
}

/** Whose borders run along the blank. */
function neighboursOf(scene: Scene, { parent }: Group, border: readonly number[]): number[] {
  const found: number[] = []
  for (let i = 0; i < border.length; i++) scene.addGrids(border[i]! >> 1, found)
  return parent >= 0 ? found.filter((grid) => grid !== parent) : found
}
