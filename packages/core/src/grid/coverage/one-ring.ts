import type { Borders } from './borders.ts'
import type { Residual } from './residual.ts'
import { createRingChains } from './ring-chains.ts'

/** A ring whose area is below this share of what it is summed up from may run either way. */
const UNSURE = 1e-9

/** Whether a residual is seen to be one simple ring, counter-clockwise: the outline of a collection that is well. */
export function isOneRing({ x, y, from, to }: Borders, { edges, delta }: Residual): boolean {
  const nextOf = new Map<number, number>()
  for (let i = 0; i < edges.length; i++) {
    const [a, b] = [from[edges[i]!]!, to[edges[i]!]!]
    if (delta[i] === 1) nextOf.set(a, b)
    else if (delta[i] === -1) nextOf.set(b, a)
    else return false
  }
  if (nextOf.size < edges.length) return false
  const chains = createRingChains(edges.length)
  const first = from[edges[0]!]!
  const [x0, y0] = [x[first]!, y[first]!]
  let doubled = 0
  let most = 0
  let length = 0
  for (let vertex: number | undefined = first; vertex !== undefined && length <= edges.length; vertex = nextOf.get(vertex)) {
    const [px, py] = [x[vertex]!, y[vertex]!]
    if (length > 0) {
      const left = (chains.x[length - 1]! - x0) * (py - y0)
      const right = (px - x0) * (chains.y[length - 1]! - y0)
      doubled += left - right
      most += Math.abs(left) + Math.abs(right)
    }
    chains.x[length] = px
    chains.y[length++] = py
    if (length > 1 && vertex === first) break
  }
  // Shorter where there is another ring beside it, or a way that ends nowhere.
  if (length !== edges.length + 1 || !(doubled > UNSURE * most)) return false
  return chains.x[length - 1] === x0 && chains.y[length - 1] === y0 && chains.add(length) && !chains.mayMeet()
}
