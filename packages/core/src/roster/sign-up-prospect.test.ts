import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { kindHeld } from './places.ts'
import type { SignUpPolicy, SlotRole } from './schema.ts'
import { signUpProspect } from './sign-up-prospect.ts'
import { signUp } from './sign-up.ts'
import type { Slot } from './slot.ts'

const now = Date.parse('2026-03-01T00:00:00Z')
const policy: SignUpPolicy = { closesBeforeMinutes: 120, minRestMinutes: 0, maxWaitlist: 2 }
const times = { id: 's', startsAt: '2026-03-02T00:00:00Z', endsAt: '2026-03-02T02:00:00Z' }
const mix = [{ role: 'buildingHead' as const, need: 1, taken: 0 }]
const prospect = (counts: { capacity: number; seated: number; waitlisted: number; mix?: typeof mix }, roles?: SlotRole[]) =>
  signUpProspect({ ...times, ...counts }, roles && { roles }, { now, policy })

test('a full waitlist is foreseen, and a place that only a building’s head may fill is nobody else’s', () => {
  assert.equal(prospect({ capacity: 1, seated: 1, waitlisted: 1 }, []), 'wait')
  assert.equal(prospect({ capacity: 1, seated: 1, waitlisted: 2 }, []), 'full')
  const one = { capacity: 2, seated: 1, waitlisted: 0, mix }
  assert.deepEqual([prospect(one, []), prospect(one, ['buildingHead']), prospect(one)], ['wait', 'seat', 'seat'])
  assert.equal(prospect({ ...one, waitlisted: 2 }, []), 'full')
})

test('after closing a seat is to be had as relief alone', () => {
  const late = { now: Date.parse('2026-03-01T23:00:00Z'), policy }
  const slot = { ...times, capacity: 2, seated: 1, waitlisted: 0 }
  assert.equal(signUpProspect(slot, { roles: [] }, late), 'full')
  assert.equal(signUpProspect({ ...slot, relief: 1 }, { roles: [] }, late), 'seat')
})

const ROLES: SlotRole[][] = [[], ['buildingHead'], ['dualRegistrant'], ['buildingHead', 'dualRegistrant']]

test('it comes to what the sign-up itself comes to', () => {
  const coming = fc.array(fc.constantFrom(...ROLES), { maxLength: 12 })
  const needs = fc.record({ heads: fc.nat(2), duals: fc.nat(2), others: fc.nat(3) })
  fc.assert(
    fc.property(coming, needs, fc.constantFrom(...ROLES), (people, { heads, duals, others }, roles) => {
      const asked = [
        { role: 'buildingHead' as const, need: heads },
        { role: 'dualRegistrant' as const, need: duals },
      ]
      const capacity = Math.max(1, heads + duals + others)
      const context = { now, duties: [], policy }
      let slot: Slot = { ...times, capacity, mix: asked, seated: [], waitlist: [] }
      for (const [at, own] of people.entries()) {
        const result = signUp(slot, { id: `p${at}`, roles: own }, context)
        if (result.ok) slot = result.slot
      }
      const takenBy = (role: SlotRole) => slot.seated.filter((id) => kindHeld(slot, id) === role).length
      const counts = { capacity, seated: slot.seated.length, waitlisted: slot.waitlist.length }
      const told = { ...times, ...counts, mix: asked.map(({ role, need }) => ({ role, need, taken: takenBy(role) })) }
      const result = signUp(slot, { id: 'me', roles }, context)
      const came = result.ok ? { seated: 'seat', waitlisted: 'wait' }[result.outcome] : 'full'
      assert.equal(signUpProspect(told, { roles }, { now, policy }), came)
    }),
  )
})
