import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChannelMessage } from '../ports/index.ts'
import { createChannel, createLocalChannel, createLocalLocks, createLocks } from './page.ts'

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

test('a channel calls its own subscribers before post returns, and nobody after it was closed', () => {
  const channel = createLocalChannel()
  const heard: ChannelMessage[] = []
  const stop = channel.subscribe((message) => heard.push(message))
  channel.post({ type: 'outbox' })
  assert.deepEqual(heard, [{ type: 'outbox' }])
  stop()
  channel.post({ type: 'outbox' })
  channel.subscribe((message) => heard.push(message))
  channel.close()
  channel.post({ type: 'outbox' })
  assert.equal(heard.length, 1)
})

test('a message reaches the other clients of the name, once', async () => {
  const [one, two] = [createChannel('test-page'), createChannel('test-page')]
  const own: ChannelMessage[] = []
  one.subscribe((message) => own.push(message))
  const heard = new Promise<ChannelMessage>((resolve) => two.subscribe(resolve))
  one.post({ type: 'cache', keys: ['/v1/grids'] })
  assert.deepEqual(own, [{ type: 'cache', keys: ['/v1/grids'] }])
  assert.deepEqual(await heard, { type: 'cache', keys: ['/v1/grids'] })
  assert.equal(own.length, 1)
  one.close()
  two.close()
})
