// What there is to draw: grids and findings with their lines and boxes, read once from the page's data.
import { UNITS } from './data.ts'
import type { PageData, PageFinding, PageGrid } from './data.ts'
import { around, boxOf, unpack } from './shapes.ts'
import type { Box, Line } from './shapes.ts'

export interface SceneGrid extends Omit<PageGrid, 'rings'> {
  index: number
  rings: Line[]
  box: Box
  /** 0 for what has no parent in the list. */
  depth: number
  isLeaf: boolean
  /** One of four tints, the same for the children of one parent. */
  tint: number
}

export interface SceneFinding extends Omit<PageFinding, 'lines' | 'spot'> {
  index: number
  lines: Line[]
  box: Box
  spot?: [number, number]
}

export interface Scene {
  data: PageData
  grids: SceneGrid[]
  findings: SceneFinding[]
  box: Box
  deepest: number
}

export function createScene(data: PageData): Scene {
  const parents = new Set(data.grids.map(({ parent }) => parent))
  const grids = data.grids.map((grid, index): SceneGrid => {
    const rings = grid.rings.map((ring) => unpack(ring, UNITS))
    const depth = depthOf(grid, data.grids)
    return { ...grid, index, rings, box: boxOf(rings), depth, isLeaf: !parents.has(index), tint: Math.max(0, grid.parent) % 4 }
  })
  const findings = data.findings.map((finding, index): SceneFinding => {
    const { spot, lines: packed, ...rest } = finding
    const lines = packed.map((line) => unpack(line, UNITS))
    const at = spot && ([spot[0] / UNITS, spot[1] / UNITS] as [number, number])
    return { ...rest, index, lines, box: boxOf(lines), ...(at ? { spot: at } : {}) }
  })
  const boxes = [...grids, ...findings].map(({ box }) => box).filter(({ west, east }) => east >= west)
  const box = boxes.length > 0 ? boxes.reduce((a, b) => around([a, b])) : { west: -1, south: -1, east: 1, north: 1 }
  return { data, grids, findings, box, deepest: grids.reduce((most, { depth }) => Math.max(most, depth), 0) }
}

/** A round of parents ends where it began. */
function depthOf(grid: PageGrid, grids: readonly PageGrid[]): number {
  let depth = 0
  for (let at = grid; at.parent >= 0 && depth < 12; at = grids[at.parent]!) depth++
  return depth
}
