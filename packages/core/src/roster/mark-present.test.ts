import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueRosterSteps } from './due-roster-steps.ts'
import { markAbsent } from './mark-absent.ts'
import { markPresent } from './mark-present.ts'
import type { SignUpPolicy } from './schema.ts'
import { signUp } from './sign-up.ts'
import type { Slot } from './slot.ts'

const now = Date.parse('2026-03-02T09:10:00+08:00')
const policy: SignUpPolicy = { closesBeforeMinutes: 30, minRestMinutes: 0, maxWaitlist: 2, reliefMinutes: 30 }
const slot: Slot = {
  id: 'slot',
  startsAt: '2026-03-02T09:00:00+08:00',
  endsAt: '2026-03-02T11:00:00+08:00',
  capacity: 2,
  mix: [{ role: 'buildingHead', need: 1 }],
  seated: ['head', 'p1'],
  waitlist: [],
  places: { head: { role: 'buildingHead', remindedAt: '2026-03-01T01:00:00.000Z' } },
}

function absent(personId: string): Slot {
  const result = markAbsent(slot, personId, { now, policy })
  assert.ok(result.ok)
  return result.slot
}

test('whoever comes after all has the seat again, as what they were, and nobody can take it as relief', () => {
  const open = absent('head')
  assert.deepEqual([open.seated, open.absent, open.vacated], [['p1'], ['head'], ['buildingHead']])
  const back = markPresent(open, 'head', { now, policy, duties: [] })
  assert.deepEqual(back, { kind: 'buildingHead', slot: { ...slot, seated: ['p1', 'head'], absent: [], vacated: [] } })
  const late = signUp(back!.slot, { id: 'p2', roles: ['buildingHead'] }, { now, policy, duties: [] })
  assert.equal(late.ok ? 'seated' : late.reason, 'slot-started')
})

test('a seat that relief has taken stays theirs', () => {
  const relieved = signUp(absent('p1'), { id: 'p2' }, { now, policy, duties: [] })
  assert.ok(relieved.ok)
  assert.equal(markPresent(relieved.slot, 'p1', { now, policy, duties: [] }), undefined)
})

test('whoever has taken another duty since then is not in two places at once', () => {
  const open = absent('p1')
  const other = (from: string, to: string) => ({
    slotId: 'other',
    startsAt: `2026-03-02T${from}:00+08:00`,
    endsAt: `2026-03-02T${to}:00+08:00`,
  })
  const back = (duty: ReturnType<typeof other>) => markPresent(open, 'p1', { now, policy, duties: [duty] })
  assert.equal(back(other('10:30', '12:00')), undefined)
  assert.ok(back(other('11:00', '12:00')))
})

test('nothing changes for who is not marked absent', () => {
  assert.equal(markPresent(slot, 'p1', { now, policy, duties: [] }), undefined)
  assert.equal(markPresent(slot, 'nobody', { now, policy, duties: [] }), undefined)
})

test('whoever is there before they said that they come has said so, and keeps the seat', () => {
  const confirmBy = '2026-03-02T00:50:00.000Z'
  const asked: Slot = { ...slot, places: { ...slot.places, p1: { confirmBy } } }
  const early = Date.parse('2026-03-02T08:40:00+08:00')
  const there = markPresent(asked, 'p1', { now: early, policy, duties: [] })
  assert.deepEqual(there, {
    slot: { ...slot, places: { ...slot.places, p1: { confirmBy, confirmedAt: '2026-03-02T00:40:00.000Z' } } },
  })
  const at = { now: Date.parse('2026-03-02T08:55:00+08:00'), policy }
  assert.deepEqual(dueRosterSteps(there!.slot, at).steps, [])
  assert.deepEqual(dueRosterSteps(asked, at).steps, [{ kind: 'ended', personId: 'p1', why: 'not-confirmed' }])
  // From the start on, who comes is seen: a seat is taken back for a no-show only.
  assert.deepEqual(dueRosterSteps(asked, { now, policy }).steps, [])
})
