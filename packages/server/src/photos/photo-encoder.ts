import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { ProblemError } from '../problem.ts'
import type { RawPhoto } from './encode-anew.ts'
import type { Encoded } from './photo-worker.ts'

export interface PhotoEncoder {
  /**
   * The picture as a JPEG made anew, in a thread beside the server.
   * @throws ProblemError 422 `photo-damaged` where it cannot be decoded; 503 `photos-busy` where many wait, or it took too long
   */
  encode(photo: RawPhoto): Promise<Uint8Array<ArrayBuffer>>
}

export interface PhotoEncoderOptions {
  /** Ends the threads, and whatever waits for them. */
  stopping: AbortSignal
  /** Threads at most; one holds up to 350 MB while it works on the largest picture allowed. @defaultValue 2, or 1 on one core */
  threads?: number
  /** Photos that may wait for a thread. @defaultValue 32 */
  waiting?: number
  /** For one photo, milliseconds: what a picture made to be slow may cost. @defaultValue 30,000 */
  timeLimitMs?: number
}

interface Task {
  photo: RawPhoto
  resolve(bytes: Uint8Array<ArrayBuffer>): void
  reject(error: unknown): void
}

/** A thread without work gives its memory back after so long. Milliseconds. */
const IDLE_MS = 10_000

/** Threads that are started when photos come, and end when none do. One that failed at a photo gets no other. */
export function createPhotoEncoder({
  stopping,
  threads = Math.min(2, availableParallelism()),
  waiting = 32,
  timeLimitMs = 30_000,
}: PhotoEncoderOptions): PhotoEncoder {
  const queue: Task[] = []
  const idle = new Map<Worker, NodeJS.Timeout>()
  let count = 0

  function next(): void {
    if (queue.length === 0) return
    const [rested] = idle.keys()
    if (!rested && count >= threads) return
    if (rested) {
      clearTimeout(idle.get(rested))
      idle.delete(rested)
    }
    work(rested ?? start(), queue.shift()!)
  }

  function start(): Worker {
    count += 1
    // What the program itself was started with, e.g. `--input-type`, is not for a file.
    const worker = new Worker(besideThis(), { execArgv: [], name: 'wangge-photos' })
    worker.once('exit', () => {
      count -= 1
      clearTimeout(idle.get(worker))
      idle.delete(worker)
      next()
    })
    return worker
  }

  function work(worker: Worker, { photo, resolve, reject }: Task): void {
    const timer = setTimeout(() => over(() => reject(tooSlow(timeLimitMs))), timeLimitMs)
    const settle = (): void => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError)
      stopping.removeEventListener('abort', onStop)
    }
    /** No thread is used again that did not end well. */
    const over = (tell: () => void): void => {
      settle()
      // Whatever it says while it ends, it has been answered for.
      worker.on('error', () => {})
      void worker.terminate()
      tell()
    }
    const onMessage = (encoded: Encoded): void => {
      if (!encoded.ok) return over(() => reject(undecodable(encoded.message)))
      settle()
      rest(worker)
      resolve(encoded.bytes)
      next()
    }
    const onError = (error: Error): void => over(() => reject(error))
    const onStop = (): void => over(() => reject(stopped()))
    worker.on('message', onMessage).on('error', onError)
    stopping.addEventListener('abort', onStop, { once: true })
    worker.ref()
    worker.postMessage(photo)
  }

  function rest(worker: Worker): void {
    worker.unref()
    idle.set(worker, setTimeout(() => void worker.terminate(), IDLE_MS).unref())
  }

  stopping.addEventListener(
    'abort',
    () => {
      for (const task of queue.splice(0)) task.reject(stopped())
      for (const worker of idle.keys()) void worker.terminate()
    },
    { once: true },
  )

  return {
    encode(photo) {
      if (stopping.aborted) return Promise.reject(stopped())
      if (queue.length >= waiting) return Promise.reject(busy('Too many photos came at once'))
      return new Promise((resolve, reject) => {
        queue.push({ photo, resolve, reject })
        next()
      })
    },
  }
}

/** Built or, as this one is then, in the source. */
const besideThis = () => new URL(import.meta.url.endsWith('.ts') ? './photo-worker.ts' : './photo-worker.js', import.meta.url)

const undecodable = (message: string) =>
  new ProblemError(422, 'photo-damaged', 'The photo is damaged or not only a photo', {
    detail: `Expected a picture that can be decoded to its last row, got: ${message}`,
  })

const busy = (detail: string) =>
  new ProblemError(503, 'photos-busy', 'The photo is to be sent again later', { detail, headers: { 'retry-after': '5' } })

const tooSlow = (timeLimitMs: number) =>
  busy(`Expected a picture that is decoded within ${timeLimitMs / 1000} seconds, got none by then`)

const stopped = () => busy('The server ends')
