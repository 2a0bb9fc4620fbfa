import { SdkError } from '../../errors.ts'
import type { Geometry } from '../schema.ts'
import { arcsOf, linksOf } from '../topology/arcs.ts'
import type { Arcs } from '../topology/arcs.ts'
import { readableRings } from '../topology/expect-readable.ts'
import type { Rings } from '../topology/read-rings.ts'
import { decimalSteps, exactSteps, fewestDecimals, quantizedSteps } from './steps.ts'
import type { Steps } from './steps.ts'
import type { Topology, TopologyGeometry } from './topology.ts'

/** A grid's record or a GeoJSON feature. */
export interface TopologySource {
  id?: string | number
  level?: string
  properties?: Record<string, unknown> | null
  geometry: Geometry
}

export interface TopologyOptions<Source extends TopologySource> {
  /**
   * How many different values an axis may take, as in topojson-server (1e4 … 1e6 are usual; 2 at least): coordinates are
   * moved to the nearest. Left out, nothing is moved.
   */
  quantization?: number
  /**
   * Coordinates that have at most so many decimals (0 … 9) are written as whole numbers of the last one: small and, read by
   * `fromTopology`, exact. Other readers calculate with rounding: they are off by a unit in the last place of a double.
   * `fewest` takes as many as the coordinates have, and writes them as they are where nine are not enough.
   */
  decimals?: number | 'fewest'
  /** What goes along with a geometry. @defaultValue its `properties`, where it has any */
  properties?: (source: Source) => Record<string, unknown> | undefined
  /** Name of the object (a GeometryCollection) that a geometry is put into. @defaultValue its `level`, or else `grids` */
  objectOf?: (source: Source) => string
}

/**
 * TopoJSON of grids of any levels together: a border is written once, whoever shares it, neighbours and parents alike.
 * Without `quantization`, `fromTopology` gives the very same positions back.
 * @throws SdkError `bad-argument` where a geometry cannot be read or a ring is not closed; where a coordinate has more
 * decimals than `decimals` says; where both options are given, or one is no such number
 * @example toTopology(records, { decimals: 7, properties: ({ name }) => ({ name }) }).objects.micro.geometries.length // 1030
 */
export function toTopology<Source extends TopologySource>(
  sources: readonly Source[],
  { quantization, decimals, properties, objectOf = ({ level }) => level ?? 'grids' }: TopologyOptions<Source> = {},
): Topology {
  const rings = readableRings(sources)
  const steps = stepsOf(rings, quantization, decimals)
  const { isJunction } = linksOf(rings)
  // So that a ring read back begins where it began; after quantization it is another ring anyway.
  if (quantization === undefined) for (let r = 0; r < rings.grid.length; r++) isJunction[rings.vertices[rings.start[r]!]!] = 1
  const arcs = arcsOf(rings, isJunction)
  const objects = new Map<string, TopologyGeometry[]>()
  sources.forEach((source, g) => {
    const name = objectOf(source)
    const geometries = objects.get(name) ?? []
    objects.set(name, geometries)
    const told = properties ? properties(source) : source.properties
    geometries.push({
      ...geometryOf(source.geometry.type, rings, arcs, g),
      ...(source.id !== undefined && { id: source.id }),
      ...(told && { properties: told }),
    })
  })
  return {
    type: 'Topology',
    ...(steps.transform && { transform: steps.transform }),
    objects: Object.fromEntries([...objects].map(([name, geometries]) => [name, { type: 'GeometryCollection', geometries }])),
    arcs: Array.from({ length: arcs.start.length - 1 }, (_, a) => steps.of(arcs.vertices, arcs.start[a]!, arcs.start[a + 1]!)),
  }
}

function stepsOf(rings: Rings, quantization: number | undefined, wanted: number | 'fewest' | undefined): Steps {
  if (quantization !== undefined && wanted !== undefined) {
    throw new SdkError('bad-argument', 'Expected either quantization or decimals, got both')
  }
  if (quantization !== undefined) return quantizedSteps(rings, quantization)
  const decimals = wanted === 'fewest' ? fewestDecimals(rings) : wanted
  return decimals === undefined ? exactSteps(rings) : decimalSteps(rings, decimals)
}

function geometryOf(type: Geometry['type'], rings: Rings, { ringStart, ringArcs }: Arcs, grid: number) {
  const polygons: number[][][] = []
  for (let r = rings.gridStart[grid]!; r < rings.gridStart[grid + 1]!; r++) {
    const ring = Array.from(ringArcs.subarray(ringStart[r], ringStart[r + 1]))
    if (rings.isHole[r]) polygons.at(-1)!.push(ring)
    else polygons.push([ring])
  }
  return type === 'Polygon' ? { type, arcs: polygons[0]! } : { type, arcs: polygons }
}
