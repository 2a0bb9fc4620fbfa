import { SdkError } from '../errors.ts'
import { hello } from './hello.ts'
import type { Line } from './line.ts'
import type { NodeThreads } from './node-threads.ts'

/** Starts the planner in a thread of Node's, which keeps no program from ending while nothing is asked of it. */
export function startThread({ Worker: Thread }: NodeThreads, file: URL = besideThis()): Line {
  // What the program itself was started with, e.g. `--input-type`, is not for a file.
  const thread = new Thread(file, { execArgv: [] })
  const { port1, port2 } = new MessageChannel()
  let fail: (error: SdkError) => void = () => {}
  let isOpen = true
  const over = (cause?: Error) => {
    isOpen = false
    fail(new SdkError('worker', `Expected a thread, got ${cause ? cause.message : 'its end'}`, { cause }))
  }
  thread.once('error', over)
  thread.once('exit', () => over())
  thread.postMessage(hello(port2), [port2])
  thread.unref()
  return {
    port: port1,
    onFailure: (listener) => (fail = listener),
    isOpen: () => isOpen,
    end: () => void thread.terminate(),
  }
}

/** Built or, as this one is then, in the source. */
const besideThis = () => new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)
