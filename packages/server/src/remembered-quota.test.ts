import assert from 'node:assert/strict'
import { it } from 'node:test'
import { quotaDays } from '@wangge/core/roster'
import { rememberQuota } from './remembered-quota.ts'

const plan: Parameters<typeof quotaDays>[0]['plan'] = {
  steps: [{ from: '2026-01-01', ratio: { num: 1, den: 20 }, kinds: ['twoNew'] }],
  exempt: [],
}
const roll = [{ orgId: 'o1', from: '2026-01-01', kind: 'twoNew' as const, registered: 30 }]
const week = (n: number) => ({ from: `2026-03-0${n}`, to: `2026-03-0${n + 1}` })

function counted() {
  let times = 0
  const ask = rememberQuota((given) => {
    times += 1
    return quotaDays(given)
  })
  return { ask, times: () => times }
}

it('reckons once for the same question, and anew where anything in it is another', () => {
  const { ask, times } = counted()
  const first = ask({ plan, roll, ...week(1) })
  assert.deepEqual(ask({ plan: structuredClone(plan), roll: structuredClone(roll), ...week(1) }), first)
  assert.equal(times(), 1)
  const more = [{ ...roll[0]!, registered: 31 }]
  assert.deepEqual(ask({ plan, roll: more, ...week(1) }), quotaDays({ plan, roll: more, ...week(1) }))
  const half = { ...plan, steps: [{ ...plan.steps[0]!, ratio: { num: 1, den: 10 } }] }
  assert.deepEqual(ask({ plan: half, roll, ...week(1) }), quotaDays({ plan: half, roll, ...week(1) }))
  ask({ plan, roll, ...week(2) })
  assert.equal(times(), 4)
})

it('keeps eight answers, those that were asked for last', () => {
  const { ask, times } = counted()
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 1]) ask({ plan, roll, ...week(n) })
  ask({ plan, roll: [], ...week(1) })
  assert.equal(times(), 9)
  ask({ plan, roll, ...week(1) })
  assert.equal(times(), 9)
  ask({ plan, roll, ...week(2) })
  assert.equal(times(), 10, 'the oldest went')
})
