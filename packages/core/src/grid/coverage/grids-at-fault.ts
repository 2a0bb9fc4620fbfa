import type { Arrangement } from '../topology/arrangement.ts'
import type { Check } from './check-group.ts'
import type { Group, Residual } from './residual.ts'
import { float64, int32 } from '../topology/slab.ts'

/** Grids of the group, its parent too, that may have to do with what is wrong. */
export function gridsAtFault(
  { borders, box }: Check,
  { parent, children }: Group,
  residual: Residual,
  outline: Arrangement,
  isFault: (value: number, face: number) => boolean,
): Int32Array {
  const all = Int32Array.from(parent >= 0 ? [parent, ...children] : children).sort()
  let most = 0
  for (const grid of all) most += borders.start[grid + 1]! - borders.start[grid]!
  // Where most of it is not as it should be, there is no use in leaving some out.
  if (2 * residual.edges.length > most) return hasFault(outline, isFault) ? all : int32(0)
  const boxes = faultBoxes(outline, isFault)
  if (boxes.length === 0) return int32(0)
  const index = createBoxIndex(boxes)
  return all.filter((g) => g === parent || index(box[4 * g]!, box[4 * g + 1]!, box[4 * g + 2]!, box[4 * g + 3]!))
}

function hasFault({ edgeDelta, faceValue }: Arrangement, isFault: (value: number, face: number) => boolean): boolean {
  return faceValue.some((value, face) => face > 0 && isFault(value, face)) || edgeDelta.includes(0)
}

/** Boxes of the faces that are at fault, and of pieces that cancel though their edges did not, as least x, least y, greatest x, greatest y. */
function faultBoxes(map: Arrangement, isFault: (value: number, face: number) => boolean): number[] {
  const { x, y, edgeFrom, edgeTo, edgeDelta, faceValue, cycleStart, cycles, next } = map
  const boxes: number[] = []
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  const add = (n: number): void => {
    if (x[n]! < minX) minX = x[n]!
    if (y[n]! < minY) minY = y[n]!
    if (x[n]! > maxX) maxX = x[n]!
    if (y[n]! > maxY) maxY = y[n]!
  }
  const flush = (): void => {
    boxes.push(minX, minY, maxX, maxY)
    minX = minY = Infinity
    maxX = maxY = -Infinity
  }
  for (let face = 1; face < map.faceCount; face++) {
    if (!isFault(faceValue[face]!, face)) continue
    // The outer cycle goes round the others.
    const first = cycles[cycleStart[face]!]!
    let h = first
    do {
      add((h & 1) === 0 ? edgeFrom[h >> 1]! : edgeTo[h >> 1]!)
      h = next[h]!
    } while (h !== first)
    flush()
  }
  for (let e = 0; e < edgeFrom.length; e++) {
    if (edgeDelta[e] !== 0) continue
    add(edgeFrom[e]!)
    add(edgeTo[e]!)
    flush()
  }
  return boxes
}

/** Answers whether a box meets any of those given: sorted by their least x, with the greatest x so far. */
function createBoxIndex(boxes: readonly number[]): (minX: number, minY: number, maxX: number, maxY: number) => boolean {
  const order = Array.from({ length: boxes.length / 4 }, (_, i) => i).sort((a, b) => boxes[4 * a]! - boxes[4 * b]!)
  const size = order.length
  const block = Math.max(1, Math.ceil(Math.sqrt(size)))
  const hull = float64(4 * Math.ceil(size / block)).fill(Infinity)
  for (let i = 0; i < size; i++) {
    const at = 4 * Math.floor(i / block)
    if (i % block === 0) hull[at + 2] = hull[at + 3] = -Infinity
    const b = 4 * order[i]!
    hull[at] = Math.min(hull[at]!, boxes[b]!)
    hull[at + 1] = Math.min(hull[at + 1]!, boxes[b + 1]!)
    hull[at + 2] = Math.max(hull[at + 2]!, boxes[b + 2]!)
    hull[at + 3] = Math.max(hull[at + 3]!, boxes[b + 3]!)
  }
  return (minX, minY, maxX, maxY) => {
    for (let at = 0; at < hull.length && hull[at]! <= maxX; at += 4) {
      if (hull[at + 2]! < minX || hull[at + 1]! > maxY || hull[at + 3]! < minY) continue
      for (let i = (at / 4) * block; i < Math.min(size, (at / 4 + 1) * block); i++) {
        const b = 4 * order[i]!
        if (boxes[b]! <= maxX && boxes[b + 2]! >= minX && boxes[b + 1]! <= maxY && boxes[b + 3]! >= minY) return true
      }
    }
    return false
  }
}
