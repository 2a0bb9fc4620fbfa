import { SdkError } from '../../errors.ts'
import type { Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import type { TopologyFeature, TopologyFeatures } from './topology.ts'

export interface FromTopologyOptions {
  /** Names of the objects wanted; others are not looked at, whatever they hold. @defaultValue all */
  objects?: readonly string[]
}

/**
 * The features of a TopoJSON file, by the name of their object. What is no polygon is an error: leave such an object out
 * by naming the others.
 * @throws SdkError `bad-argument` where it is no TopoJSON of polygons: names the place, what was expected and what came
 * @example fromTopology(JSON.parse(text)).micro.features[0].geometry // { type: 'Polygon', coordinates: […] }
 */
export function fromTopology(topology: unknown, { objects }: FromTopologyOptions = {}): Record<string, TopologyFeatures> {
  const whole = expectObject(topology, 'a topology')
  if (whole.type !== 'Topology') throw bad('type "Topology"', whole.type, 'type')
  const named = expectObject(whole.objects, 'objects')
  const ringOf = ringReader(expectArray(whole.arcs, 'arcs'), placer(whole.transform))
  const names = objects ?? Object.keys(named)
  return Object.fromEntries(
    names.map((name) => {
      if (!Object.hasOwn(named, name)) throw bad(`an object "${name}"`, Object.keys(named), 'objects')
      const place = `objects.${name}`
      const object = expectObject(named[name], place)
      const geometries = object.type === 'GeometryCollection' ? expectArray(object.geometries, `${place}.geometries`) : [object]
      const features = geometries.map((one, i) =>
        featureOf(one, ringOf, geometries[0] === object ? place : `${place}.geometries[${i}]`),
      )
      return [name, { type: 'FeatureCollection', features }]
    }),
  )
}

type RingReader = (arcs: unknown, place: string) => Position[]
interface Placer {
  x(step: number): number
  y(step: number): number
}

function featureOf(value: unknown, ringOf: RingReader, place: string): TopologyFeature {
  const { id, type, arcs, properties } = expectObject(value, place)
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') throw bad('a string or a number', id, `${place}.id`)
  const told = properties === undefined || properties === null ? {} : expectObject(properties, `${place}.properties`)
  return { type: 'Feature', ...(id !== undefined && { id }), properties: told, geometry: geometryOf(type, arcs, ringOf, place) }
}

function geometryOf(type: unknown, arcs: unknown, ringOf: RingReader, place: string): Geometry | null {
  const polygon = (rings: unknown, at: string) => expectArray(rings, at).map((ring, i) => ringOf(ring, `${at}[${i}]`))
  const at = `${place}.arcs`
  if (type === null) return null
  if (type === 'Polygon') return { type, coordinates: polygon(arcs, at) }
  if (type === 'MultiPolygon') return { type, coordinates: expectArray(arcs, at).map((one, i) => polygon(one, `${at}[${i}]`)) }
  throw bad('a Polygon, a MultiPolygon or null', type, `${place}.type`)
}

/** Reads arcs once and joins them to rings; each ring gets positions of its own. */
function ringReader(arcs: unknown[], placed: Placer | undefined): RingReader {
  const read = new Map<number, Float64Array>()
  const arcOf = (index: number): Float64Array => {
    const known = read.get(index)
    if (known) return known
    const arc = readArc(arcs[index], placed, `arcs[${index}]`)
    read.set(index, arc)
    return arc
  }
  return (value, place) => {
    const ring: Position[] = []
    for (const index of expectArray(value, place)) {
      if (typeof index !== 'number' || !Number.isInteger(index)) throw bad('the number of an arc', index, place)
      const number = index < 0 ? ~index : index
      if (number >= arcs.length) throw bad(`the number of one of ${arcs.length} arcs`, index, place)
      append(ring, arcOf(number), index < 0, place)
    }
    const [first, last] = [ring[0], ring.at(-1)]
    if (first && last && (first[0] !== last[0] || first[1] !== last[1]))
      throw bad('a closed ring', `one that ends at ${last.join(' ')}`, place)
    // A ring that quantization left with less is still a ring to those who count: as topojson-client reads it.
    while (first && ring.length < 4) ring.push([first[0], first[1]])
    return ring
  }
}

function append(ring: Position[], arc: Float64Array, isBackwards: boolean, place: string): void {
  const step = isBackwards ? -2 : 2
  let at = isBackwards ? arc.length - 2 : 0
  const last = ring.at(-1)
  if (last) {
    if (last[0] !== arc[at] || last[1] !== arc[at + 1]) {
      throw bad(`an arc that goes on from ${last.join(' ')}`, `one from ${arc[at]} ${arc[at + 1]}`, place)
    }
    at += step
  }
  for (; at >= 0 && at < arc.length; at += step) ring.push([arc[at]!, arc[at + 1]!])
}

function readArc(value: unknown, placed: Placer | undefined, place: string): Float64Array {
  const positions = expectArray(value, place)
  if (positions.length < 2) throw bad('two positions or more', positions, place)
  const arc = new Float64Array(2 * positions.length)
  let [x, y] = [0, 0]
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i]
    const px: unknown = Array.isArray(position) ? position[0] : undefined
    const py: unknown = Array.isArray(position) ? position[1] : undefined
    if (!isFinite(px) || !isFinite(py)) throw bad('two finite numbers', position, `${place}[${i}]`)
    x = placed ? x + px : px
    y = placed ? y + py : py
    arc[2 * i] = placed ? placed.x(x) : x
    arc[2 * i + 1] = placed ? placed.y(y) : y
  }
  return arc
}

const isFinite = (value: unknown): value is number => Number.isFinite(value)

/** From whole numbers to coordinates; none where they are coordinates already. */
function placer(transform: unknown): Placer | undefined {
  if (transform === undefined || transform === null) return undefined
  const { scale, translate } = expectObject(transform, 'transform')
  const [kx, ky, dx, dy] = [...pairOf(scale, 'transform.scale'), ...pairOf(translate, 'transform.translate')] as const
  return { x: axis(kx, dx), y: axis(ky, dy) }
}

function axis(scale: number, translate: number): (step: number) => number {
  const unit = Math.round(1 / scale)
  const origin = Math.round(translate * unit)
  // Whole decimals: a division rounds once, to the very number that the decimal stands for; the product does not.
  const isDecimal = /^10*$/.test(String(unit)) && 1 / unit === scale && origin / unit === translate
  return isDecimal ? (step) => (step + origin) / unit : (step) => step * scale + translate
}

function pairOf(value: unknown, place: string): [number, number] {
  const [a, b]: unknown[] = Array.isArray(value) ? value : []
  if (!isFinite(a) || !isFinite(b)) throw bad('two finite numbers', value, place)
  return [a, b]
}

function expectObject(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('an object', value, place)
  return value as Record<string, unknown>
}

function expectArray(value: unknown, place: string): unknown[] {
  if (!Array.isArray(value)) throw bad('an array', value, place)
  return value
}

function bad(expected: string, got: unknown, place: string): SdkError {
  const told = typeof got === 'string' ? got : (JSON.stringify(got) ?? String(got))
  return new SdkError(
    'bad-argument',
    `Expected ${expected} at ${place}, got ${told.length > 60 ? `${told.slice(0, 60)}…` : told}`,
  )
}
