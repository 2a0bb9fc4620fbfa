import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planReasonCodeSchema } from '../planning-schema.ts'
import type { PlanReason, UnfilledNeed } from '../planning-schema.ts'
import { unfilledSentence } from './unfilled-sentence.ts'

const unfilled = (eligible: number, ...reasons: PlanReason[]): UnfilledNeed => ({
  slot: 's1',
  need: 0,
  missing: 1,
  eligible,
  reasons,
  proven: true,
})
const said = (need: UnfilledNeed) => [unfilledSentence(need, 'en'), unfilledSentence(need, 'zh')]

test('says how many are eligible and what keeps them', () => {
  const need = unfilled(
    4,
    { code: 'unavailable', count: 2, people: ['p1', 'p2'] },
    { code: 'resting', count: 1, people: ['p3'], until: '2026-03-10T09:00:00+08:00' },
    { code: 'weekly-maximum', count: 1, people: ['p4'] },
  )
  assert.deepEqual(said(need), [
    '4 eligible: 2 not there then, 1 resting until 09:00, 1 at the weekly maximum',
    '符合条件 4 人：届时不能来 2 人，1 人休息至 09:00，1 人本周已满',
  ])
})

test('says who rests without a time, that nobody is there, and that only the price speaks against it', () => {
  assert.deepEqual(said(unfilled(1, { code: 'resting', count: 1, people: ['p'] })), [
    '1 eligible: 1 in need of rest',
    '符合条件 1 人：1 人须休息',
  ])
  assert.deepEqual(said(unfilled(0, { code: 'nobody', count: 0, people: [] })), ['Nobody is eligible', '没有符合条件的人'])
  assert.deepEqual(said(unfilled(3)), ['3 eligible: filling it would cost more than it is worth', '符合条件 3 人：补上得不偿失'])
})

test('has words of its own for each rule, in both languages', () => {
  const sentences = planReasonCodeSchema.options.map((code) => said(unfilled(7, { code, count: 7, people: ['p'] })))
  for (const lang of [0, 1]) {
    const own = sentences.map((both) => both[lang]!)
    assert.equal(new Set(own).size, own.length)
    assert.ok(own.every((sentence) => !/undefined|\[object/.test(sentence)))
  }
})
