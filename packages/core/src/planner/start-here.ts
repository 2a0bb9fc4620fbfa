import type { Line } from './line.ts'
import type { Port } from './messages.ts'
import { servePlanner } from './serve-planner.ts'
import { createTasks } from './tasks.ts'

/** The planner on the thread that asks, for a program without another. */
export function startHere(): Line {
  const { port1, port2 } = new MessageChannel()
  const served: Port = port2
  servePlanner(served, createTasks())
  served.unref?.()
  return { port: port1, onFailure: () => {}, isOpen: () => true, end: () => port2.close() }
}
