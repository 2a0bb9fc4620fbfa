import { expect } from '@open-wc/testing'
import type { QuotaPlan } from '@wangge/core/roster/schema'
import { editDays, edited } from './plan-edits.ts'
import type { PlanEdit } from './plan-edits.ts'

const step = (from: string, num: number): QuotaPlan['steps'][number] => ({ from, ratio: { num, den: 100 }, kinds: ['twoNew'] })
const plan: QuotaPlan = { steps: [step('2026-03-02', 2), step('2026-04-01', 5)], exempt: [{ orgId: 'o1', from: '2026-03-02' }] }

describe('what is to be otherwise in a plan', () => {
  it('takes the place of what begins on the same day, and stands in the order of days', () => {
    const edits: PlanEdit[] = [
      { kind: 'step', step: step('2026-04-01', 7) },
      { kind: 'step', step: step('2026-03-15', 3) },
      { kind: 'resume', orgId: 'o1', from: '2026-03-02', to: '2026-03-20' },
      { kind: 'exempt', exemption: { orgId: 'o2', from: '2026-03-01' } },
    ]
    expect(edited(plan, edits)).to.deep.equal({
      steps: [step('2026-03-02', 2), step('2026-03-15', 3), step('2026-04-01', 7)],
      exempt: [
        { orgId: 'o2', from: '2026-03-01' },
        { orgId: 'o1', from: '2026-03-02', to: '2026-03-20' },
      ],
    })
    expect(editDays(edits, '2026-02-01')).to.deep.equal(['2026-03-01', '2026-03-15', '2026-03-20', '2026-04-01'])
    expect(editDays(edits, '2026-03-16')).to.deep.equal(['2026-03-16', '2026-03-20', '2026-04-01'])
  })

  it('changes nothing where somebody else has taken out what it is about', () => {
    const edits: PlanEdit[] = [
      { kind: 'drop-step', from: '2026-05-01' },
      { kind: 'drop-exemption', orgId: 'o2', from: '2026-03-02' },
      { kind: 'resume', orgId: 'o1', from: '2026-03-03', to: '2026-03-20' },
    ]
    expect(edited(plan, edits)).to.deep.equal(plan)
  })

  it('takes out a share and an exemption', () => {
    const edits: PlanEdit[] = [
      { kind: 'drop-step', from: '2026-04-01' },
      { kind: 'drop-exemption', orgId: 'o1', from: '2026-03-02' },
    ]
    expect(edited(plan, edits)).to.deep.equal({ steps: [step('2026-03-02', 2)], exempt: [] })
  })
})
