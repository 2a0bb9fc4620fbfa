import { SdkError } from '../errors.ts'
import { hello } from './hello.ts'
import type { Line } from './line.ts'

/** The worker beside this file; written so that bundlers find it and make a file of it. */
const besideThis = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'wangge-planner' })

/** Starts the planner in a worker of the page's own origin. @throws SdkError `worker` where the page may not have one */
export function startWorker(start: () => Worker = besideThis): Line {
  let worker: Worker
  try {
    worker = start()
  } catch (cause) {
    throw new SdkError('worker', `Expected a worker, got ${String(cause)}`, { cause })
  }
  const { port1, port2 } = new MessageChannel()
  let fail: (error: SdkError) => void = () => {}
  let isOpen = true
  worker.addEventListener('error', ({ message }) => {
    isOpen = false
    fail(new SdkError('worker', `Expected a worker, got ${message || 'a script that the browser did not load'}`))
  })
  worker.postMessage(hello(port2), [port2])
  return {
    port: port1,
    onFailure: (listener) => (fail = listener),
    isOpen: () => isOpen,
    end: () => worker.terminate(),
  }
}
