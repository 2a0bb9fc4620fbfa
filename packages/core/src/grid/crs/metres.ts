/** WGS-84 ellipsoid: semi-major axis in metres and flattening (NGA.STND.0036, table 3.1). CGCS2000 differs from the 10th digit on. */
const SEMI_MAJOR_AXIS = 6_378_137
const FLATTENING = 1 / 298.257223563
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
const RADIANS_PER_DEGREE = Math.PI / 180

export interface MetresPerDegree {
  /** Metres to one degree of longitude. 0 at the poles. */
  x: number
  /** Metres to one degree of latitude. */
  y: number
}

/**
 * How long a degree is at a latitude on the WGS-84 ellipsoid: the radii of curvature in the prime vertical and in the
 * meridian (Snyder, Map Projections: A Working Manual, USGS PP 1395, eq. 4-20 and 4-18). Right for short distances
 * around that latitude: over a kilometre the error is some millimetres north-south, in China up to two decimetres east-west.
 * @param latitude degrees, −90 … 90; NaN gives NaN
 * @example metresPerDegree(30.57) // { x: 95_930.1…, y: 110_862.1… }
 */
export function metresPerDegree(latitude: number): MetresPerDegree {
  const phi = latitude * RADIANS_PER_DEGREE
  const sine = Math.sin(phi)
  const w2 = 1 - ECCENTRICITY_SQUARED * sine * sine
  const primeVertical = SEMI_MAJOR_AXIS / Math.sqrt(w2)
  return {
    x: Math.max(0, RADIANS_PER_DEGREE * primeVertical * Math.cos(phi)),
    y: (RADIANS_PER_DEGREE * primeVertical * (1 - ECCENTRICITY_SQUARED)) / w2,
  }
}
