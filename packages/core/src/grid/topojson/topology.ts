import type { Geometry } from '../schema.ts'

/** TopoJSON (github.com/topojson/topojson-specification, 1.0): geometries as chains of arcs that they share. */
export interface Topology {
  type: 'Topology'
  /** Where present, positions of arcs are whole numbers, each but the first as the difference from the one before. */
  transform?: { scale: [number, number]; translate: [number, number] }
  arcs: [number, number][][]
  objects: Record<string, TopologyCollection>
}

export interface TopologyCollection {
  type: 'GeometryCollection'
  geometries: TopologyGeometry[]
}

/** Arcs by their number; `~number` is the arc backwards. */
export type TopologyGeometry = {
  id?: string | number
  properties?: Record<string, unknown>
} & ({ type: 'Polygon'; arcs: number[][] } | { type: 'MultiPolygon'; arcs: number[][][] })

/** A GeoJSON feature as read from a topology. */
export interface TopologyFeature {
  type: 'Feature'
  id?: string | number
  properties: Record<string, unknown>
  /** Null where the topology has none. */
  geometry: Geometry | null
}

export interface TopologyFeatures {
  type: 'FeatureCollection'
  features: TopologyFeature[]
}
