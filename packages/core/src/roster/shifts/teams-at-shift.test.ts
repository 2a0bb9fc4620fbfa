import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { teamsAtShift } from './teams-at-shift.ts'
import type { ShiftPerson } from './teams-at-shift.ts'

const who = (...ids: string[]) => ids.map((personId) => ({ personId }))

test('somebody in two teams is named with the first, and counts for both once they are on the shift', () => {
  const teams = [
    { id: 'force', memberIds: ['a', 'b'] },
    { id: 'vanguard', memberIds: ['b', 'c'] },
  ]
  assert.deepEqual(teamsAtShift([], who('c', 'b', 'd'), teams), {
    teams: [
      { id: 'force', onShift: [], candidates: who('b') },
      { id: 'vanguard', onShift: [], candidates: who('c') },
    ],
    others: who('d'),
  })
  assert.deepEqual(
    teamsAtShift([{ personId: 'b', state: 'offered' }], who('b'), teams).teams.map(({ onShift }) => onShift),
    [['b'], ['b']],
  )
})

test('who waits, was asked, or is told to be away is not on the shift, and is nobody to be named', () => {
  const people: ShiftPerson[] = [
    { personId: 'a', state: 'waitlisted' },
    { personId: 'b', state: 'invited' },
    { personId: 'c', state: 'seated', attendance: { state: 'no-show' } as ShiftPerson['attendance'] },
    { personId: 'd', state: 'seated', attendance: { state: 'in' } as ShiftPerson['attendance'] },
  ]
  const ids = people.map(({ personId }) => personId)
  assert.deepEqual(teamsAtShift(people, who(...ids), [{ id: 't', memberIds: ids }]), {
    teams: [{ id: 't', onShift: ['d'], candidates: [] }],
    others: [],
  })
})

test('without a team everybody is another', () => {
  assert.deepEqual(teamsAtShift([], who('a'), []), { teams: [], others: who('a') })
})

const personId = fc.integer({ min: 0, max: 11 }).map((n) => `p${n}`)
const person = fc.record({
  personId,
  state: fc.constantFrom<ShiftPerson['state']>('seated', 'offered', 'waitlisted', 'invited'),
  attendance: fc.option(
    fc
      .constantFrom('none', 'in', 'out', 'no-show', 'excused')
      .map((state) => ({ state }) as NonNullable<ShiftPerson['attendance']>),
    { nil: undefined },
  ),
})
const given = fc.record({
  people: fc
    .uniqueArray(person, { selector: (one) => one.personId })
    .map((all) => all.map(({ attendance, ...one }): ShiftPerson => ({ ...one, ...(attendance && { attendance }) }))),
  candidates: fc.uniqueArray(
    personId.map((id) => ({ personId: id })),
    { selector: (one) => one.personId },
  ),
  teams: fc
    .array(fc.uniqueArray(personId), { maxLength: 4 })
    .map((all) => all.map((memberIds, index) => ({ id: `t${index}`, memberIds }))),
})

test('everybody to be named who has no place is told once, a member before the others, and nobody else is', () => {
  fc.assert(
    fc.property(given, ({ people, candidates, teams }) => {
      const told = teamsAtShift(people, candidates, teams)
      const placed = new Set(people.map((one) => one.personId))
      const all = [...told.teams.flatMap((team) => team.candidates), ...told.others]
      assert.deepEqual(
        all.map((one) => one.personId).sort(),
        candidates
          .map((one) => one.personId)
          .filter((id) => !placed.has(id))
          .sort(),
      )
      const inSome = new Set(teams.flatMap(({ memberIds }) => memberIds))
      assert.ok(told.others.every((one) => !inSome.has(one.personId)))
      for (const group of [...told.teams.map((team) => team.candidates), told.others]) {
        assert.deepEqual(
          group,
          candidates.filter((one) => group.includes(one)),
          'in the order in which they were told',
        )
      }
    }),
  )
})

test('a team has on the shift its own members with a seat, never more than it has, whoever else stands there', () => {
  fc.assert(
    fc.property(given, ({ people, candidates, teams }) => {
      const told = teamsAtShift(people, candidates, teams)
      assert.deepEqual(
        told.teams.map(({ id }) => id),
        teams.map(({ id }) => id),
      )
      told.teams.forEach(({ onShift, candidates: own }, index) => {
        const members = new Set(teams[index]!.memberIds)
        assert.ok([...onShift, ...own.map((one) => one.personId)].every((id) => members.has(id)))
        assert.ok(onShift.length + own.length <= members.size)
        for (const id of members) {
          const { state, attendance } = people.find((one) => one.personId === id) ?? {}
          const isThere = (state === 'seated' || state === 'offered') && !['no-show', 'excused'].includes(attendance?.state ?? '')
          assert.equal(onShift.includes(id), isThere)
        }
      })
      const alone = teams.map((team) => teamsAtShift(people, candidates, [team]).teams[0]!.onShift)
      assert.deepEqual(
        told.teams.map(({ onShift }) => onShift),
        alone,
        'no team takes another’s people',
      )
    }),
  )
})
