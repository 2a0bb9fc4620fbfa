import { expect } from '@open-wc/testing'
import type { QuotaPlan } from '@wangge/core/roster/schema'
import { clashOf } from './plan-clashes.ts'
import type { PlanEdit } from './plan-edits.ts'

const DAY = '2026-04-01'
const step = (from: string, num: number, den = 100): QuotaPlan['steps'][number] => ({
  from,
  ratio: { num, den },
  kinds: ['twoNew'],
})
const seen: QuotaPlan = { steps: [step('2026-03-02', 2), step(DAY, 5)], exempt: [{ orgId: 'o1', from: '2026-03-02' }] }
const mine: PlanEdit = { kind: 'step', step: step(DAY, 7) }

describe('what another put where an edit is to go', () => {
  it('is told where it would be replaced, or taken out, unseen', () => {
    const held = { ...seen, steps: [step('2026-03-02', 2), step(DAY, 3)] }
    const theirs = { steps: [step(DAY, 3)], exempt: [] }
    expect(clashOf({ edit: mine, seen }, held)).to.deep.equal(theirs)
    expect(clashOf({ edit: { kind: 'drop-step', from: DAY }, seen }, held)).to.deep.equal(theirs)
    expect(clashOf({ edit: mine, seen }, { ...seen, steps: [step('2026-03-02', 2)] })).to.deep.equal({ steps: [], exempt: [] })
    expect(clashOf({ edit: mine, seen: held }, held)).to.equal(undefined, 'whoever has seen it may')
  })

  it('is nothing where it is elsewhere, or where both want the same', () => {
    expect(clashOf({ edit: mine, seen }, { ...seen, steps: [step('2026-03-02', 9), step(DAY, 5)] })).to.equal(undefined)
    expect(clashOf({ edit: mine, seen }, { ...seen, exempt: [] })).to.equal(undefined)
    expect(clashOf({ edit: mine, seen }, { ...seen, steps: [step('2026-03-02', 2), step(DAY, 14, 200)] })).to.equal(undefined)
    expect(clashOf({ edit: { kind: 'drop-step', from: DAY }, seen }, { ...seen, steps: [step('2026-03-02', 2)] })).to.equal(
      undefined,
    )
  })

  it('is told of the same organisation, from whichever day', () => {
    const exempt = [...seen.exempt, { orgId: 'o2', from: '2026-03-20', to: '2026-05-01' }]
    const ofO2: PlanEdit = { kind: 'exempt', exemption: { orgId: 'o2', from: '2026-03-01' } }
    expect(clashOf({ edit: ofO2, seen }, { ...seen, exempt })?.exempt).to.deep.equal([exempt[1]])
    const resume: PlanEdit = { kind: 'resume', orgId: 'o1', from: '2026-03-02', to: '2026-03-10' }
    expect(clashOf({ edit: resume, seen }, { ...seen, exempt })).to.equal(undefined)
    const ended = [{ orgId: 'o1', from: '2026-03-02', to: '2026-03-05' }]
    expect(clashOf({ edit: resume, seen }, { ...seen, exempt: ended })?.exempt).to.deep.equal(ended)
  })
})
