import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createFaultyDistrict } from '../../test/faulty-district.ts'
import { createWorld } from '../../test/world.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createLocalChannel } from '../adapters/page.ts'
import type { TransportResponse } from '../ports/index.ts'
import { createCache } from './cache.ts'
import type { Snapshot } from './resource.ts'

interface Count {
  n: number
}

/** What happens while two tabs look at one record: the server's value changes and one of them hears of it, or an answer comes in. */
type Step =
  /** That tab is told that the record is outdated, and the other that there was something. */
  | { do: 'expire'; tab: 0 | 1 }
  /** That tab is told the new value itself. */
  | { do: 'patch'; tab: 0 | 1 }
  | { do: 'answer'; of: number }

const KEY = '/v1/count'
const parse = (data: unknown) => (typeof (data as Count | null)?.n === 'number' ? (data as Count) : undefined)

const tab = fc.constantFrom(0 as const, 1 as const)
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('expire' as const), tab }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('patch' as const), tab }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), of: fc.nat(3) }) },
  ),
  { maxLength: 14 },
)

test('however news and answers overtake each other, all who look end with what the server has', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const world = createWorld()
      const { transport } = createFaultyDistrict(world.now)
      const { cache: store } = createMemoryStores()
      const channel = createLocalChannel()
      const onTheWay: (() => void)[] = []
      let n = 1
      // The value is the one of when the request came; the answer takes until it is let through.
      transport.send = ({ headers }) => {
        const etag = `"${n}"`
        const isKnown = headers?.['if-none-match'] === etag
        const answer: TransportResponse = {
          status: isKnown ? 304 : 200,
          headers: isKnown ? {} : { etag },
          body: isKnown ? undefined : { n },
        }
        return new Promise((resolve) => onTheWay.push(() => resolve(answer)))
      }
      const tabs = [0, 1].map(() => {
        const { wakeups, now, random } = world
        const cache = createCache({ store, transport, channel, wakeups, now, random })
        let last: Snapshot<Count> | undefined
        cache.resource(KEY, parse).subscribe((snapshot) => (last = snapshot))
        return { cache, last: () => last }
      }) as [Tab, Tab]
      await world.settle()
      for (const step of all) {
        await take(step)
        await world.advance(1)
      }
      while (onTheWay.length > 0) {
        onTheWay.shift()!()
        await world.advance(1)
      }
      for (const { last } of tabs) assert.deepEqual([last()?.data, last()?.refreshing], [{ n }, false])
      assert.deepEqual((await store.get(KEY))?.stale, undefined, 'nothing is left to take in')

      async function take(step: Step) {
        if (step.do === 'answer') return onTheWay.splice(step.of, 1)[0]?.()
        const [told, other] = step.tab === 0 ? tabs : [tabs[1], tabs[0]]
        n += 1
        if (step.do === 'expire') await told.cache.expire((key) => key === KEY)
        else await told.cache.patch(KEY, parse, () => ({ n }))
        other.cache.refreshWatched('outdated')
      }
    }),
  )
})

interface Tab {
  cache: ReturnType<typeof createCache>
  last: () => Snapshot<Count> | undefined
}
