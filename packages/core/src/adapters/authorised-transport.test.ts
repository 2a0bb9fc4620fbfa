import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problem } from '../../test/faulty-district.ts'
import { hostToken, keyOf } from '../../test/host-token.ts'
import { createWorld } from '../../test/world.ts'
import type { Identity, TransportRequest, TransportResponse } from '../ports/index.ts'
import { createAuthorisedTransport } from './authorised-transport.ts'
import { createTokenSource } from './token-source.ts'
import type { TokenSourceOptions } from './token-source.ts'

const OK = { status: 200, headers: {}, body: {} }

interface SetUp {
  token: TokenSourceOptions['token']
  answer?: (request: TransportRequest) => TransportResponse
  hasSiteKey?: boolean
}

function setUp({ token, answer = () => OK, hasSiteKey = true }: SetUp) {
  const world = createWorld()
  const sent: (string | undefined)[] = []
  const line = {
    async send(request: TransportRequest) {
      sent.push(request.headers?.['authorization']?.replace('Bearer ', ''))
      return answer(request)
    },
  }
  const whoIs = async ({ text }: { text: string }) => keyOf(`of ${text}`)
  const tokens = createTokenSource({ token, whoIs, ...world })
  const told: Identity[] = []
  tokens.subscribe((identity) => told.push(identity))
  const transport = createAuthorisedTransport({ transport: line, tokens, hasSiteKey })
  return { world, transport, tokens, told, sent }
}

const inSeconds = (world: { now: () => number }, seconds: number) => Math.floor(world.now() / 1000) + seconds
const grids = { method: 'GET', path: '/v1/grids' } as const
const mine = (person: string | null) => ({ method: 'POST', path: '/v1/sign-ups', body: {}, person }) as const

test('many requests at once ask the host for one token, and the next ones use it', async () => {
  let asked = 0
  const { transport, told, sent } = setUp({ token: async () => hostToken(`e${(asked += 1)}`) })
  await Promise.all([transport.send(grids), transport.send(grids), transport.send(grids)])
  await transport.send(grids)
  assert.deepEqual([asked, sent], [1, Array<string>(4).fill(hostToken('e1'))])
  assert.deepEqual(told, [{ state: 'asking' }, { state: 'known', personKey: keyOf('e1') }])
})

test('a token is renewed 30 s before its end', async () => {
  let asked = 0
  const token = async () => {
    asked += 1
    return hostToken('e', { exp: inSeconds(world, 900) })
  }
  const { world, transport } = setUp({ token })
  await transport.send(grids)
  await world.advance(869_000)
  await transport.send(grids)
  assert.equal(asked, 1)
  await world.advance(2_000)
  await transport.send(grids)
  assert.equal(asked, 2)
})

for (const [code, times] of [
  ['token-expired', 2],
  ['token-invalid', 2],
  ['token-replayed', 2],
  ['token-required', 1],
] as const) {
  test(`${code} is ${times === 2 ? '' : 'not '}worth another token, once`, async () => {
    let asked = 0
    const token = async () => hostToken('e', { jti: `token-${(asked += 1)}` })
    const { transport, sent } = setUp({ token, answer: () => problem(401, code) })
    assert.equal((await transport.send(grids)).status, 401)
    assert.deepEqual([asked, sent.length, new Set(sent).size], [times, times, times])
  })
}

test('a token that is good once is asked for with each request', async () => {
  let asked = 0
  const token = async () => hostToken('e', { once: true, jti: `token-${(asked += 1)}` })
  const { transport, tokens, sent } = setUp({ token })
  await Promise.all([transport.send(grids), transport.send(grids), transport.send(grids)])
  await tokens.person()
  assert.deepEqual([asked, new Set(sent).size], [3, 3])
})

test('nothing goes out under the token of another than who made it, and what is nobody’s under none', async () => {
  const { transport, sent } = setUp({ token: async () => hostToken('e') })
  await assert.rejects(transport.send(mine(keyOf('f'))), { name: 'SdkError', code: 'other-person' })
  assert.deepEqual(sent, [])
  await transport.send(mine(keyOf('e')))
  await transport.send(mine(null))
  assert.deepEqual(sent, [hostToken('e'), undefined])
})

test('another person’s token in the renewal is not put on the request of the first', async () => {
  let asked = 0
  const token = async () => hostToken((asked += 1) === 1 ? 'e' : 'f')
  const { transport, tokens, sent } = setUp({ token, answer: () => problem(401, 'token-expired') })
  await assert.rejects(transport.send(mine(keyOf('e'))), { code: 'other-person' })
  assert.deepEqual(sent, [hostToken('e')])
  assert.equal(tokens.identity().personKey, keyOf('f'))
})

test('a host that fails is a line that is down for what is a person’s; what is anybody’s goes on without a name', async () => {
  const { transport, told, sent } = setUp({ token: async () => Promise.reject(new Error('no session')) })
  await assert.rejects(transport.send(mine(keyOf('e'))), { code: 'network', retryable: true, problem: 'no-token' })
  await assert.rejects(transport.send({ method: 'GET', path: '/v1/me' }), { code: 'network' })
  assert.equal((await transport.send(grids)).status, 200)
  assert.deepEqual(sent, [undefined])
  assert.equal(told.at(-1)?.state, 'failed')
})

test('a host that never answers is given up', async () => {
  const { world, transport } = setUp({ token: () => new Promise(() => {}), hasSiteKey: false })
  const failed = assert.rejects(transport.send(grids), { code: 'network', problem: 'no-token' })
  await world.advance(30_000)
  await failed
})

test('a token that does not say whom it names is asked about at the server', async () => {
  const { tokens, transport, sent } = setUp({ token: 'ws_1' })
  assert.equal(await tokens.person(), keyOf('of ws_1'))
  await transport.send(mine(keyOf('of ws_1')))
  assert.deepEqual(sent, ['ws_1'])
})

test('who signs out is forgotten, and a token that was on its way is nobody’s', async () => {
  let give = (_: string) => {}
  const { tokens, told } = setUp({ token: () => new Promise<string>((resolve) => (give = resolve)) })
  const asking = assert.rejects(tokens.person(), { code: 'network' })
  await Promise.resolve()
  tokens.forget()
  give(hostToken('e'))
  await asking
  assert.deepEqual([tokens.identity(), told.at(-1)], [{ state: 'none' }, { state: 'none' }])
})
