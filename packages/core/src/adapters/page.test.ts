import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChannelMessage } from '../ports/index.ts'
import { createChannel, createLocalChannel } from './page.ts'

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
