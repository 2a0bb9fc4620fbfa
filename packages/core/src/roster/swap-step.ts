import type { SwapState } from './schema.ts'

/** `withdraw` is of whoever offers the seat, `release` of the colleague who had accepted. */
export type SwapAction = 'accept' | 'approve' | 'refuse' | 'withdraw' | 'release' | 'lapse'

/**
 * What may become of a swap. With `swapNeedsApproval` an acceptance waits for the liaison; without, it is done at once. A
 * colleague who steps back before the liaison has decided takes nothing from whoever offers the seat: it is open to all again.
 */
const STEPS: Readonly<Record<SwapState, Partial<Record<SwapAction, SwapState>>>> = {
  open: { accept: 'accepted', withdraw: 'withdrawn', refuse: 'refused', lapse: 'lapsed' },
  accepted: { approve: 'done', refuse: 'refused', withdraw: 'withdrawn', release: 'open', lapse: 'lapsed' },
  done: {},
  refused: {},
  withdrawn: {},
  lapsed: {},
}

/** Who takes which step; a swap lapses by itself. */
const TAKEN_BY: Readonly<Record<SwapAction, 'offerer' | 'colleague' | 'liaison' | 'clock'>> = {
  accept: 'colleague',
  release: 'colleague',
  approve: 'liaison',
  refuse: 'liaison',
  withdraw: 'offerer',
  lapse: 'clock',
}

export type SwapStepResult =
  | { ok: true; state: SwapState }
  /** Over, or not so far; `possible` is what whoever takes such steps can do with it. */
  | { ok: false; reason: 'swap-state'; detail: { state: SwapState; possible: SwapAction[] } }

/**
 * The state of a swap after a step.
 * @example swapStep('open', 'accept', { needsApproval: false }) // { ok: true, state: 'done' }
 */
export function swapStep(state: SwapState, action: SwapAction, { needsApproval }: { needsApproval: boolean }): SwapStepResult {
  const next = STEPS[state][action]
  if (next === undefined) {
    const steps = Object.keys(STEPS[state]) as SwapAction[]
    const possible = steps.filter((step) => TAKEN_BY[step] === TAKEN_BY[action])
    return { ok: false, reason: 'swap-state', detail: { state, possible } }
  }
  return { ok: true, state: next === 'accepted' && !needsApproval ? 'done' : next }
}
