import { distance } from './plane.ts'
import type { Point } from './plane.ts'

/** Direction of the streets at a point: one of four, each a quarter turn from the next. Radians. */
export type DirectionField = (point: Point) => number

const CELL = 40
const REACH = 70

/**
 * Streets run along or across the nearest great lines: their directions are averaged with a quarter-turn symmetry
 * (as in tensor-field street modelling), weighted by nearness, so that blocks turn with the river and around the lake.
 */
export function createDirectionField(lines: readonly (readonly Point[])[]): DirectionField {
  const sources = lines.flatMap((line) => line.slice(1).map((q, i) => source(line[i]!, q)))
  const known = new Map<string, Point>()
  const node = (i: number, j: number): Point => {
    const key = `${i} ${j}`
    const found = known.get(key)
    if (found) return found
    let [c, s] = [0, 0]
    for (const { at, cos, sin, length } of sources) {
      const away = distance(at, [i * CELL, j * CELL]) + REACH
      const weight = length / (away * away * away)
      c += cos * weight
      s += sin * weight
    }
    const size = Math.hypot(c, s) || 1
    const value: Point = [c / size, s / size]
    known.set(key, value)
    return value
  }
  return ([x, y]) => {
    const [i, j] = [Math.floor(x / CELL), Math.floor(y / CELL)]
    const [u, v] = [x / CELL - i, y / CELL - j]
    const mix = (k: 0 | 1) =>
      (node(i, j)[k] * (1 - u) + node(i + 1, j)[k] * u) * (1 - v) + (node(i, j + 1)[k] * (1 - u) + node(i + 1, j + 1)[k] * u) * v
    return Math.atan2(mix(1), mix(0)) / 4
  }
}

function source(a: Point, b: Point) {
  const turn = 4 * Math.atan2(b[1] - a[1], b[0] - a[0])
  return {
    at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as Point,
    cos: Math.cos(turn),
    sin: Math.sin(turn),
    length: distance(a, b),
  }
}
