import { createRandom } from '../random.ts'
import type { Random } from '../random.ts'
import { curveThrough, survey } from './curve.ts'
import { createDirectionField } from './direction-field.ts'
import { isClear } from './cut.ts'
import { drawStreet, drawWall } from './draw.ts'
import { area, contains, distance } from './plane.ts'
import type { Point } from './plane.ts'
import { createPlanarMap } from './planar-map.ts'
import type { PlanarMap, Ring } from './planar-map.ts'
import { createStreets } from './streets.ts'
import type { Streets } from './streets.ts'
import { ARTERIALS, COMMUNITIES, OUTLINE, PARKS, RIVER, RIVER_WIDTH } from './street-plan.ts'
import type { Line } from './street-plan.ts'
import { subdivide } from './subdivide.ts'

export type Setting = 'housing' | 'river' | 'park'

export interface EstateArea {
  ring: Ring
  setting: Setting
  /** Public name, for parks that have one. */
  name?: { zh: string; en: string }
  micros: Ring[]
}

export interface CommunityArea {
  zh: string
  en: string
  ring: Ring
  estates: EstateArea[]
}

export interface DistrictMap {
  map: PlanarMap
  streets: Streets
  ring: Ring
  communities: CommunityArea[]
}

const SPACING = { arterial: 13, street: 12.5, wall: 11.5 }

/** The whole map: the hand-drawn plan, then blocks, then courtyards. Counts are met exactly. */
export function buildMap(seed: number, { estates, micros }: { estates: number; micros: number }): DistrictMap {
  const random = createRandom(seed, 'map')
  const map = createPlanarMap()
  const streets = createStreets(map, createRandom(seed, 'street-names'))
  const outline = layOutline(map, streets, random)
  const rings = cutArterials(map, streets, outline, random)
  const field = createDirectionField(
    [...OUTLINE, ...ARTERIALS, ...PARKS.map(({ outer }) => outer)].map(({ through }) => curveThrough(through, 60)),
  )
  const communities = COMMUNITIES.map(({ zh, en, at }) => ({ zh, en, ring: ringAt(map, rings, at) }))
  const blocks = communities.map(({ ring }) => setParksApart(map, streets, ring, random))
  const counts = shareOut(
    estates - blocks.flat().filter(({ setting }) => setting !== 'housing').length,
    blocks.map((list) => {
      const land = list.find(({ setting }) => setting === 'housing')!
      return area(map.points(land.ring)) ** 0.9 * random.between(0.88, 1.14)
    }),
  )
  const estateAreas = blocks.map((list, k) =>
    list.flatMap((block): EstateArea[] => {
      if (block.setting !== 'housing') return [block]
      const style = {
        step: 14,
        snap: 46,
        cornerDistance: 42,
        clearance: 34,
        corners: 0.22,
        tries: 110,
        draw: drawStreet(SPACING.street, 0.45),
      }
      const onCut = (vertices: number[]) => streets.add(vertices)
      return subdivide(block.ring, counts[k]!, { map, field, random, style, onCut }).map((ring) => ({
        ring,
        setting: 'housing' as const,
        micros: [],
      }))
    }),
  )
  const all = estateAreas.flat()
  const weights = all.map(
    ({ ring, setting }) => area(map.points(ring)) ** 0.85 * Math.exp(0.3 * random.normal()) * (setting === 'housing' ? 1 : 0.45),
  )
  const microCounts = shareOut(micros, weights)
  all.forEach((estate, k) => {
    const style = {
      step: 9,
      snap: 17,
      cornerDistance: 15,
      clearance: 12,
      corners: 0.38,
      tries: 90,
      draw: drawWall(SPACING.wall, 0.3),
    }
    const start = estate.micros.length > 0 ? estate.micros : [estate.ring]
    const perPart = shareOut(
      Math.max(start.length, microCounts[k]!),
      start.map((ring) => area(map.points(ring))),
    )
    estate.micros = start.flatMap((ring, part) => subdivide(ring, perPart[part]!, { map, field, random, style }))
  })
  return {
    map,
    streets,
    ring: outline,
    communities: communities.map((community, k) => ({ ...community, estates: estateAreas[k]! })),
  }
}

function layOutline(map: PlanarMap, streets: Streets, random: Random): Ring {
  const sides = OUTLINE.map(({ through, roughness = 0.4 }) => survey(curveThrough(through), random, SPACING.arterial, roughness))
  const numbers = sides.map((side) => map.addVertices(side.slice(0, -1)))
  numbers.forEach((side, k) => {
    const whole = [...side, numbers[(k + 1) % numbers.length]![0]!]
    map.addEdges(whole)
    streets.add(whole, OUTLINE[k])
  })
  return numbers.flat()
}

function cutArterials(map: PlanarMap, streets: Streets, outline: Ring, random: Random): Ring[] {
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
  const drawn = survey(curve, random, SPACING.arterial, line.roughness ?? 0.4)
  if (!isClear(points, drawn, 3)) throw new Error(`Expected ${line.en} to run inside its block, got a line that leaves it`)
  const { parts, cut } = map.split(ring, i, j, drawn.slice(1, -1))
  streets.add(cut, line)
  return parts
}

/** Takes the river's bed and the two parks out of a community's ground; what remains is housing. */
function setParksApart(map: PlanarMap, streets: Streets, ring: Ring, random: Random): EstateArea[] {
  const areas: EstateArea[] = []
  let land = ring
  const bank = leftBank(map, land)
  if (bank) {
    const [a, b] = cutAlong(map, streets, land, bank, random)
    const reach = area(map.points(a)) < area(map.points(b)) ? a : b
    areas.push({ ring: reach, setting: 'river', micros: [] })
    land = reach === a ? b : a
  }
  for (const { at, outer, inner, zh, en } of PARKS) {
    if (!contains(map.points(land), at)) continue
    const [a, b] = cutAlong(map, streets, land, outer, random)
    const park = contains(map.points(a), at) ? a : b
    areas.push({ ring: park, setting: 'park', name: { zh, en }, micros: cutAlong(map, streets, park, inner, random) })
    land = park === a ? b : a
  }
  return [{ ring: land, setting: 'housing', micros: [] }, ...areas]
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

function ringAt(map: PlanarMap, rings: readonly Ring[], at: Point): Ring {
  const found = rings.find((ring) => contains(map.points(ring), at))
  if (!found) throw new Error(`Expected a block at ${at.join(', ')}, found none`)
  return found
}

/** Whole numbers of at least one in the proportion of the weights that add up to `total`. */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => Math.max(1, (weight / sum) * total))
  const counts = exact.map(Math.floor)
  const remainders = exact.map((value, k) => ({ k, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest)
  let missing = total - counts.reduce((a, b) => a + b, 0)
  for (let round = 0; missing > 0; round++, missing--) counts[remainders[round % counts.length]!.k]! += 1
  while (missing < 0) {
    const largest = counts.indexOf(Math.max(...counts))
    counts[largest]! -= 1
    missing++
  }
  return counts
}
