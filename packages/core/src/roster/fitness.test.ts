import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitnessRefusal, isMinor } from './fitness.ts'
import type { SlotRole } from './schema.ts'
import type { SlotNeeds, Volunteer } from './slot.ts'

const slot = { id: 's', startsAt: '2026-03-02T09:00:00+08:00' }
const chengdu = { timeZone: 'Asia/Shanghai' }
const need = (role: SlotRole, count = 1) => ({ role, need: count })

const CASES: [what: string, needs: SlotNeeds, person: Omit<Volunteer, 'id'>, reason: string | undefined, detail?: object][] = [
  ['everybody fits what asks for nothing', {}, {}, undefined],
  ['a volunteer’s place is anybody’s', { mix: [need('volunteer')] }, { role: 'volunteer' }, undefined],
  ['who comes as a volunteer takes what is anybody’s', { mix: [need('buildingHead')] }, { role: 'volunteer' }, undefined],
  ['a head’s place is for heads', { mix: [need('buildingHead')] }, { role: 'buildingHead', roles: ['buildingHead'] }, undefined],
  [
    'and for nobody else',
    { mix: [need('buildingHead'), need('volunteer')] },
    { role: 'buildingHead', roles: ['dualRegistrant'] },
    'role-not-held',
    { asked: ['buildingHead'], possible: ['volunteer'] },
  ],
  [
    'a role that the slot has no place for',
    { mix: [need('volunteer')] },
    { role: 'dualRegistrant', roles: ['dualRegistrant'] },
    'role-not-asked',
    { role: 'dualRegistrant', asked: ['volunteer'] },
  ],
  [
    'all skills are needed',
    { skills: ['first-aid', 'english'] },
    { skills: ['english'] },
    'skill-missing',
    { missing: ['first-aid'] },
  ],
  ['an unknown age counts as full age', { minAge: 18 }, {}, undefined],
  ['too young, and from when on not', { minAge: 18 }, { birthYear: 2009 }, 'too-young', { minAge: 18, possibleFromYear: 2028 }],
  ['the birthday of this year may not have been yet', { minAge: 18 }, { birthYear: 2008 }, 'too-young'],
  ['old enough for certain', { minAge: 18 }, { birthYear: 2007 }, undefined],
  [
    'a minor is too young for what asks for full age',
    { minAge: 18 },
    { minor: true, guardian: true },
    'too-young',
    { minAge: 18 },
  ],
  [
    'a minor of unknown age may be old enough for less',
    { minAge: 16 },
    { minor: true, guardian: true },
    'age-unknown',
    { minAge: 16 },
  ],
  ['and is once the year is known', { minAge: 16 }, { minor: true, guardian: true, birthYear: 2009 }, undefined],
  ['a minor’s guardian agrees', {}, { minor: true }, 'guardian-consent-required', { slotId: 's' }],
  ['also where only the year says that they are one', {}, { birthYear: 2012 }, 'guardian-consent-required'],
  ['and then they may come', {}, { birthYear: 2012, guardian: true }, undefined],
]

for (const [what, needs, person, reason, detail] of CASES) {
  test(what, () => {
    const refusal = fitnessRefusal({ ...slot, ...needs }, { id: 'p', ...person }, chengdu)
    assert.equal(refusal?.reason, reason)
    if (detail) assert.deepEqual(refusal?.detail, detail)
  })
}

test('a host’s word makes a minor, whatever the year says', () => {
  assert.equal(isMinor({ minor: true, birthYear: 1990 }, slot.startsAt, chengdu), true)
  assert.equal(isMinor({}, slot.startsAt, chengdu), false)
})

/** Born in 2008: certainly of full age from 2027 on, by the calendar of the zone, however the instant is written. */
const TURNS: [at: string, timeZone: string | undefined, isUnderAge: boolean][] = [
  ['2026-12-31T23:59:59+08:00', 'Asia/Shanghai', true],
  ['2026-12-31T15:59:59Z', 'Asia/Shanghai', true],
  ['2026-12-31T16:00:00Z', 'Asia/Shanghai', false],
  ['2027-01-01T00:00:00+08:00', 'Asia/Shanghai', false],
  ['2026-12-31T16:00:00Z', undefined, false],
  ['2026-12-31T15:59:59Z', undefined, true],
  ['2026-12-31T16:00:00Z', 'Europe/Lisbon', true],
  ['2027-01-01T00:00:00+08:00', 'Europe/Lisbon', true],
  ['2027-01-01T00:00:00Z', 'Europe/Lisbon', false],
]

for (const [startsAt, timeZone, isUnderAge] of TURNS) {
  test(`whether ${startsAt} is in the new year is told by the clocks in ${timeZone ?? 'Chengdu, where nothing is said'}`, () => {
    assert.equal(isMinor({ birthYear: 2008 }, startsAt, { timeZone }), isUnderAge)
    const refusal = fitnessRefusal({ id: 's', startsAt, minAge: 18 }, { id: 'p', birthYear: 2008 }, { timeZone })
    assert.equal(refusal?.reason, isUnderAge ? 'too-young' : undefined)
  })
}
