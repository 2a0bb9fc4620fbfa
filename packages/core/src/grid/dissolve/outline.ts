import type { Position } from '../../schema.ts'
import type { Geometry } from '../schema.ts'
import type { Border, Fault } from './border.ts'
import { createWalks, simpleRings } from './walks.ts'
import type { Walk } from './walks.ts'
import { createWestOf } from './west-of.ts'

/**
 * A ring narrower than this share of the greatest coordinate (a centimetre in degrees, less in metres) is a corner that
 * one side of a border has and the other has not: it lies on the line but for rounding.
 */
const SLIVER = 1e-9

interface Face {
  shell: number[] | undefined
  holes: number[][]
  /** Its westernmost, then southernmost vertex. */
  west: number
}

/**
 * Makes the polygons that the edges of a family bound: holes in their shells, rings and polygons in order, each from its
 * westernmost vertex on.
 */
export function createOutlines(border: Border): (family: number) => Geometry | Fault {
  const walks = createWalks(border)
  const compare = byWest(border)
  return (family) => {
    const found = walks.of(family)
    if ('what' in found) return found
    const sliver = found.outside.flatMap((walk) => simpleRings(border, walk)).find((ring) => isSliver(measure(border, ring)))
    if (sliver) return { what: 'sliver', edges: sliver }
    const faces = found.inside.map((walk) => faceOf(border, walk))
    const faulty = faces.find((face) => 'what' in face)
    if (faulty) return faulty as Fault
    const fault = joinFaces(border, family, faces as Face[], walks.walkOf)
    if (fault) return fault
    const polygons = (faces as Face[])
      .flatMap(({ shell, holes }) => (shell ? [[shell, ...holes.sort(compare)]] : []))
      .sort(([one], [other]) => compare(one!, other!))
    const coordinates = polygons.map((rings) => rings.map((ring) => positionsOf(border, ring)))
    return coordinates.length === 1 ? { type: 'Polygon', coordinates: coordinates[0]! } : { type: 'MultiPolygon', coordinates }
  }
}

/** A gap between two children is one too where it is open to the outside at both its ends. */
const isSliver = ({ area, length, size }: ReturnType<typeof measure>) => Math.abs(area) <= SLIVER * size * length

function faceOf(border: Border, walk: Walk): Face | Fault {
  const face: Face = { shell: undefined, holes: [], west: -1 }
  for (const edges of simpleRings(border, walk)) {
    const measures = measure(border, edges)
    if (isSliver(measures)) return { what: 'sliver', edges }
    const ring = turned(edges, measures.west)
    if (measures.area < 0) face.holes.push(ring)
    else if (face.shell) return { what: 'overlap', edges: [ring[0]!, face.shell[0]!] }
    else face.shell = ring
    const vertex = border.from[ring[0]!]!
    if (face.west === -1 || isWestOf(border, vertex, face.west)) face.west = vertex
  }
  return face
}

/** Moves the holes of walks without a shell to the face that they are in. What is west of a walk says whether it belongs there. */
function joinFaces(border: Border, family: number, faces: Face[], walkOf: Int32Array): Fault | undefined {
  if (faces.length < 2 && faces[0]?.shell) return undefined
  const { y, from, to } = border
  const westOfVertex = createWestOf(border, family)
  const isShared = sharedFromWest(border, family)
  const neighbour = new Int32Array(faces.length).fill(-1)
  for (let f = 0; f < faces.length; f++) {
    const { shell, west, holes } = faces[f]!
    // Where another line comes from the west to the same vertex, how the two lie around it has been looked at.
    if (shell && isShared(west)) continue
    const edge = westOfVertex(west)
    // The inside is to the left of an edge: east of one that runs south.
    const isInside = edge >= 0 && y[to[edge]!]! < y[from[edge]!]!
    if (isInside === (shell !== undefined))
      return { what: 'overlap', edges: [(shell ?? holes[0]!)[0]!, ...(edge < 0 ? [] : [edge])] }
    if (!shell) neighbour[f] = walkOf[edge]!
  }
  for (let f = 0; f < faces.length; f++) {
    let at = f
    // Each step goes farther west.
    while (neighbour[at]! >= 0) at = neighbour[at]!
    if (at !== f) faces[at]!.holes.push(...faces[f]!.holes)
  }
  return undefined
}

/** Whether an edge from a vertex farther west (or south, as far west) ends or begins at the vertex. */
function sharedFromWest(border: Border, family: number): (vertex: number) => boolean {
  const shared = new Set<number>()
  for (let e = border.start[family]!; e < border.start[family + 1]!; e++) {
    const [a, b] = [border.from[e]!, border.to[e]!]
    shared.add(isWestOf(border, a, b) ? b : a)
  }
  return (vertex) => shared.has(vertex)
}

const isWestOf = ({ x, y }: Border, a: number, b: number) => x[a]! < x[b]! || (x[a] === x[b] && y[a]! < y[b]!)

const turned = (ring: number[], first: number) => (first === 0 ? ring : [...ring.slice(first), ...ring.slice(0, first)])

/** Rings that touch in their westernmost vertex differ in the next one. */
const byWest = (border: Border) => (one: readonly number[], other: readonly number[]) => {
  const ends = border.from[one[0]!] === border.from[other[0]!] ? border.to : border.from
  return isWestOf(border, ends[one[0]!]!, ends[other[0]!]!) ? -1 : 1
}

function positionsOf({ x, y, from }: Border, ring: readonly number[]): Position[] {
  const positions = ring.map((e): Position => [x[from[e]!]!, y[from[e]!]!])
  positions.push([...positions[0]!])
  return positions
}

/** Twice the area, counter-clockwise positive; the length; the greatest coordinate; the place of the westernmost vertex. */
function measure(border: Border, ring: readonly number[]) {
  const { x, y, from, to } = border
  const origin = from[ring[0]!]!
  const ox = x[origin]!
  const oy = y[origin]!
  let area = 0
  let length = 0
  let size = 0
  let west = 0
  for (let i = 0; i < ring.length; i++) {
    const a = from[ring[i]!]!
    const b = to[ring[i]!]!
    const dx = x[b]! - x[a]!
    const dy = y[b]! - y[a]!
    area += (x[a]! - ox) * dy - dx * (y[a]! - oy)
    length += Math.sqrt(dx * dx + dy * dy)
    size = Math.max(size, Math.abs(x[a]!), Math.abs(y[a]!))
    if (isWestOf(border, a, from[ring[west]!]!)) west = i
  }
  return { area, length, size, west }
}
