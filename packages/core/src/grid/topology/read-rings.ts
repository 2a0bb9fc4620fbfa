import type { Geometry } from '../schema.ts'
import { float64, int32, uint8 } from './slab.ts'

/** The rings of a list of grids over one table of distinct vertices. No objects per ring or vertex: a million fit. */
export interface Rings {
  /** Coordinates of the distinct vertices, exactly as many as there are (−0 is 0; equal coordinates are one vertex). */
  x: Float64Array
  y: Float64Array
  /**
   * Ring r has the vertices `vertices[start[r] … start[r + 1])`. The closing repetition is left out, other repetitions
   * stay; a ring has one vertex at least, and may have fewer than three.
   */
  start: Int32Array
  vertices: Int32Array
  /** Of each ring: the place of its grid in the list given. */
  grid: Int32Array
  /** Of each ring: the number of its polygon within the grid. */
  polygon: Int32Array
  /** Of each ring: whether it is a hole, that is, not the first ring of its polygon. */
  isHole: Uint8Array
  /** Grid g has the rings `gridStart[g] … gridStart[g + 1]`. */
  gridStart: Int32Array
  /** What could not be read as it should be: `unreadable` rings are left out, `unclosed` ones are read. */
  faults: RingFault[]
}

export interface RingFault {
  /** Place of the grid in the list given. */
  grid: number
  /** Number of the polygon within the grid; −1 where the geometry as a whole could not be read. */
  polygon: number
  /** Number of the ring within the polygon; −1 where the polygon or the geometry as a whole could not be read. */
  ring: number
  /** Place of the ring in the table; −1 where it was left out. */
  index: number
  /**
   * `unreadable`: an array was expected, or two finite numbers, or a Polygon or MultiPolygon with something in it.
   * `unclosed`: the last position is not the first one.
   */
  code: 'unreadable' | 'unclosed'
}

/**
 * Reads all rings into one table. Whatever the input, it does not throw: what cannot be read is in `faults`.
 * @example readRings([{ geometry: { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] } }]).vertices // 0, 1, 2
 */
export function readRings(grids: readonly { geometry: Geometry }[]): Rings {
  const most = sizeOf(grids)
  const reading: Reading = {
    table: createVertexTable(most),
    start: int32(most.rings + 1),
    grid: int32(most.rings),
    polygon: int32(most.rings),
    isHole: uint8(most.rings),
    gridStart: int32(grids.length + 1),
    faults: [],
    ringCount: 0,
    end: 0,
  }
  for (let g = 0; g < grids.length; g++) readGrid(reading, g, grids[g]?.geometry)
  const { table, start, grid, polygon, isHole, gridStart, faults, ringCount, end } = reading
  return {
    ...coordinatesOf(table),
    vertices: table.vertices.subarray(0, end),
    start: start.subarray(0, ringCount + 1),
    grid: grid.subarray(0, ringCount),
    polygon: polygon.subarray(0, ringCount),
    isHole: isHole.subarray(0, ringCount),
    gridStart,
    faults,
  }
}

/** What was read so far. */
interface Reading extends Omit<Rings, 'x' | 'y' | 'vertices'> {
  table: VertexTable
  ringCount: number
  /** Of the vertices. */
  end: number
}

function readGrid(reading: Reading, grid: number, geometry: unknown): void {
  const { faults, gridStart } = reading
  const polygons = polygonsOf(geometry)
  if (polygons.length === 0) faults.push({ grid, polygon: -1, ring: -1, index: -1, code: 'unreadable' })
  for (let polygon = 0; polygon < polygons.length; polygon++) {
    const rings = ringsOf(polygons[polygon])
    if (rings.length === 0) faults.push({ grid, polygon, ring: -1, index: -1, code: 'unreadable' })
    for (let ring = 0; ring < rings.length; ring++) readRing(reading, grid, polygon, ring, rings[ring])
  }
  gridStart[grid + 1] = reading.ringCount
}

function readRing(reading: Reading, grid: number, polygon: number, ring: number, positions: unknown): void {
  const { table, faults, ringCount: index, end: first } = reading
  const { own } = table
  if (!Array.isArray(positions) || positions.length === 0 || !copyPositions(positions, own)) {
    faults.push({ grid, polygon, ring, index: -1, code: 'unreadable' })
    return
  }
  const last = positions.length - 1
  const isClosed = last > 0 && own[0] === own[2 * last] && own[1] === own[2 * last + 1]
  if (!isClosed) faults.push({ grid, polygon, ring, index, code: 'unclosed' })
  const end = first + (isClosed ? last : last + 1)
  numberVertices(table, first, end)
  reading.grid[index] = grid
  reading.polygon[index] = polygon
  reading.isHole[index] = ring > 0 ? 1 : 0
  reading.start[index + 1] = end
  reading.ringCount = index + 1
  reading.end = end
}

/** By themselves, without a look-up in between: the positions are all over the memory. @returns whether all are two finite numbers */
function copyPositions(ring: readonly unknown[], xy: Float64Array): boolean {
  for (let i = 0, at = 0; i < ring.length; i++) {
    const position = ring[i]
    if (!Array.isArray(position)) return false
    const x: unknown = position[0]
    const y: unknown = position[1]
    // A difference of 0 is only there where the number is finite; −0 becomes 0.
    if (typeof x !== 'number' || typeof y !== 'number' || x - x !== 0 || y - y !== 0) return false
    xy[at++] = x + 0
    xy[at++] = y + 0
  }
  return true
}

function polygonsOf(geometry: unknown): readonly unknown[] {
  if (typeof geometry !== 'object' || geometry === null) return []
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown }
  if (!Array.isArray(coordinates)) return []
  return type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : []
}

const ringsOf = (polygon: unknown): readonly unknown[] => (Array.isArray(polygon) ? polygon : [])

interface Size {
  rings: number
  positions: number
  /** Positions of the longest ring. */
  longest: number
}

/** At most. */
function sizeOf(grids: readonly { geometry: Geometry }[]): Size {
  const size = { rings: 0, positions: 0, longest: 0 }
  for (const grid of grids) for (const polygon of polygonsOf(grid?.geometry)) addSize(size, ringsOf(polygon))
  return size
}

function addSize(size: Size, rings: readonly unknown[]): void {
  size.rings += rings.length
  for (let r = 0; r < rings.length; r++) {
    const ring = rings[r]
    if (!Array.isArray(ring)) continue
    size.positions += ring.length
    if (ring.length > size.longest) size.longest = ring.length
  }
}

/** Distinct vertices by the bits of their coordinates: open addressing, at most two thirds full. */
interface VertexTable {
  /** Positions of the ring that is read. */
  own: Float64Array
  /** The same, bit by bit. */
  words: Int32Array
  /** Coordinates of the vertices, in turn. */
  xy: Float64Array
  /** The same, bit by bit. */
  xyWords: Int32Array
  vertices: Int32Array
  /** Vertex number + 1; 0 is free. */
  slots: Int32Array
  shift: number
  count: number
  last: number
}

/** Mostly each vertex is in two rings or more, and the smaller table is sooner at hand: it grows where they are not. */
function createVertexTable({ positions, longest }: Size): VertexTable {
  const own = float64(2 * longest, false)
  const xy = float64(2 * positions, false)
  const bits = Math.max(4, Math.ceil(Math.log2(positions + 1)))
  return {
    own,
    words: wordsOf(own),
    xy,
    xyWords: wordsOf(xy),
    vertices: int32(positions, false),
    slots: int32(1 << bits),
    shift: 32 - bits,
    count: 0,
    last: -1,
  }
}

const wordsOf = (values: Float64Array): Int32Array => new Int32Array(values.buffer, values.byteOffset, 2 * values.length)

/** Twice as many slots. */
function growSlots(table: VertexTable): void {
  const { xyWords, count } = table
  const slots = int32(2 * table.slots.length)
  const shift = --table.shift
  for (let v = 0; v < count; v++) {
    let slot = hashOf(xyWords, 4 * v) >>> shift
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = v + 1
  }
  table.slots = slots
}

/** Of two doubles, bit by bit; its highest bits are the best mixed. */
function hashOf(words: Int32Array, at: number): number {
  let hash = Math.imul(words[at]!, 0x9e3779b1) ^ Math.imul(words[at + 1]!, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ Math.imul(words[at + 2]!, 0xc2b2ae35)
  hash ^= Math.imul(words[at + 3]!, 0x27d4eb2f)
  return Math.imul(hash ^ (hash >>> 13), 0x297a2d39)
}

/** Numbers the vertices of a ring, in the order they are first read. Ring by ring: one long loop is compiled anew and again. */
function numberVertices(table: VertexTable, start: number, end: number): void {
  while (1.5 * (table.count + end - start) > table.slots.length) growSlots(table)
  const { own, words, xy, vertices, slots, shift } = table
  const mask = slots.length - 1
  let { count, last } = table
  for (let i = 0, place = start; place < end; i++, place++) {
    const x = own[2 * i]!
    const y = own[2 * i + 1]!
    // Neighbours share runs of vertices: most often the next vertex of the run is beside the last one in number too
    // (backwards along a neighbour, forwards along a parent or child).
    if (last > 0 && xy[2 * last - 2] === x && xy[2 * last - 1] === y) last--
    else if (last + 1 < count && xy[2 * last + 2] === x && xy[2 * last + 3] === y) last++
    else {
      let slot = hashOf(words, 4 * i) >>> shift
      last = slots[slot]! - 1
      while (last >= 0 && (xy[2 * last] !== x || xy[2 * last + 1] !== y)) {
        slot = (slot + 1) & mask
        last = slots[slot]! - 1
      }
      if (last < 0) {
        xy[2 * count] = x
        xy[2 * count + 1] = y
        last = count++
        slots[slot] = count
      }
    }
    vertices[place] = last
  }
  table.count = count
  table.last = last
}

function coordinatesOf({ xy, count }: VertexTable): Pick<Rings, 'x' | 'y'> {
  const x = float64(count, false)
  const y = float64(count, false)
  for (let v = 0; v < count; v++) {
    x[v] = xy[2 * v]!
    y[v] = xy[2 * v + 1]!
  }
  return { x, y }
}
