import { SdkError } from '../errors.ts'
import type { PlanProgress } from '../roster/planning/plan-options.ts'
import { PROTOCOL } from './messages.ts'
import type { Piece, Port, Reply, Request, Task } from './messages.ts'
import { cutUp, putBack } from './pieces.ts'

export interface CallOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: PlanProgress) => void) | undefined
}

/** The page's end of the line to a planner. */
export interface Conversation {
  /** Resolves once the other end serves; fails where it is of another release. */
  readonly ready: Promise<void>
  call(task: Task, body: Record<string, unknown>, options?: CallOptions): Promise<Record<string, unknown>>
  /** Ends what is under way with the error, and refuses what comes after. */
  end(error: SdkError): void
}

interface Pending {
  resolve(body: Record<string, unknown>): void
  reject(error: SdkError): void
  onProgress: ((progress: PlanProgress) => void) | undefined
  pieces: Piece[]
}

/** Asks over a port, one message at a time, so that what shows the page comes in between. */
export function converse(port: Port): Conversation {
  const pending = new Map<number, Pending>()
  let calls = 0
  let ended: SdkError | undefined
  const ready = deferred<void>()
  const tell = (request: Request) => port.postMessage(request)

  port.onmessage = ({ data }) => {
    const reply = data as Reply
    if (reply.type === 'ready') return reply.protocol === PROTOCOL ? ready.resolve() : ready.reject(otherRelease(reply.protocol))
    const asked = pending.get(reply.call)
    if (!asked) return
    if (reply.type === 'progress') return asked.onProgress?.(reply.progress)
    if (reply.type === 'piece') return void asked.pieces.push(reply.piece)
    forget(reply.call)
    if (reply.type === 'failed') return asked.reject(new SdkError(reply.code, reply.message))
    for (const piece of asked.pieces) putBack(reply.body, piece)
    asked.resolve(reply.body)
  }
  // An idle planner is no reason for a program not to end.
  port.unref?.()

  function forget(call: number) {
    pending.delete(call)
    if (pending.size === 0) port.unref?.()
  }

  return {
    ready: ready.promise,
    async call(task, value, { signal, onProgress } = {}) {
      if (ended) throw ended
      const call = (calls += 1)
      const answer = deferred<Record<string, unknown>>()
      pending.set(call, { resolve: answer.resolve, reject: answer.reject, onProgress, pieces: [] })
      port.ref?.()
      const cancel = () => tell({ type: 'cancel', call })
      try {
        const { body, pieces } = cutUp(value)
        for (const piece of pieces) {
          tell({ type: 'piece', call, piece })
          await breath()
          if (ended) throw ended
        }
        tell({ type: 'run', call, task, body })
        if (signal?.aborted) cancel()
        signal?.addEventListener('abort', cancel)
        return await answer.promise
      } catch (error) {
        throw uncloneable(error)
      } finally {
        forget(call)
        signal?.removeEventListener('abort', cancel)
      }
    },
    end(error) {
      ended ??= error
      ready.reject(error)
      for (const { reject } of pending.values()) reject(error)
      pending.clear()
      port.onmessage = null
      port.close()
    },
  }
}

interface Deferred<T> {
  promise: Promise<T>
  resolve(value: T): void
  reject(error: SdkError): void
}

/** A promise to be settled from outside; a failure that nobody waits for yet is kept for whoever does. */
function deferred<T>(): Deferred<T> {
  let settle!: Omit<Deferred<T>, 'promise'>
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }))
  promise.catch(() => {})
  return { promise, ...settle }
}

/** Lets the page draw and answer before the next piece. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve))

const otherRelease = (protocol: number) =>
  new SdkError(
    'worker',
    `Expected a planner of protocol ${PROTOCOL}, got ${protocol}: page and planner are of different releases`,
  )

function uncloneable(error: unknown): unknown {
  const isClone = error instanceof DOMException && error.name === 'DataCloneError'
  return isClone ? new SdkError('bad-argument', `Expected plain data, got ${error.message}`, { cause: error }) : error
}
