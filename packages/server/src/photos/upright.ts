import type { Orientation } from './exif-orientation.ts'

/** Points of a picture, one number each, row by row. */
export interface Raster {
  points: Uint32Array
  width: number
  height: number
}

/** By orientation: where the point at a column and a row of the upright picture lies in one of `w` by `h` as the camera was held. */
const SOURCES: Record<Orientation, (x: number, y: number, w: number, h: number) => number> = {
  1: (x, y, w) => y * w + x,
  2: (x, y, w) => y * w + (w - 1 - x),
  3: (x, y, w, h) => (h - 1 - y) * w + (w - 1 - x),
  4: (x, y, w, h) => (h - 1 - y) * w + x,
  5: (x, y, w) => x * w + y,
  6: (x, y, w, h) => (h - 1 - x) * w + y,
  7: (x, y, w, h) => (h - 1 - x) * w + (w - 1 - y),
  8: (x, y, w) => x * w + (w - 1 - y),
}

/** Turns and mirrors a picture so that it is upright. */
export function upright({ points, width, height }: Raster, orientation: Orientation): Raster {
  if (orientation === 1) return { points, width, height }
  const isTurned = orientation >= 5
  const turned = { width: isTurned ? height : width, height: isTurned ? width : height }
  const source = SOURCES[orientation]
  const out = new Uint32Array(points.length)
  let at = 0
  for (let y = 0; y < turned.height; y++) {
    for (let x = 0; x < turned.width; x++) out[at++] = points[source(x, y, width, height)]!
  }
  return { points: out, ...turned }
}
