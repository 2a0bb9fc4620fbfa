import { SdkError } from '../../errors.ts'
import type { Arrangement, ArrangeOptions, Segments } from './arrangement.ts'
import { createFaceRings } from './face-rings.ts'
import { areasOf, facesOf } from './faces.ts'
import type { Faces } from './faces.ts'
import { insidePointOf } from './inside-point.ts'
import { LEAST_REACH } from './near-segments.ts'
import { nodeSegments } from './noding.ts'
import { mapOf } from './planar-map.ts'
import type { PlanarMap } from './planar-map.ts'
import { int32, onSlab, uint8 } from './slab.ts'

export type { Arrangement, ArrangeOptions, Segments } from './arrangement.ts'

/** What an arrangement takes, about. */
const [BYTES_A_SEGMENT, SPARE_BYTES] = [400, 8192]
/** Greatest coordinates between these need no scaling: their products and squares neither vanish nor overflow. */
const [TINY, HUGE] = [2 ** -200, 2 ** 200]

/**
 * The planar map of any segments: broken up where they meet, faces traced and counted. It does not depend on the order or
 * the direction of the segments, signs are exact, and it ends whatever comes in; where rounding keeps making new crossings,
 * the snap grows. Time about linear in segments and crossings.
 * @throws SdkError `bad-argument` where the coordinates of a segment or the snap are not finite
 * @example
 * const square = { from: Int32Array.of(0, 1, 2, 3), to: Int32Array.of(1, 2, 3, 0), delta: Int32Array.of(1, 1, 1, 1) }
 * arrange(Float64Array.of(0, 2, 2, 0), Float64Array.of(0, 0, 2, 2), square, { snap: 0 }).faceArea // ∞, 4
 */
export function arrange(x: Float64Array, y: Float64Array, segments: Segments, { snap }: ArrangeOptions): Arrangement {
  const greatest = greatestCoordinate(x, y, segments)
  if (!Number.isFinite(greatest) || !Number.isFinite(snap) || snap < 0) {
    throw new SdkError('bad-argument', `expected finite coordinates and a snap of 0 or more, got ${greatest} and ${snap}`)
  }
  if (greatest > 0 && (greatest < TINY || greatest > HUGE)) return arrangeScaled(x, y, segments, snap, greatest)
  const reach = Math.max(snap, greatest * LEAST_REACH, Number.MIN_VALUE / Number.EPSILON ** 2)
  return onSlab(BYTES_A_SEGMENT * segments.from.length + SPARE_BYTES, () => arranged(x, y, segments, reach))
}

function arranged(x: Float64Array, y: Float64Array, segments: Segments, reach: number): Arrangement {
  const map = mapOf(nodeSegments(x, y, segments, reach))
  const faces = facesOf(map, reach)
  const edgeDelta = deltasOf(map, segments)
  const faceRings = createFaceRings(map, faces)
  let faceArea: Float64Array | undefined
  return {
    x: map.x,
    y: map.y,
    vertex: map.vertex,
    edgeFrom: map.edgeFrom,
    edgeTo: map.edgeTo,
    edgeDelta,
    sourceStart: map.sourceStart,
    sources: map.sources,
    faceOf: faces.faceOf,
    next: map.next,
    leftFace: everySecond(faces.faceOf, 0),
    rightFace: everySecond(faces.faceOf, 1),
    faceCount: faces.count,
    cycleStart: faces.cycleStart,
    cycles: faces.cycles,
    faceValue: valuesOf(map, faces, edgeDelta),
    get faceArea() {
      return (faceArea ??= areasOf(map, faces))
    },
    faceRings,
    insidePoint: (face) => (face === 0 ? undefined : insidePointOf(map.x, map.y, faceRings(face))),
  }
}

function everySecond(values: Int32Array, first: number): Int32Array {
  const some = int32(values.length / 2)
  for (let i = 0; i < some.length; i++) some[i] = values[2 * i + first]!
  return some
}

function greatestCoordinate(x: Float64Array, y: Float64Array, { from, to }: Segments): number {
  let greatest = 0
  for (let s = 0; s < from.length; s++) {
    const a = from[s]!
    const b = to[s]!
    greatest = Math.max(greatest, Math.abs(x[a]!), Math.abs(y[a]!), Math.abs(x[b]!), Math.abs(y[b]!))
  }
  return greatest
}

/** By a power of two, so that no digit is lost but those that are nothing beside the greatest coordinate. */
function arrangeScaled(x: Float64Array, y: Float64Array, segments: Segments, snap: number, greatest: number): Arrangement {
  // In two steps: the power itself may not be a double.
  const exponent = -Math.floor(Math.log2(greatest))
  const [half, rest] = [2 ** Math.trunc(exponent / 2), 2 ** (exponent - Math.trunc(exponent / 2))]
  const up = (value: number): number => value * half * rest
  const down = (value: number): number => value / half / rest
  const scaled = arrange(x.map(up), y.map(up), { ...segments, near: undefined }, { snap: up(snap) })
  return {
    ...scaled,
    x: scaled.x.map((value, n) => (scaled.vertex[n]! < 0 ? down(value) : x[scaled.vertex[n]!]!)),
    y: scaled.y.map((value, n) => (scaled.vertex[n]! < 0 ? down(value) : y[scaled.vertex[n]!]!)),
    faceArea: scaled.faceArea.map((area) => down(down(area))),
    insidePoint(face) {
      const inside = scaled.insidePoint(face)
      return inside && [down(inside[0]), down(inside[1])]
    },
  }
}

function deltasOf({ edgeFrom, sourceStart, sources }: PlanarMap, { delta }: Segments): Int32Array {
  const deltas = int32(edgeFrom.length)
  for (let e = 0; e < deltas.length; e++) {
    for (let i = sourceStart[e]!; i < sourceStart[e + 1]!; i++) {
      const value = delta[sources[i]! >> 1]!
      deltas[e]! += (sources[i]! & 1) === 0 ? value : -value
    }
  }
  return deltas
}

function valuesOf(map: PlanarMap, { count, faceOf, cycleStart, cycles }: Faces, delta: Int32Array): Int32Array {
  const value = int32(count)
  const isKnown = uint8(count)
  const waiting = int32(count)
  isKnown[0] = 1
  // Last in, first out: the next face is a neighbour, and at hand.
  for (let length = 1; length > 0;) {
    const face = waiting[--length]!
    for (let i = cycleStart[face]!; i < cycleStart[face + 1]!; i++) {
      let h = cycles[i]!
      do {
        const beyond = faceOf[h ^ 1]!
        if (isKnown[beyond] === 0) {
          isKnown[beyond] = 1
          value[beyond] = value[face]! + ((h & 1) === 0 ? -delta[h >> 1]! : delta[h >> 1]!)
          waiting[length++] = beyond
        }
        h = map.next[h]!
      } while (h !== cycles[i])
    }
  }
  return value
}
