import { createSpanningTree } from './spanning-tree.ts'

/** Arcs with capacities and costs, nodes that give and take. */
export interface FlowNetwork {
  nodes: number
  /** Units that each node gives (above 0) or takes (below 0); together 0. */
  supply: Int32Array
  /** Node where each arc begins. */
  from: Int32Array
  /** Node where each arc ends. */
  to: Int32Array
  /** Units at most, by arc; 0 closes it. There are no lower bounds: take them off the supplies. */
  capacity: Int32Array
  /** Of a unit, by arc: whole numbers. A convex cost is several arcs side by side. */
  cost: Float64Array
}

export interface FlowResult {
  /** `limit`: the flow may still use what is not there, and costs more than need be. */
  status: 'optimal' | 'infeasible' | 'limit'
  cost: number
  pivots: number
}

export interface FlowSolver {
  /** Solves, or solves again from the last basis after changes. */
  solve(options?: { pivotLimit?: number }): FlowResult
  /** By arc. */
  readonly flow: Int32Array
  /**
   * Duals, by node; only differences mean something. With them cost[a] + potential[from[a]] − potential[to[a]] is at least 0 on
   * arcs without flow, at most 0 on arcs at their capacity, and 0 on all others.
   */
  readonly potential: Float64Array
  setCost(arc: number, cost: number): void
  /** Flow beyond it is led elsewhere by the next `solve`. */
  setCapacity(arc: number, capacity: number): void
  setSupply(node: number, supply: number): void
}

export interface FlowSolverOptions {
  /** Arcs looked at before the best of them enters the basis. @defaultValue about half the square root of those in play */
  blockSize?: number
  /** So many of the cheapest arcs from and to each node are in play at first; all others are looked at when these are done. @defaultValue 1 */
  cheapest?: number
}

/** Of the mean cost of arcs in play: what is dearer by more than that waits until it gains. */
const THIN = 0.02
const IN_BASIS = 0
const AT_ZERO = 1
const AT_CAPACITY = -1
const UNLIMITED = 0x7fff_ffff

/**
 * Cheapest flow by the primal network simplex, exact: costs and duals are whole numbers below 2^53. The network is copied.
 *
 * An added root gives or takes, at a price beyond any, what arcs cannot carry: the first basis, and what tells that there is no
 * flow. Trees are kept strongly feasible (from every node a unit more can be sent to the root along the tree), so that pivots without
 * progress never go round in circles: Cunningham, A network simplex method (1976). An arc enters when it is the best of its
 * block: Kelly & O'Neill, The minimum cost flow problem and the network simplex method (1991); Király & Kovács, Efficient
 * implementations of minimum-cost flow algorithms (2012).
 * @throws RangeError where supplies do not sum to 0, or an arc's ends, capacity or cost are not what they should be; by
 * `solve`, where costs along a path could not be summed exactly.
 */
export function createFlowSolver(network: FlowNetwork, options: FlowSolverOptions = {}): FlowSolver {
  checkNetwork(network)
  const { nodes } = network
  const arcs = network.from.length
  const root = nodes
  const all = arcs + nodes
  const { blockSize, cheapest = 1 } = options

  const supply = network.supply.slice()
  // The arc between node v and the root is arcs + v.
  const from = padded(network.from, all)
  const to = padded(network.to, all)
  const limit = network.capacity.slice()
  /** `limit`, or without one where a node can never give an arc more. */
  const capacity = new Int32Array(all)
  const cost = new Float64Array(all)
  cost.set(network.cost)
  const flow = new Int32Array(all)
  const state = new Int8Array(all)
  const potential = new Float64Array(nodes + 1)
  const tree = createSpanningTree(nodes + 1, root)
  const { parent, arc: arcOf, upward, next, previous, last, size } = tree

  const pricing = createPricing()
  let costsChanged = true
  let flowsChanged = true
  let started = false

  function solve({ pivotLimit = Infinity } = {}): FlowResult {
    if (costsChanged) priceOfRoot()
    if (flowsChanged) liftLimits()
    if (!started) start()
    else if (flowsChanged) restoreFlows()
    if (costsChanged || flowsChanged) computePotentials()
    if (started && costsChanged) pricing.thin()
    costsChanged = flowsChanged = false
    started = true
    let pivots = 0
    let status: FlowResult['status'] = 'optimal'
    for (; ; pivots++) {
      if (pivots >= pivotLimit) {
        status = 'limit'
        break
      }
      const entering = pricing.findEntering()
      if (entering < 0) break
      pivot(entering)
    }
    if (status === 'limit') return { status, cost: Infinity, pivots }
    for (let a = arcs; a < all; a++) if (flow[a]! > 0) status = 'infeasible'
    let sum = 0
    for (let a = 0; a < arcs; a++) if (flow[a]! > 0) sum += flow[a]! * cost[a]!
    return { status, cost: sum, pivots }
  }

  /** A tree of arcs to the root alone. */
  function start(): void {
    for (let arc = 0; arc < arcs; arc++) state[arc] = limit[arc] === 0 ? IN_BASIS : AT_ZERO
    for (let node = 0; node < nodes; node++) hangOnRoot(node, supply[node]!)
    tree.rebuild()
  }

  /**
   * Arcs that can never carry as much as they may need no limit: without one the tree has fewer ways to be degenerate. That holds for
   * arcs from a node which takes in, by its supply and the limits of the arcs to it, no more than that; none of those arcs may
   * in turn be freed, lest a circle of arcs vouches for itself.
   */
  function liftLimits(): void {
    const received = new Float64Array(nodes)
    for (let node = 0; node < nodes; node++) received[node] = Math.max(supply[node]!, 0)
    for (let arc = 0; arc < arcs; arc++) received[to[arc]!]! += limit[arc]!
    const relies = new Uint8Array(nodes)
    const isFree = new Uint8Array(nodes)
    for (let arc = 0; arc < arcs; arc++) {
      const u = from[arc]!
      const v = to[arc]!
      const lifted =
        limit[arc]! > 0 && received[u]! <= limit[arc]! && state[arc] !== AT_CAPACITY && !isFree[u] && !relies[v] && u !== v
      capacity[arc] = lifted ? UNLIMITED : limit[arc]!
      if (lifted) relies[u] = isFree[v] = 1
    }
  }

  function hangOnRoot(node: number, units: number): void {
    if (Math.abs(units) > UNLIMITED) throw new RangeError(`Expected at most ${UNLIMITED} units at a node, got ${units}`)
    const arc = arcs + node
    const out = units >= 0
    from[arc] = out ? node : root
    to[arc] = out ? root : node
    capacity[arc] = UNLIMITED
    flow[arc] = Math.abs(units)
    state[arc] = IN_BASIS
    parent[node] = root
    arcOf[node] = arc
    upward[node] = out ? 1 : 0
  }

  /** More than any path of arcs can cost: it leaves each node once at most. */
  function priceOfRoot(): void {
    const dearest = new Float64Array(nodes)
    for (let arc = 0; arc < arcs; arc++) {
      const price = Math.abs(cost[arc]!)
      if (price > dearest[from[arc]!]!) dearest[from[arc]!] = price
      if (price > dearest[to[arc]!]!) dearest[to[arc]!] = price
    }
    const price = dearest.reduce((sum, each) => sum + each, 1)
    // A potential is two such prices at most, a reduced cost five.
    if (8 * price > Number.MAX_SAFE_INTEGER) throw new RangeError(`Expected costs that sum to less than 2^50, got ${price}`)
    cost.fill(price, arcs)
  }

  /**
   * After capacities and supplies have changed: what arcs outside the tree carry is set, what tree arcs carry follows from the
   * leaves up. A node whose arc cannot carry it, or could send nothing more towards the root, is hung on the root instead.
   */
  function restoreFlows(): void {
    const surplus = new Float64Array(nodes + 1)
    for (let node = 0; node < nodes; node++) surplus[node] = supply[node]!
    for (let arc = 0; arc < all; arc++) {
      const inTree = isInTree(arc)
      if (!inTree) {
        if (arc >= arcs || capacity[arc] === 0) state[arc] = IN_BASIS
        else if (state[arc] === IN_BASIS) state[arc] = AT_ZERO
        flow[arc] = state[arc] === AT_CAPACITY ? capacity[arc]! : 0
        if (flow[arc]! > 0) {
          surplus[from[arc]!]! -= flow[arc]!
          surplus[to[arc]!]! += flow[arc]!
        }
      }
    }
    for (let i = 0, node = last[root]!; i < nodes; i++) {
      const before = previous[node]!
      const units = surplus[node]!
      const arc = arcOf[node]!
      const above = parent[node]!
      if (arc >= arcs) {
        hangOnRoot(node, units)
      } else {
        const wanted = upward[node] ? units : -units
        const carried = Math.min(Math.max(wanted, 0), capacity[arc]!)
        flow[arc] = carried
        const sent = upward[node] ? carried : -carried
        surplus[above]! += sent
        if (carried !== wanted || (upward[node] ? carried === capacity[arc]! : carried === 0)) {
          state[arc] = capacity[arc] === 0 ? IN_BASIS : carried === 0 ? AT_ZERO : AT_CAPACITY
          if (carried !== 0 && carried !== capacity[arc]!) throw new Error('Expected an arc at one of its bounds')
          hangOnRoot(node, units - sent)
        }
      }
      node = before
    }
    tree.rebuild()
  }

  function isInTree(arc: number): boolean {
    return arcOf[from[arc]!] === arc || arcOf[to[arc]!] === arc
  }

  function computePotentials(): void {
    potential[root] = 0
    for (let node = next[root]!; node !== root; node = next[node]!) {
      const price = cost[arcOf[node]!]!
      potential[node] = potential[parent[node]!]! + (upward[node] ? -price : price)
    }
  }

  /**
   * Looks for the arc to enter. Only a part of the arcs is in play, at first the cheapest from and to each node (sifting: Bixby et al.,
   * Very large-scale linear programming, 1992); when none of them gains, every one that would is added.
   */
  function createPricing() {
    const isInPlay = new Uint8Array(arcs)
    /** In ascending order, since neighbours in memory are soon at hand. */
    const list = new Int32Array(arcs)
    let inPlay = 0
    let position = 0
    let block = 0

    /** The best arc of the first block that has any, from where the last search ended; −1 where no arc gains. */
    function findEntering(): number {
      if (inPlay === 0) begin()
      do {
        let best = -1
        let most = 0
        let left = block
        for (let i = 0; i < inPlay; i++) {
          const arc = list[position]!
          const gain = state[arc]! * (potential[to[arc]!]! - potential[from[arc]!]! - cost[arc]!)
          if (gain > most) {
            most = gain
            best = arc
          }
          if (++position === inPlay) position = 0
          if (--left === 0) {
            if (best >= 0) return best
            left = block
          }
        }
        if (best >= 0) return best
      } while (bringIn())
      return -1
    }

    function begin(): void {
      const dearest = new Float64Array(2 * nodes * cheapest).fill(Infinity)
      for (let arc = 0; arc < arcs; arc++) {
        keepCheapest(dearest, from[arc]! * cheapest, cost[arc]!)
        keepCheapest(dearest, (nodes + to[arc]!) * cheapest, cost[arc]!)
      }
      take(
        (arc) =>
          cost[arc]! <= Math.max(dearest[(from[arc]! + 1) * cheapest - 1]!, dearest[(nodes + to[arc]! + 1) * cheapest - 1]!),
      )
    }

    function keepCheapest(costs: Float64Array, start: number, value: number): void {
      for (let i = start; i < start + cheapest && value < Infinity; i++) {
        const other = costs[i]!
        if (value < other) {
          costs[i] = value
          value = other
        }
      }
    }

    function bringIn(): boolean {
      return take((arc) => state[arc]! * (potential[to[arc]!]! - potential[from[arc]!]! - cost[arc]!) > 0)
    }

    function take(isWanted: (arc: number) => boolean): boolean {
      const before = inPlay
      inPlay = 0
      for (let arc = 0; arc < arcs; arc++) {
        if (isInPlay[arc] === 0 && isWanted(arc)) isInPlay[arc] = 1
        if (isInPlay[arc] === 1) list[inPlay++] = arc
      }
      block = blockSize ?? Math.max(20, Math.ceil(Math.sqrt(inPlay) / 2))
      position = 0
      return inPlay > before
    }

    /** Leaves to `bringIn` what costs have made so dear that it is hardly of use. */
    function thin(): void {
      let reach = 0
      for (let i = 0; i < inPlay; i += 97) reach += Math.abs(cost[list[i]!]!)
      reach = (THIN * reach * 97) / Math.max(1, inPlay)
      let kept = 0
      for (let i = 0; i < inPlay; i++) {
        const arc = list[i]!
        const gain = state[arc]! * (potential[to[arc]!]! - potential[from[arc]!]! - cost[arc]!)
        if (gain < -reach) isInPlay[arc] = 0
        else list[kept++] = arc
      }
      inPlay = kept
      position = 0
    }

    return { findEntering, thin }
  }

  function pivot(entering: number): void {
    // Flow changes along the cycle from `tip` up to where it meets the path from `start`, down to `start` and over the arc.
    const grows = state[entering] === AT_ZERO
    const startNode = grows ? from[entering]! : to[entering]!
    const tip = grows ? to[entering]! : from[entering]!

    // The last arc of the cycle, begun at the join, that lets no more through: so the tree stays strongly feasible.
    let most = capacity[entering]!
    let leaving = -1
    let mostAtTip = UNLIMITED
    let leavingAtTip = -1
    let join = startNode
    for (let other = tip; join !== other;) {
      if (size[join]! < size[other]!) {
        const arc = arcOf[join]!
        const room = upward[join] ? flow[arc]! : capacity[arc]! - flow[arc]!
        if (room < most) {
          most = room
          leaving = join
        }
        join = parent[join]!
      } else {
        const arc = arcOf[other]!
        const room = upward[other] ? capacity[arc]! - flow[arc]! : flow[arc]!
        if (room <= mostAtTip) {
          mostAtTip = room
          leavingAtTip = other
        }
        other = parent[other]!
      }
    }
    const atTip = leavingAtTip >= 0 && mostAtTip <= most
    if (atTip) {
      most = mostAtTip
      leaving = leavingAtTip
    }

    if (most > 0) {
      flow[entering]! += grows ? most : -most
      for (let node = startNode; node !== join; node = parent[node]!) flow[arcOf[node]!]! += upward[node] ? -most : most
      for (let node = tip; node !== join; node = parent[node]!) flow[arcOf[node]!]! += upward[node] ? most : -most
    }
    if (leaving < 0) {
      state[entering] = grows ? AT_CAPACITY : AT_ZERO
      return
    }

    const left = arcOf[leaving]!
    state[left] = left >= arcs ? IN_BASIS : flow[left] === 0 ? AT_ZERO : AT_CAPACITY
    state[entering] = IN_BASIS
    const inside = atTip ? tip : startNode
    const outside = atTip ? startNode : tip
    const leadsUp = from[entering] === inside
    tree.rehang(leaving, inside, outside, entering, leadsUp ? 1 : 0, join)
    const shift = potential[outside]! + (leadsUp ? -cost[entering]! : cost[entering]!) - potential[inside]!
    if (2 * size[inside]! <= nodes) shiftPotentials(inside, next[last[inside]!]!, shift)
    else shiftPotentials(next[last[inside]!]!, inside, -shift)
  }

  /** Only differences mean something, so that either side of a cut may be shifted: the smaller one is. */
  function shiftPotentials(first: number, end: number, by: number): void {
    let node = first
    do {
      potential[node]! += by
      node = next[node]!
    } while (node !== end)
  }

  return {
    solve,
    flow: flow.subarray(0, arcs),
    potential: potential.subarray(0, nodes),
    setCost(arc, value) {
      checkCost(value)
      if (cost[arc] === value) return
      cost[arc] = value
      costsChanged = true
    },
    setCapacity(arc, value) {
      checkCapacity(value)
      if (limit[arc] === value) return
      limit[arc] = value
      flowsChanged = true
    },
    setSupply(node, value) {
      if (supply[node] === value) return
      supply[node] = value
      flowsChanged = true
    },
  }
}

function checkNetwork({ nodes, supply, from, to, capacity, cost }: FlowNetwork): void {
  const arcs = from.length
  if (supply.length !== nodes) throw new RangeError(`Expected ${nodes} supplies, got ${supply.length}`)
  if (to.length !== arcs || capacity.length !== arcs || cost.length !== arcs) {
    throw new RangeError(`Expected ${arcs} ends, capacities and costs, got ${to.length}, ${capacity.length}, ${cost.length}`)
  }
  const sum = supply.reduce((total, units) => total + units, 0)
  if (sum !== 0) throw new RangeError(`Expected supplies that sum to 0, got ${sum}`)
  for (let arc = 0; arc < arcs; arc++) {
    if (from[arc]! < 0 || from[arc]! >= nodes || to[arc]! < 0 || to[arc]! >= nodes) {
      throw new RangeError(`Expected arc ${arc} between nodes 0 to ${nodes - 1}, got ${from[arc]} to ${to[arc]}`)
    }
    checkCapacity(capacity[arc]!)
    checkCost(cost[arc]!)
  }
}

function checkCapacity(capacity: number): void {
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > UNLIMITED) {
    throw new RangeError(`Expected a whole capacity from 0 to ${UNLIMITED}, got ${capacity}`)
  }
}

function checkCost(cost: number): void {
  if (!Number.isSafeInteger(cost)) throw new RangeError(`Expected a whole cost, got ${cost}`)
}

function padded(values: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(length)
  copy.set(values)
  return copy
}
