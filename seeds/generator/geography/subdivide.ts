import type { Random } from '../random.ts'
import { createBlock, isClear, trace } from './cut.ts'
import type { Block, CutStyle, Trace } from './cut.ts'
import type { DirectionField } from './direction-field.ts'
import { area, centroid, contains, distanceToRing, perimeter } from './plane.ts'
import type { Point } from './plane.ts'
import type { PlanarMap, Ring } from './planar-map.ts'
import { rounded } from './projection.ts'

export interface Subdivision {
  map: PlanarMap
  field: DirectionField
  random: Random
  style: CutStyle
  /** Called with the vertices of each new line. */
  onCut?: (vertices: number[]) => void
}

/** Cuts a ring into `count` rings, halving again and again along the direction field. */
export function subdivide(ring: Ring, count: number, subdivision: Subdivision): Ring[] {
  if (count <= 1) return [ring]
  const { map, random, onCut } = subdivision
  const less = Math.max(1, Math.min(count - 1, Math.round(count * random.between(0.34, 0.66))))
  const evenness = random.between(0.74, 1.3)
  const share = Math.min(0.85, (less / count) * evenness)
  const { i, j, interior, smaller } = bestCut(ring, share, subdivision)
  const { parts, cut } = map.split(ring, i, j, interior)
  onCut?.(cut)
  const [a, b] = smaller === 0 ? parts : [parts[1], parts[0]]
  return [...subdivide(a, less, subdivision), ...subdivide(b, count - less, subdivision)]
}

interface Cut {
  i: number
  j: number
  interior: Point[]
  /** Which part takes the share that was asked for. */
  smaller: 0 | 1
}

/** The best of many random cuts whose drawn line keeps clear; asks for less clearance where nothing fits. */
function bestCut(ring: Ring, share: number, { map, field, random, style }: Subdivision): Cut {
  const block = createBlock(map, ring, field)
  for (let ease = 1; ease > 0.2; ease *= 0.75) {
    const eased = { ...style, cornerDistance: style.cornerDistance * ease, clearance: style.clearance * ease }
    const proposals = propose(block, share, eased, random).sort((a, b) => a.cost - b.cost)
    for (const proposal of proposals) {
      const [one, other] = proposal.arms.map((arm) => style.draw(arm, random)) as [Point[], Point[]]
      const interior = [...one.slice(1, -1).reverse(), one[0]!, ...other.slice(1, -1)].map(rounded)
      const line = [block.points[proposal.i]!, ...interior, block.points[proposal.j]!]
      if (isClear(block.points, line, eased.clearance)) return { ...proposal, interior }
    }
  }
  throw new Error(`Expected a cut through a block of ${Math.round(area(block.points))} m², found none`)
}

interface Proposal extends Trace {
  cost: number
  smaller: 0 | 1
}

function propose(block: Block, share: number, style: CutStyle, random: Random): Proposal[] {
  const { points, field } = block
  const whole = area(points)
  const [cx, cy] = centroid(points)
  const axis = field([cx, cy])
  const [u, v]: Point[] = [
    [Math.cos(axis), Math.sin(axis)],
    [-Math.sin(axis), Math.cos(axis)],
  ] as const
  const range = (d: Point) => {
    const along = points.map(([x, y]) => (x - cx) * d[0] + (y - cy) * d[1])
    return [Math.min(...along), Math.max(...along)] as const
  }
  const [ru, rv] = [range(u!), range(v!)]
  const proposals: Proposal[] = []
  for (let tries = 0; tries < style.tries; tries++) {
    const [s, t] = [random.between(...ru), random.between(...rv)]
    const seed: Point = [cx + u![0] * s + v![0] * t, cy + u![1] * s + v![1] * t]
    const heading = axis + random.int(0, 3) * (Math.PI / 2)
    const turn = random.chance(style.corners) ? Math.PI / 2 : Math.PI
    if (!contains(points, seed) || distanceToRing(seed, points) < style.clearance) continue
    const traced = trace(block, seed, heading, turn, style)
    if (traced) proposals.push({ ...traced, ...appraise(block, traced, share, whole, turn < 3) })
  }
  return proposals
}

/** Lower is better: the right share, compact parts, streets that go on across the boundary. */
function appraise({ points, junction }: Block, { i, j, arms }: Trace, share: number, whole: number, cornered: boolean) {
  const line = [...[...arms[0]].reverse(), ...arms[1].slice(1)]
  const [from, to] =
    i <= j
      ? [points.slice(i, j + 1), [...points.slice(j), ...points.slice(0, i + 1)]]
      : [[...points.slice(i), ...points.slice(0, j + 1)], points.slice(j, i + 1)]
  const parts = [
    [...from, ...line.slice(1, -1).reverse()],
    [...to, ...line.slice(1, -1)],
  ] as const
  const areas = parts.map(area) as [number, number]
  const smaller = Math.abs(areas[0] / whole - share) <= Math.abs(areas[1] / whole - share) ? 0 : 1
  const wrong = Math.abs(areas[smaller]! / whole - share) / Math.min(share, 1 - share)
  const thinness = parts.map((part, k) => perimeter(part) ** 2 / (16 * Math.max(1, areas[k]!)) - 1)
  const through = (junction[i] ? 1 : 0) + (junction[j] ? 1 : 0)
  return {
    smaller: smaller as 0 | 1,
    cost: 1.6 * wrong + Math.max(...thinness) + 0.35 * Math.min(...thinness) - 0.22 * through + (cornered ? 0.3 : 0),
  }
}
