import type { Geometry } from '@wangge/core/grid/schema'

/** A strip of the street from one longitude to another, without the vertices that its neighbours may have. */
export const strip = (west: number, east: number): { geometry: Geometry; crs: 'wgs84' } => ({
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 30.57],
        [east, 30.57],
        [east, 30.571],
        [west, 30.571],
        [west, 30.57],
      ],
    ],
  },
  crs: 'wgs84',
})
