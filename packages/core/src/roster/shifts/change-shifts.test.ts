import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { takenSeats } from '../places.ts'
import type { SignUpPolicy } from '../schema.ts'
import { restBetween } from '../slot-times.ts'
import type { Duty, Slot, Volunteer } from '../slot.ts'
import { changeShifts } from './change-shifts.ts'
import type { OnShift, ShiftTerms } from './change-shifts.ts'

const NOW = Date.parse('2026-03-01T09:00:00+08:00')
const policy: SignUpPolicy = { closesBeforeMinutes: 60, minRestMinutes: 60, maxWaitlist: 5 }
const at = (clock: string) => `2026-03-02T${clock}:00+08:00`
const slot = (more: Partial<Slot> = {}): Slot => ({
  ...{ id: 's', startsAt: at('08:00'), endsAt: at('10:00'), capacity: 2, seated: [], waitlist: [] },
  ...more,
})
const terms = (more: Partial<ShiftTerms> = {}): ShiftTerms => ({
  startsAt: at('08:00'),
  endsAt: at('10:00'),
  capacity: 2,
  ...more,
})
const later = terms({ startsAt: at('09:00'), endsAt: at('11:00') })
const dutyOf = ({ id, startsAt, endsAt }: Pick<Slot, 'id' | 'startsAt' | 'endsAt'>): Duty => ({ slotId: id, startsAt, endsAt })
/** All who are in the slots, each bound to those that they are in and to some others. */
function people(slots: readonly Slot[], known: Record<string, Partial<Volunteer> & { duties?: Duty[] }> = {}) {
  const isIn = (one: Slot, id: string) => [...one.seated, ...one.waitlist, ...(one.offered ?? [])].includes(id)
  const ids = new Set(slots.flatMap((one) => [...one.seated, ...one.waitlist, ...(one.offered ?? [])]))
  return new Map(
    [...ids].map((id): [string, OnShift] => {
      const { duties = [], ...person } = known[id] ?? {}
      return [id, { person: { id, ...person }, duties: [...slots.filter((one) => isIn(one, id)).map(dutyOf), ...duties] }]
    }),
  )
}
const change = (
  before: Slot,
  to: ShiftTerms,
  known: Parameters<typeof people>[1] = {},
  more: { now?: number; policy?: object } = {},
) => {
  const context = { now: more.now ?? NOW, policy: { ...policy, ...more.policy } }
  const { changed, kept } = changeShifts([{ slot: before, terms: to }], people([before], known), context)
  return { after: changed[0]?.after, kept }
}

describe('a shift that is changed', () => {
  it('keeps whoever is on it, who confirms and is reminded anew', () => {
    const asking = { confirmBeforeHours: 2, remindBeforeHours: 24 }
    const places = { p1: { role: 'buildingHead', confirmedAt: at('05:00'), remindedAt: at('01:00') } } as const
    const mix = [{ role: 'buildingHead' as const, need: 1 }]
    const { after } = change(
      slot({ mix, seated: ['p1'], offered: ['p2'], places: { ...places, p2: { confirmBy: at('08:30') } } }),
      { ...later, mix },
      {},
      { policy: asking },
    )
    assert.deepEqual([after?.startsAt, after?.seated, after?.offered], [at('09:00'), ['p1'], ['p2']])
    const confirmBy = new Date(at('07:00')).toISOString()
    assert.deepEqual(after?.places, {
      p1: { role: 'buildingHead', confirmBy },
      p2: { confirmBy: new Date(at('08:30')).toISOString() },
    })
  })

  it('does not ask again where its hours are the same', () => {
    const places = { p1: { confirmedAt: at('05:00') } }
    assert.deepEqual(change(slot({ seated: ['p1'], places }), terms({ capacity: 3 })).after?.places, places)
  })

  it('ends the place of who has another duty then, or not the rest, and the first who waits moves up', () => {
    for (const [startsAt, endsAt, rests] of [
      [at('10:30'), at('12:00'), false],
      [at('11:30'), at('12:00'), false],
      [at('12:00'), at('13:00'), true],
    ] as const) {
      const known = { p1: { duties: [{ slotId: 'other', startsAt, endsAt }] } }
      const { after } = change(slot({ capacity: 1, seated: ['p1'], waitlist: ['p2'] }), { ...later, capacity: 1 }, known)
      assert.deepEqual([after?.seated, after?.waitlist], rests ? [['p1'], ['p2']] : [['p2'], []])
    }
  })

  it('ends the place of whom it does not suit any more, but only where it asks for something else', () => {
    const known = { p1: { skills: ['first-aid'], birthYear: 1990 }, p2: { birthYear: 2006 } }
    const before = slot({ seated: ['p1', 'p2'] })
    assert.deepEqual(change(before, terms({ skills: ['first-aid'] }), known).after?.seated, ['p1'])
    assert.deepEqual(change(before, terms({ minAge: 21 }), known).after?.seated, ['p1'])
    const asking = slot({ seated: ['p2'], skills: ['first-aid'] })
    assert.deepEqual(change(asking, terms({ skills: ['first-aid'], capacity: 3 }), known).after?.seated, ['p2'])
  })

  it('puts nobody out where it has fewer seats, and gives more to those who wait', () => {
    const full = slot({ seated: ['p1', 'p2'], waitlist: ['p3'] })
    const fewer = change(full, terms({ capacity: 1 })).after
    assert.deepEqual([fewer?.capacity, fewer?.seated, fewer?.waitlist], [2, ['p1', 'p2'], ['p3']])
    assert.deepEqual(change(full, terms({ capacity: 3 })).after?.seated, ['p1', 'p2', 'p3'])
  })

  it('is left as it was where it is too near, by its old hours or its new, for whoever is on it to be told', () => {
    const now = Date.parse(at('07:30'))
    const on = slot({ seated: ['p1'] })
    assert.deepEqual(change(on, later, {}, { now }), { after: undefined, kept: ['s'] })
    assert.deepEqual(change(slot({ ...later, seated: ['p1'] }), terms(), {}, { now }), { after: undefined, kept: ['s'] })
    assert.deepEqual(change(slot({ invited: ['p1'] }), later, {}, { now }).kept, ['s'])
    assert.equal(change(slot(), later, {}, { now }).after?.startsAt, at('09:00'), 'nobody is on it')
    assert.deepEqual(change(slot(), later, {}, { now: Date.parse(at('08:00')) }).kept, ['s'], 'it has begun')
    const asking = { confirmBeforeHours: 20 }
    const before = Date.parse('2026-03-01T12:30:00+08:00')
    assert.deepEqual(change(on, later, {}, { now: before, policy: asking }).kept, ['s'], 'presence was to be confirmed')
    assert.deepEqual(change(slot({ seated: ['p1'], cancelled: true }), later), { after: undefined, kept: [] })
  })

  it('is looked at with the other shifts that change: who is on two that stay apart keeps both', () => {
    const [am, pm] = [
      slot({ id: 'am', seated: ['p1'] }),
      slot({ id: 'pm', startsAt: at('11:00'), endsAt: at('12:00'), seated: ['p1'] }),
    ]
    const both = (pmStart: string) =>
      changeShifts(
        [
          { slot: pm, terms: terms({ startsAt: at(pmStart), endsAt: at('14:00') }) },
          { slot: am, terms: terms({ startsAt: at('09:30'), endsAt: at('11:30') }) },
        ],
        people([am, pm]),
        { now: NOW, policy },
      ).changed.map(({ after }) => [after.id, after.seated.length])
    assert.deepEqual(both('12:30'), [
      ['am', 1],
      ['pm', 1],
    ])
    assert.deepEqual(both('12:00'), [
      ['am', 0],
      ['pm', 1],
    ])
  })

  it('leaves nobody in two places at once, no seat unpaid for, and nothing to do again, whatever changes', () => {
    const hour = fc.integer({ min: 0, max: 20 })
    const span = fc.record({ from: hour, length: fc.integer({ min: 1, max: 4 }) })
    const hoursOf = ({ from, length }: { from: number; length: number }) => ({
      startsAt: new Date(Date.parse(at('00:00')) + from * 3_600_000).toISOString(),
      endsAt: new Date(Date.parse(at('00:00')) + (from + length) * 3_600_000).toISOString(),
    })
    const shift = fc.record({
      is: span,
      then: span,
      capacity: fc.integer({ min: 1, max: 3 }),
      need: fc.integer({ min: 1, max: 3 }),
    })
    const shifts = fc.array(shift, { minLength: 1, maxLength: 4 })
    const wishes = fc.array(fc.tuple(fc.nat(5), fc.nat(3)), { maxLength: 24 })
    const others = fc.array(span, { minLength: 6, maxLength: 6 })
    const clash = (one: Duty | Slot, other: Duty | Slot) => restBetween(one, other) < policy.minRestMinutes * 60_000
    let leavers = 0
    fc.assert(
      fc.property(shifts, wishes, others, (all, wanted, elsewhere) => {
        const slots = all.map(({ is, capacity }, n): Slot => slot({ id: `s${n}`, ...hoursOf(is), capacity }))
        const other = new Map(elsewhere.map((one, n) => [`p${n}`, { slotId: `other${n}`, ...hoursOf(one) }]))
        const heldBy = (personId: string, among: readonly Slot[]) =>
          among.filter(({ seated, waitlist }) => seated.includes(personId) || waitlist.includes(personId))
        for (const [who, where] of wanted) {
          const [personId, index] = [`p${who}`, where % slots.length]
          const target = slots[index]!
          const bound = [other.get(personId)!, ...heldBy(personId, slots)]
          if (bound.some((one) => clash(one, target))) continue
          const list = target.seated.length < target.capacity ? 'seated' : 'waitlist'
          slots[index] = { ...target, [list]: [...target[list], personId] }
        }
        const changes = slots.map((one, n) => ({
          slot: one,
          terms: terms({ ...hoursOf(all[n]!.then), capacity: all[n]!.need }),
        }))
        const known = (among: readonly Slot[]) =>
          people(among, Object.fromEntries([...other].map(([id, duty]) => [id, { duties: [duty] }])))
        const { changed, kept } = changeShifts(changes, known(slots), { now: NOW, policy })
        assert.deepEqual(kept, [])
        const after = changed.map((one) => one.after)
        for (const personId of other.keys()) {
          const bound = [...heldBy(personId, after), other.get(personId)!]
          bound.forEach((one, n) => bound.slice(n + 1).forEach((two) => assert.ok(!clash(one, two))))
          leavers += heldBy(personId, slots).length - heldBy(personId, after).length
        }
        for (const { before, after: then } of changed) {
          const need = changes.find((one) => one.slot.id === then.id)!.terms.capacity
          assert.ok(takenSeats(then) <= then.capacity && then.capacity === Math.max(need, takenSeats(then)))
          assert.ok(then.waitlist.length === 0 || takenSeats(then) === then.capacity)
          assert.deepEqual(
            then.waitlist,
            before.waitlist.filter((id) => then.waitlist.includes(id)),
          )
        }
        const again = changeShifts(
          changes.map((one) => ({ ...one, slot: after.find(({ id }) => id === one.slot.id)! })),
          known(after),
          { now: NOW, policy },
        )
        for (const { before, after: then } of again.changed) assert.deepEqual(then, before)
      }),
      { numRuns: 500 },
    )
    assert.ok(leavers > 0, 'somebody had to leave somewhere')
  })
})
