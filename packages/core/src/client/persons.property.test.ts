import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createClientWorld } from '../../test/client-world.ts'
import type { Fault } from '../../test/faulty-district.ts'
import { hostToken, keyOf } from '../../test/host-token.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createKeyRing } from '../adapters/seal.ts'
import type { KeyRing } from '../adapters/seal.ts'
import { createSealedStores } from '../adapters/sealed-stores.ts'
import type { PlainStores } from '../ports/index.ts'
import type { OutboxView } from './client-outbox.ts'
import type { Client, Identity } from './client.ts'

/** Who sits at the device; null while the host's page names nobody. */
type Seat = 'one' | 'two' | null

type Step =
  | { do: 'sit'; who: Seat }
  | { do: 'report' }
  | { do: 'sign-up' }
  | { do: 'wait'; ms: number }
  /** The page dies and is opened again: the keys that it held are gone. */
  | { do: 'reload' }
  | { do: 'sign-out'; discardUnsent: boolean }

const sit = fc.record({ do: fc.constant('sit' as const), who: fc.constantFrom<Seat>('one', 'two', null) })
const command = fc.record({ do: fc.constantFrom('report' as const, 'sign-up' as const) })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: sit },
  { weight: 5, arbitrary: command },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 400_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reload' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sign-out' as const), discardUnsent: fc.boolean() }) },
)
const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  'none',
  'lost-request',
  'lost-request',
  'lost-request',
  'lost-answer',
  'unavailable',
  'busy',
  'portal',
)
const schedule = fc.record({
  seed: fc.nat(),
  steps: fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }),
  faults: fc.array(fault, { maxLength: 60, size: 'max' }),
})

const device = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
const SECRET = 'what only they may read'

/** A device whose stores seal for each page anew, and that tells whether it is at it. */
function createDevice(now: () => number) {
  let atWork = 0
  const plain = createMemoryStores()
  const made = new Map<string, string | undefined>()
  const noted: PlainStores = {
    ...plain,
    outbox: {
      ...plain.outbox,
      add(entry, photos) {
        made.set(entry.id, entry.person)
        return plain.outbox.add(entry, photos)
      },
    },
  }
  const counted =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args) => {
      atWork += 1
      return work(...args).finally(() => (atWork -= 1))
    }
  const openStores = () => {
    const keys = createKeyRing(device)
    const { seal, open, unlock } = keys
    const slow: KeyRing = { ...keys, seal: counted(seal), open: counted(open), unlock: counted(unlock) }
    return createSealedStores({ stores: noted, keys: slow, now })
  }
  const cached = async () => Promise.all((await plain.cache.keys()).map((key) => plain.cache.get(key)))
  return { plain, made, openStores, cached, isBusy: () => atWork > 0 }
}

/** What a page shows of its outbox, and to whom. */
function watch(client: Client) {
  const seen: { view?: OutboxView; here?: string | undefined } = {}
  client.identity.subscribe(({ personKey }: Identity) => (seen.here = personKey))
  client.outbox.subscribe((view) => (seen.view = view))
  client.mySignUps().subscribe(() => {})
  return seen
}

test('whoever comes, goes and signs out at a device that seals: each command is taken once from who made it, none is read by another, and who signed out leaves nothing', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async ({ seed, steps, faults }) => {
      let now = () => 0
      const { plain, made, openStores, cached, isBusy } = createDevice(() => now())
      const { world, district, open: openClient } = createClientWorld({ seed, isBusy })
      now = world.now
      const gone = new Set<string>()
      let seat: Seat = 'one'
      const token = async () => {
        if (seat === null) throw new Error('nobody is signed in')
        const iat = Math.floor(world.now() / 1000)
        return hostToken(seat, { iat, exp: iat + 120 })
      }
      const open = () => {
        const client = openClient(token, { stores: openStores() })
        return { client, seen: watch(client) }
      }

      async function signOut(discardUnsent: boolean) {
        seat = null
        const person = seen.here
        // Where nobody knows who it is, all who have a name leave.
        const isTheirs = (one: { person?: string }) => (person === undefined ? one.person !== undefined : one.person === person)
        const unsent = (await plain.outbox.list()).filter(isTheirs)
        const result = await page.client.signOut({ discardUnsent })
        if (!result.ok) return assert.ok(!discardUnsent && unsent.length > 0)
        for (const { id } of unsent) gone.add(id)
        assert.deepEqual((await plain.outbox.list()).filter(isTheirs), [])
        assert.deepEqual(
          (await plain.cache.keys()).filter((key) => key.startsWith(`me/${person ?? ''}`)),
          [],
        )
      }

      async function reload() {
        page.client.close()
        await world.settle()
        page = open()
        seen = page.seen
        await world.settle()
      }

      let page = open()
      let { seen } = page
      await world.settle()
      district.faults.push(...faults)
      for (const one of steps) {
        if (one.do === 'sit') seat = one.who
        if (one.do === 'report') {
          const place = { by: 'grid', gridId: 'c1' } as const
          const consent = { version: 1 }
          const description = SECRET
          assert.ok((await page.client.report({ categoryId: 'light', description, place, photos: [], consent })).ok)
        }
        if (one.do === 'sign-up')
          await page.client.signUp({ slotId: SECRET.replace(/ /g, '-'), orgId: 'o9', consent: { version: 1 } })
        if (one.do === 'wait') await world.advance(one.ms)
        if (one.do === 'reload') await reload()
        if (one.do === 'sign-out') await signOut(one.discardUnsent)
        await world.settle()
        for (const { person } of seen.view?.entries ?? []) assert.ok(person === undefined || person === seen.here)
        const lying = JSON.stringify([await plain.outbox.list(), await cached()])
        assert.ok(!lying.includes(SECRET) && !lying.includes(SECRET.replace(/ /g, '-')))
      }

      district.faults.length = 0
      for (const who of ['one', 'two'] as const) {
        seat = who
        await reload()
        await world.advance(3_600_000)
      }
      page.client.close()
      await world.settle()
      assert.deepEqual(await plain.outbox.list(), [])
      const applied = district.applied.map(({ id }) => id as string)
      assert.equal(new Set(applied).size, applied.length)
      const kept = [...made.keys()].filter((id) => !gone.has(id))
      assert.deepEqual(applied.filter((id) => !gone.has(id)).sort(), kept.sort())
      for (const id of applied) assert.equal(district.takenFrom.get(id), made.get(id))
      for (const person of [keyOf('one'), keyOf('two')]) {
        const ofThem = (id: string) => made.get(id) === person
        const signUps = district.applied.filter((body) => 'slotId' in body && ofThem(body['id'] as string)).map(({ id }) => id)
        assert.deepEqual(
          signUps,
          [...made.keys()].filter((id) => signUps.includes(id)),
        )
      }
    }),
    { numRuns: 80 },
  )
})
