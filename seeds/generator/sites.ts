import type { DistrictMap, EstateArea } from './geography/build-map.ts'
import type { Point } from './geography/plane.ts'
import type { Ring } from './geography/planar-map.ts'
import { toChineseNumber } from './names/latin.ts'
import { createEstateNames } from './names/place-names.ts'
import type { EstateKind } from './names/place-names.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

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

export const padded = (n: number, width: number) => String(n).padStart(width, '0')

/** Gives the areas of the map their ids and names. */
export function nameSites({ map, ring, communities }: DistrictMap, seed: number): Sites {
  const random = createRandom(seed, 'grids')
  const nameEstate = createEstateNames(createRandom(seed, 'estate-names'))
  let [estateCount, microCount] = [0, 0]
  const sites = communities.map((source, c): CommunitySite => {
    const community: CommunitySite = {
      id: `g-c-${padded(c + 1, 2)}`,
      name: { zh: `${source.zh}社区`, en: `${source.en} Community` },
      ring: source.ring,
      estates: [],
    }
    community.estates = source.estates.map((estateArea) => {
      const kind = kindOf(estateArea, random)
      const estate: EstateSite = {
        id: `g-e-${padded(++estateCount, 3)}`,
        name: nameOf(estateArea, kind, source, nameEstate),
        kind,
        ring: estateArea.ring,
        community,
        micros: [],
      }
      const names = microNames(kind, estateArea.micros.length, random)
      estate.micros = estateArea.micros.map((microRing, m) => ({
        id: `g-m-${padded(++microCount, 4)}`,
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
