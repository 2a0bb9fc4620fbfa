import type { DistrictMap } from './geography/build-map.ts'
import type { Point } from './geography/plane.ts'
import { isRoad } from './geography/streets.ts'
import { toLonLat } from './geography/projection.ts'
import { pointInside } from './geography/point-inside.ts'
import type { MicroSite, Sites } from './sites.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

export interface Place {
  id: string
  class: string
  name: { zh: string; en: string }
  /** WGS-84. */
  position: Point
  /** Micro-grids it lies in or touches. */
  gridIds: string[]
}

const INTERSECTIONS = 126

/** Class, label and how many there are. */
const KINDS: readonly (readonly [string, string, string, number])[] = [
  ['busStop', '公交站', 'Bus Stop', 152],
  ['toilet', '公厕', 'Public Toilet', 46],
  ['bank', '银行网点', 'Bank Branch', 28],
  ['school', '小学', 'Primary School', 24],
  ['backLane', '背街小巷', 'Back Lane', 36],
  ['market', '农贸市场', 'Market', 14],
  ['serviceHall', '便民服务站', 'Service Hall', 13],
  ['civicStation', '新时代文明实践站', 'Civic Practice Station', 13],
  ['mall', '购物中心', 'Shopping Mall', 9],
  ['hospital', '医院', 'Hospital', 5],
  ['site', '建筑工地', 'Construction Site', 12],
]

export function findPlaces(district: DistrictMap, sites: Sites, seed: number): Place[] {
  const random = createRandom(seed, 'places')
  const found = [
    ...findIntersections(district, sites),
    ...KINDS.flatMap((kind) => scatter(kind, sites, random)),
    ...findParks(sites, random),
  ]
  return found.map((place, k) => ({ id: `pl-${String(k + 1).padStart(4, '0')}`, ...place }))
}

type Found = Omit<Place, 'id'>

/** Where two named streets meet; crossings of great roads first. */
function findIntersections({ map, streets }: DistrictMap, { micros }: Sites): Found[] {
  const touching = new Map<number, MicroSite[]>()
  for (const micro of micros) for (const vertex of micro.ring) touching.set(vertex, [...(touching.get(vertex) ?? []), micro])
  const candidates = [...touching.entries()].flatMap(([vertex, around]) => {
    const [first, second] = streets.at(vertex).filter(isRoad)
    if (!first || !second || around.length < 3) return []
    return [{ vertex, first, second, around, weight: streets.all.indexOf(first) + streets.all.indexOf(second) }]
  })
  const names = new Set<string>()
  const distinct = candidates
    .sort((a, b) => a.weight - b.weight || a.vertex - b.vertex)
    .filter(({ first, second }) => !names.has(first.zh + second.zh) && names.add(first.zh + second.zh))
  return distinct.slice(0, INTERSECTIONS).map(({ vertex, first, second, around }) => ({
    class: 'intersection',
    name: { zh: `${first.zh}与${second.zh}路口`, en: `${first.en} and ${second.en}` },
    position: toLonLat(map.point(vertex)),
    gridIds: around.map(({ id }) => id),
  }))
}

function scatter([kind, zh, en, count]: (typeof KINDS)[number], { communities }: Sites, random: Random): Found[] {
  const used = new Set<string>()
  return Array.from({ length: count }, (_, k) => {
    const community = communities[k % communities.length]!
    const estates = community.estates.filter((estate) => estate.kind !== 'river' && !used.has(estate.id))
    const estate = random.pick(estates.length > 0 ? estates : community.estates)
    used.add(estate.id)
    const micro = random.pick(estate.micros)
    const perCommunity = kind === 'serviceHall' || kind === 'civicStation'
    const owner = perCommunity ? community.name : estate.name
    return {
      class: kind,
      name: { zh: owner.zh + zh, en: `${owner.en} ${en}` },
      position: toLonLat(pointInside(micro.points, random)),
      gridIds: [micro.id],
    }
  })
}

function findParks({ estates }: Sites, random: Random): Found[] {
  return estates
    .filter(({ kind }) => kind === 'park' || kind === 'river')
    .map(({ name, micros }) => ({
      class: 'park',
      name,
      position: toLonLat(pointInside(micros[0]!.points, random)),
      gridIds: micros.map(({ id }) => id),
    }))
}
