/** So many times the greatest coordinate is the least distance that doubles can tell safely. */
export const LEAST_REACH = 32 * Number.EPSILON

/** Which segments are near which others, where that is known beforehand. Segments known are all different. */
export interface NearSegments {
  /** Segments nearer than this are told, but for those from one vertex in a wide angle. */
  margin: number
  /** Near segment s are `mates[start[s] … start[s + 1])`; each is told of the other. */
  start: Int32Array
  mates: Int32Array
  /** 1: of that segment nothing is known. */
  isUnknown?: Uint8Array
}
