import type { FlowNetwork } from './network-simplex.ts'

/** Mends a cheapest flow after costs have changed in a few places. */
export interface FlowMender {
  /** By arc. */
  readonly flow: Int32Array
  /** Duals, by node, as those of `FlowSolver`. */
  readonly potential: Float64Array
  /** Starts from any flow, whether it is one or not, and any duals. */
  restart(flow: Int32Array, potential: Float64Array): void
  /**
   * Makes the flow a cheapest one for these costs.
   * @param cost whole numbers, by arc; must not be changed afterwards: the next time is told by it what is new
   * @param most arcs that searches look at, all together: beyond that another method is quicker
   * @returns whether it is one; where there is none, or it was not found by then, the flow is to be restarted from another
   */
  mend(cost: Float64Array, most?: number): boolean
}

/** Times at most that duals are adjusted; a person's week, day and time are so many nodes one behind the other. */
const ROUNDS = 4

/**
 * Cheapest flow by shortest augmenting paths, exact: arcs whose flow the costs speak against are emptied or filled at once,
 * and what that leaves over at one node is led to where it is missing on a path that is shortest by reduced costs (Edmonds &
 * Karp, Theoretical improvements in algorithmic efficiency for network flow problems, 1972). A search ends as soon as it is
 * there and touches no duals but of what it has passed, so that little work is done where little has changed.
 * @param hub node with very many arcs, by which most paths go: searches stop there and are not led through it
 */
export function createFlowMender(network: FlowNetwork, hub = 0): FlowMender {
  const { nodes, supply, from, to, capacity } = network
  const arcs = from.length
  const flow = new Int32Array(arcs)
  const potential = new Float64Array(nodes)
  /** What comes in and does not go on, by node; below 0 what is missing. */
  const excess = new Float64Array(nodes)
  const leaving = arcsByNode(from, nodes)
  const entering = arcsByNode(to, nodes)
  const distance = new Float64Array(nodes).fill(Infinity)
  const isDone = new Uint8Array(nodes)
  /** Arc by which a node was reached. */
  const by = new Int32Array(nodes)
  const touched = new Int32Array(nodes)
  let count = 0
  const queue = createQueue()
  let cost: Float64Array
  /** Costs for which the flow is a cheapest one. */
  let done: Float64Array | undefined
  /** Turn in which an arc was last looked at. */
  const seen = new Int32Array(arcs)
  let turn = 0
  /** Arcs that may still be looked at. */
  let left = 0

  const priceOf = (arc: number) => cost[arc]! + potential[from[arc]!]! - potential[to[arc]!]!

  function isWrong(arc: number): boolean {
    const price = priceOf(arc)
    return price > 0 ? flow[arc]! > 0 : price < 0 && flow[arc]! < capacity[arc]!
  }

  /** Arcs whose flow the costs speak against, once the nodes where they begin have the duals that are best for them alone. */
  function findWrong(last: Float64Array | undefined): number[] {
    let wrong = allWrong(last)
    for (let round = 0; round < ROUNDS && wrong.length > 0; round += 1) {
      const adjusted = new Set(wrong.map((arc) => (from[arc] === hub ? to[arc]! : from[arc]!)))
      const around = wrong.slice()
      for (const node of adjusted) {
        adjust(node)
        for (let i = leaving.first[node]!; i < leaving.first[node + 1]!; i += 1) around.push(leaving.arcs[i]!)
        for (let i = entering.first[node]!; i < entering.first[node + 1]!; i += 1) around.push(entering.arcs[i]!)
      }
      const next = wrongAmong(around)
      const isBetter = next.length < wrong.length
      wrong = next
      if (!isBetter) break
    }
    return wrong
  }

  /** @param last costs for which the flow is a cheapest one: only where they were others can an arc be wrong */
  function allWrong(last: Float64Array | undefined): number[] {
    const wrong: number[] = []
    for (let arc = 0; arc < arcs; arc += 1) if (!(last && cost[arc] === last[arc]) && isWrong(arc)) wrong.push(arc)
    return wrong
  }

  function wrongAmong(some: readonly number[]): number[] {
    turn += 1
    return some.filter((arc) => {
      if (seen[arc] === turn) return false
      seen[arc] = turn
      return isWrong(arc)
    })
  }

  /** As it rises, a node sends less over one arc after the other and takes more in: it stops where these are equal. */
  function adjust(node: number): void {
    const steps: { at: number; units: number }[] = []
    let balance = supply[node]!
    for (let i = leaving.first[node]!; i < leaving.first[node + 1]!; i += 1) {
      const arc = leaving.arcs[i]!
      balance -= capacity[arc]!
      steps.push({ at: potential[to[arc]!]! - cost[arc]!, units: capacity[arc]! })
    }
    for (let i = entering.first[node]!; i < entering.first[node + 1]!; i += 1) {
      const arc = entering.arcs[i]!
      steps.push({ at: potential[from[arc]!]! + cost[arc]!, units: capacity[arc]! })
    }
    steps.sort((one, other) => one.at - other.at)
    let most: number | undefined
    for (const { at, units } of steps) {
      if (balance > 0) break
      if (balance === 0 || balance + units >= 0) {
        most = at
        if (balance < 0) potential[node] = Math.max(potential[node]!, at)
      }
      balance += units
    }
    if (most !== undefined) potential[node] = Math.min(potential[node]!, most)
  }

  function displace(wrong: readonly number[]): void {
    for (const arc of wrong) {
      const change = (priceOf(arc) > 0 ? 0 : capacity[arc]!) - flow[arc]!
      flow[arc]! += change
      excess[from[arc]!]! -= change
      excess[to[arc]!]! += change
    }
  }

  /** Leads units that are over at a node (or, backwards, that it lacks) along the shortest path to where they belong. */
  function lead(start: number, isForward: boolean): boolean {
    const isEnd = (node: number) => (isForward ? excess[node]! < 0 || node === hub : excess[node]! > 0)
    const end = search(start, isForward, isEnd)
    if (end >= 0) {
      const length = distance[end]!
      for (let i = 0; i < count; i += 1) {
        const node = touched[i]!
        if (isDone[node] && distance[node]! < length) {
          potential[node]! += isForward ? distance[node]! - length : length - distance[node]!
        }
      }
      push(start, end, isForward)
    }
    for (let i = 0; i < count; i += 1) {
      distance[touched[i]!] = Infinity
      isDone[touched[i]!] = 0
    }
    count = 0
    return end >= 0
  }

  function push(start: number, end: number, isForward: boolean): void {
    const there = isForward ? -excess[end]! : excess[end]!
    let units = Math.abs(excess[start]!)
    if (there > 0) units = Math.min(units, there)
    for (let node = end; node !== start;) {
      const arc = by[node]!
      // Forwards a path comes into the node, backwards it goes out of it.
      const grows = isForward ? to[arc] === node : from[arc] === node
      units = Math.min(units, grows ? capacity[arc]! - flow[arc]! : flow[arc]!)
      node = to[arc] === node ? from[arc]! : to[arc]!
    }
    for (let node = end; node !== start;) {
      const arc = by[node]!
      const grows = isForward ? to[arc] === node : from[arc] === node
      flow[arc]! += grows ? units : -units
      node = to[arc] === node ? from[arc]! : to[arc]!
    }
    excess[start]! -= isForward ? units : -units
    excess[end]! += isForward ? units : -units
  }

  /** Dijkstra's. @returns the end that was reached, −1 where there is none */
  function search(start: number, isForward: boolean, isEnd: (node: number) => boolean): number {
    const [along, against] = isForward ? [leaving, entering] : [entering, leaving]
    const [near, far] = isForward ? [from, to] : [to, from]
    const sign = isForward ? 1 : -1
    queue.clear()
    distance[start] = 0
    touched[count++] = start
    queue.push(start, 0)
    for (let node = queue.pop(); node >= 0; node = queue.pop()) {
      if (isDone[node]) continue
      isDone[node] = 1
      const here = distance[node]!
      if (node !== start && isEnd(node)) return node
      left -= along.first[node + 1]! - along.first[node]! + against.first[node + 1]! - against.first[node]!
      if (left < 0) return -1
      for (let i = along.first[node]!; i < along.first[node + 1]!; i += 1) {
        const arc = along.arcs[i]!
        if (flow[arc]! >= capacity[arc]!) continue
        const next = far[arc]!
        if (isDone[next]) continue
        const length = here + cost[arc]! + sign * (potential[node]! - potential[next]!)
        if (length < distance[next]! && reach(next, arc, length, here)) return next
      }
      for (let i = against.first[node]!; i < against.first[node + 1]!; i += 1) {
        const arc = against.arcs[i]!
        if (flow[arc]! <= 0) continue
        const next = near[arc]!
        if (isDone[next]) continue
        const length = here - cost[arc]! + sign * (potential[node]! - potential[next]!)
        if (length < distance[next]! && reach(next, arc, length, here)) return next
      }
    }
    return -1

    /** Whether the node is an end, and none is nearer. */
    function reach(next: number, arc: number, length: number, here: number): boolean {
      if (distance[next] === Infinity) touched[count++] = next
      distance[next] = length
      by[next] = arc
      if (length === here && isEnd(next)) return true
      queue.push(next, length)
      return false
    }
  }

  return {
    flow,
    potential,
    restart(ownFlow, ownPotential) {
      for (let arc = 0; arc < arcs; arc += 1) flow[arc] = Math.min(ownFlow[arc]!, capacity[arc]!)
      potential.set(ownPotential)
      done = undefined
    },
    mend(costs, most = Infinity) {
      cost = costs
      left = most
      const last = done
      done = undefined
      excess.set(supply)
      for (let arc = 0; arc < arcs; arc += 1) {
        if (flow[arc] === 0) continue
        excess[from[arc]!]! -= flow[arc]!
        excess[to[arc]!]! += flow[arc]!
      }
      displace(findWrong(last))
      for (const isForward of [true, false]) {
        for (let node = 0; node < nodes; node += 1) {
          if (isForward && node === hub) continue
          while (isForward ? excess[node]! > 0 : excess[node]! < 0) if (!lead(node, isForward)) return false
        }
      }
      done = costs
      return true
    },
  }
}

interface NodeArcs {
  first: Int32Array
  arcs: Int32Array
}

function arcsByNode(ends: Int32Array, nodes: number): NodeArcs {
  const first = new Int32Array(nodes + 1)
  for (let arc = 0; arc < ends.length; arc += 1) first[ends[arc]! + 1]! += 1
  for (let node = 0; node < nodes; node += 1) first[node + 1]! += first[node]!
  const next = first.slice()
  const arcs = new Int32Array(ends.length)
  for (let arc = 0; arc < ends.length; arc += 1) arcs[next[ends[arc]!]!++] = arc
  return { first, arcs }
}

/** Nodes by their distance; one that is pushed again is popped twice. What is no farther than the last popped comes next. */
function createQueue() {
  const near: number[] = []
  const heap: number[] = []
  const keys: number[] = []
  let last = -1

  function pop(): number {
    if (near.length > 0) return near.pop()!
    if (heap.length === 0) return -1
    const node = heap[0]!
    last = keys[0]!
    const moved = heap.pop()!
    const key = keys.pop()!
    const size = heap.length
    if (size === 0) return node
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && keys[child + 1]! < keys[child]!) child += 1
      if (keys[child]! >= key) break
      heap[at] = heap[child]!
      keys[at] = keys[child]!
      at = child
    }
    heap[at] = moved
    keys[at] = key
    return node
  }

  return {
    pop,
    push(node: number, key: number): void {
      if (key === last) return void near.push(node)
      let at = heap.length
      heap.push(node)
      keys.push(key)
      while (at > 0) {
        const above = (at - 1) >> 1
        if (keys[above]! <= key) break
        heap[at] = heap[above]!
        keys[at] = keys[above]!
        at = above
      }
      heap[at] = node
      keys[at] = key
    },
    clear(): void {
      near.length = heap.length = keys.length = 0
      last = -1
    },
  }
}
