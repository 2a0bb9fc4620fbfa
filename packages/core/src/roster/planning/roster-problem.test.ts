import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { rosterProblemSchema } from '../planning-schema.ts'
import type { SlotRole } from '../schema.ts'
import { closedRefusal } from '../organisations/closed-organisations.ts'
import { localDate } from '../../calendar/zoned-time.ts'
import { checkRosterProblem } from './check-roster-problem.ts'
import { rosterProblem } from './roster-problem.ts'
import type { PlanningPerson, PlanningRecords, PlanningSlot } from './roster-problem.ts'

const ZONE = 'Asia/Shanghai'
const slot = (id: string, date: string, hours: [number, number], more: Partial<PlanningSlot> = {}): PlanningSlot => ({
  id,
  postId: 'post',
  startsAt: at(date, hours[0]),
  endsAt: at(date, hours[1]),
  capacity: 2,
  seats: [],
  ...more,
})
const at = (date: string, hour: number) => `${date}T${String(hour).padStart(2, '0')}:00:00+08:00`
/** Hours later, which may be another day. */
const later = (from: string, hours: number) => new Date(Date.parse(from) + hours * 3_600_000).toISOString()
const person = (id: string, more: Partial<PlanningPerson> = {}): PlanningPerson => ({ id, orgId: 'org', duties: [], ...more })
const planned = (records: Partial<PlanningRecords>) =>
  rosterProblem({ timeZone: ZONE, policy: { minRestMinutes: 30 }, slots: [], people: [], ...records })

describe('a district’s records as a problem', () => {
  it('has a need for each kind of place, with the roles and skills that it asks for', () => {
    const mix = [{ role: 'buildingHead' as const, need: 1 }]
    const { problem } = planned({ slots: [slot('a', '2026-03-02', [8, 10], { capacity: 3, mix, skills: ['first-aid'] })] })
    assert.deepEqual(problem.slots[0]!.needs, [
      { role: 'buildingHead', skills: ['first-aid'], min: 1 },
      { skills: ['first-aid'], min: 2 },
    ])
  })

  it('never asks for less rest than sign-up does', () => {
    const { problem } = planned({ policy: { minRestMinutes: 90 }, rules: { restMinutes: 30, maxDistance: 2_000 } })
    assert.deepEqual(problem.rules, { restMinutes: 90, gapMinutes: 90, maxDistance: 2_000 })
    assert.equal(planned({ policy: { minRestMinutes: 0 } }).problem.rules!.restMinutes, 660)
  })

  it('lets whoever has a seat keep it, or be moved where that was asked for', () => {
    const seats = [{ personId: 'p' }, { personId: 'q', isMovable: true }]
    const { problem, present, held } = planned({
      slots: [slot('a', '2026-03-02', [8, 10], { seats })],
      people: [person('p'), person('q')],
    })
    assert.deepEqual(problem.fixed, [{ slotId: 'a', personId: 'p', need: 0 }])
    assert.deepEqual(present, [{ slotId: 'a', personId: 'q', need: 0 }])
    assert.deepEqual(held, [])
  })

  it('takes seats that its rules would not have given out of the needs, and makes duties of them', () => {
    const seats = [{ personId: 'p', orgId: 'org' }]
    const { problem, held } = planned({
      slots: [slot('a', '2026-03-02', [8, 10], { seats }), slot('b', '2026-03-02', [14, 16], { seats })],
      people: [person('p')],
      quotas: [{ orgId: 'org', date: '2026-03-02', due: 3 }],
    })
    assert.equal(problem.fixed, undefined)
    assert.deepEqual(
      held.map(({ slotId }) => slotId),
      ['a', 'b'],
    )
    assert.deepEqual(
      problem.slots.map(({ needs }) => needs[0]!.min),
      [1, 1],
    )
    assert.equal(problem.people[0]!.duties!.length, 2)
    assert.deepEqual(problem.quotas, [{ orgId: 'org', date: '2026-03-02', due: 1 }])
  })

  it('keeps who has a seat and may not be planned where they are', () => {
    const { problem, held } = planned({ slots: [slot('a', '2026-03-02', [8, 10], { seats: [{ personId: 'gone' }] })] })
    assert.deepEqual(held, [{ slotId: 'a', personId: 'gone' }])
    assert.equal(problem.slots[0]!.needs[0]!.min, 1)
  })

  it('leaves an intersection to its branch, and one between two branches to nobody', () => {
    const { problem } = planned({
      slots: [slot('a', '2026-03-02', [8, 10], { sponsorId: 'branch' }), slot('b', '2026-03-03', [8, 10], { sponsorId: null })],
      people: [person('p', { orgId: 'branch' }), person('q')],
    })
    assert.deepEqual(
      problem.slots.map(({ needs }) => needs[0]!.skills),
      [['sponsor-1'], ['sponsor-none']],
    )
    assert.deepEqual(
      problem.people.map(({ skills }) => skills),
      [['sponsor-1'], undefined],
    )
  })

  it('forbids those who are too young, and those of whom it is not known that they are old enough', () => {
    const { problem } = planned({
      slots: [slot('a', '2026-03-02', [8, 10], { minAge: 18 })],
      people: [person('p', { birthYear: 1990 }), person('q', { birthYear: 2009 }), person('r', { minor: true })],
    })
    assert.deepEqual(
      problem.forbidden!.map(({ personId }) => personId),
      ['q', 'r'],
    )
  })

  it('counts an age by the district’s year, not by that of UTC', () => {
    const dawn = {
      ...slot('a', '2026-12-31', [8, 10], { minAge: 18 }),
      startsAt: '2026-12-31T23:00:00Z',
      endsAt: '2027-01-01T01:00:00Z',
    }
    const { problem } = planned({ slots: [dawn], people: [person('p', { birthYear: 2008 }), person('q', { birthYear: 2009 })] })
    assert.deepEqual(
      problem.forbidden!.map(({ personId }) => personId),
      ['q'],
    )
  })

  it('has somebody until their organisation closes, and not after', () => {
    const days = [slot('a', '2026-03-02', [8, 10]), slot('b', '2026-03-03', [8, 10])]
    const until = (closesAt: string) => planned({ slots: days, people: [person('p', { closesAt }), person('q')] }).problem.people
    assert.deepEqual(until('2026-03-03T00:00:00+08:00'), [
      { id: 'p', orgId: 'org', unavailable: [{ startsAt: '2026-03-03T00:00:00+08:00', endsAt: at('2026-03-03', 10) }] },
      { id: 'q', orgId: 'org' },
    ])
    assert.equal(until('2026-03-04T00:00:00+08:00')[0]!.unavailable, undefined, 'nothing is planned then')
  })

  it('has somebody for a shift that begins on the last day of their organisation and ends past midnight, and for no later one', () => {
    const night = { ...slot('n', '2026-03-02', [22, 23]), endsAt: at('2026-03-03', 6) }
    const slots = [night, slot('small', '2026-03-03', [1, 5]), slot('dawn', '2026-03-03', [5, 7])]
    const closesAt = at('2026-03-03', 0)
    const { problem } = planned({ slots, people: [person('p', { closesAt }), person('q')] })
    assert.deepEqual(problem.people[0]!.unavailable, [{ startsAt: at('2026-03-03', 6), endsAt: at('2026-03-03', 7) }])
    assert.deepEqual(problem.forbidden, [{ slotId: 'small', personId: 'p' }])
  })

  it('leaves a seat at a shift after the closing to whoever has it, and may move one at a shift before it', () => {
    const seats = [{ personId: 'p', orgId: 'org', isMovable: true }]
    const night = { ...slot('n', '2026-03-02', [22, 23], { seats }), endsAt: at('2026-03-03', 2) }
    const of = (closesAt: string) => {
      const { held, present } = planned({ slots: [night], people: [person('p', { closesAt })] })
      return [held, present]
    }
    assert.deepEqual(of(at('2026-03-03', 0)), [[], [{ slotId: 'n', personId: 'p', need: 0 }]])
    assert.deepEqual(of(at('2026-03-02', 0)), [[{ slotId: 'n', personId: 'p' }], []])
  })

  it('has whoever’s organisation closes for what they may sign up for, and for nothing else', () => {
    const free = arbitraryRecords.map(({ slots, people, ...records }) => ({
      ...records,
      slots: slots.map(({ id, postId, startsAt, endsAt, capacity }) => ({ id, postId, startsAt, endsAt, capacity, seats: [] })),
      people: people.map(({ id, orgId, closesAt, duties }) => ({ id, orgId, closesAt, duties })),
    }))
    fc.assert(
      fc.property(free, (records) => {
        const { problem } = rosterProblem(records)
        const ms = Date.parse
        for (const { id: personId, closesAt } of records.people) {
          const { unavailable = [] } = problem.people.find(({ id }) => id === personId)!
          for (const { id, startsAt, endsAt } of records.slots) {
            const isAway = unavailable.some((away) => ms(away.startsAt) < ms(endsAt) && ms(startsAt) < ms(away.endsAt))
            const isForbidden = (problem.forbidden ?? []).some((one) => one.slotId === id && one.personId === personId)
            const closedOn = closesAt && localDate(ms(closesAt), ZONE)
            const isClosed = closedRefusal({ closedOn }, { id, date: localDate(ms(startsAt), ZONE) }) !== undefined
            assert.equal(isAway || isForbidden, isClosed, `${startsAt} to ${endsAt}, closed on ${closedOn}`)
          }
        }
      }),
    )
  })

  it('never contradicts itself, and is what the schema says, whoever has which seat', () => {
    fc.assert(
      fc.property(arbitraryRecords, (records) => {
        const { problem, present, held } = rosterProblem(records)
        assert.deepEqual(
          checkRosterProblem(problem).filter(({ severity }) => severity === 'error'),
          [],
        )
        assert.ok(rosterProblemSchema.safeParse(problem).success)
        const seats = records.slots.flatMap(({ id, seats: own }) => own.map(({ personId }) => `${id} ${personId}`))
        const told = [...(problem.fixed ?? []), ...present, ...held].map(({ slotId, personId }) => `${slotId} ${personId}`)
        assert.deepEqual(told.sort(), seats.sort(), 'each seat is told of once')
      }),
      { numRuns: 500 },
    )
  })
})

const role = fc.constantFrom<SlotRole>('buildingHead', 'dualRegistrant', 'volunteer')
const date = fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-03')
const span = fc.record({ date, from: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 1, max: 6 }) })
const skill = fc.constantFrom('first-aid', 'sign-language')
const arbitraryRecords: fc.Arbitrary<PlanningRecords> = fc
  .record({
    slots: fc.array(
      fc.record({
        span,
        capacity: fc.integer({ min: 1, max: 4 }),
        mix: fc.option(fc.array(fc.record({ role, need: fc.integer({ min: 0, max: 2 }) }), { maxLength: 2 }), { nil: undefined }),
        skills: fc.option(fc.array(skill, { maxLength: 1 }), { nil: undefined }),
        minAge: fc.option(fc.constantFrom(16, 18), { nil: undefined }),
        sponsorId: fc.constantFrom(undefined, undefined, null, 'o1', 'o2'),
        seats: fc.uniqueArray(
          fc.record({ who: fc.integer({ min: 0, max: 5 }), role: fc.option(role, { nil: undefined }), isMovable: fc.boolean() }),
          { selector: ({ who }) => who, maxLength: 4 },
        ),
      }),
      { maxLength: 6 },
    ),
    people: fc.array(
      fc.record({
        orgId: fc.constantFrom('o1', 'o2'),
        roles: fc.uniqueArray(role, { maxLength: 2 }),
        skills: fc.uniqueArray(skill, { maxLength: 2 }),
        birthYear: fc.option(fc.integer({ min: 2005, max: 2012 }), { nil: undefined }),
        home: fc.option(fc.constantFrom<[number, number]>([104.06, 30.57], [104.2, 30.57]), { nil: undefined }),
        duties: fc.array(span, { maxLength: 2 }),
        closesAt: fc.option(fc.constantFrom(at('2026-03-01', 0), at('2026-03-02', 0), at('2026-03-03', 0)), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    minRestMinutes: fc.integer({ min: 0, max: 120 }),
    rules: fc.option(
      fc.record({ maxDistance: fc.constant(5_000), travel: fc.constant({ metresPerMinute: 80, extraMinutes: 10 }) }),
      { nil: undefined },
    ),
  })
  .map(({ slots, people, minRestMinutes, rules }) => ({
    timeZone: ZONE,
    policy: { minRestMinutes },
    rules,
    slots: slots.map(({ span: { date: day, from, length }, seats, mix, ...one }, index) => ({
      id: `s${index}`,
      postId: `post${index % 2}`,
      position: [104.06 + (index % 2) / 100, 30.57] as [number, number],
      startsAt: at(day, from),
      endsAt: later(at(day, from), length),
      ...one,
      ...(mix && { mix: mix.filter(({ role: kind }, place) => mix.findIndex((other) => other.role === kind) === place) }),
      seats: seats.map(({ who, ...seat }) => ({ personId: `p${who}`, ...seat })),
    })),
    people: people.map(({ duties, birthYear, ...one }, index) => ({
      id: `p${index}`,
      ...one,
      ...(birthYear !== undefined && { birthYear }),
      duties: duties.map(({ date: day, from, length }, place) => ({
        slotId: `other${index}-${place}`,
        startsAt: at(day, from),
        endsAt: later(at(day, from), length),
      })),
    })),
  }))
