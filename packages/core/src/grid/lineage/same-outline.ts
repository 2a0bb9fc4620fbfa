import type { Crs, Position } from '../../schema.ts'
import { checkCoverage } from '../coverage/check-coverage.ts'
import type { Geometry } from '../schema.ts'

/** Below this many units, a tenth of a millimetre in degrees, files differ by how they were written, not by where borders are. */
const STEP = 1e-9

/** Whether two outlines are the same, wherever their rings begin, whichever way they run and whatever the order of parts. */
export function isSameOutline(one: Geometry, other: Geometry): boolean {
  return one === other || outlineKey(one) === outlineKey(other)
}

/**
 * Whether two outlines bound the same ground: a vertex more on the way from one corner to the next moves no border. It is
 * there because a neighbour has it, for children of one parent share their very vertices.
 */
export function isSameGround(one: Geometry, other: Geometry, crs: Crs): boolean {
  if (isSameOutline(one, other)) return true
  const grids = [
    { id: 'one', geometry: one },
    { id: 'other', parentId: 'one', geometry: other },
  ]
  return checkCoverage(grids, { crs }).findings.every(({ code }) => code === 'unmatched-edge')
}

function outlineKey(geometry: Geometry): string {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return polygons
    .map(([outer = [], ...holes]) => [ringKey(outer), ...holes.map(ringKey).sort()].join('|'))
    .sort()
    .join('||')
}

function ringKey(ring: readonly Position[]): string {
  const keys = ring.map(([x, y]) => `${round(x)},${round(y)}`)
  if (keys.length > 1 && keys[0] === keys.at(-1)) keys.pop()
  const turned = fromLowest(keys)
  const reversed = fromLowest([...keys].reverse())
  return turned < reversed ? turned : reversed
}

// -0 is 0.
const round = (value: number) => Math.round(value / STEP) + 0

function fromLowest(keys: readonly string[]): string {
  const first = keys.reduce((lowest, key, index) => (key < keys[lowest]! ? index : lowest), 0)
  return [...keys.slice(first), ...keys.slice(0, first)].join(' ')
}
