import type { Finding } from '../coverage-schema.ts'
import type { Check } from './check-group.ts'
import { unmatchedHint } from './hints.ts'
import { lengthOfEdge } from './measure.ts'
import type { Scene } from './owners.ts'
import { linesPlace } from './places.ts'
import type { Group } from './residual.ts'

/** Borders that two grids share, but not vertex by vertex. */
export interface Unmatched {
  /** A face narrower than the tolerance: twice each piece of its border, + 1 where it is to the right. */
  addSliver(grids: readonly number[], border: readonly number[]): void
  findings(): Finding[]
}

export function createUnmatched({ ids, measure }: Pick<Check, 'ids' | 'measure'>, { parent }: Group, scene: Scene): Unmatched {
  const { map } = scene
  // Pieces by whose they are.
  const lines = new Map<string, { grids: readonly number[]; pieces: Set<number> }>()
  const add = (grids: readonly number[], pieces: readonly number[]): void => {
    const name = grids.join()
    const line = lines.get(name) ?? { grids, pieces: new Set() }
    for (const piece of pieces) line.pieces.add(piece)
    lines.set(name, line)
  }
  for (let piece = 0; piece < map.edgeFrom.length; piece++) {
    // Edges that were not the same, and yet cancel where they lie on each other.
    if (map.edgeDelta[piece] !== 0 || !scene.isResidual(piece)) continue
    const grids: number[] = []
    scene.addGrids(piece, grids)
    if (grids.length > 1)
      add(
        grids.filter((grid) => grid !== parent),
        [piece],
      )
  }
  return {
    addSliver(grids, border) {
      // One side of the sliver is line enough: that of the grid that comes first.
      const owners = border.map((side) => {
        const own: number[] = []
        scene.addGrids(side >> 1, own)
        return own
      })
      const all = [...grids]
      for (const side of border) scene.addGrids(side >> 1, all)
      const named = parent >= 0 ? all.filter((grid) => grid !== parent) : all
      const own = border.filter((_, at) => owners[at]!.includes(named[0]!))
      add(
        named,
        (own.length > 0 ? own : border).map((side) => side >> 1),
      )
    },
    findings: () =>
      [...lines.values()].flatMap(({ grids, pieces }) =>
        chains(
          map,
          [...pieces].sort((a, b) => a - b),
        ).map((chain): Finding => {
          const length = chain.reduce((sum, piece) => {
            const [a, b] = [map.edgeFrom[piece]!, map.edgeTo[piece]!]
            return sum + lengthOfEdge(measure, map.x[a]!, map.y[a]!, map.x[b]!, map.y[b]!)
          }, 0)
          const named = grids.map((grid) => ids[grid]!)
          return {
            code: 'unmatched-edge',
            grids: named,
            ...(parent >= 0 ? { parent: ids[parent]! } : {}),
            area: 0,
            width: 0,
            length,
            geometry: linesPlace(map, chain),
            hint: unmatchedHint(named, parent >= 0 ? ids[parent] : undefined, length),
          }
        }),
      ),
  }
}

/** Pieces that hang together, in order. */
function chains({ edgeFrom, edgeTo }: Scene['map'], pieces: readonly number[]): number[][] {
  const root = new Map<number, number>()
  const find = (node: number): number => {
    let at = node
    for (let up = root.get(at) ?? at; up !== at; up = root.get(at) ?? at) at = up
    root.set(node, at)
    return at
  }
  for (const piece of pieces) {
    const [a, b] = [find(edgeFrom[piece]!), find(edgeTo[piece]!)]
    if (a !== b) root.set(Math.max(a, b), Math.min(a, b))
  }
  const found = new Map<number, number[]>()
  for (const piece of pieces) {
    const key = find(edgeFrom[piece]!)
    const chain = found.get(key)
    if (chain) chain.push(piece)
    else found.set(key, [piece])
  }
  return [...found.values()]
}
