import type { Random } from '../random.ts'
import { curveThrough, survey } from './curve.ts'
import { isClear } from './cut.ts'
import { area, contains, distance } from './plane.ts'
import type { Point } from './plane.ts'
import type { PlanarMap, Ring } from './planar-map.ts'
import type { Streets } from './streets.ts'
import { ARTERIALS, AVENUES, OUTLINE, PARKS, RIVER, RIVER_WIDTH } from './street-plan.ts'
import type { Line } from './street-plan.ts'

/** Metres between two points of a hand-drawn line. */
const SPACING = 16

export function layOutline(map: PlanarMap, streets: Streets, random: Random): Ring {
  const sides = OUTLINE.map(({ through, roughness = 0.4 }) => survey(curveThrough(through), random, SPACING, roughness))
  const numbers = sides.map((side) => map.addVertices(side.slice(0, -1)))
  numbers.forEach((side, k) => {
    const whole = [...side, numbers[(k + 1) % numbers.length]![0]!]
    map.addEdges(whole)
    streets.add(whole, OUTLINE[k])
  })
  return numbers.flat()
}

export function cutArterials(map: PlanarMap, streets: Streets, outline: Ring, random: Random): Ring[] {
  let rings: Ring[] = [outline]
  for (const line of ARTERIALS) {
    const middle = curveThrough(line.through)
    const ring = ringAt(map, rings, middle[Math.floor(middle.length / 2)]!)
    rings = [...rings.filter((other) => other !== ring), ...cutAlong(map, streets, ring, line, random)]
  }
  return rings
}

function cutAlong(map: PlanarMap, streets: Streets, ring: Ring, line: Line, random: Random): [Ring, Ring] {
  const points = map.points(ring)
  const [i, j] = [nearest(points, line.through[0]!), nearest(points, line.through.at(-1)!)]
  const curve = curveThrough([points[i]!, ...line.through.slice(1, -1), points[j]!])
  const drawn = survey(curve, random, SPACING, line.roughness ?? 0.4)
  if (!isClear(points, drawn, 3)) throw new Error(`Expected ${line.en} to run inside its block, got a line that leaves it`)
  const { parts, cut } = map.split(ring, i, j, drawn.slice(1, -1))
  streets.add(cut, line)
  return parts
}

export type Setting = 'housing' | 'river' | 'park'

/** Part of a community's ground. */
export interface Ground {
  ring: Ring
  setting: Setting
  /** Name and first cells of a park that is drawn by hand. */
  name?: { zh: string; en: string }
  cells?: Ring[]
}

/** Takes the river's bed and the parks out of a community's ground and cuts the rest along its avenues. */
export function partGround(map: PlanarMap, streets: Streets, ring: Ring, random: Random): Ground[] {
  const apart: Ground[] = []
  let land = ring
  const bank = leftBank(map, land)
  if (bank) {
    const [a, b] = cutAlong(map, streets, land, bank, random)
    const reach = area(map.points(a)) < area(map.points(b)) ? a : b
    apart.push({ ring: reach, setting: 'river' })
    land = reach === a ? b : a
  }
  for (const { at, outer, inner, zh, en } of PARKS) {
    if (!contains(map.points(land), at)) continue
    const [a, b] = cutAlong(map, streets, land, outer, random)
    const park = contains(map.points(a), at) ? a : b
    apart.push({ ring: park, setting: 'park', name: { zh, en }, cells: cutAlong(map, streets, park, inner, random) })
    land = park === a ? b : a
  }
  const avenue = AVENUES.find(({ through }) => contains(map.points(land), through[1]!))
  const housing = avenue ? cutAlong(map, streets, land, avenue, random) : [land]
  return [...housing.map((part): Ground => ({ ring: part, setting: 'housing' })), ...apart]
}

/** The river's other bank within a community west of it. */
function leftBank(map: PlanarMap, ring: Ring): Line | undefined {
  const points = map.points(ring)
  const river = curveThrough(RIVER.through, 12)
  const bank = river.slice(1).flatMap((q, k): Point[] => {
    const p = river[k]!
    const length = distance(p, q)
    const offset: Point = [p[0] + ((q[1] - p[1]) / length) * RIVER_WIDTH, p[1] - ((q[0] - p[0]) / length) * RIVER_WIDTH]
    return contains(points, offset) ? [offset] : []
  })
  if (bank.length < 20) return undefined
  return {
    zh: '滨江路',
    en: 'Riverside Road',
    through: bank.filter((_, k) => k % 6 === 0 || k === bank.length - 1),
    roughness: 0.9,
  }
}

const nearest = (points: readonly Point[], to: Point) =>
  points.reduce((best, point, i) => (distance(point, to) < distance(points[best]!, to) ? i : best), 0)

export function ringAt(map: PlanarMap, rings: readonly Ring[], at: Point): Ring {
  const found = rings.find((ring) => contains(map.points(ring), at))
  if (!found) throw new Error(`Expected a block at ${at.join(', ')}, found none`)
  return found
}
