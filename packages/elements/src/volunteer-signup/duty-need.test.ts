import { expect } from '@open-wc/testing'
import type { SignUpPolicy, SignUpView } from '@wangge/core/roster/schema'
import { dutyNeed } from './duty-need.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-03-02T09:00:00+08:00')
const iso = (hours: number) => new Date(START + hours * HOUR).toISOString()
const slot = { id: 'sh-1', startsAt: iso(0), endsAt: iso(2), cancelled: false }
const policy: SignUpPolicy = {
  closesBeforeMinutes: 30,
  minRestMinutes: 30,
  maxWaitlist: 10,
  remindBeforeHours: 24,
  confirmBeforeHours: 12,
}
const view = (changes: Partial<SignUpView>): SignUpView => ({
  id: '01HV0000000000000000000000',
  slotId: 'sh-1',
  orgId: 'o-1',
  state: 'seated',
  at: iso(-100),
  by: 'self',
  ...changes,
})

const TABLE: [string, Partial<SignUpView>, number, ReturnType<typeof dutyNeed>][] = [
  ['an offered seat is to be taken', { state: 'offered', confirmBy: iso(-40) }, -41, 'take-offer'],
  ['an offer that has lapsed is not', { state: 'offered', confirmBy: iso(-40) }, -40, undefined],
  ['an invitation is to be answered', { state: 'invited' }, -1, 'answer-invitation'],
  ['after the start it is not', { state: 'invited' }, 0, undefined],
  ['whoever waits has nothing to do', { state: 'waitlisted' }, -1, undefined],
  ['presence is confirmed from the reminder on', { confirmBy: iso(-12) }, -24, 'confirm'],
  ['and not before', { confirmBy: iso(-12) }, -25, undefined],
  ['nor when it has been', { confirmBy: iso(-12), confirmedAt: iso(-20) }, -15, undefined],
  ['nor too late', { confirmBy: iso(-12) }, -12, undefined],
  ['checking in opens an hour before', {}, -1, 'check-in'],
  ['and not before', {}, -1.1, undefined],
  ['and ends with the shift', {}, 2, undefined],
  ['who has come may go', { attendance: { state: 'in', checkedInAt: iso(0) } }, 3.9, 'check-out'],
  ['until two hours after', { attendance: { state: 'in', checkedInAt: iso(0) } }, 4, undefined],
  ['who has gone is done', { attendance: { state: 'out' } }, 1, undefined],
  ['who is excused is not asked', { attendance: { state: 'excused' } }, 1, undefined],
  ['what is cancelled asks nothing', { state: 'cancelled' }, -1, undefined],
]

describe('what a duty asks for', () => {
  for (const [says, changes, hours, need] of TABLE)
    it(`${says} (${hours} h)`, () => {
      expect(dutyNeed(view(changes), slot, { now: START + hours * HOUR, policy })).to.equal(need)
    })

  it('asks nothing of a slot that was called off, and can be answered without its times', () => {
    const now = START - HOUR
    expect(dutyNeed(view({}), { ...slot, cancelled: true }, { now, policy })).to.equal(undefined)
    expect(dutyNeed(view({ state: 'invited' }), undefined, { now, policy })).to.equal('answer-invitation')
    expect(dutyNeed(view({}), undefined, { now, policy })).to.equal(undefined)
  })
})
