/**
 * A rooted spanning tree of which subtrees are hung elsewhere. Nodes stand in a ring in preorder, so that a subtree is one
 * stretch of it: from its top to `last`. Re-hanging splices stretches; it touches the path that turns round and the ancestors.
 */
export interface SpanningTree {
  /** −1 for the root. */
  readonly parent: Int32Array
  /** Arc to the parent. */
  readonly arc: Int32Array
  /** 1 where that arc leads to the parent, 0 where it comes from there. */
  readonly upward: Uint8Array
  /** Next in preorder; the root after the last. */
  readonly next: Int32Array
  readonly previous: Int32Array
  /** Last of the node's subtree in preorder. */
  readonly last: Int32Array
  /** Nodes in the node's subtree, itself included. */
  readonly size: Int32Array
  /** Makes ring, ends and sizes anew from `parent`. */
  rebuild(): void
  /**
   * Cuts the subtree of `top` off, turns it so that `inside` is its top, and hangs it below `outside` by an arc.
   * @param join The node where the paths of `inside` and `outside` meet, before.
   */
  rehang(top: number, inside: number, outside: number, arc: number, upward: 0 | 1, join: number): void
}

export function createSpanningTree(nodes: number, root: number): SpanningTree {
  const parent = new Int32Array(nodes).fill(-1)
  const arc = new Int32Array(nodes).fill(-1)
  const upward = new Uint8Array(nodes)
  const next = new Int32Array(nodes)
  const previous = new Int32Array(nodes)
  const last = new Int32Array(nodes)
  const size = new Int32Array(nodes)

  function link(a: number, b: number): void {
    next[a] = b
    previous[b] = a
  }

  function rebuild(): void {
    const firstChild = new Int32Array(nodes).fill(-1)
    const sibling = new Int32Array(nodes)
    for (let node = nodes - 1; node >= 0; node--) {
      if (node === root) continue
      sibling[node] = firstChild[parent[node]!]!
      firstChild[parent[node]!] = node
    }
    let node = root
    let tail = root
    for (;;) {
      size[node] = 1
      last[node] = node
      if (firstChild[node]! >= 0) {
        node = firstChild[node]!
      } else {
        while (node !== root && sibling[node]! < 0) {
          closeInto(parent[node]!, node)
          node = parent[node]!
        }
        if (node === root) break
        closeInto(parent[node]!, node)
        node = sibling[node]!
      }
      link(tail, node)
      tail = node
    }
    link(tail, root)
  }

  function closeInto(above: number, node: number): void {
    size[above]! += size[node]!
    last[above] = last[node]!
  }

  function rehang(top: number, inside: number, outside: number, entering: number, direction: 0 | 1, join: number): void {
    const count = size[top]!
    const before = previous[top]!
    const end = last[top]!
    for (let node = parent[top]!; node !== join; node = parent[node]!) size[node]! -= count
    for (let node = parent[top]!; node >= 0 && last[node] === end; node = parent[node]!) last[node] = before
    link(before, next[end]!)
    const tail = turn(top, inside, outside, entering, direction)
    for (let node = outside; node !== join; node = parent[node]!) size[node]! += count
    const after = next[outside]!
    for (let node = outside; node >= 0 && last[node] === outside; node = parent[node]!) last[node] = tail
    link(outside, inside)
    link(tail, after)
  }

  /** Returns the last of the turned subtree. Each node on the path keeps what is left of its stretch behind it. */
  function turn(top: number, inside: number, outside: number, entering: number, direction: number): number {
    const count = size[top]!
    let below = outside
    let arcBelow = entering
    let directionBelow = direction
    let tail = last[inside]!
    /** The stretch of `below` in the old ring: the last of it, what stood before and after it, how many it held. */
    let end = tail
    let before = 0
    let after = 0
    let passed = 0
    for (let node = inside; ;) {
      const endBelow = end
      const beforeNode = previous[node]!
      end = last[node]!
      const afterNode = below !== outside && end === endBelow ? after : next[end]!
      if (below !== outside) {
        link(tail, node)
        tail = before
        if (end !== endBelow) {
          link(before, after)
          tail = end
        }
      }
      before = beforeNode
      after = afterNode
      const held = size[node]!
      size[node] = count - passed
      passed = held
      const above = parent[node]!
      const arcAbove = arc[node]!
      const directionAbove = upward[node]!
      parent[node] = below
      arc[node] = arcBelow
      upward[node] = directionBelow
      if (node === top) break
      below = node
      arcBelow = arcAbove
      directionBelow = 1 - directionAbove
      node = above
    }
    for (let node = top; node !== outside; node = parent[node]!) last[node] = tail
    return tail
  }

  return { parent, arc, upward, next, previous, last, size, rebuild, rehang }
}
