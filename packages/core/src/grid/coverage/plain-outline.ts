import type { Borders } from './borders.ts'
import type { Residual } from './residual.ts'
import { int32 } from '../topology/slab.ts'
import { createRingChains } from './ring-chains.ts'
import type { RingChains } from './ring-chains.ts'

/** A ring whose area is below this share of what it is summed up from may run either way. */
const UNSURE = 1e-9
/** More rings than this are looked at in another way. */
const MOST_RINGS = 300

/** Whether a residual is seen to be the outline of a collection that is well: simple rings, counter-clockwise, with boxes apart. */
export function isPlainOutline(borders: Borders, { edges, delta }: Residual): boolean {
  const { x, from, to } = borders
  // Of each vertex the next one, + 1.
  const nextOf = int32(x.length)
  for (let i = 0; i < edges.length; i++) {
    if (delta[i] !== 1 && delta[i] !== -1) return false
    const [a, b] = delta[i] === 1 ? [from[edges[i]!]!, to[edges[i]!]!] : [to[edges[i]!]!, from[edges[i]!]!]
    if (nextOf[a] !== 0) return false
    nextOf[a] = b + 1
  }
  const chains = createRingChains(edges.length)
  const boxes: Box[] = []
  for (let i = 0; i < edges.length; i++) {
    const first = from[edges[i]!]!
    if (nextOf[first] === 0) continue
    const box = followRing(borders, nextOf, first, chains)
    if (!box || boxes.length === MOST_RINGS || boxes.some((other) => doMeet(box, other))) return false
    boxes.push(box)
  }
  return true
}

type Box = readonly [minX: number, minY: number, maxX: number, maxY: number]

/** Takes a ring out of the list, and answers its box, if it is a simple one. */
function followRing({ x, y }: Borders, nextOf: Int32Array, first: number, chains: RingChains): Box | undefined {
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
    const next = nextOf[vertex]!
    if (next === 0) return undefined
    nextOf[vertex] = 0
    vertex = next - 1
    const px = x[vertex]!
    const py = y[vertex]!
    if (px < minX) minX = px
    if (py < minY) minY = py
    if (px > maxX) maxX = px
    if (py > maxY) maxY = py
    const left = (lastX - x0) * (py - y0)
    const right = (px - x0) * (lastY - y0)
    doubled += left - right
    most += Math.abs(left) + Math.abs(right)
    chains.x[length] = lastX = px
    chains.y[length++] = lastY = py
    if (vertex === first) break
  }
  const isSimple = doubled > UNSURE * most && chains.add(length, chains.findTurns(length)) && !chains.mayMeet()
  return isSimple ? [minX, minY, maxX, maxY] : undefined
}

const doMeet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
