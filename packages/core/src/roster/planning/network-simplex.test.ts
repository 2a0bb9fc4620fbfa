import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createFlowSolver } from './network-simplex.ts'
import type { FlowNetwork, FlowSolver } from './network-simplex.ts'

interface Arc {
  from: number
  to: number
  capacity: number
  cost: number
}

const network = (supply: readonly number[], arcs: readonly Arc[]): FlowNetwork => ({
  nodes: supply.length,
  supply: Int32Array.from(supply),
  from: Int32Array.from(arcs, ({ from }) => from),
  to: Int32Array.from(arcs, ({ to }) => to),
  capacity: Int32Array.from(arcs, ({ capacity }) => capacity),
  cost: Float64Array.from(arcs, ({ cost }) => cost),
})

/** The cheapest flow by cancelling negative cycles, or none: slow, and unlike the simplex in all it does. */
function slowest(supply: readonly number[], arcs: readonly Arc[]): number | undefined {
  const far = supply.length
  const beyond = 1 + arcs.reduce((sum, { capacity, cost }) => sum + capacity * Math.abs(cost), 0)
  const all = [...arcs.map((arc) => ({ ...arc, flow: 0 }))]
  const forced = supply.map((units, node) =>
    units >= 0
      ? { from: node, to: far, capacity: units, cost: beyond, flow: units }
      : { from: far, to: node, capacity: -units, cost: beyond, flow: -units },
  )
  all.push(...forced)
  for (;;) {
    const steps = all.flatMap((arc) => [
      ...(arc.flow < arc.capacity ? [{ arc, by: 1, from: arc.from, to: arc.to, cost: arc.cost }] : []),
      ...(arc.flow > 0 ? [{ arc, by: -1, from: arc.to, to: arc.from, cost: -arc.cost }] : []),
    ])
    const distance = Array.from({ length: far + 1 }, () => 0)
    const reachedBy: ((typeof steps)[number] | undefined)[] = distance.map(() => undefined)
    let changed = -1
    for (let round = 0; round <= far + 1; round++) {
      changed = -1
      for (const step of steps) {
        if (distance[step.from]! + step.cost < distance[step.to]!) {
          distance[step.to] = distance[step.from]! + step.cost
          reachedBy[step.to] = step
          changed = step.to
        }
      }
    }
    if (changed < 0) break
    let node = changed
    for (let i = 0; i <= far + 1; i++) node = reachedBy[node]!.from
    const first = node
    do {
      const step = reachedBy[node]!
      step.arc.flow += step.by
      node = step.from
    } while (node !== first)
  }
  if (forced.some(({ flow }) => flow > 0)) return undefined
  return all.reduce((sum, { flow, cost }) => sum + flow * cost, 0)
}

/** What proves that a flow is a flow, and that none is cheaper. */
function assertOptimal({ flow, potential }: FlowSolver, supply: readonly number[], arcs: readonly Arc[]): void {
  const out = supply.map(() => 0)
  arcs.forEach(({ from, to, capacity, cost }, arc) => {
    const units = flow[arc]!
    assert.ok(units >= 0 && units <= capacity, `arc ${arc} carries ${units} of ${capacity}`)
    out[from]! += units
    out[to]! -= units
    const reduced = cost + potential[from]! - potential[to]!
    if (units < capacity) assert.ok(reduced >= 0, `arc ${arc} could carry more for ${reduced}`)
    if (units > 0) assert.ok(reduced <= 0, `arc ${arc} should carry less for ${reduced}`)
  })
  assert.deepEqual(out, supply)
}

const networks = fc
  .record({
    nodes: fc.integer({ min: 2, max: 8 }),
    cheapest: fc.constantFrom(-9, 0),
    dearest: fc.constantFrom(1, 9, 1_000_000_000),
    largest: fc.constantFrom(1, 5),
  })
  .chain(({ nodes, cheapest, dearest, largest }) => {
    const node = fc.integer({ min: 0, max: nodes - 1 })
    const arc = fc.record({
      from: node,
      to: node,
      capacity: fc.integer({ min: 0, max: largest }),
      cost: fc.integer({ min: cheapest, max: dearest }),
    })
    const trip = fc.record({ from: node, to: node, units: fc.integer({ min: 0, max: 3 }) })
    return fc.record({
      supply: fc.array(trip, { maxLength: 4 }).map((trips) => {
        const supply = Array.from({ length: nodes }, () => 0)
        for (const { from, to, units } of trips) {
          supply[from]! += units
          supply[to]! -= units
        }
        return supply
      }),
      arcs: fc.array(arc, { minLength: 1, maxLength: 24 }),
      blockSize: fc.constantFrom(1, 3, 100),
      cheapest: fc.constantFrom(1, 3),
    })
  })

describe('network simplex', () => {
  test('finds the cheapest flow, and proves it; or that there is none', () => {
    let infeasible = 0
    let optimal = 0
    fc.assert(
      fc.property(networks, ({ supply, arcs, blockSize, cheapest }) => {
        const solver = createFlowSolver(network(supply, arcs), { blockSize, cheapest })
        const { status, cost } = solver.solve()
        const expected = slowest(supply, arcs)
        assert.equal(status, expected === undefined ? 'infeasible' : 'optimal')
        if (expected === undefined) return void infeasible++
        optimal++
        assert.equal(cost, expected)
        assertOptimal(solver, supply, arcs)
      }),
      { numRuns: 1500 },
    )
    assert.ok(infeasible > 100 && optimal > 100)
  })

  test('solves again from where it stands after costs, capacities and supplies have changed, as if it began', () => {
    const change = fc.record({
      place: fc.nat(1000),
      what: fc.constantFrom('cost', 'capacity', 'supply'),
      value: fc.integer({ min: 0, max: 6 }),
    })
    fc.assert(
      fc.property(networks, fc.array(fc.array(change, { maxLength: 6 }), { minLength: 1, maxLength: 5 }), (problem, rounds) => {
        const supply = [...problem.supply]
        const arcs = problem.arcs.map((arc) => ({ ...arc }))
        const solver = createFlowSolver(network(supply, arcs), { blockSize: problem.blockSize })
        solver.solve()
        for (const changes of rounds) {
          for (const { place, what, value } of changes) {
            const arc = place % arcs.length
            if (what === 'cost') solver.setCost(arc, (arcs[arc]!.cost = value - 3))
            else if (what === 'capacity') solver.setCapacity(arc, (arcs[arc]!.capacity = value))
            else {
              const { from, to } = arcs[arc]!
              solver.setSupply(from, (supply[from]! += value))
              solver.setSupply(to, (supply[to]! -= value))
            }
          }
          const { status, cost } = solver.solve()
          const cold = createFlowSolver(network(supply, arcs)).solve()
          assert.deepEqual({ status, cost }, { status: cold.status, cost: status === 'optimal' ? cold.cost : cost })
          if (status === 'optimal') assertOptimal(solver, supply, arcs)
        }
      }),
      { numRuns: 1500 },
    )
  })

  test('nothing is left to do for a solver that is asked again, and little after a small change', () => {
    const { supply, arcs } = assignment(60)
    const solver = createFlowSolver(network(supply, arcs))
    const first = solver.solve()
    assert.deepEqual(solver.solve(), { ...first, pivots: 0 })
    solver.setCost(7, 0)
    assert.ok(solver.solve().pivots < first.pivots / 4)
  })

  test('ends where hardly any pivot makes progress: an assignment of which all costs are equal', () => {
    const { supply, arcs } = assignment(40, () => 1)
    const solver = createFlowSolver(network(supply, arcs), { blockSize: 1 })
    assert.equal(solver.solve().cost, 40)
    assertOptimal(solver, supply, arcs)
  })

  test('a convex cost is several arcs side by side: the cheap ones fill first', () => {
    const arcs = [5, 1, 3].map((cost) => ({ from: 0, to: 1, capacity: 1, cost }))
    const solver = createFlowSolver(network([2, -2], arcs))
    assert.equal(solver.solve().cost, 4)
    assert.deepEqual([...solver.flow], [0, 1, 1])
  })

  test('stops at the asked number of pivots and goes on from there', () => {
    const { supply, arcs } = assignment(30)
    const whole = createFlowSolver(network(supply, arcs)).solve()
    const solver = createFlowSolver(network(supply, arcs))
    let pivots = 0
    for (;;) {
      const result = solver.solve({ pivotLimit: 7 })
      pivots += result.pivots
      if (result.status === 'optimal') {
        assert.deepEqual({ ...result, pivots }, whole)
        break
      }
      assert.equal(result.status, 'limit')
      assert.equal(result.pivots, 7)
    }
  })

  test('stays exact with costs far beyond 32 bits', () => {
    const arcs = [
      { from: 0, to: 1, capacity: 3, cost: 2 ** 40 },
      { from: 1, to: 2, capacity: 3, cost: 2 ** 40 + 1 },
      { from: 0, to: 2, capacity: 1, cost: 2 ** 41 },
    ]
    const solver = createFlowSolver(network([3, 0, -3], arcs))
    assert.equal(solver.solve().cost, 3 * 2 ** 41 + 2)
  })

  test('refuses to sum costs that no sum is exact of', () => {
    const solver = createFlowSolver(network([1, -1], [{ from: 0, to: 1, capacity: 1, cost: 2 ** 52 }]))
    assert.throws(() => solver.solve(), { name: 'RangeError', message: /sum to less than 2\^50, got/ })
  })

  const refused: [string, Partial<FlowNetwork>, RegExp][] = [
    ['supplies that do not sum to 0', { supply: Int32Array.of(2, -1) }, /sum to 0, got 1/],
    ['supplies of another number', { supply: Int32Array.of(0) }, /Expected 2 supplies, got 1/],
    ['an end that is no node', { to: Int32Array.of(2) }, /arc 0 between nodes 0 to 1, got 0 to 2/],
    ['a capacity below 0', { capacity: Int32Array.of(-1) }, /whole capacity from 0 to 2147483647, got -1/],
    ['a cost that is not whole', { cost: Float64Array.of(0.5) }, /whole cost, got 0.5/],
    ['lists of different lengths', { cost: Float64Array.of() }, /Expected 1 ends, capacities and costs, got 1, 1, 0/],
  ]
  for (const [name, wrong, message] of refused) {
    test(`refuses ${name}`, () => {
      const right = network([1, -1], [{ from: 0, to: 1, capacity: 1, cost: 1 }])
      assert.throws(() => createFlowSolver({ ...right, ...wrong }), { name: 'RangeError', message })
    })
  }
})

/** n people, n seats, everybody may take any. */
function assignment(n: number, costOf = (i: number, j: number) => (i * 7919 + j * 104_729) % 1009) {
  const supply = Array.from({ length: 2 * n }, (_, i) => (i < n ? 1 : -1))
  const arcs: Arc[] = []
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) arcs.push({ from: i, to: n + j, capacity: 1, cost: costOf(i, j) })
  return { supply, arcs }
}
