import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFaultyDistrict, problem } from '../../test/faulty-district.ts'
import type { Fault } from '../../test/faulty-district.ts'
import { createWorld } from '../../test/world.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createLocalLocks } from '../adapters/locks.ts'
import { createLocalChannel } from '../adapters/page.ts'
import type { StoredPhoto, Stores } from '../ports/index.ts'
import { answerKey, createOutbox } from './outbox.ts'

interface Wish {
  subject: string
  /** The server refuses it for good. */
  poison: boolean
  photo: string | undefined
}

interface Life {
  wishes: Wish[]
  /** The page dies at this step of its work, before or after the step has done its work; never where undefined. */
  diesAt: number | undefined
  diesAfterTheStep: boolean
  waitMs: number
}

const wish = fc.record({
  subject: fc.constantFrom('one', 'two', 'three'),
  poison: fc.boolean(),
  photo: fc.option(fc.constantFrom('p', 'q'), { nil: undefined }),
})
const life = fc.record({
  wishes: fc.array(wish, { maxLength: 4 }),
  diesAt: fc.option(fc.nat({ max: 60 }), { nil: undefined }),
  diesAfterTheStep: fc.boolean(),
  waitMs: fc.nat({ max: 120_000 }),
})
const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  'none',
  'lost-request',
  'lost-answer',
  'unavailable',
  'busy',
  'portal',
  'forget-photos',
)
const schedule = fc.record({
  seed: fc.nat(),
  lives: fc.array(life, { minLength: 1, maxLength: 5 }),
  faults: fc.array(fault, { maxLength: 40 }),
})

/** Steps of a page that dies: from then on nothing answers any more. */
function mortal({ diesAt, diesAfterTheStep }: Pick<Life, 'diesAt' | 'diesAfterTheStep'>) {
  let step = 0
  const never = new Promise<never>(() => {})
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name) as unknown
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          const mine = (step += 1)
          if (diesAt !== undefined && (mine > diesAt || (mine === diesAt && !diesAfterTheStep))) return never
          const result = (await (value as (...args: unknown[]) => unknown).apply(object, args)) as unknown
          return diesAt !== undefined && mine >= diesAt ? never : result
        }
      },
    })
  return wrap
}

test('after any schedule of faults every accepted command is applied exactly once, in its subject’s order, or shown as refused', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async ({ seed, lives, faults }) => {
      const world = createWorld(seed)
      const district = createFaultyDistrict(world.now)
      district.refuses = ({ poison }) => (poison ? problem(409, 'refused', { refusal: { reason: 'no' } }) : undefined)
      district.faults.push(...faults)
      const stores = createMemoryStores()
      const accepted: { id: string; wish: Wish; seq: number }[] = []
      let count = 0

      const live = async ({ wishes, waitMs, ...death }: Life) => {
        const wrap = mortal(death)
        const mine: Stores = { ...stores, outbox: wrap(stores.outbox), cache: wrap(stores.cache), meta: wrap(stores.meta) }
        const outbox = createOutbox({
          stores: mine,
          transport: wrap({ send: district.transport.send }),
          locks: createLocalLocks(),
          channel: createLocalChannel(),
          wakeups: world.wakeups,
          now: world.now,
          random: world.random,
          answers: async ({ id }, body) => ((body as { id?: string } | undefined)?.id === id ? [] : undefined),
        })
        for (const wish of wishes) {
          const { subject, poison, photo } = wish
          const id = `c${(count += 1)}`
          const photos = photo === undefined ? [] : [{ sha256: photo }]
          const bytes: StoredPhoto[] = photos.map(({ sha256 }) => ({ sha256, type: 'image/png', bytes: new ArrayBuffer(4) }))
          const command = { id, kind: 'report', subject, path: '/v1/issues', body: { id, subject, poison, photos } } as const
          void outbox.add(command, bytes).then(({ seq }) => accepted.push({ id, wish, seq }))
          await world.settle()
        }
        await world.advance(waitMs)
        outbox.close()
        await world.settle()
      }

      for (const one of lives) await live(one)
      district.faults.length = 0
      await live({ wishes: [], diesAt: undefined, diesAfterTheStep: false, waitMs: 3_600_000 })

      const left = await stores.outbox.list()
      const times = (id: string) => district.applied.filter((body) => body['id'] === id).length
      for (const { id, wish } of accepted) {
        const entry = left.find((candidate) => candidate.id === id)
        assert.equal(times(id), wish.poison ? 0 : 1)
        assert.equal(entry?.state, wish.poison ? 'refused' : undefined)
        assert.equal(entry?.problem?.refusal?.reason, wish.poison ? 'no' : undefined)
        assert.equal((await stores.cache.get(answerKey(id))) !== undefined, !wish.poison)
      }
      assert.ok(left.every(({ state }) => state === 'refused'))
      for (const body of district.applied) assert.equal(times(body['id'] as string), 1)
      for (const subject of ['one', 'two', 'three']) {
        const taken = district.applied.filter((body) => body['subject'] === subject).map((body) => body['id'])
        const sent = accepted.filter(({ wish }) => wish.subject === subject && !wish.poison).sort((a, b) => a.seq - b.seq)
        assert.deepEqual(
          taken.filter((id) => sent.some((command) => command.id === id)),
          sent.map(({ id }) => id),
        )
      }
    }),
    { numRuns: 300 },
  )
})
