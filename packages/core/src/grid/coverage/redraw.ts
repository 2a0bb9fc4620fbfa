import { arrange } from '../topology/arrange.ts'
import type { Rings } from '../topology/read-rings.ts'
import { areaOfEdges } from './measure.ts'
import type { Measure } from './measure.ts'

/** The border of a grid by even-odd: what an odd number of its rings goes round is inside. */
export interface Redrawn {
  /** Edges with the inside to their left, as vertices of the table; from −2 down, −2 − i is the crossing i. */
  from: number[]
  to: number[]
  /** Crossings as x, y, x, y, … */
  crossings: number[]
  /** m². */
  area: number
  /** How often its rings go round a place, outer rings once and holes once less: from 0 to 1 where all is well. */
  least: number
  most: number
  /** Positions on the border of what is gone round too often or too seldom. */
  wrongPlaces: number[]
}

const MOST_PLACES = 100

/** @param turn which way round each ring runs; those that have none are left out */
export function redraw(rings: Rings, turn: Int8Array, grid: number, measure: Measure): Redrawn {
  const { start, vertices, gridStart } = rings
  const from: number[] = []
  const to: number[] = []
  const local = new Map<number, number>()
  const localOf = (vertex: number): number => {
    const known = local.get(vertex)
    if (known !== undefined) return known
    local.set(vertex, local.size)
    return local.size - 1
  }
  for (let r = gridStart[grid]!; r < gridStart[grid + 1]!; r++) {
    if (turn[r] === 0) continue
    let a = vertices[start[r + 1]! - 1]!
    for (let i = start[r]!; i < start[r + 1]!; i++) {
      const b = vertices[i]!
      if (a !== b) {
        from.push(localOf(turn[r]! > 0 ? a : b))
        to.push(localOf(turn[r]! > 0 ? b : a))
      }
      a = b
    }
  }
  const ids = [...local.keys()]
  const map = arrange(
    Float64Array.from(ids, (v) => rings.x[v]!),
    Float64Array.from(ids, (v) => rings.y[v]!),
    { from: Int32Array.from(from), to: Int32Array.from(to), delta: new Int32Array(from.length).fill(1) },
    { snap: 0 },
  )

  // Which side of each segment is inside, along it: 1 left, 2 right, 3 now this, now that.
  const sides = new Uint8Array(from.length)
  for (let e = 0; e < map.edgeFrom.length; e++) {
    const isLeft = (map.faceValue[map.leftFace[e]!]! & 1) === 1
    for (let i = map.sourceStart[e]!; i < map.sourceStart[e + 1]!; i++) {
      sides[map.sources[i]! >> 1]! |= isLeft === ((map.sources[i]! & 1) === 0) ? 1 : 2
    }
  }
  const isOneSided = (segment: number): boolean => sides[segment] !== 3

  const drawn: Redrawn = { from: [], to: [], crossings: [], area: 0, least: 0, most: 0, wrongPlaces: [] }
  for (const value of map.faceValue) {
    drawn.least = Math.min(drawn.least, value)
    drawn.most = Math.max(drawn.most, value)
  }
  const crossingOf = new Map<number, number>()
  const vertexOf = (node: number): number => {
    if (map.vertex[node]! >= 0) return ids[map.vertex[node]!]!
    const known = crossingOf.get(node)
    if (known !== undefined) return known
    const at = -2 - drawn.crossings.length / 2
    drawn.crossings.push(map.x[node]!, map.y[node]!)
    crossingOf.set(node, at)
    return at
  }
  const lines: [number, number, number, number][] = []
  const draw = (p: number, q: number): void => {
    drawn.from.push(vertexOf(p))
    drawn.to.push(vertexOf(q))
    lines.push([map.x[p]!, map.y[p]!, map.x[q]!, map.y[q]!])
  }
  const valueAt = (face: number): number => map.faceValue[face]!
  // Where all of an edge is border it stays one edge: the neighbours draw it whole too.
  const parts = new Int32Array(from.length)
  const borderParts = new Int32Array(from.length)
  for (let e = 0; e < map.edgeFrom.length; e++) {
    const isBorder = ((valueAt(map.leftFace[e]!) ^ valueAt(map.rightFace[e]!)) & 1) === 1
    const isAlone = map.sourceStart[e + 1]! - map.sourceStart[e]! === 1
    for (let i = map.sourceStart[e]!; i < map.sourceStart[e + 1]!; i++) {
      parts[map.sources[i]! >> 1]!++
      if (isBorder && isAlone) borderParts[map.sources[i]! >> 1]!++
    }
  }
  const nodeOf = new Int32Array(ids.length).fill(-1)
  for (let n = 0; n < map.vertex.length; n++) if (map.vertex[n]! >= 0) nodeOf[map.vertex[n]!] = n
  for (let e = 0; e < map.edgeFrom.length; e++) {
    const left = valueAt(map.leftFace[e]!)
    const right = valueAt(map.rightFace[e]!)
    const a = map.edgeFrom[e]!
    const b = map.edgeTo[e]!
    const isWrong = (left < 0 || left > 1) !== (right < 0 || right > 1)
    if (isWrong && drawn.wrongPlaces.length < 2 * MOST_PLACES) drawn.wrongPlaces.push(map.x[a]!, map.y[a]!)
    if (((left ^ right) & 1) === 0) continue
    const source = map.sources[map.sourceStart[e]!]!
    const segment = source >> 1
    const ends = [nodeOf[from[segment]!]!, nodeOf[to[segment]!]!]
    if (borderParts[segment] === parts[segment] && parts[segment]! > 1 && ends[0]! >= 0 && ends[1]! >= 0 && isOneSided(segment)) {
      // Drawn once, with the piece at which it begins.
      const isBeginning = (source & 1) === 0 ? a === ends[0] : b === ends[0]
      const isAlong = ((source & 1) === 0) === ((left & 1) === 1)
      if (isBeginning) draw(ends[isAlong ? 0 : 1]!, ends[isAlong ? 1 : 0]!)
    } else if (left & 1) draw(a, b)
    else draw(b, a)
  }
  drawn.area = areaOfEdges(measure, lines)
  return drawn
}
