import type { GridRecord } from '@wangge/core/grid/schema'
import type { DistrictMap, EstateArea } from './geography/build-map.ts'
import { area, contains, distanceToRing } from './geography/plane.ts'
import type { Point } from './geography/plane.ts'
import type { Ring } from './geography/planar-map.ts'
import { toLonLat } from './geography/projection.ts'
import { shareOut } from './share-out.ts'
import { toChineseNumber, toPinyin } from './names/latin.ts'
import { createEstateNames } from './names/place-names.ts'
import type { EstateKind } from './names/place-names.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { COUNTS, VALID_FROM } from './settings.ts'

/** A micro-grid with what other parts of the generator want of it. */
export interface MicroSite {
  id: string
  name: { zh: string; en: string }
  ring: Ring
  /** Metres; the ring's points. */
  points: Point[]
  estate: EstateSite
  /** Numbers or letters of its buildings within the estate. */
  buildings: string[]
  /** Targets; the buildings settle them. */
  households: number
}

export interface EstateSite {
  id: string
  name: { zh: string; en: string }
  kind: EstateKind
  ring: Ring
  community: CommunitySite
  micros: MicroSite[]
}

export interface CommunitySite {
  id: string
  name: { zh: string; en: string }
  ring: Ring
  estates: EstateSite[]
}

export interface Sites {
  root: { id: string; ring: Ring }
  communities: CommunitySite[]
  estates: EstateSite[]
  micros: MicroSite[]
}

export const ROOT_ID = 'g-s-1'

const number = (n: number, width: number) => String(n).padStart(width, '0')

/** Gives the areas of the map their ids and names. */
export function nameSites({ map, ring, communities }: DistrictMap, seed: number): Sites {
  const random = createRandom(seed, 'grids')
  const nameEstate = createEstateNames(createRandom(seed, 'estate-names'))
  let [estateCount, microCount] = [0, 0]
  const sites = communities.map((source, c): CommunitySite => {
    const community: CommunitySite = {
      id: `g-c-${number(c + 1, 2)}`,
      name: { zh: `${source.zh}社区`, en: `${source.en} Community` },
      ring: source.ring,
      estates: [],
    }
    community.estates = source.estates.map((estateArea) => {
      const kind = kindOf(estateArea, random)
      const estate: EstateSite = {
        id: `g-e-${number(++estateCount, 3)}`,
        name: nameOf(estateArea, kind, source, nameEstate),
        kind,
        ring: estateArea.ring,
        community,
        micros: [],
      }
      const names = microNames(kind, estateArea.micros.length, random)
      estate.micros = estateArea.micros.map((microRing, m) => ({
        id: `g-m-${number(++microCount, 4)}`,
        ...names[m]!,
        ring: microRing,
        points: map.points(microRing),
        estate,
        households: 0,
      }))
      return estate
    })
    return community
  })
  const estates = sites.flatMap((site) => site.estates)
  return { root: { id: ROOT_ID, ring }, communities: sites, estates, micros: estates.flatMap((site) => site.micros) }
}

function kindOf({ setting, micros }: EstateArea, random: Random): EstateKind {
  if (setting !== 'housing') return setting
  if (random.chance(0.2)) return 'office'
  return micros.length > 5 && random.chance(0.35) ? 'courtyard' : 'compound'
}

function nameOf(
  { name, setting }: EstateArea,
  kind: EstateKind,
  community: { zh: string; en: string },
  nameEstate: ReturnType<typeof createEstateNames>,
) {
  if (name) return name
  if (setting === 'river') return { zh: `锦江绿道${community.zh}段`, en: `Jinjiang Greenway, ${community.en} Reach` }
  return nameEstate(kind as 'compound' | 'courtyard' | 'office')
}

/** Names unique within the estate: buildings by number, towers by letter, reaches and gardens by section. */
function microNames(
  kind: EstateKind,
  count: number,
  random: Random,
): { name: { zh: string; en: string }; buildings: string[] }[] {
  let next = 1
  return Array.from({ length: count }, (_, m) => {
    if (kind === 'river' || kind === 'park') {
      const section = toChineseNumber(m + 1)
      return { name: { zh: `第${section}段`, en: `Section ${m + 1}` }, buildings: [String(m + 1)] }
    }
    if (kind === 'office') {
      const letter = String.fromCodePoint(65 + m)
      return { name: { zh: `${letter}座`, en: `Tower ${letter}` }, buildings: [letter] }
    }
    const size =
      kind === 'courtyard'
        ? random.int(1, 3)
        : random.weighted([
            [1, 6],
            [2, 3],
            [3, 1],
          ])
    const numbers = Array.from({ length: size }, () => String(next++))
    const [first, last] = [numbers[0]!, numbers.at(-1)!]
    const name =
      size === 1
        ? { zh: `${first}号楼`, en: `Building ${first}` }
        : size === 2
          ? { zh: `${first}、${last}号楼`, en: `Buildings ${first} and ${last}` }
          : { zh: `${first}至${last}号楼`, en: `Buildings ${first} to ${last}` }
    return { name, buildings: numbers }
  })
}

/** Codes have the shape of the real schemes; the numbers themselves are made up. */
const DIVISION = '510107064'

/** Grid records, root first, then communities, estates and micro-grids. Households must be known. */
export function gridRecords({ map }: DistrictMap, sites: Sites, seed: number): GridRecord[] {
  const random = createRandom(seed, 'population')
  const service = shareOut(
    COUNTS.servicePopulation,
    sites.micros.map(({ points, estate }) => area(points) ** 0.5 * random.between(0.6, 1.4) * (estate.kind === 'office' ? 6 : 1)),
  )
  const population = new Map(
    sites.micros.map(({ id, households }, k) => [
      id,
      { households, residentPop: Math.round(households * random.between(1.9, 3.1)), servicePop: service[k]! },
    ]),
  )
  const sum = (micros: readonly MicroSite[]) => {
    const totals = { households: 0, residentPop: 0, servicePop: 0 }
    for (const { id } of micros) {
      const one = population.get(id)!
      totals.households += one.households
      totals.residentPop += one.residentPop
      totals.servicePop += one.servicePop
    }
    return totals
  }
  const shape = (ring: Ring) => {
    const positions = ring.map((vertex) => [...toLonLat(map.point(vertex))] as [number, number])
    return {
      validFrom: VALID_FROM,
      crs: 'wgs84' as const,
      geometry: { type: 'Polygon' as const, coordinates: [[...positions, positions[0]!]] },
    }
  }
  const root: GridRecord = {
    id: sites.root.id,
    level: 'subdistrict',
    name: { zh: '桂溪街道', en: 'Guixi Sub-district' },
    pinyin: toPinyin('桂溪街道'),
    codes: [{ scheme: 'nbs12', value: `${DIVISION}000` }],
    ...sum(sites.micros),
    ...shape(sites.root.ring),
  }
  const communities = sites.communities.map(({ id, name, ring, estates }, c): GridRecord => ({
    id,
    level: 'community',
    parentId: sites.root.id,
    name,
    pinyin: toPinyin(name.zh),
    codes: [{ scheme: 'nbs12', value: DIVISION + number(c + 1, 3) }],
    ...sum(estates.flatMap(({ micros }) => micros)),
    ...shape(ring),
  }))
  const estates = sites.communities.flatMap((community, c) =>
    community.estates.map(({ id, name, kind, ring, micros }, e): GridRecord => ({
      id,
      level: 'estate',
      parentId: community.id,
      name,
      pinyin: toPinyin(name.zh),
      codes: [
        { scheme: 'unit15', value: DIVISION + number(c + 1, 3) + number(e + 1, 3) },
        { scheme: 'local', value: `GX-${number(c + 1, 2)}-${number(e + 1, 2)}` },
      ],
      placeClasses: [PLACE_CLASS[kind]],
      ...sum(micros),
      ...shape(ring),
    })),
  )
  const micros = sites.communities.flatMap((community, c) =>
    community.estates.flatMap((estate, e) =>
      estate.micros.map((micro, m): GridRecord => ({
        id: micro.id,
        level: 'micro',
        parentId: estate.id,
        name: micro.name,
        pinyin: toPinyin(micro.name.zh),
        codes: [{ scheme: 'local', value: `GX-${number(c + 1, 2)}-${number(e + 1, 2)}-${number(m + 1, 2)}` }],
        ...population.get(micro.id)!,
        ...shape(micro.ring),
      })),
    ),
  )
  return [root, ...communities, ...estates, ...micros]
}

const PLACE_CLASS: Record<EstateKind, string> = {
  compound: 'estate',
  courtyard: 'estate',
  office: 'office',
  river: 'park',
  park: 'park',
}

/** A point well inside the ring: the one farthest from its line among random tries, and away from `others`. */
export function pointInside(points: readonly Point[], random: Random, others: readonly Point[] = []): Point {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  let best: { at: Point; room: number } | undefined
  for (let tries = 0; tries < 4000 && (tries < 14 || !best); tries++) {
    const at: Point = [random.between(Math.min(...xs), Math.max(...xs)), random.between(Math.min(...ys), Math.max(...ys))]
    if (!contains(points, at)) continue
    const room = Math.min(distanceToRing(at, points), ...others.map(([x, y]) => Math.hypot(x - at[0], y - at[1]) / 2))
    if (!best || room > best.room) best = { at, room }
  }
  if (!best) throw new Error('Expected a point inside the ring, found none')
  return best.at
}
