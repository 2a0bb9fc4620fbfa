import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problem } from '../../test/faulty-district.ts'
import { hostToken } from '../../test/host-token.ts'
import { createWorld } from '../../test/world.ts'
import type { TransportRequest, TransportResponse } from '../ports/index.ts'
import { createAuthorisedTransport } from './authorised-transport.ts'
import { createTokenSource } from './token-source.ts'

const HOUR = 3_600_000
const grids = { method: 'GET', path: '/v1/grids' } as const
const ok = { status: 200, headers: {}, body: {} }

/** A host and a server on one clock, a device on another that is `skewMs` ahead. */
function setUp({ skewMs = 0, lifeS = 300, hasSiteKey = true } = {}) {
  const world = createWorld()
  const state = { asked: 0, refused: 0, fails: false, refuses: false, mint: (): string | Promise<string> => fresh() }
  const seconds = () => Math.floor(world.now() / 1000)
  const fresh = () => hostToken('A001', { iat: seconds(), exp: seconds() + lifeS, jti: `token-${state.asked}` })
  const token = async () => {
    state.asked += 1
    if (state.fails) throw new Error('no session')
    return state.mint()
  }
  const line = {
    async send({ headers }: TransportRequest): Promise<TransportResponse> {
      const payload = headers?.['authorization']?.split('.')[1]
      if (payload === undefined) return ok
      const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number }
      if (!state.refuses && seconds() < exp) return ok
      state.refused += 1
      return problem(401, state.refuses ? 'token-invalid' : 'token-expired')
    },
  }
  const whoIs = () => Promise.reject(new Error('every token says it'))
  const tokens = createTokenSource({ ...world, now: () => world.now() + skewMs, token, whoIs })
  const transport = createAuthorisedTransport({ transport: line, tokens, hasSiteKey })
  const sendFor = async (ms: number, everyMs: number) => {
    for (let at = 0; at < ms; at += everyMs) {
      await transport.send(grids)
      await world.advance(everyMs)
    }
  }
  return { world, state, tokens, transport, sendFor, fresh }
}

for (const [clock, skewMs] of [
  ['right', 0],
  ['an hour fast', HOUR],
  ['an hour slow', -HOUR],
] as const) {
  test(`on a device whose clock is ${clock}, a token is used until it is as good as over, and then renewed`, async () => {
    const { state, sendFor } = setUp({ skewMs })
    await sendFor(HOUR, 10_000)
    // Of each 300 s, 270 are used; with requests every 10 s.
    assert.equal(state.asked, Math.ceil(3600 / 270))
    assert.equal(state.refused, 0)
  })
}

test('a clock that is set while a token is at hand costs one more question', async () => {
  const { world, state, tokens } = setUp()
  let skewMs = 0
  const skewed = createTokenSource({
    ...world,
    now: () => world.now() + skewMs,
    whoIs: () => Promise.reject(new Error('unasked')),
    token: async () => {
      state.asked += 1
      return state.mint()
    },
  })
  for (skewMs of [0, HOUR, 0]) {
    await skewed.take()
    await skewed.take()
  }
  assert.equal(state.asked, 3)
  tokens.close()
})

test('a token that lives for less than a minute is used for half its life', async () => {
  const { state, sendFor } = setUp({ lifeS: 20 })
  await sendFor(60_000, 1_000)
  assert.equal(state.asked, 6)
})

test('a host that hands out the same token until it is over is not asked before each request', async () => {
  const { state, sendFor, fresh } = setUp()
  const one = fresh()
  state.mint = () => one
  await sendFor(290_000, 1_000)
  assert.equal(state.asked, 1 + 2)
  assert.equal(state.refused, 0)
})

test('many requests while the host answers slowly ask it once, also where they ask whose the token is', async () => {
  const { world, state, tokens, transport } = setUp()
  let give = () => {}
  const slow = new Promise<void>((resolve) => (give = resolve))
  const { mint } = state
  state.mint = () => slow.then(mint)
  const waiting = [...Array.from({ length: 20 }, () => transport.send(grids)), tokens.person(), tokens.person({ urgent: true })]
  await world.settle()
  give()
  await Promise.all(waiting)
  assert.equal(state.asked, 1)
})

test('a host that fails is asked less and less, however much is fetched, and at once when the device is online again', async () => {
  const { world, state, transport, sendFor } = setUp()
  state.fails = true
  await Promise.all(Array.from({ length: 20 }, () => transport.send(grids)))
  assert.equal(state.asked, 1)
  await sendFor(600_000, 100)
  // 6000 requests; the wait comes to 61 s at most, half of that on average.
  assert.ok(state.asked >= 10 && state.asked < 40, `asked ${state.asked} times`)
  const before = state.asked
  state.fails = false
  await world.better()
  await sendFor(10_000, 100)
  assert.equal(state.asked, before + 1)
})

test('somebody who waits for it has a failing host asked again at once', async () => {
  const { state, tokens } = setUp()
  state.fails = true
  await assert.rejects(tokens.person())
  await assert.rejects(tokens.person(), { problem: 'no-token' })
  assert.equal(state.asked, 1)
  state.fails = false
  await tokens.person({ urgent: true })
  assert.equal(state.asked, 2)
})

test('a host whose tokens the server refuses is asked less and less; one refusal after a good time is mended at once', async () => {
  const { state, sendFor } = setUp()
  state.refuses = true
  await sendFor(600_000, 100)
  assert.ok(state.asked < 45, `asked ${state.asked} times`)
  state.refuses = false
  await sendFor(120_000, 1_000)
  const before = state.asked
  state.refuses = true
  await sendFor(1_000, 1_000)
  assert.equal(state.asked, before + 1)
})
