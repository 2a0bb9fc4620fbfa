import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFaultyDistrict } from '../../test/faulty-district.ts'
import type { Fault } from '../../test/faulty-district.ts'
import { hostToken, keyOf } from '../../test/host-token.ts'
import { createWorld } from '../../test/world.ts'
import { createAuthorisedTransport } from '../adapters/authorised-transport.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createLocalLocks } from '../adapters/locks.ts'
import { createLocalChannel } from '../adapters/page.ts'
import { createTokenSource } from '../adapters/token-source.ts'
import { createOutbox } from './outbox.ts'

/** Who sits at the device; null while the host's page names nobody. */
type Seat = 'one' | 'two' | null

type Step =
  | { do: 'sit'; who: Seat }
  /** `anonymous`: without a name, whoever sits there. */
  | { do: 'command'; anonymous: boolean }
  | { do: 'wait'; ms: number }
  /** The page dies and is opened again. */
  | { do: 'reload' }
  | { do: 'sign-out' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('sit' as const), who: fc.constantFrom<Seat>('one', 'two', null) }),
  fc.record({ do: fc.constant('command' as const), anonymous: fc.boolean() }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 400_000 }) }),
  fc.record({ do: fc.constant('reload' as const) }),
  fc.record({ do: fc.constant('sign-out' as const) }),
)
const fault: fc.Arbitrary<Fault> = fc.constantFrom('none', 'lost-request', 'lost-answer', 'unavailable', 'busy', 'portal')
const schedule = fc.record({
  seed: fc.nat(),
  steps: fc.array(step, { maxLength: 20 }),
  faults: fc.array(fault, { maxLength: 15 }),
})

test('whoever comes and goes at a device, each command is taken once, under the token of who made it and no other', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async ({ seed, steps, faults }) => {
      const world = createWorld(seed)
      const district = createFaultyDistrict(world.now)
      district.faults.push(...faults)
      const stores = createMemoryStores()
      const shared = { locks: createLocalLocks(), channel: createLocalChannel() }
      const made = new Map<string, string | undefined>()
      let seat: Seat = 'one'

      const open = () => {
        const token = async () => {
          if (seat === null) throw new Error('nobody is signed in')
          return hostToken(seat, { exp: Math.floor(world.now() / 1000) + 120 })
        }
        const whoIs = () => Promise.reject(new Error('every token says it'))
        const tokens = createTokenSource({ token, whoIs, ...world })
        const outbox = createOutbox({
          ...shared,
          stores,
          transport: createAuthorisedTransport({ transport: district.transport, tokens, hasSiteKey: true }),
          wakeups: world.wakeups,
          now: world.now,
          random: world.random,
          answers: async ({ id }, body) => ((body as { id?: string } | undefined)?.id === id ? [] : undefined),
          personHere: () => tokens.identity().personKey,
        })
        const stop = tokens.subscribe(() => outbox.personChanged())
        return { tokens, outbox, stop }
      }

      let page = open()
      const command = async (anonymous: boolean) => {
        const person = anonymous ? undefined : await page.tokens.person().catch(() => undefined)
        const id = `c${made.size}`
        made.set(id, person)
        const whose = person === undefined ? {} : { person }
        await page.outbox.add({ id, kind: 'report', subject: person ?? id, path: '/v1/issues', body: { id }, ...whose })
      }
      const sit = (who: Seat) => {
        seat = who
        page.tokens.forget()
      }

      for (const one of steps) {
        if (one.do === 'sit') sit(one.who)
        if (one.do === 'command') await command(one.anonymous)
        if (one.do === 'wait') await world.advance(one.ms)
        if (one.do === 'sign-out') page.tokens.forget()
        if (one.do === 'reload') {
          page.stop()
          page.outbox.close()
          page = open()
        }
        await world.settle()
      }

      district.faults.length = 0
      for (const who of ['one', 'two'] as const) {
        sit(who)
        await page.tokens.person()
        await world.advance(3_600_000)
      }
      assert.deepEqual(await stores.outbox.list(), [])
      assert.deepEqual(district.applied.map(({ id }) => id as string).sort(), [...made.keys()].sort())
      for (const [id, person] of made) assert.equal(district.takenFrom.get(id), person)
      for (const who of ['one', 'two']) {
        const own = district.applied.map(({ id }) => id as string).filter((id) => made.get(id) === keyOf(who))
        const byNumber = (a: string, b: string) => Number(a.slice(1)) - Number(b.slice(1))
        assert.deepEqual(own, [...own].sort(byNumber))
      }
    }),
    { numRuns: 150 },
  )
})
