import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SignUpPolicy } from './schema.ts'
import { reseat } from './reseat.ts'
import type { Slot, Volunteer } from './slot.ts'

const NOW = Date.parse('2026-03-01T09:00:00+08:00')
const policy: SignUpPolicy = { closesBeforeMinutes: 30, minRestMinutes: 30, maxWaitlist: 5 }
const slot = (more: Partial<Slot> = {}): Slot => ({
  id: 's',
  startsAt: '2026-03-02T08:00:00+08:00',
  endsAt: '2026-03-02T10:00:00+08:00',
  capacity: 2,
  seated: ['p1'],
  waitlist: [],
  ...more,
})
const arrives = (person: Volunteer, kind: 'any' | 'buildingHead' = 'any', duties = [] as Slot[]) => ({
  person,
  kind,
  duties: duties.map(({ id, startsAt, endsAt }) => ({ slotId: id, startsAt, endsAt })),
})
const give = (before: Slot, change: Partial<Parameters<typeof reseat>[1]>, now = NOW) =>
  reseat(before, { leaving: [], arriving: [], ...change }, { now, policy })
const refusedFor = (result: ReturnType<typeof reseat>) => (result.ok ? undefined : [result.reason, result.personId])

describe('the seats of a plan', () => {
  it('are taken back and given in one step', () => {
    const result = give(slot({ capacity: 1 }), { leaving: ['p1'], arriving: [arrives({ id: 'p2' })] })
    assert.ok(result.ok)
    assert.deepEqual(result.slot.seated, ['p2'])
  })

  it('are of the kind that the plan names, also of who stays', () => {
    const mix = [{ role: 'buildingHead' as const, need: 1 }]
    const before = slot({ mix, places: { p1: { role: 'buildingHead', confirmBy: '2026-03-02T07:00:00+08:00' } } })
    const arriving = [arrives({ id: 'p2', roles: ['buildingHead'] }, 'buildingHead')]
    assert.deepEqual(refusedFor(give(before, { arriving })), ['role-not-asked', 'p2'])
    const result = give(before, { staying: [{ personId: 'p1', kind: 'any' }], arriving })
    assert.ok(result.ok)
    assert.deepEqual(result.slot.seated, ['p1', 'p2'])
    assert.deepEqual(result.slot.places, { p1: { confirmBy: '2026-03-02T07:00:00+08:00' }, p2: { role: 'buildingHead' } })
  })

  it('are given by the rules of sign-up, or none of them', () => {
    const late = Date.parse('2026-03-02T07:45:00+08:00')
    const cases: [ReturnType<typeof reseat>, unknown][] = [
      [give(slot({ cancelled: true }), {}), ['slot-cancelled', undefined]],
      [give(slot(), { leaving: ['p1'] }, late), ['sign-up-closed', undefined]],
      [give(slot(), { leaving: ['p3'] }), ['no-seat', 'p3']],
      [give(slot({ waitlist: ['p3'] }), { leaving: ['p3'] }), ['no-seat', 'p3']],
      [give(slot(), { arriving: [arrives({ id: 'p1' })] }), ['already-signed-up', 'p1']],
      [give(slot({ skills: ['first-aid'] }), { arriving: [arrives({ id: 'p2' })] }), ['skill-missing', 'p2']],
      [give(slot(), { arriving: [arrives({ id: 'p2' }, 'any', [slot({ id: 'other' })])] }), ['duty-overlaps', 'p2']],
      [give(slot({ capacity: 1 }), { arriving: [arrives({ id: 'p2' })] }), ['slot-full', 'p2']],
    ]
    for (const [result, expected] of cases) assert.deepEqual(refusedFor(result), expected)
  })

  it('pass nobody who waits, and what nobody comes for is theirs', () => {
    const before = slot({ capacity: 1, waitlist: ['p3'] })
    assert.deepEqual(refusedFor(give(before, { leaving: ['p1'], arriving: [arrives({ id: 'p2' })] })), ['others-wait', 'p2'])
    const left = give(before, { leaving: ['p1'] })
    assert.ok(left.ok)
    assert.deepEqual([left.slot.seated, left.slot.waitlist], [['p3'], []])
  })
})
