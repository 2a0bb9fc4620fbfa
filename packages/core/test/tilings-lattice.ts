import type { Random } from './tilings-random.ts'

/** Crooked quadrilaterals in rows; every edge between two corners is one chain of vertices, whoever uses it. */
export interface Lattice {
  columns: number
  /** Cells within the district. */
  cells: number[]
  /** Of every vertex, corners first, in metres. */
  points: [number, number][]
  /** Edges with their vertices, and the cells on both sides; −1 or a cell that is not within: outside. */
  chains: { vertices: number[]; left: number; right: number }[]
  /** Cells within that share an edge with the cell. */
  neighbours(cell: number): number[]
  /** Vertices from the corner of the cell to the next, the last one left out; side 0 is south, then counter-clockwise. */
  side(cell: number, side: number): number[]
}

export interface LatticeOptions {
  cells: number
  ragged: boolean
  lakes: boolean
  between: number
}

/**
 * Corners are off by up to 0.15 of a cell, and edges bend by up to a tenth of their length: so two edges at a corner keep
 * an angle of 12° at least, and no two edges meet elsewhere.
 */
const JITTER = 0.15
const BEND = 0.1

export function createLattice(random: Random, { cells: wanted, ragged, lakes, between }: LatticeOptions): Lattice {
  const columns = Math.max(2, Math.round(Math.sqrt(wanted) * random.between(0.7, 1.4)))
  const rows = Math.max(2, Math.ceil(wanted / columns))
  const size = random.between(15, 90)
  const points: [number, number][] = []
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const [x, y] = [random.between(-JITTER, JITTER), random.between(-JITTER, JITTER)]
      points.push([(column + x + JITTER) * size, (row + y + JITTER) * size])
    }
  }
  const corner = (column: number, row: number) => row * (columns + 1) + column
  const chain = (from: number, to: number) => [from, ...bends(points, from, to, random.below(between + 1), random), to]
  const row = (at: number) => Math.floor(at / columns)
  const within = chooseCells(random, columns, rows, ragged, lakes)
  const south: number[][] = []
  const west: number[][] = []
  const chains: Lattice['chains'] = []
  for (let r = 0; r <= rows; r++) {
    for (let c = 0; c <= columns; c++) {
      if (c < columns) {
        const vertices = chain(corner(c, r), corner(c + 1, r))
        south[r * columns + c] = vertices
        chains.push({ vertices, left: r < rows ? r * columns + c : -1, right: r > 0 ? (r - 1) * columns + c : -1 })
      }
      if (r < rows) {
        const vertices = chain(corner(c, r), corner(c, r + 1))
        west[corner(c, r)] = vertices
        chains.push({ vertices, left: c > 0 ? r * columns + c - 1 : -1, right: c < columns ? r * columns + c : -1 })
      }
    }
  }
  return {
    columns,
    cells: [...within].sort((a, b) => a - b),
    points,
    chains,
    neighbours: (cell) => sides(cell, columns).filter((next) => within.has(next)),
    side(cell, side) {
      const [c, r] = [cell % columns, row(cell)]
      if (side === 0) return south[cell]!.slice(0, -1)
      if (side === 1) return west[corner(c + 1, r)]!.slice(0, -1)
      return (side === 2 ? south[cell + columns]! : west[corner(c, r)]!).toReversed().slice(0, -1)
    },
  }
}

function bends(points: [number, number][], from: number, to: number, count: number, random: Random): number[] {
  const [[ax, ay], [bx, by]] = [points[from]!, points[to]!]
  const straight = random.chance(0.1)
  return Array.from({ length: count }, (_, at) => {
    const share = (at + 1) / (count + 1)
    const off = straight ? 0 : random.between(-BEND, BEND) * Math.min(share, 1 - share) * 2
    return points.push([ax + (bx - ax) * share - (by - ay) * off, ay + (by - ay) * share + (bx - ax) * off]) - 1
  })
}

/** South, east, north, west; −1 beyond the columns. A row too far is no cell of the district. */
function sides(cell: number, columns: number): number[] {
  const column = cell % columns
  return [cell - columns, column + 1 < columns ? cell + 1 : -1, cell + columns, column > 0 ? cell - 1 : -1]
}

function chooseCells(random: Random, columns: number, rows: number, ragged: boolean, lakes: boolean): Set<number> {
  const all = Array.from({ length: columns * rows }, (_, cell) => cell)
  const isRim = (cell: number) =>
    cell % columns === 0 || cell % columns === columns - 1 || cell < columns || cell >= columns * (rows - 1)
  const within = new Set(all)
  if (ragged && all.length > 12) {
    for (const cell of all) {
      const open = isRim(cell) || sides(cell, columns).some((next) => !within.has(next))
      if (open && within.size > all.length / 2 && random.chance(0.2)) within.delete(cell)
    }
  }
  // What the outside does not reach across edges is a blank that the grids around would enclose.
  const outside = new Set<number>()
  const waiting = all.filter((cell) => isRim(cell) && !within.has(cell))
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    if (outside.has(cell)) continue
    outside.add(cell)
    for (const next of sides(cell, columns)) if (all[next] !== undefined && !within.has(next)) waiting.push(next)
  }
  for (const cell of all) if (!outside.has(cell)) within.add(cell)
  if (lakes) for (const cell of all) if (within.size > 4 && random.chance(0.01)) within.delete(cell)
  return within
}

/** Rings of the cells' outline, one polygon for each part that hangs together by edges; no ring meets a vertex twice. */
export function outlineOf(cells: readonly number[], lattice: Lattice): number[][][] {
  const rest = new Set(cells)
  const polygons: number[][][] = []
  for (const start of cells) {
    if (!rest.has(start)) continue
    const part = new Set<number>()
    const waiting = [start]
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      if (!rest.delete(cell)) continue
      part.add(cell)
      waiting.push(...sides(cell, lattice.columns).filter((next) => rest.has(next)))
    }
    polygons.push(ringsOf(part, lattice))
  }
  return polygons
}

interface Step {
  direction: number
  vertices: number[]
  to: number
}

function ringsOf(part: ReadonlySet<number>, lattice: Lattice): number[][] {
  const from = new Map<number, Step[]>()
  for (const cell of part) {
    const beyond = sides(cell, lattice.columns)
    for (let direction = 0; direction < 4; direction++) {
      if (part.has(beyond[direction]!)) continue
      const vertices = lattice.side(cell, direction)
      const to = lattice.side(cell, (direction + 1) % 4)[0]!
      const steps = from.get(vertices[0]!)
      if (steps) steps.push({ direction, vertices, to })
      else from.set(vertices[0]!, [{ direction, vertices, to }])
    }
  }
  const rings: number[][] = []
  for (const corner of from.keys()) {
    while (from.get(corner)!.length > 0) rings.push(...simpleRings(walk(corner, from)))
  }
  // The outer ring runs counter-clockwise, all others are holes.
  return rings.sort((a, b) => doubledArea(b, lattice) - doubledArea(a, lattice))
}

/** Along the outline, the part on the left; at a corner where it touches itself, the sharpest turn to the left. */
function walk(start: number, from: Map<number, Step[]>): number[] {
  const vertices: number[] = []
  let at = start
  let direction = -1
  do {
    const steps = from.get(at)!
    const turn = (step: Step) => (direction < 0 ? 0 : (step.direction - direction + 5) % 4)
    const step = steps.reduce((best, other) => (turn(other) > turn(best) ? other : best))
    steps.splice(steps.indexOf(step), 1)
    vertices.push(...step.vertices)
    ;({ to: at, direction } = step)
  } while (at !== start)
  return vertices
}

/** Parts a ring at every vertex that it meets again. */
function simpleRings(ring: readonly number[]): number[][] {
  const rings: number[][] = []
  const path: number[] = []
  for (const vertex of [...ring, ring[0]!]) {
    const before = path.indexOf(vertex)
    if (before >= 0) rings.push(path.splice(before))
    path.push(vertex)
  }
  return rings
}

function doubledArea(ring: readonly number[], { points }: Lattice): number {
  return ring.reduce((sum, vertex, at) => {
    const [[x, y], [nextX, nextY]] = [points[vertex]!, points[ring[(at + 1) % ring.length]!]!]
    return sum + x * nextY - nextX * y
  }, 0)
}
