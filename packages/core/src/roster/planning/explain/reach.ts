/** Where each node leads: `ends` from `first[node]` to `first[node + 1]`. */
export interface Graph {
  first: Int32Array
  ends: Int32Array
}

/**
 * What each node of a graph reaches, found for all at once by its strong components (Tarjan, Depth-first search and linear graph
 * algorithms, 1972) and read off for a few.
 * @returns by a node whether it reaches another; what it says holds until it is asked about the next
 */
export function reachIn(graph: Graph): (start: number) => (node: number) => boolean {
  const { first, ends } = graph
  const { componentOf, members } = componentsOf(graph)
  const leads = new Map<number, readonly number[]>()
  const seen = new Int32Array(members.length).fill(-1)

  /** Components that one leads to at once. */
  function leadsOf(component: number): readonly number[] {
    const known = leads.get(component)
    if (known) return known
    const found = new Set<number>()
    for (const node of members[component]!) {
      for (let at = first[node]!; at < first[node + 1]!; at += 1) found.add(componentOf[ends[at]!]!)
    }
    const all = [...found]
    leads.set(component, all)
    return all
  }

  return (start) => {
    const stack = [componentOf[start]!]
    seen[componentOf[start]!] = start
    for (let component = stack.pop(); component !== undefined; component = stack.pop()) {
      for (const end of leadsOf(component)) {
        if (seen[end] === start) continue
        seen[end] = start
        stack.push(end)
      }
    }
    return (node) => seen[componentOf[node]!] === start
  }
}

function componentsOf({ first, ends }: Graph) {
  const nodes = first.length - 1
  const componentOf = new Int32Array(nodes).fill(-1)
  const members: number[][] = []
  const order = new Int32Array(nodes).fill(-1)
  const lowest = new Int32Array(nodes)
  /** Next end of each node to be looked at. */
  const next = first.slice()
  const path: number[] = []
  const open: number[] = []
  let count = 0
  const enter = (node: number) => {
    order[node] = lowest[node] = count++
    path.push(node)
    open.push(node)
  }
  for (let root = 0; root < nodes; root += 1) {
    if (order[root]! >= 0) continue
    enter(root)
    while (path.length > 0) {
      const node = path.at(-1)!
      if (next[node]! < first[node + 1]!) {
        const end = ends[next[node]!++]!
        if (order[end]! < 0) enter(end)
        else if (componentOf[end]! < 0) lowest[node] = Math.min(lowest[node]!, order[end]!)
        continue
      }
      path.pop()
      if (path.length > 0) lowest[path.at(-1)!] = Math.min(lowest[path.at(-1)!]!, lowest[node]!)
      if (lowest[node] === order[node]) close(node)
    }
  }
  return { componentOf, members }

  function close(node: number): void {
    const own: number[] = []
    for (let last = -1; last !== node;) {
      last = open.pop()!
      componentOf[last] = members.length
      own.push(last)
    }
    members.push(own)
  }
}
