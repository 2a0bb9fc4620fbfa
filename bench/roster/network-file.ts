// A network as a file of numbers, that every solver's process reads for itself: nodes, arcs, supplies, then from, to, capacity
// and cost of each arc.
import { readFileSync, writeFileSync } from 'node:fs'
import type { FlowNetwork } from '../../packages/core/src/roster/planning/network-simplex.ts'

export function writeNetwork(path: string, { nodes, supply, from, to, capacity, cost }: FlowNetwork): void {
  const arcs = Array.from(from, (start, arc) => `${start} ${to[arc]} ${capacity[arc]} ${cost[arc]}`)
  writeFileSync(path, `${nodes} ${from.length}\n${supply.join(' ')}\n${arcs.join('\n')}\n`)
}

export function readNetwork(path: string): FlowNetwork {
  const numbers = readFileSync(path, 'utf8').trim().split(/\s+/).map(Number)
  const [nodes, arcs] = numbers as [number, number]
  const column = (at: number) => Array.from({ length: arcs }, (_, arc) => numbers[2 + nodes + 4 * arc + at]!)
  return {
    nodes,
    supply: Int32Array.from(numbers.slice(2, 2 + nodes)),
    from: Int32Array.from(column(0)),
    to: Int32Array.from(column(1)),
    capacity: Int32Array.from(column(2)),
    cost: Float64Array.from(column(3)),
  }
}
