// One solver in a process of its own, so that its memory can be told: node bench/roster/solve-flow.ts <solver> <network> <times>
// Prints the cost, the processor time of each time in milliseconds, and the most memory, before and altogether, in MB.
import { argv, exit, resourceUsage, stdout } from 'node:process'
import { FLOW_SOLVERS } from './flow-solvers.ts'
import type { FlowPeer } from './flow-solvers.ts'
import { readNetwork } from './network-file.ts'

const [, , name, path, times] = argv
const peers: Record<string, FlowPeer> = FLOW_SOLVERS
const megabytes = () => Math.round(resourceUsage().maxRSS / 1000)
const network = readNetwork(path!)
globalThis.gc?.()
const before = megabytes()
const build = await peers[name!]!(network)
const cpu: number[] = []
let cost = 0
for (let time = 0; time < Number(times); time += 1) {
  const solve = build()
  const start = process.cpuUsage()
  cost = await solve()
  const { user, system } = process.cpuUsage(start)
  cpu.push((user + system) / 1000)
}
stdout.write(JSON.stringify({ cost, cpu, before, peak: megabytes() }), () => exit())
