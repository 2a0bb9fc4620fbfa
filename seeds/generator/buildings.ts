import type { DistrictMap } from './geography/build-map.ts'
import type { Point } from './geography/plane.ts'
import { isRoad } from './geography/streets.ts'
import { toLonLat } from './geography/projection.ts'
import { pointInside } from './geography/point-inside.ts'
import type { EstateSite, MicroSite, Sites } from './sites.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

export interface Building {
  id: string
  gridId: string
  address: { zh: string; en: string }
  /** WGS-84. */
  position: Point
  units: { name: { zh: string; en: string }; floors: number; doorsPerFloor: number }[]
  doorCount: number
}

const LEAST_DOORS = 30
const MOST_DOORS = 100

/** Buildings of every micro-grid; writes the number of doors back as the micro-grid's households. */
export function buildBuildings(district: DistrictMap, sites: Sites, seed: number): Building[] {
  const random = createRandom(seed, 'buildings')
  let count = 0
  return sites.estates.flatMap((estate) => {
    const street = addressOf(district, estate, random)
    return estate.micros.flatMap((micro) => {
      const plans = planBuildings(micro, random)
      const taken: Point[] = []
      const buildings = plans.map((units, k): Building => {
        const at = pointInside(micro.points, random, taken)
        taken.push(at)
        return {
          id: `b-${String(++count).padStart(4, '0')}`,
          gridId: micro.id,
          address: {
            zh: `${street.zh}${estate.name.zh}${buildingName(micro, k).zh}`,
            en: `${buildingName(micro, k).en}, ${estate.name.en}, ${street.en}`,
          },
          position: toLonLat(at),
          units,
          doorCount: doors(units),
        }
      })
      micro.households = buildings.reduce((sum, { doorCount }) => sum + doorCount, 0)
      return buildings
    })
  })
}

const doors = (units: Building['units']) => units.reduce((sum, { floors, doorsPerFloor }) => sum + floors * doorsPerFloor, 0)

function buildingName({ buildings, estate }: MicroSite, k: number) {
  const name = buildings[k]!
  if (estate.kind === 'office') return { zh: `${name}座`, en: `Tower ${name}` }
  return { zh: `${name}号楼`, en: `Building ${name}` }
}

/** Draws until the micro-grid has 30 to 100 doors. */
function planBuildings({ buildings, estate }: MicroSite, random: Random): Building['units'][] {
  for (;;) {
    const plans = buildings.map(() => planUnits(estate, buildings.length, random))
    const total = plans.reduce((sum, units) => sum + doors(units), 0)
    if (total >= LEAST_DOORS && total <= MOST_DOORS) return plans
  }
}

function planUnits({ kind }: EstateSite, neighbours: number, random: Random): Building['units'] {
  const low = kind !== 'office' && (kind !== 'compound' || neighbours > 1 || random.chance(0.3))
  const floors = low ? random.int(4, 7) : random.int(11, 33)
  const doorsPerFloor = low ? random.int(2, 3) : random.int(2, 4)
  const count = low ? random.int(1, neighbours > 2 ? 2 : 5) : random.int(1, 2)
  return Array.from({ length: count }, (_, k) => ({ name: { zh: `${k + 1}单元`, en: `Unit ${k + 1}` }, floors, doorsPerFloor }))
}

function addressOf({ streets }: DistrictMap, { ring }: EstateSite, random: Random) {
  const names = ring.flatMap((vertex) => streets.at(vertex)).filter(isRoad)
  const street = random.pick(names)
  const house = random.int(1, 399)
  return { zh: `${street.zh}${house}号`, en: `${house} ${street.en}` }
}
