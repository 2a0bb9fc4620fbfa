import type { GridRecord } from '@wangge/core/grid/schema'
import type { DistrictMap } from './geography/build-map.ts'
import { area } from './geography/plane.ts'
import type { Ring } from './geography/planar-map.ts'
import { toLonLat } from './geography/projection.ts'
import { toPinyin } from './names/latin.ts'
import type { EstateKind } from './names/place-names.ts'
import { createRandom } from './random.ts'
import { COUNTS, VALID_FROM } from './settings.ts'
import { shareOut } from './share-out.ts'
import { padded } from './sites.ts'
import type { MicroSite, Sites } from './sites.ts'

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
    codes: [{ scheme: 'nbs12', value: DIVISION + padded(c + 1, 3) }],
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
        { scheme: 'unit15', value: DIVISION + padded(c + 1, 3) + padded(e + 1, 3) },
        { scheme: 'local', value: `GX-${padded(c + 1, 2)}-${padded(e + 1, 2)}` },
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
        codes: [{ scheme: 'local', value: `GX-${padded(c + 1, 2)}-${padded(e + 1, 2)}-${padded(m + 1, 2)}` }],
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
