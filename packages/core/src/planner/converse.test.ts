import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSdkError, SdkError } from '../errors.ts'
import type { PlanProgress } from '../roster/planning/plan-options.ts'
import { converse } from './converse.ts'
import { servePlanner } from './serve-planner.ts'
import type { Port } from './messages.ts'
import type { Tasks } from './serve-planner.ts'

const progress = (iteration: number): PlanProgress => ({ iteration, cost: 9, bound: 3, gap: 2, missing: 1, elapsedMs: 5 })

/** Both ends of a channel, the far one with the tasks of the test. */
function connect(tasks: Partial<Tasks>, now?: () => number) {
  const { port1, port2 } = new MessageChannel()
  const none = async () => ({})
  servePlanner(port2, { plan: none, repair: none, verify: none, ...tasks }, { ...(now && { now }) })
  const served: Port = port2
  served.unref?.()
  return converse(port1)
}

const people = Array.from({ length: 1_000 }, (_, at) => ({ id: `p-${at}`, roles: ['volunteer'] }))

test('what is asked arrives whole, however long, and so does the answer', async () => {
  const line = connect({
    plan: async (body) => ({ result: { got: body, people: (body.problem as { people: unknown[] }).people } }),
  })
  await line.ready
  const body = { problem: { version: 1, people }, options: { seed: 4 } }
  assert.deepEqual(await line.call('plan', body), { result: { got: body, people } })
  assert.equal(people.length, 1_000)
})

test('calls run side by side and each gets its own answer', async () => {
  const line = connect({ verify: async ({ at }) => ({ result: at }) })
  const answers = await Promise.all([1, 2, 3].map((at) => line.call('verify', { at })))
  assert.deepEqual(answers, [{ result: 1 }, { result: 2 }, { result: 3 }])
})

test('progress is told, at most every 50 ms, and nothing after the answer', async () => {
  let at = 0
  const plan: Tasks['plan'] = async (_, { onProgress }) => {
    for (const ms of [0, 10, 49, 50, 60, 120]) {
      at = ms
      onProgress(progress(ms))
    }
    return { result: 1 }
  }
  const told: number[] = []
  await connect({ plan }, () => at).call('plan', {}, { onProgress: ({ iteration }) => told.push(iteration) })
  assert.deepEqual(told, [0, 50, 120])
})

test('a signal ends the search, which answers with what it has', async () => {
  const plan: Tasks['plan'] = (_, { signal, onProgress }) =>
    new Promise((resolve) => {
      onProgress(progress(1))
      signal.addEventListener('abort', () => resolve({ result: { ended: 'cancelled' } }))
    })
  const line = connect({ plan })
  const stop = new AbortController()
  const answer = line.call('plan', {}, { signal: stop.signal, onProgress: () => stop.abort() })
  assert.deepEqual(await answer, { result: { ended: 'cancelled' } })
  // Aborted before it began: it is asked all the same, and ends at once.
  assert.deepEqual(await line.call('plan', {}, { signal: AbortSignal.abort() }), { result: { ended: 'cancelled' } })
})

test('an error comes over with its code; one that is a defect says so', async () => {
  const plan: Tasks['plan'] = async () => {
    throw new SdkError('bad-argument', 'Expected a slot, got none')
  }
  const verify: Tasks['verify'] = async () => {
    throw new TypeError('x is not a function')
  }
  const line = connect({ plan, verify })
  await assert.rejects(
    line.call('plan', {}),
    (error) => isSdkError(error) && error.code === 'bad-argument' && /Expected a slot/.test(error.message),
  )
  await assert.rejects(line.call('verify', {}), (error) => isSdkError(error) && error.code === 'worker')
})

test('what cannot be copied is refused as a bad argument', async () => {
  const line = connect({})
  await assert.rejects(line.call('plan', { now: () => 1 }), (error) => isSdkError(error) && error.code === 'bad-argument')
})

test('the end fails what is under way and what comes after', async () => {
  const line = connect({ plan: () => new Promise(() => {}) })
  await line.ready
  const answer = line.call('plan', { problem: { people } })
  line.end(new SdkError('aborted', 'over'))
  const isAborted = (error: unknown) => isSdkError(error) && error.code === 'aborted'
  await assert.rejects(answer, isAborted)
  await assert.rejects(line.call('verify', {}), isAborted)
})

test('a planner of another release is not asked anything', async () => {
  const { port1, port2 } = new MessageChannel()
  const line = converse(port1)
  port2.postMessage({ type: 'ready', protocol: 999 })
  await assert.rejects(line.ready, /different releases/)
  port2.close()
})
