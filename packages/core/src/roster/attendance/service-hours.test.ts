import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ATTENDANCE_POLICY } from './policy.ts'
import { countedMinutes, hoursOf, serviceHours } from './service-hours.ts'
import type { AttendedShift } from './service-hours.ts'

const MINUTE = 60_000
const nine = Date.parse('2026-03-02T09:00:00+08:00')
/** Minutes after nine. */
const at = (minutes: number) => new Date(nine + minutes * MINUTE).toISOString()
const shift = (changes: Partial<AttendedShift> = {}): AttendedShift => ({
  personId: 'p1',
  orgId: 'o1',
  slotId: 's1',
  startsAt: at(0),
  endsAt: at(120),
  ...changes,
})

const COUNTED: [string, Partial<AttendedShift>, number][] = [
  ['the whole shift', { checkedInAt: at(0), checkedOutAt: at(120) }, 120],
  ['what was really given of it', { checkedInAt: at(15), checkedOutAt: at(100) }, 85],
  ['not what lies before the start', { checkedInAt: at(-40), checkedOutAt: at(60) }, 60],
  ['what a shift ran over', { checkedInAt: at(0), checkedOutAt: at(140) }, 140],
  ['no more than half an hour of that', { checkedInAt: at(0), checkedOutAt: at(240) }, 150],
  ['whole minutes', { checkedInAt: at(0.5), checkedOutAt: at(10.4) }, 9],
  ['nothing without a check-out', { checkedInAt: at(0) }, 0],
  ['nothing without a check-in', { checkedOutAt: at(100) }, 0],
  ['nothing where somebody went before they came', { checkedInAt: at(50), checkedOutAt: at(20) }, 0],
  ['nothing where both lie before the start', { checkedInAt: at(-30), checkedOutAt: at(-10) }, 0],
]
for (const [what, changes, expected] of COUNTED) {
  test(`counts ${what}`, () => {
    assert.equal(serviceHours([shift(changes)], ATTENDANCE_POLICY).minutes, expected)
    assert.equal(countedMinutes(shift(changes), ATTENDANCE_POLICY), expected)
  })
}

test('tells hours to a tenth, rounded down', () => {
  assert.deepEqual([0, 5, 6, 59, 60, 119, 120, 125].map(hoursOf), [0, 0, 0.1, 0.9, 1, 1.9, 2, 2])
})

test('nobody gives the same hour twice', () => {
  const first = shift({ checkedInAt: at(0), checkedOutAt: at(140) })
  const next = shift({
    slotId: 's2',
    orgId: 'o2',
    startsAt: at(130),
    endsAt: at(190),
    checkedInAt: at(130),
    checkedOutAt: at(190),
  })
  const { minutes, records, organisations, people } = serviceHours([next, first], ATTENDANCE_POLICY)
  assert.equal(minutes, 190)
  assert.deepEqual(
    records.map((one) => [one.slotId, one.minutes]),
    [
      ['s1', 140],
      ['s2', 50],
    ],
  )
  assert.deepEqual(organisations, [
    { orgId: 'o1', minutes: 140, times: 1 },
    { orgId: 'o2', minutes: 50, times: 1 },
  ])
  assert.deepEqual(people, [{ personId: 'p1', minutes: 190, times: 2 }])
})

test('a record that comes twice counts once; whoever did not come is listed with nothing', () => {
  const came = shift({ checkedInAt: at(0), checkedOutAt: at(60) })
  const { records, people } = serviceHours([came, came, shift({ personId: 'p2' })], ATTENDANCE_POLICY)
  assert.equal(records.length, 2)
  assert.deepEqual(people, [
    { personId: 'p1', minutes: 60, times: 1 },
    { personId: 'p2', minutes: 0, times: 0 },
  ])
})

const ends = fc.option(fc.integer({ min: -100 * MINUTE, max: 500 * MINUTE }), { nil: undefined })
const shifts = fc.array(
  fc
    .record({
      personId: fc.constantFrom('p1', 'p2', 'p3'),
      orgId: fc.constantFrom('o1', 'o2'),
      slotId: fc.constantFrom('s1', 's2', 's3', 's4'),
      start: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 1, max: 240 }),
      came: ends,
      went: ends,
    })
    .map(({ start, length, came, went, ...who }): AttendedShift => ({
      ...who,
      startsAt: at(start),
      endsAt: at(start + length),
      ...(came !== undefined && { checkedInAt: new Date(nine + came).toISOString() }),
      ...(went !== undefined && { checkedOutAt: new Date(nine + went).toISOString() }),
    })),
  { maxLength: 10 },
)

/** Milliseconds in which at least one of the spans lies. */
function union(spans: [number, number][]): number {
  let sum = 0
  let until = -Infinity
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return sum
}

test('hours are never negative, and never exceed the shift’s with its overrun, nor real presence', () => {
  fc.assert(
    fc.property(shifts, fc.integer({ min: 0, max: 60 }), (records, overrunMinutes) => {
      const result = serviceHours(records, { overrunMinutes })
      for (const one of result.records) {
        assert.ok(Number.isInteger(one.minutes) && one.minutes >= 0)
        const length = (Date.parse(one.endsAt) - Date.parse(one.startsAt)) / MINUTE
        assert.ok(one.minutes <= length + overrunMinutes)
        assert.ok(one.minutes <= countedMinutes(one, { overrunMinutes }))
      }
      for (const { personId, minutes } of result.people) {
        const present = records.flatMap((one): [number, number][] =>
          one.personId === personId && one.checkedInAt !== undefined && one.checkedOutAt !== undefined
            ? [[Date.parse(one.checkedInAt), Date.parse(one.checkedOutAt)]]
            : [],
        )
        assert.ok(minutes * MINUTE <= union(present.filter(([from, to]) => to > from)))
      }
    }),
    { numRuns: 2_000 },
  )
})

test('the sum over people is the sum over organisations, over records, and the whole', () => {
  fc.assert(
    fc.property(shifts, (records) => {
      const { minutes, people, organisations, records: counted } = serviceHours(records, ATTENDANCE_POLICY)
      const sum = (rows: { minutes: number }[]) => rows.reduce((all, one) => all + one.minutes, 0)
      assert.deepEqual([sum(people), sum(organisations), sum(counted)], [minutes, minutes, minutes])
    }),
    { numRuns: 1_000 },
  )
})

test('neither the order of records nor one that comes again changes the sums', () => {
  fc.assert(
    fc.property(
      shifts.chain((records) =>
        fc.tuple(fc.constant(records), fc.shuffledSubarray([...records, ...records], { minLength: records.length * 2 })),
      ),
      ([records, again]) => {
        const [one, other] = [serviceHours(records, ATTENDANCE_POLICY), serviceHours(again, ATTENDANCE_POLICY)]
        assert.equal(other.minutes, one.minutes)
        assert.deepEqual(other.people, one.people)
        assert.deepEqual(other.organisations, one.organisations)
      },
    ),
    { numRuns: 1_000 },
  )
})

test('a record counts by its own overrun where it has one, whatever the policy says now', () => {
  fc.assert(
    fc.property(shifts, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (records, kept, now) => {
      const recorded = records.map((one) => ({ ...one, overrunMinutes: kept }))
      assert.equal(
        serviceHours(recorded, { overrunMinutes: now }).minutes,
        serviceHours(records, { overrunMinutes: kept }).minutes,
      )
    }),
    { numRuns: 300 },
  )
})
