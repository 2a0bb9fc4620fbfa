import type { Point } from './plane.ts'
import { rounded } from './projection.ts'

/** Counter-clockwise vertex numbers, not closed. */
export type Ring = readonly number[]

/**
 * One planar topology. A vertex is made once, already rounded, and every ring names it by number; a cut starts and ends at
 * vertices that are there already. So neighbours share their edges by construction and no T-junction can come about.
 */
export interface PlanarMap {
  point(vertex: number): Point
  points(ring: Ring): Point[]
  /** Number of edges that meet at the vertex. */
  degree(vertex: number): number
  addVertices(points: readonly Point[]): number[]
  /** Declares that edges run along the vertices. */
  addEdges(vertices: readonly number[]): void
  /** Cuts a ring from its i-th to its j-th place along `interior`; the first part holds ring[i]…ring[j]. */
  split(ring: Ring, i: number, j: number, interior: readonly Point[]): { parts: [Ring, Ring]; cut: number[] }
  readonly size: number
}

export function createPlanarMap(): PlanarMap {
  const all: Point[] = []
  const degrees: number[] = []
  const addVertices = (points: readonly Point[]) =>
    points.map((point) => {
      degrees.push(0)
      return all.push(rounded(point)) - 1
    })
  const addEdges = (vertices: readonly number[]) => {
    for (let k = 1; k < vertices.length; k++) for (const end of [vertices[k - 1]!, vertices[k]!]) degrees[end]! += 1
  }
  return {
    point: (vertex) => all[vertex]!,
    points: (ring) => ring.map((vertex) => all[vertex]!),
    degree: (vertex) => degrees[vertex]!,
    addVertices,
    addEdges,
    split: (ring, i, j, interior) => {
      const middle = addVertices(interior)
      const cut = [ring[i]!, ...middle, ring[j]!]
      addEdges(cut)
      return {
        parts: [
          [...arc(ring, i, j), ...[...middle].reverse()],
          [...arc(ring, j, i), ...middle],
        ],
        cut,
      }
    },
    get size() {
      return all.length
    },
  }
}

/** ring[i] to ring[j], both included, around the end where need be. */
const arc = (ring: Ring, i: number, j: number) => (i <= j ? ring.slice(i, j + 1) : [...ring.slice(i), ...ring.slice(0, j + 1)])
