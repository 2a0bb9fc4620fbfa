import { SdkError } from '../errors.ts'
import { converse } from './converse.ts'
import type { Conversation } from './converse.ts'
import type { Line } from './line.ts'
import { nodeThreads } from './node-threads.ts'
import { startFrame } from './start-frame.ts'
import { startThread } from './start-thread.ts'
import { startWorker } from './start-worker.ts'

export interface LineOptions {
  /** Of the district's server. */
  endpoint: URL | undefined
  worker: (() => Worker) | undefined
  /** Milliseconds. */
  patience: number
}

/** A line whose other end has said that it serves. */
export interface OpenLine {
  line: Line
  conversation: Conversation
}

/**
 * Starts the planner where it may run: a thread of Node's, a worker, or the frame of the district's server; a Node without threads to
 * be asked for runs it in process. A page never does: it would stand still.
 */
export async function openLine({ endpoint, worker, patience }: LineOptions): Promise<OpenLine> {
  if (typeof document === 'undefined') {
    const threads = nodeThreads()
    if (threads) return answered(startThread(threads), patience)
    if (typeof Worker === 'undefined') return answered((await import('./start-here.ts')).startHere(), patience)
    return answered(startWorker(worker), patience)
  }
  try {
    return await answered(startWorker(worker), patience)
  } catch (error) {
    if (!endpoint) throw error
    return answered(await startFrame({ endpoint, patience }), patience)
  }
}

async function answered(line: Line, patience: number): Promise<OpenLine> {
  const conversation = converse(line.port)
  line.onFailure((error) => {
    conversation.end(error)
    line.end()
  })
  const late = () => conversation.end(new SdkError('worker', `Expected the planner to answer, got nothing in ${patience} ms`))
  const timer = setTimeout(late, patience)
  try {
    await conversation.ready
    return { line, conversation }
  } catch (error) {
    line.end()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
