import type { Borders } from './borders.ts'
import type { Residual } from './residual.ts'

/** More rings than this are left to the arrangement. */
const MOST_RINGS = 300

/**
 * Whether what is left of a collection without a parent is seen to be its outline and nothing else: simple rings side by
 * side, each counter-clockwise. Where this does not tell, all may be well too.
 */
export function isPlainOutline({ x, y, from, to }: Borders, { edges, delta }: Residual, meets: Uint8Array | undefined): boolean {
  if (!meets) return false
  const edgeFrom = new Map<number, number>()
  for (let i = 0; i < edges.length; i++) {
    const e = edges[i]!
    if (e >= meets.length || meets[e] === 1 || (delta[i] !== 1 && delta[i] !== -1)) return false
    const start = delta[i]! > 0 ? from[e]! : to[e]!
    if (edgeFrom.has(start)) return false
    edgeFrom.set(start, delta[i]! > 0 ? to[e]! : from[e]!)
  }
  const boxes: number[][] = []
  while (edgeFrom.size > 0) {
    const first = edgeFrom.keys().next().value!
    const [x0, y0] = [x[first]!, y[first]!]
    const box = [x0, y0, x0, y0]
    let doubled = 0
    let most = 0
    for (let at = first; ;) {
      const next = edgeFrom.get(at)
      if (next === undefined) return false
      edgeFrom.delete(at)
      const left = (x[at]! - x0) * (y[next]! - y0)
      const right = (x[next]! - x0) * (y[at]! - y0)
      doubled += left - right
      most += Math.abs(left) + Math.abs(right)
      box[0] = Math.min(box[0]!, x[next]!)
      box[1] = Math.min(box[1]!, y[next]!)
      box[2] = Math.max(box[2]!, x[next]!)
      box[3] = Math.max(box[3]!, y[next]!)
      at = next
      if (at === first) break
    }
    if (!(doubled > 1e-9 * most)) return false
    boxes.push(box)
    if (boxes.length > MOST_RINGS) return false
  }
  for (let i = 1; i < boxes.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [boxes[i]!, boxes[j]!]
      if (a[0]! <= b[2]! && b[0]! <= a[2]! && a[1]! <= b[3]! && b[1]! <= a[3]!) return false
    }
  }
  return true
}
