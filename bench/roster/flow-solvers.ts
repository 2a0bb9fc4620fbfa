// The cheapest flow by each, the way its own documentation has it. Each is given the network, and may make of it what it needs
// before the time runs; the time is that of a model to its optimum.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { createFlowSolver } from '../../packages/core/src/roster/planning/network-simplex.ts'
import type { FlowNetwork } from '../../packages/core/src/roster/planning/network-simplex.ts'

/** Returns the cost. */
type Solve = () => number | Promise<number>
export type FlowPeer = (network: FlowNetwork) => Promise<() => Solve>

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const peer = async <T>(name: string) => (await import(pathToFileURL(require.resolve(name)).href)) as T

export const FLOW_SOLVERS = {
  ours: async (network) => () => () => {
    const { status, cost } = createFlowSolver(network).solve()
    if (status !== 'optimal') throw new Error(`Expected an optimum, got ${status}`)
    return cost
  },
  'or-tools-wasm': async ({ from, to, capacity, cost, supply }) => {
    const { initNetworkFlow, SimpleMinCostFlow } = await peer<OrTools>('or-tools-wasm/network-flow')
    await initNetworkFlow()
    return () => {
      const solver = new SimpleMinCostFlow()
      solver.addArcsWithCapacityAndUnitCost(from, to, capacity, cost)
      solver.setNodesSupplies([...supply.keys()], supply)
      return async () => {
        await solver.solve()
        return solver.optimalCost()
      }
    }
  },
  'HiGHS LP': (network) => byHighs(network, {}),
  'HiGHS LP without presolve': (network) => byHighs(network, { presolve: 'off' }),
  'glpk.js': async ({ nodes, supply, from, to, capacity, cost }) => {
    const { default: load } = await peer<{ default: () => Promise<Glpk> }>('glpk.js/node')
    const glpk = await load()
    const rows = Array.from({ length: nodes }, (_, node) => ({
      name: `n${node}`,
      vars: [] as { name: string; coef: number }[],
      bnds: { type: glpk.GLP_FX, lb: supply[node]!, ub: supply[node]! },
    }))
    from.forEach((start, arc) => {
      rows[start]!.vars.push({ name: `x${arc}`, coef: 1 })
      rows[to[arc]!]!.vars.push({ name: `x${arc}`, coef: -1 })
    })
    const vars = Array.from(cost, (coef, arc) => ({ name: `x${arc}`, coef }))
    const bounds = Array.from(capacity, (ub, arc) => ({ name: `x${arc}`, type: ub > 0 ? glpk.GLP_DB : glpk.GLP_FX, lb: 0, ub }))
    const objective = { direction: glpk.GLP_MIN, name: 'cost', vars }
    return () => () => {
      const { result } = glpk.solve({ name: 'flow', objective, subjectTo: rows, bounds }, { msglev: glpk.GLP_MSG_OFF })
      if (result.status !== glpk.GLP_OPT) throw new Error(`Expected an optimum, got ${result.status}`)
      return Math.round(result.z)
    }
  },
} satisfies Record<string, FlowPeer>

async function byHighs({ nodes, supply, from, to, capacity, cost }: FlowNetwork, options: Record<string, string>) {
  const { default: load } = await peer<{ default: () => Promise<Highs> }>('highs')
  const highs = await load()
  const arcs = from.length
  const rows = new Int32Array(2 * arcs)
  const values = new Float64Array(2 * arcs)
  for (let arc = 0; arc < arcs; arc += 1) {
    rows.set([from[arc]!, to[arc]!], 2 * arc)
    values.set([1, -1], 2 * arc)
  }
  const starts = Int32Array.from({ length: arcs + 1 }, (_, arc) => 2 * arc)
  return () => {
    const model = highs.createModel({
      ...{ numCols: arcs, numRows: nodes, colCost: cost },
      ...{ colLower: new Float64Array(arcs), colUpper: Float64Array.from(capacity) },
      ...{ rowLower: Float64Array.from(supply), rowUpper: Float64Array.from(supply) },
      matrix: { format: 'csc', numRows: nodes, numCols: arcs, starts, indices: rows, values },
    })
    model.options.set({ output_flag: false, ...options })
    return () => {
      model.run()
      const found = Math.round(model.getObjectiveValue())
      model.dispose()
      return found
    }
  }
}

interface OrTools {
  initNetworkFlow(): Promise<void>
  SimpleMinCostFlow: new () => {
    addArcsWithCapacityAndUnitCost(...columns: ArrayLike<number>[]): void
    setNodesSupplies(nodes: ArrayLike<number>, supplies: ArrayLike<number>): void
    solve(): Promise<number>
    optimalCost(): number
  }
}

interface Highs {
  createModel(data: object): {
    options: { set(options: object): void }
    run(): void
    getObjectiveValue(): number
    dispose(): void
  }
}

interface Glpk extends Record<'GLP_MIN' | 'GLP_FX' | 'GLP_DB' | 'GLP_OPT' | 'GLP_MSG_OFF', number> {
  solve(model: object, options: object): { result: { z: number; status: number } }
}
