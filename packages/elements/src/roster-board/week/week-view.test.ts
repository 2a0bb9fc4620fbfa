import { expect } from '@open-wc/testing'
import type { RosterPerson } from '@wangge/core/roster/schema'
import { clashesOf, isNameable } from './week-view.ts'
import type { BoardSlot } from './week-view.ts'

const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`
const slot = (id: string, from: number, ...people: Partial<RosterPerson>[]) =>
  ({ id, startsAt: at(from), endsAt: at(from + 2), cancelled: false, people }) as BoardSlot
const of = (personId: string, state: RosterPerson['state'] = 'seated') => ({ personId, state })

describe('a week on the board', () => {
  it('has clashes by overlap and by rest, of whoever has a seat, is offered one or waits; who is only asked is in none', () => {
    const slots = [
      slot('early', 8, of('p1'), of('p2', 'waitlisted'), of('p3', 'invited')),
      slot('later', 11, of('p1'), of('p2', 'offered'), of('p3')),
    ]
    const found = (minRestMinutes?: number) => clashesOf({ slots, minRestMinutes }).map(({ personId }) => personId)
    expect(found()).to.deep.equal([])
    expect(found(60)).to.deep.equal([])
    expect(found(120)).to.deep.equal(['p1', 'p2'])
  })

  it('takes nobody for a shift that has begun or is off', () => {
    const now = Date.parse(at(9))
    expect(
      [slot('s', 8), slot('s', 10), { ...slot('s', 10), cancelled: true }].map((one) => isNameable(one, { now })),
    ).to.deep.equal([false, true, false])
  })

  it('takes people for a free seat of a shift that has begun, for as long as relief may come and it lasts', () => {
    const begun = { ...slot('s', 8), seated: 1, capacity: 2 }
    const full = { ...begun, seated: 2 }
    const nameable = (one: BoardSlot, minutes: number, reliefMinutes?: number) =>
      isNameable(one, { now: Date.parse(at(8)) + minutes * 60_000, reliefMinutes })
    expect([nameable(begun, 29, 30), nameable(begun, 30, 30), nameable(full, 5, 30), nameable(begun, 5)]).to.deep.equal([
      true,
      false,
      false,
      false,
    ])
    expect(nameable(begun, 121, 600)).to.equal(false)
  })
})
