// Lines as the map draws them: metres from the origin, x to the east and y to the north.
import type { PackedLine } from './data.ts'

/** x, y, x, y, … */
export type Line = Float64Array

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

export function unpack(packed: PackedLine, units: number): Line {
  const line = new Float64Array(packed.length)
  let [x, y] = [0, 0]
  for (let i = 0; i < packed.length; i += 2) {
    x += packed[i]!
    y += packed[i + 1]!
    line[i] = x / units
    line[i + 1] = y / units
  }
  return line
}

export function boxOf(lines: readonly Line[]): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      const [x, y] = [line[i]!, line[i + 1]!]
      if (x < box.west) box.west = x
      if (x > box.east) box.east = x
      if (y < box.south) box.south = y
      if (y > box.north) box.north = y
    }
  }
  return box
}

export function around(boxes: readonly Box[]): Box {
  return {
    west: Math.min(...boxes.map(({ west }) => west)),
    south: Math.min(...boxes.map(({ south }) => south)),
    east: Math.max(...boxes.map(({ east }) => east)),
    north: Math.max(...boxes.map(({ north }) => north)),
  }
}

export const meets = (a: Box, b: Box): boolean => a.west <= b.east && a.east >= b.west && a.south <= b.north && a.north >= b.south

/** Leaves out what is nearer than `step` to the position kept before it; the ends stay. */
export function thinned(line: Line, step: number): Line {
  if (line.length <= 8) return line
  const kept = new Float64Array(line.length)
  let count = 0
  let [lastX, lastY] = [NaN, NaN]
  for (let i = 0; i < line.length; i += 2) {
    const [x, y] = [line[i]!, line[i + 1]!]
    const isEnd = i === 0 || i === line.length - 2
    if (!isEnd && Math.abs(x - lastX) < step && Math.abs(y - lastY) < step) continue
    kept[count++] = lastX = x
    kept[count++] = lastY = y
  }
  return kept.slice(0, count)
}

/**
 * A ring cut to a box (Sutherland and Hodgman 1974), so that nothing is drawn millions of pixels away, where a canvas
 * loses its precision.
 */
export function clipped(ring: Line, { west, south, east, north }: Box): Line {
  const left = cut(ring, (x) => x - west)
  const right = cut(left, (x) => east - x)
  const low = cut(right, (_, y) => y - south)
  return cut(low, (_, y) => north - y)
}

function cut(ring: Line, inside: (x: number, y: number) => number): Line {
  const kept: number[] = []
  const count = ring.length
  for (let i = 0; i < count; i += 2) {
    const j = (i + 2) % count
    const [ax, ay, bx, by] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]
    const [a, b] = [inside(ax, ay), inside(bx, by)]
    if (a >= 0) kept.push(ax, ay)
    if (a < 0 === b < 0) continue
    const t = a / (a - b)
    kept.push(ax + t * (bx - ax), ay + t * (by - ay))
  }
  return Float64Array.from(kept)
}

/** Whether a position is within rings, counted even and odd. */
export function covers(rings: readonly Line[], x: number, y: number): boolean {
  let isInside = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
    }
  }
  return isInside
}
