import type { Finding } from '../coverage-schema.ts'
import type { Check } from './check-group.ts'
import { gapHint, named } from './hints.ts'
import { measureComponent } from './measure-component.ts'
import { areaPlace } from './places.ts'
import type { Group, Residual } from './residual.ts'
import { int32 } from '../topology/slab.ts'

/** Blanks in a collection without a parent, each enclosed by one simple ring: they need no arrangement. That of one grid alone is its hole. */
export function tellBlanks({ ids, borders, measure }: Check, { children }: Group, blanks: readonly Residual[]): Finding[] {
  if (blanks.length === 0) return []
  const { x, y, from, to, halves, start, edgeCount } = borders
  const blankOf = int32(edgeCount)
  blanks.forEach(({ edges }, at) => {
    for (const edge of edges) blankOf[edge] = at + 1
  })
  const neighbours = blanks.map((): number[] => [])
  for (const child of children) {
    for (let i = start[child]!; i < start[child + 1]!; i++) {
      const blank = blankOf[halves[i]! >> 1]!
      if (blank > 0 && neighbours[blank - 1]!.at(-1) !== child) neighbours[blank - 1]!.push(child)
    }
  }
  const findings: Finding[] = []
  blanks.forEach(({ edges, delta }, at) => {
    if (neighbours[at]!.length < 2) return
    const isBack = (edge: number) =>
      x[from[edge]!]! > x[to[edge]!]! || (x[from[edge]!] === x[to[edge]!] && y[from[edge]!]! > y[to[edge]!]!)
    const edgeFrom = edges.map((edge) => (isBack(edge) ? to : from)[edge]!)
    const edgeTo = edges.map((edge) => (isBack(edge) ? from : to)[edge]!)
    // The blank is where there is less.
    const border = Array.from(edges, (edge, i) => 2 * i + (delta[i]! > 0 === isBack(edge) ? 0 : 1))
    const map = { x, y, edgeFrom, edgeTo }
    const { area, width, length, polygons } = measureComponent(measure, map, { border })
    const grids = neighbours[at]!.map((grid) => ids[grid]!)
    const geometry = areaPlace(map, polygons)
    findings.push({ code: 'gap', grids, area, width, length, geometry, hint: gapHint(named(grids), area, width) })
  })
  return findings
}
