import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlanPerson, PlanSlot, RosterProblem } from '../planning-schema.ts'
import { checkRosterProblem } from './check-roster-problem.ts'

const at = (day: number, clock: string) => `2026-03-0${day}T${clock}:00+08:00`
const slot = (id: string, day: number, change: Partial<PlanSlot> = {}): PlanSlot => ({
  id,
  postId: 'gate',
  startsAt: at(day, '08:00'),
  endsAt: at(day, '12:00'),
  needs: [{ min: 1 }, { role: 'buildingHead', min: 1 }],
  ...change,
})
const people = (...ids: string[]): PlanPerson[] => ids.map((id) => ({ id }))
const asked = (change: Partial<RosterProblem> = {}): RosterProblem => ({
  version: 1,
  timeZone: 'Asia/Shanghai',
  slots: [slot('a', 2), slot('b', 3)],
  people: [{ id: 'head', roles: ['buildingHead'] }, ...people('p', 'q', 'r')],
  ...change,
})
const told = (change: Partial<RosterProblem>) =>
  checkRosterProblem(asked(change)).map(({ code, severity, slots, people: who }) => [code, severity, ...slots, ...who].join(' '))

test('finds nothing in a sound problem', () => {
  assert.deepEqual(told({}), [])
  assert.deepEqual(
    told({
      fixed: [
        { slotId: 'a', personId: 'head' },
        { slotId: 'a', personId: 'p' },
      ],
    }),
    [],
  )
})

test('finds ids that come twice, and nothing else then', () => {
  assert.deepEqual(told({ slots: [slot('a', 2), slot('a', 3)], apart: [['p', 'x']] }), ['duplicate-slot error a'])
  assert.deepEqual(told({ people: people('p', 'p') }), ['duplicate-person error p'])
  const team = { id: 't', members: ['p', 'q'] }
  assert.deepEqual(told({ teams: [team, team] }), ['duplicate-team error p q'])
  const line = { orgId: 'o', date: '2026-03-02', due: 1 }
  assert.deepEqual(told({ quotas: [line, { ...line, due: 2 }] }), ['duplicate-quota error'])
})

test('finds ids that nobody has: an error where it must be kept, a warning where it asks nothing', () => {
  assert.deepEqual(told({ fixed: [{ slotId: 'x', personId: 'p' }] }), ['unknown-slot error x'])
  assert.deepEqual(told({ fixed: [{ slotId: 'a', personId: 'x' }] }), ['unknown-person error x'])
  assert.deepEqual(told({ fixed: [{ slotId: 'a', personId: 'p', need: 2 }] }), ['unknown-need error a p'])
  assert.deepEqual(told({ teams: [{ id: 't', members: ['p', 'x'] }] }), ['unknown-person error x'])
  assert.deepEqual(told({ forbidden: [{ slotId: 'x', personId: 'y' }] }), ['unknown-slot warning x', 'unknown-person warning y'])
  assert.deepEqual(told({ apart: [['p', 'x']] }), ['unknown-person warning x'])
  const wishful = { id: 'p', wishes: [{ slotId: 'x', points: 1 }] }
  assert.deepEqual(told({ people: [wishful] }), ['unknown-slot warning x'])
})

test('finds times that end before they begin and somebody who is kept from themselves', () => {
  const span = { startsAt: at(2, '09:00'), endsAt: at(2, '09:00') }
  for (const field of ['available', 'unavailable', 'duties'] as const) {
    assert.deepEqual(told({ people: [{ id: 'p', [field]: [span] }] }), ['empty-span error p'])
  }
  assert.deepEqual(told({ apart: [['p', 'p']] }), ['apart-from-self error p'])
})

test('finds who is fixed where they may not be', () => {
  assert.deepEqual(told({ fixed: [{ slotId: 'a', personId: 'p', need: 1 }] }), ['role error a p'])
  const pair = { slotId: 'a', personId: 'p' }
  assert.deepEqual(told({ fixed: [pair], forbidden: [pair] }), ['forbidden error a p'])
  assert.deepEqual(told({ fixed: [pair, pair] }), ['fixed-twice error a p'])
  assert.deepEqual(told({ fixed: [pair, { ...pair, personId: 'q' }], apart: [['p', 'q']] }), [
    'apart error a p q',
    'seats error a p q',
  ])
})

test('finds fixed assignments of one person that do not go together', () => {
  const slots = [slot('a', 2), slot('b', 2, { startsAt: at(2, '11:00'), endsAt: at(2, '13:00') })]
  const fixed = [
    { slotId: 'a', personId: 'p' },
    { slotId: 'b', personId: 'p' },
  ]
  assert.deepEqual(told({ slots, fixed }), ['overlap error a b p', 'daily-maximum error a b p'])
  const night = [slot('a', 2, { startsAt: at(2, '20:00'), endsAt: at(2, '23:00') }), slot('b', 3)]
  assert.deepEqual(told({ slots: night, fixed }), ['rest error a b p'])
})

test('does not blame a limit that duties alone are over', () => {
  const duty = (day: number) => ({ startsAt: at(day, '18:00'), endsAt: at(day, '19:00') })
  const busy: PlanPerson = { id: 'p', duties: [duty(4), duty(4)] }
  assert.deepEqual(told({ people: [busy], fixed: [{ slotId: 'a', personId: 'p' }] }), [])
})

test('takes seats as they can be taken: who fits one need leaves the other to whoever fits both', () => {
  const fixed = ['head', 'p'].map((personId) => ({ slotId: 'a', personId }))
  assert.deepEqual(told({ fixed }), [])
  assert.deepEqual(told({ fixed: [...fixed, { slotId: 'a', personId: 'q' }] }), ['seats error a head p q'])
  assert.deepEqual(
    told({
      fixed: [
        { slotId: 'a', personId: 'head', need: 0 },
        { slotId: 'a', personId: 'p' },
      ],
    }),
    ['seats error a head p'],
  )
})

test('follows a team of which one is fixed, and a team that shares a member with it', () => {
  const teams = [
    { id: 's', members: ['p', 'q'] },
    { id: 't', members: ['q', 'head'] },
  ]
  const fixed = [{ slotId: 'a', personId: 'p' }]
  assert.deepEqual(told({ teams, fixed }), ['seats error a p q head'])
  const roomy = [slot('a', 2, { needs: [{ min: 3 }] })]
  assert.deepEqual(told({ slots: roomy, teams, fixed }), [])
  assert.deepEqual(told({ slots: roomy, teams, fixed, forbidden: [{ slotId: 'a', personId: 'head' }] }), [
    'forbidden error a head',
  ])
})
