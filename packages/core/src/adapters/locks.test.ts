import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSdkError } from '../errors.ts'
import { createLocalLocks, createLocks } from './locks.ts'

const turns = async (count = 20) => {
  for (let i = 0; i < count; i += 1) await Promise.resolve()
}

test('one task at a time holds a lock, in the order of asking; another name is another lock', async () => {
  const locks = createLocalLocks()
  const log: string[] = []
  const task = (name: string) => async () => {
    log.push(`${name} in`)
    await turns()
    log.push(`${name} out`)
    return name
  }
  const results = await Promise.all([
    locks.exclusive('x', task('a')),
    locks.exclusive('x', task('b')),
    locks.exclusive('y', task('c')),
  ])
  assert.deepEqual(results, ['a', 'b', 'c'])
  assert.deepEqual(
    log.filter((line) => !line.startsWith('c')),
    ['a in', 'a out', 'b in', 'b out'],
  )
  assert.ok(log.indexOf('c in') < log.indexOf('a out'))
})

test('a task that fails lets go of the lock', async () => {
  const locks = createLocalLocks()
  await assert.rejects(
    locks.exclusive('x', () => Promise.reject(new Error('no'))),
    /no/,
  )
  assert.equal(await locks.exclusive('x', async () => 1), 1)
})

test('who is aborted while waiting never runs, and does not let those behind overtake those before', async () => {
  const locks = createLocalLocks()
  let finish = () => {}
  const first = locks.exclusive('x', () => new Promise<void>((resolve) => (finish = resolve)))
  const controller = new AbortController()
  let ran = false
  const second = locks.exclusive('x', async () => void (ran = true), { signal: controller.signal })
  let third = false
  const last = locks.exclusive('x', async () => void (third = true))
  controller.abort(new Error('gone'))
  await assert.rejects(second, /gone/)
  await turns()
  assert.deepEqual([ran, third], [false, false])
  finish()
  await Promise.all([first, last])
  assert.deepEqual([ran, third], [false, true])
})

test('the clients of one endpoint and audience share locks, those of another do not', async () => {
  const [one, same, other] = [createLocks('a'), createLocks('a'), createLocks('b')]
  let finish = () => {}
  const first = one.exclusive('x', () => new Promise<void>((resolve) => (finish = resolve)))
  let second = false
  const waiting = same.exclusive('x', async () => void (second = true))
  await other.exclusive('x', async () => {})
  assert.equal(second, false)
  finish()
  await Promise.all([first, waiting])
  assert.equal(second, true)
})

test('who waits takes the lock from a holder that does not answer, which hears of it when it runs again', async () => {
  // Held by one that answers nobody, as a frozen page.
  let thaw = () => {}
  const frozen = navigator.locks.request('deaf:x', () => new Promise<void>((resolve) => (thaw = resolve)))
  const lost = frozen.catch((error: unknown) => error)
  const locks = createLocks('deaf', { askMs: 20 })
  assert.equal(await locks.exclusive('x', async () => 'mine'), 'mine')
  assert.equal(((await lost) as DOMException).name, 'AbortError')
  thaw()
})

test('of a holder that answers nobody takes the lock, however long it takes', async () => {
  const [holder, other] = [createLocks('busy', { askMs: 10 }), createLocks('busy', { askMs: 10 })]
  const log: string[] = []
  const first = holder.exclusive('x', async (lost) => {
    await new Promise((resolve) => setTimeout(resolve, 200))
    log.push(lost.aborted ? 'lost' : 'held')
  })
  await Promise.all([first, other.exclusive('x', async () => void log.push('next'))])
  assert.deepEqual(log, ['held', 'next'])
})

test('a task whose turn was taken is told so, and so is who asked for it', async () => {
  const locks = createLocks('taken')
  let told: AbortSignal | undefined
  let finish = () => {}
  const mine = locks.exclusive('x', (lost) => {
    told = lost
    return new Promise<void>((resolve) => (finish = resolve))
  })
  const outcome = mine.catch((error: unknown) => error)
  while (!told) await new Promise((resolve) => setTimeout(resolve, 1))
  await navigator.locks.request('taken:x', { steal: true }, async () => {})
  const error = await outcome
  assert.ok(isSdkError(error) && error.code === 'aborted' && error.retryable)
  assert.equal(told.aborted, true)
  finish()
})
