import { isSdkError } from '../errors.ts'
import type { PlanProgress } from '../roster/planning/plan-options.ts'
import { PROTOCOL } from './messages.ts'
import type { Port, Reply, Request, Task } from './messages.ts'
import { cutUp, putBack } from './pieces.ts'

/** What a task is told of and tells while it runs. */
export interface Running {
  signal: AbortSignal
  onProgress: (progress: PlanProgress) => void
}

export type Tasks = Readonly<Record<Task, (body: Record<string, unknown>, running: Running) => Promise<Record<string, unknown>>>>

export interface ServeOptions {
  /** Milliseconds. @defaultValue `Date.now` */
  now?: () => number
}

/** Milliseconds between two words on how far it is: more often than anybody can read them. */
const PAUSE = 50

/** Does what is asked at the other end of the port, until that is closed. */
export function servePlanner(port: Port, tasks: Tasks, { now = Date.now }: ServeOptions = {}): void {
  const pieces = new Map<number, Extract<Request, { type: 'piece' }>['piece'][]>()
  const running = new Map<number, AbortController>()
  const tell = (reply: Reply) => port.postMessage(reply)

  port.onmessage = ({ data }) => {
    const request = data as Request
    const { call } = request
    if (request.type === 'piece') pieces.set(call, [...(pieces.get(call) ?? []), request.piece])
    else if (request.type === 'cancel') running.get(call)?.abort()
    else void run(request)
  }
  tell({ type: 'ready', protocol: PROTOCOL })

  async function run({ call, task, body }: Extract<Request, { type: 'run' }>) {
    for (const piece of pieces.get(call) ?? []) putBack(body, piece)
    pieces.delete(call)
    const stop = new AbortController()
    running.set(call, stop)
    let told = -Infinity
    const onProgress = (progress: PlanProgress) => {
      const at = now()
      if (at - told < PAUSE) return
      told = at
      tell({ type: 'progress', call, progress })
    }
    try {
      const answer = cutUp(await tasks[task](body, { signal: stop.signal, onProgress }))
      for (const piece of answer.pieces) tell({ type: 'piece', call, piece })
      tell({ type: 'done', call, body: answer.body })
    } catch (error) {
      const code = isSdkError(error) ? error.code : 'worker'
      tell({ type: 'failed', call, code, message: error instanceof Error ? error.message : String(error) })
    } finally {
      running.delete(call)
    }
  }
}
