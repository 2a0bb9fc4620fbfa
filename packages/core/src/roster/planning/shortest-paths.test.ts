import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { createFlowSolver } from './network-simplex.ts'
import type { FlowNetwork } from './network-simplex.ts'
import { createFlowMender } from './shortest-paths.ts'

const networks = fc
  .record({
    nodes: fc.integer({ min: 2, max: 8 }),
    dearest: fc.constantFrom(1, 9, 1_000_000_000),
    largest: fc.constantFrom(1, 5),
  })
  .chain(({ nodes, dearest, largest }) => {
    const node = fc.nat(nodes - 1)
    const arc = fc.record({
      ...{ from: node, to: node },
      capacity: fc.nat(largest),
      costs: fc.array(fc.integer({ min: -9, max: dearest }), { minLength: ROUNDS, maxLength: ROUNDS }),
      first: fc.nat(largest),
    })
    const trips = fc.array(fc.record({ from: node, to: node, units: fc.nat(3) }), { maxLength: 4 })
    const arcs = fc.array(arc, { minLength: 1, maxLength: 24 })
    const potential = fc.array(fc.integer({ min: -dearest, max: dearest }), { minLength: nodes, maxLength: nodes })
    return fc.record({ nodes: fc.constant(nodes), trips, arcs, potential, hub: node })
  })
const ROUNDS = 3

/** What proves that a flow is a flow, and that none is cheaper. */
function assertCheapest(network: FlowNetwork, flow: Int32Array, potential: Float64Array): void {
  const out = new Int32Array(network.nodes)
  flow.forEach((units, arc) => {
    assert.ok(units >= 0 && units <= network.capacity[arc]!, `arc ${arc} carries ${units} of ${network.capacity[arc]}`)
    out[network.from[arc]!]! += units
    out[network.to[arc]!]! -= units
    const reduced = network.cost[arc]! + potential[network.from[arc]!]! - potential[network.to[arc]!]!
    if (units < network.capacity[arc]!) assert.ok(reduced >= 0, `arc ${arc} could carry more for ${reduced}`)
    if (units > 0) assert.ok(reduced <= 0, `arc ${arc} should carry less for ${reduced}`)
  })
  assert.deepEqual(out, network.supply)
}

test('from any flow and duals the cheapest flow is found, and proven; again after each change of costs', () => {
  let found = 0
  let none = 0
  fc.assert(
    fc.property(networks, ({ nodes, trips, arcs, potential, hub }) => {
      const supply = new Int32Array(nodes)
      for (const { from, to, units } of trips) {
        supply[from]! += units
        supply[to]! -= units
      }
      const network = (round: number): FlowNetwork => ({
        ...{ nodes, supply },
        from: Int32Array.from(arcs, ({ from }) => from),
        to: Int32Array.from(arcs, ({ to }) => to),
        capacity: Int32Array.from(arcs, ({ capacity }) => capacity),
        cost: Float64Array.from(arcs, ({ costs }) => costs[round]!),
      })
      const mender = createFlowMender(network(0), hub)
      mender.restart(
        Int32Array.from(arcs, ({ first }) => first),
        Float64Array.from(potential),
      )
      for (let round = 0; round < ROUNDS; round += 1) {
        const own = network(round)
        const isFound = mender.mend(own.cost)
        const solved = createFlowSolver(own).solve()
        assert.equal(isFound, solved.status === 'optimal')
        if (!isFound) return void (none += 1)
        assertCheapest(own, mender.flow, mender.potential)
        assert.equal(
          mender.flow.reduce((sum, units, arc) => sum + units * own.cost[arc]!, 0),
          solved.cost,
        )
        found += 1
      }
    }),
    { numRuns: 1500 },
  )
  assert.ok(found > 300 && none > 100, `Expected flows to be found and not to be there, came ${found} and ${none}`)
})

test('a search that may look at too few arcs finds nothing, and begins again from another flow', () => {
  const network: FlowNetwork = {
    nodes: 3,
    supply: Int32Array.of(1, 0, -1),
    from: Int32Array.of(0, 1),
    to: Int32Array.of(1, 2),
    capacity: Int32Array.of(1, 1),
    cost: Float64Array.of(2, 3),
  }
  const mender = createFlowMender(network)
  assert.equal(mender.mend(network.cost, 0), false)
  mender.restart(new Int32Array(2), new Float64Array(3))
  assert.equal(mender.mend(network.cost), true)
  assert.deepEqual([...mender.flow], [1, 1])
})
