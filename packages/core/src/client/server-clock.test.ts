import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createClientWorld } from '../../test/client-world.ts'
import { employee } from '../../test/host-token.ts'
import { NOON } from '../../test/world.ts'
import { createServerClock } from './server-clock.ts'

const HOUR = 3_600_000

test('the difference is known to the length of the shortest way there and back, and none is invented', async () => {
  const skew = fc.oneof(fc.constant(0), fc.integer({ min: -48 * HOUR, max: 48 * HOUR }))
  const trips = fc.array(fc.record({ there: fc.nat(5_000), back: fc.nat(5_000), pause: fc.nat(60_000) }), {
    minLength: 1,
    maxLength: 20,
  })
  await fc.assert(
    fc.asyncProperty(skew, trips, async (skewMs, journeys) => {
      let device = NOON
      const clock = createServerClock(() => device)
      assert.equal(clock.skewMs(), undefined)
      let next = journeys[0]!
      const transport = clock.watch({
        async send() {
          device += next.there
          const date = new Date(device + skewMs).toUTCString()
          device += next.back
          return { status: 200, headers: { date }, body: undefined }
        },
      })
      for (next of journeys) {
        await transport.send({ method: 'GET', path: '/' })
        device += next.pause
      }
      const shortest = Math.min(...journeys.map(({ there, back }) => there + back))
      if (skewMs === 0) assert.equal(clock.skewMs(), 0)
      assert.ok(Math.abs(clock.skewMs()! - skewMs) <= shortest + 1000)
      assert.equal(clock.now(), device + clock.skewMs()!)
    }),
    { numRuns: 2_000 },
  )
})

test('a clock that is set anew is believed at the next answer', async () => {
  let device = NOON
  const clock = createServerClock(() => device)
  const server = NOON + 5_000
  const transport = clock.watch({
    send: async () => ({ status: 200, headers: { date: new Date(server).toUTCString() }, body: undefined }),
  })
  await transport.send({ method: 'GET', path: '/' })
  assert.ok(clock.skewMs()! >= 4_000)
  device = NOON - 24 * HOUR
  await transport.send({ method: 'GET', path: '/' })
  assert.ok(Math.abs(clock.skewMs()! - 24 * HOUR - 5_000) <= 1_000)
  await clock.watch({ send: async () => ({ status: 200, headers: {}, body: undefined }) }).send({ method: 'GET', path: '/' })
  assert.ok(clock.skewMs()! > 0)
})

for (const days of [1, -1]) {
  test(`what the server would take is not refused by a device that is ${days} day off, nor the other way round`, async () => {
    const { world, district, open } = createClientWorld()
    const { send } = district.transport
    const server = () => world.now()
    district.transport.send = async (request) => {
      const response = await send(request)
      return { ...response, headers: { ...response.headers, date: new Date(server()).toUTCString() } }
    }
    const client = open(employee(), { now: () => world.now() + days * 24 * HOUR })
    assert.equal(client.now(), world.now() + days * 24 * HOUR)
    client.slots('o1').subscribe(() => {})
    client.organisation('o1').subscribe(() => {})
    await world.advance(1_000)
    assert.ok(Math.abs(client.now() - world.now()) <= 1_000)
    // Tomorrow at nine, which closes an hour before.
    const early = await client.signUpRefusal({ slotId: 's1', orgId: 'o1' })
    assert.equal(early, undefined)
    await world.advance(20.5 * HOUR)
    const late = await client.signUpRefusal({ slotId: 's1', orgId: 'o1' })
    assert.equal(late?.reason, 'sign-up-closed')
    client.close()
  })
}
