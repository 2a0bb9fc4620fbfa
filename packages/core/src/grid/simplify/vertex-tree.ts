/** Finds the vertices in a box, however unevenly they lie: a k-d tree in one array (Bentley 1975), built once. */
export interface VertexTree {
  /** Whether `test` holds for a vertex in the box, edges included. */
  some(minX: number, minY: number, maxX: number, maxY: number, test: (vertex: number) => boolean): boolean
}

/** Below so many, looking at each is quicker than going on to divide. */
const LEAF = 16

export function createVertexTree(x: Float64Array, y: Float64Array): VertexTree {
  const ids = Int32Array.from(x, (_, v) => v)
  const axes = [x, y] as const
  const stack = [0, ids.length - 1, 0]
  while (stack.length > 0) {
    const [axis, to, from] = [stack.pop()!, stack.pop()!, stack.pop()!]
    if (to - from <= LEAF) continue
    const middle = (from + to) >> 1
    select(ids, axes[axis]!, from, to, middle)
    stack.push(from, middle - 1, 1 - axis, middle + 1, to, 1 - axis)
  }
  return {
    some(minX, minY, maxX, maxY, test) {
      const min = [minX, minY] as const
      const max = [maxX, maxY] as const
      const isFound = (v: number) => x[v]! >= minX && x[v]! <= maxX && y[v]! >= minY && y[v]! <= maxY && test(v)
      const open = [0, ids.length - 1, 0]
      while (open.length > 0) {
        const [axis, to, from] = [open.pop()!, open.pop()!, open.pop()!]
        if (to - from <= LEAF) {
          for (let i = from; i <= to; i++) if (isFound(ids[i]!)) return true
          continue
        }
        const middle = (from + to) >> 1
        const v = ids[middle]!
        if (isFound(v)) return true
        if (min[axis]! <= axes[axis]![v]!) open.push(from, middle - 1, 1 - axis)
        if (max[axis]! >= axes[axis]![v]!) open.push(middle + 1, to, 1 - axis)
      }
      return false
    },
  }
}

/** Puts the k-th of `ids[from … to]` by value where it belongs, smaller before it and greater behind (Hoare's quickselect). */
function select(ids: Int32Array, values: Float64Array, from: number, to: number, k: number): void {
  let [low, high] = [from, to]
  while (low < high) {
    const pivot = median(values[ids[low]!]!, values[ids[(low + high) >> 1]!]!, values[ids[high]!]!)
    let [i, j] = [low, high]
    while (i <= j) {
      while (values[ids[i]!]! < pivot) i++
      while (values[ids[j]!]! > pivot) j--
      if (i > j) break
      const swapped = ids[i]!
      ids[i++] = ids[j]!
      ids[j--] = swapped
    }
    if (k <= j) high = j
    else if (k >= i) low = i
    else return
  }
}

const median = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
