import type { Crs } from '../../schema.ts'
import { metresPerDegree } from '../crs/metres.ts'

/** WGS-84 (NGA.STND.0036, table 3.1); CGCS2000 differs from the 10th digit on. */
const SEMI_MAJOR_AXIS = 6_378_137
const FLATTENING = 1 / 298.257223563
const E2 = FLATTENING * (2 - FLATTENING)
const SEMI_MINOR_AXIS = SEMI_MAJOR_AXIS * (1 - FLATTENING)
const RADIANS = Math.PI / 180
/** What a height is to the sine of its latitude, at the equator. */
const EQUATOR_HEIGHT = RADIANS * SEMI_MINOR_AXIS * SEMI_MINOR_AXIS
// All that is asked for every edge is multiplied: divisions would take most of the time.
const PER_EQUATOR_HEIGHT = 1 / EQUATOR_HEIGHT
const SQUARE_RADIANS = RADIANS * RADIANS
/** A twelfth of 1 − e² (4 − 16/3 sin²). */
const [BEND_AT_EQUATOR, BEND_OF_SQUARE] = [(1 - 4 * E2) / 12, (4 / 9) * E2]
/** Degrees of latitude from which the mean height of an edge is not read off its two ends. */
const LONG_EDGE = 0.25

/** Turns coordinates into metres and square metres. */
export interface Measure {
  /**
   * Height of a coordinate y: an area is −∮ height dx. Planar: y itself. Longitude and latitude: the area between
   * equator and parallel on the ellipsoid, in m² per degree of longitude, which is the authalic sphere's sine.
   */
  height(y: number): number
  /** Mean height along a straight edge, given the heights of its ends. */
  meanHeight(ay: number, by: number, aHeight: number, bHeight: number): number
  /** Metres to a unit of x and y, around this y. */
  scale(y: number): { x: number; y: number }
  /** Metres to a unit, at most. */
  greatest: number
}

const PLANAR: Measure = {
  height: (y) => y,
  meanHeight: (_ay, _by, a, b) => (a + b) / 2,
  scale: () => ({ x: 1, y: 1 }),
  greatest: 1,
}
const LON_LAT: Measure = { height: heightOfLatitude, meanHeight: meanHeightOfEdge, scale: metresPerDegree, greatest: 111_700 }

export const createMeasure = (crs: Crs): Measure => (crs === 'planar' ? PLANAR : LON_LAT)

function meanHeightOfEdge(ay: number, by: number, a: number, b: number): number {
  const rise = by - ay
  if (rise > LONG_EDGE || rise < -LONG_EDGE) return meanOfLongEdge(ay, by)
  // The height falls behind its chord as a sine does: its second derivative is minus itself, but for e² of it.
  const middle = (a + b) / 2
  const sine = middle * PER_EQUATOR_HEIGHT
  const bend = BEND_AT_EQUATOR + BEND_OF_SQUARE * sine * sine
  const square = rise * rise * SQUARE_RADIANS
  return middle * (1 + square * (bend + square * (1 / 120)))
}

/** b² ∫ cos φ / (1 − e² sin² φ)² dφ as a series in sin φ (Snyder, USGS PP 1395, eq. 3-12), per degree of longitude. */
function heightOfLatitude(latitude: number): number {
  const s = Math.sin(latitude * RADIANS)
  const q = E2 * s * s
  const series = 1 + q * (2 / 3 + q * (3 / 5 + q * (4 / 7 + q * (5 / 9 + q * (6 / 11)))))
  return EQUATOR_HEIGHT * s * series
}

/** Simpson's rule on pieces of at most a degree. */
function meanOfLongEdge(ay: number, by: number): number {
  const pieces = Math.min(360, Math.ceil(Math.abs(by - ay)))
  const step = (by - ay) / pieces
  let sum = 0
  for (let i = 0; i < pieces; i++) {
    const from = ay + i * step
    sum += heightOfLatitude(from) + 4 * heightOfLatitude(from + step / 2) + heightOfLatitude(from + step)
  }
  return sum / (6 * pieces)
}

/** Area within closed lines of edges, in m²: positive where they run counter-clockwise. Shifted to their own place: right for slivers. */
export function areaOfEdges(
  measure: Measure,
  edges: Iterable<readonly [ax: number, ay: number, bx: number, by: number]>,
): number {
  let base = NaN
  let sum = 0
  for (const [ax, ay, bx, by] of edges) {
    if (Number.isNaN(base)) base = measure.height(ay)
    sum -= (bx - ax) * (measure.meanHeight(ay, by, measure.height(ay), measure.height(by)) - base)
  }
  return sum
}

/** Length of a straight edge in m. */
export function lengthOfEdge(measure: Measure, ax: number, ay: number, bx: number, by: number): number {
  const { x, y } = measure.scale((ay + by) / 2)
  return Math.hypot((bx - ax) * x, (by - ay) * y)
}
