import type { Place } from '@wangge/core/grid'
import type { Position } from '@wangge/core/schema'

/** A point of a place to go to: within an area, on a line. Undefined where the place has no readable position. */
export function spotOf(place: Place): Position | undefined {
  switch (place.type) {
    case 'Point':
      return finite(place.coordinates)
    case 'LineString':
      return middle(place.coordinates)
    case 'MultiPoint':
      return finite(place.coordinates[0])
    case 'MultiLineString':
      return middle(longest(place.coordinates))
    case 'Polygon':
      return within(place.coordinates)
    case 'MultiPolygon':
      return within(place.coordinates.reduce((a, b) => (extentOf(b[0]) > extentOf(a[0]) ? b : a), place.coordinates[0] ?? []))
  }
}

const finite = (position: Position | undefined): Position | undefined =>
  position && Number.isFinite(position[0]) && Number.isFinite(position[1]) ? [position[0], position[1]] : undefined

function middle(line: readonly Position[] | undefined): Position | undefined {
  const index = Math.max(0, Math.floor((line?.length ?? 0) / 2) - 1)
  const [a, b] = [finite(line?.[index]), finite(line?.[index + 1])]
  return a && b ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : a
}

const longest = (lines: readonly Position[][]) => lines.reduce((a, b) => (b.length > a.length ? b : a), lines[0] ?? [])

function boxOf(ring: readonly Position[]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of ring) {
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return [west, south, east, north]
}

function extentOf(ring: readonly Position[] | undefined): number {
  const [west, south, east, north] = boxOf(ring ?? [])
  return east >= west ? east - west + north - south : -1
}

const LINES = 5

/** The middle of the widest stretch across the area, of a few lines drawn across its longer side. */
function within(rings: readonly Position[][]): Position | undefined {
  const outer = rings[0] ?? []
  const [west, south, east, north] = boxOf(outer)
  const isWide = east - west >= north - south
  const [from, to] = isWide ? [west, east] : [south, north]
  let best: { at: Position; width: number } | undefined
  for (let line = 1; line <= LINES; line++) {
    const along = from + ((to - from) * line) / (LINES + 1)
    const crossings = rings.flatMap((ring) => crossingsOf(ring, along, isWide ? 0 : 1)).sort((a, b) => a - b)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [a, b] = [crossings[i]!, crossings[i + 1]!]
      if (best && b - a <= best.width) continue
      const across = (a + b) / 2
      best = { at: isWide ? [along, across] : [across, along], width: b - a }
    }
  }
  return best?.at ?? middle(outer)
}

/** Where a ring crosses the line on which the coordinate `axis` is `value`: the other coordinate. */
function crossingsOf(ring: readonly Position[], value: number, axis: 0 | 1): number[] {
  const other = axis === 0 ? 1 : 0
  const found: number[] = []
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
    if (a[axis] < value === b[axis] < value) continue
    found.push(a[other] + ((value - a[axis]) / (b[axis] - a[axis])) * (b[other] - a[other]))
  }
  return found
}
