import type { Measure } from './measure.ts'
import { float64 } from '../topology/slab.ts'

/** Bands to a degree of latitude, a power of two: their middles are exact. */
const PER_DEGREE = 8
const NODES = 5
/** Of each band, from the south, the divided differences at its nodes; NaN where nobody has asked for it yet. */
const bands = new Float64Array(NODES * (180 * PER_DEGREE + 1)).fill(NaN)
/** Nodes in a band, in bands from its middle, where a polynomial strays least (Chebyshev). */
const places = Float64Array.from({ length: NODES }, (_, i) => Math.cos((Math.PI * (2 * i + 1)) / (2 * NODES)) / 2)
const [P0, P1, P2, P3] = places as unknown as [number, number, number, number]

/**
 * Heights of many coordinates y, as `measure` has them. Those of latitudes are read off polynomials of the fourth degree, at a
 * fraction of what a sine costs: over a band they are right to 10⁻¹⁸ of the radius of the earth, which is less than rounding.
 */
export function heightsOf(y: Float64Array, measure: Measure, lonLat: boolean): Float64Array {
  if (!lonLat) return y
  const heights = float64(y.length, false)
  for (let v = 0; v < y.length; v++) {
    const band = ((y[v]! + 90) * PER_DEGREE) | 0
    const at = NODES * band
    if (bands[at] !== bands[at]) fillBand(band, measure)
    const d = (y[v]! - middleOf(band)) * PER_DEGREE
    const end = bands[at + 3]! + (d - P3) * bands[at + 4]!
    heights[v] = bands[at]! + (d - P0) * (bands[at + 1]! + (d - P1) * (bands[at + 2]! + (d - P2) * end))
  }
  return heights
}

const middleOf = (band: number): number => (band + 0.5) / PER_DEGREE - 90

function fillBand(band: number, measure: Measure): void {
  const values = bands.subarray(NODES * band, NODES * (band + 1))
  for (let i = 0; i < NODES; i++) values[i] = measure.height(middleOf(band) + places[i]! / PER_DEGREE)
  for (let step = 1; step < NODES; step++) {
    for (let i = NODES - 1; i >= step; i--) values[i] = (values[i]! - values[i - 1]!) / (places[i]! - places[i - step]!)
  }
}
