import type { Borders } from './borders.ts'
import type { Residual } from './residual.ts'
import { createRingChains } from './ring-chains.ts'
import type { RingChains } from './ring-chains.ts'

/** A ring whose area is below this share of what it is summed up from may run either way. */
const UNSURE = 1e-9
/** More rings than this are looked at in another way. */
const MOST_RINGS = 300

/** Whether a residual is seen to be the outline of a collection that is well: simple rings, counter-clockwise, with boxes apart. */
export function isPlainOutline(borders: Borders, { edges, delta }: Residual): boolean {
  const { from, to } = borders
  const nextOf = new Map<number, number>()
  for (let i = 0; i < edges.length; i++) {
    const [a, b] = [from[edges[i]!]!, to[edges[i]!]!]
    if (delta[i] === 1) nextOf.set(a, b)
    else if (delta[i] === -1) nextOf.set(b, a)
    else return false
  }
  if (nextOf.size < edges.length) return false
  const chains = createRingChains(edges.length)
  const boxes: Box[] = []
  for (const first of nextOf.keys()) {
    const box = followRing(borders, nextOf, first, chains)
    if (!box || boxes.length === MOST_RINGS || boxes.some((other) => doMeet(box, other))) return false
    boxes.push(box)
  }
  return true
}

type Box = readonly [minX: number, minY: number, maxX: number, maxY: number]

/** Takes a ring out of the map, and answers its box, if it is a simple one. */
function followRing({ x, y }: Borders, nextOf: Map<number, number>, first: number, chains: RingChains): Box | undefined {
  const [x0, y0] = [x[first]!, y[first]!]
  let [minX, minY, maxX, maxY] = [x0, y0, x0, y0]
  let [lastX, lastY] = [x0, y0]
  let doubled = 0
  let most = 0
  let length = 0
  chains.clear()
  chains.x[length] = x0
  chains.y[length++] = y0
  for (let vertex = first; ;) {
    const next = nextOf.get(vertex)
    if (next === undefined) return undefined
    nextOf.delete(vertex)
    vertex = next
    const [px, py] = [x[vertex]!, y[vertex]!]
    minX = Math.min(minX, px)
    minY = Math.min(minY, py)
    maxX = Math.max(maxX, px)
    maxY = Math.max(maxY, py)
    const left = (lastX - x0) * (py - y0)
    const right = (px - x0) * (lastY - y0)
    doubled += left - right
    most += Math.abs(left) + Math.abs(right)
    chains.x[length] = lastX = px
    chains.y[length++] = lastY = py
    if (vertex === first) break
  }
  const isSimple = doubled > UNSURE * most && chains.add(length) && !chains.mayMeet()
  return isSimple ? [minX, minY, maxX, maxY] : undefined
}

const doMeet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
