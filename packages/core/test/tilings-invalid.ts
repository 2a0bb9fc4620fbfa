import type { Crs, Position } from '../src/schema.ts'
import type { Geometry } from '../src/grid/schema.ts'
import type { Expected, Fault, Injector } from './tilings-faults.ts'
import type { Random } from './tilings-random.ts'
import type { TiledGrid, Tiling } from './tilings.ts'

type Rings = Position[][]

interface Target {
  grid: TiledGrid
  polygons: Rings[]
  /** One of its rings, as positions that can be changed. */
  ring: Position[]
  polygon: Rings
}

/** A leaf and one of its rings with so many vertices at least, copied. */
function targetIn(tiling: Tiling, random: Random, atLeast = 3): Target | undefined {
  const leaves = new Set(tiling.mesh.filter(({ isLeaf }) => isLeaf).map(({ id }) => id))
  for (const grid of random.shuffled(tiling.grids)) {
    if (!leaves.has(grid.id)) continue
    const { geometry } = grid
    const given = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    const polygons = given.map((rings) => rings.map((ring) => [...ring]))
    const polygon = random.pick(polygons)
    const ring = random.pick(polygon)
    if (ring.length > atLeast) return { grid, polygons, polygon, ring }
  }
  return undefined
}

function told(tiling: Tiling, { grid, polygons }: Target, reason: string, place: Position[], more: Partial<Fault> = {}): Fault {
  const geometry: Geometry =
    polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons }
  const grids = tiling.grids.map((given) => (given === grid ? { ...grid, geometry } : given))
  const expected: Expected = { code: 'invalid-geometry', grids: [grid.id], reason, place: [place] }
  return { grids, expected: [expected], ...more }
}

/** Two neighbouring vertices change places: their edges cross. */
const selfCrossing: Injector = (tiling, random) => {
  const target = targetIn(tiling, random, 5)
  if (!target) return undefined
  const { ring } = target
  const at = 1 + random.below(ring.length - 3)
  const place = ring.slice(at - 1, at + 3)
  ;[ring[at], ring[at + 1]] = [ring[at + 1]!, ring[at]!]
  // Where the four do not turn the same way the swapped way does not cross itself, but its neighbours' borders all the same.
  if (!crosses(ring[at - 1]!, ring[at]!, ring[at + 1]!, ring[at + 2]!)) return undefined
  return told(tiling, target, 'self-crossing', place, { maySpoil: place })
}

function crosses(a: Position, b: Position, c: Position, d: Position): boolean {
  const turn = (p: Position, q: Position, r: Position) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

/** Out of the border and back the same way. */
const spike: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  const { ring } = target
  const at = random.below(ring.length - 1)
  const from = ring[at]!
  const tip = tiling.frame.moved(from, random.between(-3, 3), random.between(-3, 3))
  if (tiling.crs !== 'planar' && Math.abs(tip[0]) > 180) return undefined
  ring.splice(at + 1, 0, tip, [...from])
  return told(tiling, target, 'spike', [from, tip])
}

const unclosed: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  const place = [...target.ring]
  target.ring.pop()
  return told(tiling, target, 'unclosed', place)
}

const winding: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  target.ring.reverse()
  return told(tiling, target, 'winding', target.ring)
}

const duplicatePoint: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  const at = random.below(target.ring.length)
  const point = target.ring[at]!
  target.ring.splice(at, 0, [...point])
  return told(tiling, target, 'duplicate-point', [point, point])
}

/** A part without any area, on the grid's own border. */
const zeroArea: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  const [a, b] = [target.ring[0]!, target.ring[1]!]
  const flat: Position[] = [a, b, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], a]
  target.polygons.push([flat.map((position) => [...position])])
  return told(tiling, target, 'zero-area', flat)
}

/** A hole far from all grids; by the count of rings it would cover its place. */
const holeOutside: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  const { frame } = tiling
  const xs = tiling.positions.map(([x]) => x)
  const ys = tiling.positions.map(([, y]) => y)
  const corner: Position = [Math.min(...xs) + 1e-4, Math.min(...ys)]
  const south = frame.moved(corner, 0, -30)
  const hole = [south, frame.moved(south, 0, 9), frame.moved(south, 9, 9), frame.moved(south, 9, 0), south]
  target.polygon.push(hole)
  return told(tiling, target, 'hole-outside', hole, { maySpoil: hole })
}

const unreadable: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  const place = [...target.ring]
  target.ring[random.below(target.ring.length)] = [NaN, random.chance(0.5) ? NaN : 0]
  return told(tiling, target, 'unreadable', [], { maySpoil: [...place, ...target.polygon.flat().filter(([x]) => x === x)] })
}

/** The grid is left out: what it covered may be told as blank. */
const otherCrs: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  const crs: Crs = tiling.crs === 'bd09' ? 'wgs84' : 'bd09'
  const grids = tiling.grids.map((given) => (given === target.grid ? { ...given, crs } : given))
  const expected: Expected = { code: 'crs', grids: [target.grid.id], place: [] }
  return { grids, expected: [expected], maySpoil: target.polygons.flat(2) }
}

const sameId: Injector = (tiling, random) => {
  const target = targetIn(tiling, random)
  if (!target) return undefined
  const expected: Expected = { code: 'invalid-geometry', grids: [target.grid.id], reason: 'duplicate-id', place: [] }
  return { grids: [...tiling.grids, { ...target.grid }], expected: [expected], maySpoil: target.polygons.flat(2) }
}

export const INVALID_FAULTS: Readonly<Record<string, Injector>> = {
  'ring that crosses itself': selfCrossing,
  spike,
  'ring not closed': unclosed,
  'ring the wrong way round': winding,
  'point given twice': duplicatePoint,
  'part without area': zeroArea,
  'hole outside its grid': holeOutside,
  'position that is no number': unreadable,
  'grid in another crs': otherCrs,
  'id given twice': sameId,
}
