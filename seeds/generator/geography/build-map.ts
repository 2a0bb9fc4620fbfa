import { createRandom } from '../random.ts'
import type { Random } from '../random.ts'
import { shareOut } from '../share-out.ts'
import { curveThrough } from './curve.ts'
import type { CutStyle } from './cut.ts'
import { createDirectionField } from './direction-field.ts'
import { drawStreet, drawWall } from './draw.ts'
import { cutArterials, layOutline, partGround, ringAt } from './lay-plan.ts'
import type { Ground, Setting } from './lay-plan.ts'
import { area } from './plane.ts'
import { createPlanarMap } from './planar-map.ts'
import type { PlanarMap, Ring } from './planar-map.ts'
import { createStreets } from './streets.ts'
import type { Streets } from './streets.ts'
import { ARTERIALS, AVENUES, COMMUNITIES, OUTLINE, PARKS } from './street-plan.ts'
import { subdivide } from './subdivide.ts'

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

/** Between estates: long lines that go on across the next street. */
const STREETS: CutStyle = {
  step: 14,
  snap: 46,
  cornerDistance: 42,
  clearance: 34,
  corners: 0.22,
  tries: 110,
  draw: drawStreet(15.5, 0.45),
}

/** Between micro-grids: walls and paths around buildings. */
const WALLS: CutStyle = {
  step: 9,
  snap: 17,
  cornerDistance: 15,
  clearance: 12,
  corners: 0.38,
  tries: 90,
  draw: drawWall(14.5, 0.3),
}

/** In parks and on the water nothing stands in the way. */
const PATHS: CutStyle = { ...WALLS, corners: 0, draw: drawStreet(15, 0.6) }

/** The whole map: the hand-drawn plan, then blocks, then courtyards. Counts are met exactly. */
export function buildMap(seed: number, counts: { estates: number; micros: number }): DistrictMap {
  const random = createRandom(seed, 'map')
  const map = createPlanarMap()
  const streets = createStreets(map, createRandom(seed, 'street-names'))
  const ring = layOutline(map, streets, random)
  const rings = cutArterials(map, streets, ring, random)
  const drawn = [...OUTLINE, ...ARTERIALS, ...AVENUES, ...PARKS.map(({ outer }) => outer)]
  const field = createDirectionField(drawn.map(({ through }) => curveThrough(through, 60)))
  const size = (part: Ring) => area(map.points(part))

  const communities = COMMUNITIES.map(({ zh, en, at }) => ({ zh, en, ring: ringAt(map, rings, at) }))
  const grounds = communities.flatMap((community) =>
    partGround(map, streets, community.ring, random).map((ground) => ({ community, ground })),
  )
  const perGround = shareEstates(grounds.map(({ ground }) => ground))
  const estates = grounds.flatMap(({ community, ground: { ring: land, setting, name, cells } }, k) =>
    subdivide(land, perGround[k]!, { map, field, random, style: STREETS, onCut: (cut) => streets.add(cut) }).map((estate) => ({
      community,
      setting,
      ...(name && { name }),
      ring: estate,
      micros: cells ?? [estate],
    })),
  )
  const perEstate = shareOut(
    counts.micros,
    estates.map(
      (estate) => size(estate.ring) ** 0.85 * Math.exp(0.3 * random.normal()) * (estate.setting === 'housing' ? 1 : 0.45),
    ),
    (k) => estates[k]!.micros.length,
  )
  const cellsOf = ({ micros: cells, setting }: (typeof estates)[number], count: number) => {
    const perCell = shareOut(count, cells.map(size))
    const style = setting === 'housing' ? WALLS : PATHS
    return cells.flatMap((cell, k) => subdivide(cell, perCell[k]!, { map, field, random, style }))
  }
  const settled = estates.map((estate, k) => ({ ...estate, micros: cellsOf(estate, perEstate[k]!) }))
  return {
    map,
    streets,
    ring,
    communities: communities.map((community) => ({
      ...community,
      estates: settled.filter((estate) => estate.community === community),
    })),
  }

  /** A park or a reach of the river is one estate; the rest goes by area, somewhat unevenly. */
  function shareEstates(lands: readonly Ground[]): number[] {
    const housing = lands.filter(({ setting }) => setting === 'housing')
    const shares = shareOut(
      counts.estates - (lands.length - housing.length),
      housing.map((land) => size(land.ring) ** 0.9 * unevenness(random)),
    )
    return lands.map((land) => (land.setting === 'housing' ? shares[housing.indexOf(land)]! : 1))
  }
}

const unevenness = (random: Random) => random.between(0.86, 1.16)
