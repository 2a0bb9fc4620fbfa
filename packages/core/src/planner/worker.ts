import { isHello } from './hello.ts'
import { nodeThreads } from './node-threads.ts'
import { servePlanner } from './serve-planner.ts'
import { createTasks } from './tasks.ts'

/** The global scope of a worker. */
interface Scope {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}

// The entry of a worker or a thread: whoever started it sends a port to serve at.
const serve = (message: unknown) => {
  if (isHello(message)) servePlanner(message.port, createTasks())
}
const parent = nodeThreads()?.parentPort
if (parent) parent.on('message', serve)
else (globalThis as unknown as Scope).addEventListener('message', ({ data }) => serve(data))
