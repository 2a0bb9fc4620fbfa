import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFaultyDistrict } from '../../test/faulty-district.ts'
import { explore } from '../../test/interleavings.ts'
import type { Adversary, Tab } from '../../test/interleavings.ts'
import { createMemoryStores } from '../adapters/memory-stores.ts'
import { createLocalChannel } from '../adapters/page.ts'
import { SdkError } from '../errors.ts'
import type { OutboxStore, Stores } from '../ports/index.ts'
import { answerKey, createOutbox } from './outbox.ts'

interface Case extends Adversary {
  tabs: number
  /** Made in the tabs in turn. */
  commands: { subject: string }[]
}

/** Stores whose writes are steps; what is read is read as early as it can be, and may be old when it is acted on. */
function stepwise(stores: Stores, tab: Tab): Stores {
  const { outbox } = stores
  const write =
    <Args extends unknown[], Result>(what: string, task: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      await tab.step(what)
      return task(...args)
    }
  const steps: OutboxStore = {
    ...outbox,
    add: write('adds', outbox.add),
    update: write('updates', outbox.update),
    settle: write('settles', outbox.settle),
    discard: write('discards', outbox.discard),
  }
  return { ...stores, outbox: steps, meta: { ...stores.meta, put: write('notes', stores.meta.put) } }
}

async function exploreOutbox({ tabs, commands, ...adversary }: Case) {
  return explore(adversary, (tabOf, now) => {
    const district = createFaultyDistrict(now)
    const stores = createMemoryStores()
    const channel = createLocalChannel()
    /** With the place that the store has given them. */
    const accepted = new Map<string, number>()
    const issued = commands.map((command, index) => ({ id: `c${index}`, ...command }))
    for (let index = 0; index < tabs; index += 1) {
      const tab = tabOf(`tab ${index}`)
      const outbox = createOutbox({
        stores: stepwise(stores, tab),
        transport: {
          async send(request) {
            await tab.step('request arrives')
            const response = await district.transport.send(request)
            await tab.step('answer arrives', () => new SdkError('network', 'lost', { retryable: true }))
            return response
          },
        },
        locks: tab.locks,
        channel,
        wakeups: tab.wakeups,
        now,
        random: () => 0.5,
        answers: async ({ id }, body) => ((body as { id?: string } | undefined)?.id === id ? [] : undefined),
      })
      for (const [at, { id, subject }] of issued.entries()) {
        if (at % tabs !== index) continue
        const command = { id, kind: 'report', subject, path: '/v1/issues', body: { id, subject, photos: [] } } as const
        void outbox.add(command).then(({ seq }) => accepted.set(id, seq))
      }
    }
    return {
      check(isEnd, moves) {
        const how = moves.join(', ')
        const applied = district.applied.map(({ id }) => id as string)
        assert.equal(new Set(applied).size, applied.length, `applied twice: ${how}`)
        if (!isEnd) return
        for (const id of accepted.keys()) assert.ok(applied.includes(id), `${id} was lost: ${how}`)
        for (const { subject } of issued) {
          const own = issued.map(({ id, ...of }) => (of.subject === subject ? id : '')).filter((id) => accepted.has(id))
          const bySeq = own.sort((one, other) => accepted.get(one)! - accepted.get(other)!)
          assert.deepEqual(
            applied.filter((id) => own.includes(id)),
            bySeq,
            `out of order: ${how}`,
          )
        }
        ends.push(
          stores.outbox.list().then(async (left) => {
            assert.deepEqual(left, [], `still here: ${how}`)
            for (const id of accepted.keys()) assert.ok(await stores.cache.get(answerKey(id)), `${id} has no answer: ${how}`)
          }),
        )
      },
    }
  })
}

const ends: Promise<void>[] = []

const two = { tabs: 2, commands: [{ subject: 'a' }, { subject: 'b' }] }
const none = { crashes: 0, steals: 0, lostAnswers: 0 }

const CASES: [what: string, of: Case][] = [
  ['two tabs, a command each', { ...two, ...none }],
  ['two tabs, a command each, one of which dies at any step', { ...two, ...none, crashes: 1 }],
  ['two tabs, a command each, one of which freezes at any step', { ...two, ...none, steals: 1, preemptions: 2 }],
  ['two tabs, a command each, an answer is lost', { ...two, ...none, lostAnswers: 1 }],
  ['two tabs, one freezes, one dies', { ...two, ...none, steals: 1, crashes: 1, preemptions: 1 }],
  ['two tabs, one dies, an answer is lost', { ...two, ...none, crashes: 1, lostAnswers: 1 }],
  [
    'two tabs, a command of the same subject each, one dies',
    { ...two, commands: [{ subject: 'a' }, { subject: 'a' }], ...none, crashes: 1 },
  ],
]

for (const [what, of] of CASES) {
  const { preemptions } = of
  const bound =
    preemptions === undefined ? 'every order' : `every order with at most ${preemptions} switches between tabs that could go on`
  test(`${bound} of the steps of ${what}: applied once, answered, nothing lost`, async (t) => {
    const { runs, longest } = await exploreOutbox(of)
    await Promise.all(ends.splice(0))
    t.diagnostic(`${runs} orders, at most ${longest} steps`)
    assert.ok(runs > 1)
  })
}
