import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { QuotaPlan } from '../quota-schema.ts'
import { CALENDAR_2026 } from '../../../test/calendar-2026.ts'
import { apportion } from './apportion.ts'
import { addDays, daysBetween } from '../../calendar/local-days.ts'
import { quotaDays } from './quota-days.ts'
import type { RollEntry } from './quota-days.ts'

const FIRST = '2026-02-23'
const member = (orgId: string, registered: number, from = FIRST, kind = 'twoNew'): RollEntry => ({
  orgId,
  kind,
  from,
  registered,
})
const roll = [member('o1', 3), member('o2', 12), member('o3', 1), member('c1', 40, FIRST, 'courtyard')]
const plan: QuotaPlan = { steps: [{ from: FIRST, ratio: { num: 1, den: 20 }, kinds: ['twoNew'] }], exempt: [] }
const dues = (result: ReturnType<typeof quotaDays>, orgId: string) =>
  result.organisations.find((one) => one.orgId === orgId)!.days.map(({ due }) => due)

test('the plan’s days as apportion reckons them; kinds that it does not name owe nothing', () => {
  const result = quotaDays({ plan, roll, from: FIRST, to: addDays(FIRST, 40) })
  const organisations = roll.slice(0, 3).map(({ orgId: id, registered }) => ({ id, registered }))
  const expected = apportion({ organisations, ratio: { num: 1, den: 20 }, days: 40 })
  for (const { id, due } of expected.organisations) assert.deepEqual(dues(result, id), due)
  assert.ok(dues(result, 'c1').every((due) => due === 0))
  assert.equal(result.den, 20)
  assert.deepEqual(
    result.organisations.map(({ orgId }) => orgId),
    ['c1', 'o1', 'o2', 'o3'],
  )
})

test('days before the plan have no lines, and each carry goes on from the one before', () => {
  const result = quotaDays({ plan, roll, from: '2026-02-20', to: '2026-02-25' })
  assert.deepEqual(
    result.organisations[2]!.days.map(({ date }) => date),
    ['2026-02-23', '2026-02-24'],
  )
  assert.deepEqual(quotaDays({ plan, roll, from: '2026-01-01', to: '2026-02-23' }).organisations[0]!.days, [])
})

test('a change of the ratio, of a roll and an exemption begin an epoch with the credits so far', () => {
  const changed: QuotaPlan = {
    steps: [...plan.steps, { from: '2026-03-05', ratio: { num: 1, den: 8 }, kinds: ['twoNew', 'courtyard'] }],
    exempt: [{ orgId: 'o2', from: '2026-02-26', to: '2026-03-02' }],
  }
  const rolls = [...roll, member('o3', 30, '2026-03-01'), member('o9', 5, '2026-03-03')]
  const { den, organisations } = quotaDays({ plan: changed, roll: rolls, from: FIRST, to: '2026-03-12' })
  assert.equal(den, 40)
  const [c1, , o2, o3, o9] = organisations
  assert.deepEqual(
    o2!.days
      .map(({ date, due, entitlement }) => [date < '2026-02-26' || date >= '2026-03-02', due > 0 || entitlement > 0])
      .filter(([open, any]) => !open && any),
    [],
  )
  assert.deepEqual([o3!.days[5]!.entitlement, o3!.days[6]!.entitlement, o3!.days[10]!.entitlement], [2, 60, 150])
  assert.equal(o9!.days[7]!.entitlement, 0)
  assert.equal(o9!.days[8]!.entitlement, 10)
  assert.deepEqual([c1!.days[9]!.entitlement, c1!.days[10]!.entitlement], [0, 200])
  for (const { days } of organisations) {
    days.forEach(({ carryIn, entitlement, due, carryOut }, index) => {
      assert.equal(carryOut, carryIn + entitlement - due * den)
      assert.equal(carryIn, index === 0 ? 0 : days[index - 1]!.carryOut)
    })
  }
})

const anyPlan: fc.Arbitrary<QuotaPlan> = fc.record({
  steps: fc.uniqueArray(
    fc.record({
      from: fc.nat(20).map((days) => addDays(FIRST, days)),
      ratio: fc.constantFrom({ num: 1, den: 20 }, { num: 2, den: 40 }, { num: 3, den: 100 }, { num: 1, den: 2 }),
      kinds: fc.constant<QuotaPlan['steps'][number]['kinds']>(['twoNew']),
    }),
    { minLength: 1, maxLength: 3, selector: ({ from }) => from },
  ),
  exempt: fc.array(
    fc.record({ orgId: fc.constantFrom('o1', 'o2', 'o3'), from: fc.nat(30).map((days) => addDays(FIRST, days)) }),
    { maxLength: 2 },
  ),
})

test('whichever days are asked for, a day’s line is the same, and later facts change no earlier day', () => {
  fc.assert(
    fc.property(anyPlan, fc.nat(25), fc.integer({ min: 1, max: 10 }), (given, start, length) => {
      const all = quotaDays({ plan: given, roll, from: FIRST, to: addDays(FIRST, 40) })
      const from = addDays(FIRST, start)
      const to = addDays(from, length)
      const later = { ...given, exempt: [...given.exempt, { orgId: 'o2', from: to }] }
      const part = quotaDays({ plan: later, roll: [...roll, member('o1', 90, to)], from, to })
      assert.equal(all.den % part.den, 0)
      part.organisations.forEach(({ days }, index) => {
        const same = all.organisations[index]!.days.filter(({ date }) => from <= date && date < to)
        assert.deepEqual(
          days.map(({ date, due }) => [date, due]),
          same.map(({ date, due }) => [date, due]),
        )
        days.forEach(({ carryOut }, day) => assert.equal(carryOut * all.den, same[day]!.carryOut * part.den))
      })
    }),
    { numRuns: 2_000 },
  )
})

test('days between local dates', () => {
  assert.equal(daysBetween('2026-02-27', '2026-03-02'), 3)
  assert.equal(addDays('2028-02-28', 2), '2028-03-01')
})

const counted = fc.array(
  fc.record({ orgId: fc.constantFrom('o1', 'o2', 'o3'), day: fc.nat(40), registered: fc.nat(30), members: fc.nat(30) }),
  { maxLength: 8 },
)

test('a share of the memberships is the share of as many who are declared, epoch by epoch, and one of the declared minds no membership', () => {
  fc.assert(
    fc.property(anyPlan, counted, (given, entries) => {
      const span = { from: FIRST, to: addDays(FIRST, 45) }
      const days = new Set<string>()
      const rolls = entries
        .filter(({ orgId, day }) => !days.has(`${orgId} ${day}`) && days.add(`${orgId} ${day}`))
        .map(({ day, ...one }) => ({ ...one, kind: 'twoNew', from: addDays(FIRST, day) }))
      const by = (basis: 'declared' | 'memberships') => ({ ...given, steps: given.steps.map((step) => ({ ...step, basis })) })
      const known = [...roll, ...rolls]
      // So that all that holds of what is declared holds: what is due, the totals, and the bound of the credit that is carried.
      assert.deepEqual(
        quotaDays({ plan: by('memberships'), roll: known, ...span }),
        quotaDays({
          plan: given,
          roll: known.map((one) => ({ ...one, registered: 'members' in one ? one.members : one.registered })),
          ...span,
        }),
      )
      const others = known.map((one) => ('members' in one ? { ...one, members: 30 - one.members } : one))
      assert.deepEqual(
        quotaDays({ plan: by('declared'), roll: known, ...span }),
        quotaDays({ plan: given, roll: others, ...span }),
      )
    }),
    { numRuns: 1_000 },
  )
})

test('an entry that changes only what the plan does not go by begins no epoch', () => {
  const span = { from: FIRST, to: addDays(FIRST, 60) }
  const told = Array.from({ length: 30 }, (_, day) => ({ ...member('o2', 12, addDays(FIRST, 2 * day + 1)), members: day }))
  assert.deepEqual(quotaDays({ plan, roll: [...roll, ...told], ...span }), quotaDays({ plan, roll, ...span }))
})

test('days off carry no quota, a weekend’s day that is worked in lieu does, and the rest is apportioned as if nothing lay between', () => {
  const first = '2026-09-21'
  const [from, to] = [first, addDays(first, 28)]
  const off = (without: 'holidays' | 'daysOff') => ({ ...plan, steps: [{ ...plan.steps[0]!, from: first, without }] })
  const open = (without: 'holidays' | 'daysOff') =>
    quotaDays({ plan: off(without), roll, from, to, calendar: CALENDAR_2026 }).organisations.find(({ orgId }) => orgId === 'o2')!
      .days
  const without = (days: ReturnType<typeof open>) =>
    days.filter(({ entitlement }) => entitlement === 0).map(({ date }) => date.slice(5))
  const holidays = ['10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07']
  assert.deepEqual(
    without(open('holidays')).filter((date) => date >= '10'),
    holidays,
  )
  assert.deepEqual(
    without(open('daysOff')).filter((date) => date >= '10'),
    [...holidays, '10-11', '10-17', '10-18'],
  )
  for (const choice of ['holidays', 'daysOff'] as const) {
    const result = quotaDays({ plan: off(choice), roll, from, to, calendar: CALENDAR_2026 })
    const { days: some } = result.organisations.find(({ orgId }) => orgId === 'o2')!
    const worked = some.filter(({ entitlement }) => entitlement > 0).length
    const organisations = ['o1', 'o2', 'o3'].map((id) => ({ id, registered: roll.find(({ orgId }) => orgId === id)!.registered }))
    const exact = apportion({ organisations, ratio: { num: 1, den: 20 }, days: worked })
    for (const { id, due } of exact.organisations) {
      const { days } = result.organisations.find(({ orgId }) => orgId === id)!
      assert.deepEqual(
        days.filter(({ entitlement }) => entitlement > 0).map((day) => day.due),
        due,
      )
      for (const day of days.filter(({ entitlement }) => entitlement === 0))
        assert.deepEqual([day.due, day.carryOut], [0, day.carryIn])
    }
  }
  // The calendar says nothing to a plan that does not ask it.
  const every = { ...plan, steps: [{ ...plan.steps[0]!, from: first }] }
  assert.deepEqual(
    quotaDays({ plan: every, roll, from, to, calendar: CALENDAR_2026 }),
    quotaDays({ plan: every, roll, from, to }),
  )
})
