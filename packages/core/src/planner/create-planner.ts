import { SdkError } from '../errors.ts'
import type { RosterVerdict } from '../roster/planning/verify-roster.ts'
import type { RosterPlan } from '../roster/planning-schema.ts'
import type { Conversation } from './converse.ts'
import type { Task } from './messages.ts'
import { openLine } from './open-line.ts'
import type { OpenLine } from './open-line.ts'
import type { CalledRepair, PlanCallOptions, Planner, RepairCallOptions } from './planner.ts'

export interface PlannerOptions {
  /**
   * Address of the district's server, whose frame starts the worker where the page may not: its script comes from another origin, or
   * its policy forbids workers. The policy then needs `frame-src` for the server, and nothing else.
   */
  endpoint?: string | undefined
  /**
   * Starts the worker in the page's own way, e.g. `() => new Worker('/wangge-planner.min.js')`.
   * @defaultValue the file beside this package's, which bundlers find
   */
  worker?: (() => Worker) | undefined
  /** Milliseconds to wait for a worker or a frame to start. @defaultValue 15000 */
  patience?: number | undefined
}

/**
 * A planner that computes beside the page, which goes on at its 60 frames: in a worker, in a worker of the district's frame where the
 * page may have none, in a thread in Node. It starts with the first call, and anew with the next one after a failure.
 * @throws SdkError `bad-argument` where `endpoint` is no http(s) address
 * @example
 * const planner = createPlanner({ endpoint: 'https://grid.example' })
 * const { assignments, gap } = await planner.plan(problem, { seed: 1, onProgress: ({ missing }) => show(missing), signal })
 * planner.dispose()
 */
export function createPlanner({ endpoint, worker, patience = 15_000 }: PlannerOptions = {}): Planner {
  const options = { endpoint: endpoint === undefined ? undefined : addressOf(endpoint), worker, patience }
  let started: Promise<OpenLine> | undefined
  let isOver = false

  async function conversation(): Promise<Conversation> {
    const known = await started?.catch(() => undefined)
    if (isOver) throw disposed()
    if (!known?.line.isOpen()) started = openLine(options)
    const opened = await started!
    if (!isOver) return opened.conversation
    opened.line.end()
    throw disposed()
  }

  const ask = async <T>(
    task: Task,
    body: object,
    { signal, onProgress, ...options }: Partial<PlanCallOptions & RepairCallOptions> = {},
  ): Promise<T> => {
    const line = await conversation()
    return (await line.call(task, { ...body, options }, { signal, onProgress }))['result'] as T
  }

  return {
    plan: (problem, how) => ask<RosterPlan>('plan', { problem }, how),
    repair: (problem, { assignments, bound }, how) =>
      ask<CalledRepair>('repair', { problem, plan: { assignments, ...(bound !== undefined && { bound }) } }, how),
    verify: (problem, plan, { present = [] } = {}) => ask<RosterVerdict>('verify', { problem, plan, present }),
    dispose() {
      isOver = true
      void started?.then(
        ({ line, conversation: running }) => {
          running.end(disposed())
          line.end()
        },
        () => {},
      )
    },
  }
}

const disposed = () => new SdkError('aborted', 'The planner was disposed of')

function addressOf(endpoint: string): URL {
  try {
    const url = new URL(endpoint, typeof document === 'undefined' ? undefined : document.baseURI)
    if (url.protocol === 'https:' || url.protocol === 'http:') return url
  } catch {
    // Told below.
  }
  throw new SdkError('bad-argument', `Expected the http(s) address of a server, got ${JSON.stringify(endpoint)}`)
}
