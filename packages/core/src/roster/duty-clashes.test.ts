import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dutyClashes } from './index.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 5, 1, hour)).toISOString()
const duty = (personId: string, slotId: string, from: number, hours = 2) => ({
  ...{ personId, slotId, startsAt: at(from), endsAt: at(from + hours) },
})

describe('duties that do not go together', () => {
  it('are those that overlap, or leave too little rest, of one person', () => {
    const duties = [duty('p', 'a', 8), duty('p', 'b', 9), duty('q', 'b', 9), duty('p', 'c', 11)]
    const pairs = (rest: number) =>
      dutyClashes(duties, rest).map(({ first, second, restMinutes }) => [first.slotId, second.slotId, restMinutes])
    assert.deepEqual(pairs(0), [['a', 'b', -60]])
    assert.deepEqual(pairs(30), [
      ['a', 'b', -60],
      ['b', 'c', 0],
    ])
  })

  it('are told once a pair, whatever the order, and are none without an overlap', () => {
    const random = fc.array(
      fc.record({ person: fc.constantFrom('p', 'q'), slot: fc.nat(5), from: fc.nat(40), hours: fc.integer({ min: 1, max: 5 }) }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(random, fc.nat(180), (drawn, rest) => {
        const duties = drawn.map(({ person, slot, from, hours }, index) => duty(person, `${slot}-${index}`, from, hours))
        const told = dutyClashes(duties, rest)
        assert.deepEqual(dutyClashes([...duties].reverse(), rest), told)
        let expected = 0
        for (const [index, one] of duties.entries()) {
          for (const other of duties.slice(index + 1)) {
            if (one.personId !== other.personId) continue
            const [first, second] = [one, other].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt)) as [
              typeof one,
              typeof one,
            ]
            if (Date.parse(second.startsAt) - Date.parse(first.endsAt) < rest * 60_000) expected += 1
          }
        }
        assert.equal(told.length, expected)
      }),
    )
  })
})
