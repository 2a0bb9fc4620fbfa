import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SwapState } from './schema.ts'
import { swapStep } from './swap-step.ts'
import type { SwapAction } from './swap-step.ts'

const STATES: readonly SwapState[] = ['open', 'accepted', 'done', 'refused', 'withdrawn', 'lapsed']
const ACTIONS: readonly SwapAction[] = ['accept', 'approve', 'refuse', 'withdraw', 'release', 'lapse']

test('an acceptance is done at once, or waits for the liaison', () => {
  assert.deepEqual(swapStep('open', 'accept', { needsApproval: false }), { ok: true, state: 'done' })
  assert.deepEqual(swapStep('open', 'accept', { needsApproval: true }), { ok: true, state: 'accepted' })
})

test('who steps back after accepting leaves the offer open; who offers it ends it', () => {
  assert.deepEqual(swapStep('accepted', 'release', { needsApproval: true }), { ok: true, state: 'open' })
  assert.deepEqual(swapStep('accepted', 'withdraw', { needsApproval: true }), { ok: true, state: 'withdrawn' })
})

test('what is not possible is refused with what is, and what is settled stays so', () => {
  for (const state of STATES) {
    const steps = ACTIONS.map((action) => [action, swapStep(state, action, { needsApproval: true })] as const)
    const possible = steps.flatMap(([action, step]) => (step.ok ? [action] : []))
    for (const [, step] of steps) if (!step.ok) assert.deepEqual(step.detail, { state, possible: step.detail.possible })
    for (const [, step] of steps) if (!step.ok) assert.deepEqual(step.detail.possible.toSorted(), possible.toSorted())
    assert.equal(possible.length, { open: 4, accepted: 5, done: 0, refused: 0, withdrawn: 0, lapsed: 0 }[state], state)
  }
})
