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

test('what is not possible is refused with what whoever asks can do, and what is settled stays so', () => {
  const parties: SwapAction[][] = [['accept', 'release'], ['approve', 'refuse'], ['withdraw'], ['lapse']]
  for (const state of STATES) {
    const isPossible = (action: SwapAction) => swapStep(state, action, { needsApproval: true }).ok
    for (const own of parties) {
      for (const action of own) {
        const step = swapStep(state, action, { needsApproval: true })
        if (!step.ok) assert.deepEqual(step.detail, { state, possible: own.filter(isPossible) })
      }
    }
    const possible = ACTIONS.filter(isPossible).length
    assert.equal(possible, { open: 4, accepted: 5, done: 0, refused: 0, withdrawn: 0, lapsed: 0 }[state], state)
  }
})
