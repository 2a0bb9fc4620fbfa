/** Vertices of which the one of the least weight comes first; a weight can change. A binary heap that knows its places. */
export interface LeastFirst {
  /** Puts the vertex in, or moves it to its new weight. */
  set(vertex: number, weight: number): void
  /** Takes the first one out; −1 where none is left. Of the same weight, the western, then the southern one is first. */
  take(): number
}

export function createLeastFirst(x: Float64Array, y: Float64Array): LeastFirst {
  const heap: number[] = []
  const place = new Int32Array(x.length).fill(-1)
  const weights = new Float64Array(x.length)
  const isBefore = (a: number, b: number) =>
    weights[a] !== weights[b] ? weights[a]! < weights[b]! : x[a] !== x[b] ? x[a]! < x[b]! : y[a]! < y[b]!
  const put = (vertex: number, at: number) => {
    heap[at] = vertex
    place[vertex] = at
  }
  const up = (vertex: number, from: number) => {
    let at = from
    while (at > 0 && isBefore(vertex, heap[(at - 1) >> 1]!)) {
      put(heap[(at - 1) >> 1]!, at)
      at = (at - 1) >> 1
    }
    put(vertex, at)
    return at
  }
  const down = (vertex: number, from: number) => {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, vertex)) break
      put(heap[child]!, at)
      at = child
    }
    put(vertex, at)
  }
  return {
    set(vertex, weight) {
      weights[vertex] = weight
      down(vertex, up(vertex, place[vertex]! < 0 ? heap.length : place[vertex]!))
    },
    take() {
      if (heap.length === 0) return -1
      const first = heap[0]!
      const last = heap.pop()!
      place[first] = -1
      if (last !== first) down(last, 0)
      return first
    },
  }
}
