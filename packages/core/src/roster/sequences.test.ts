// All that people and time can do to slots, in any order, held to what must always be so.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cancelSignUp } from './cancel-sign-up.ts'
import { confirmSignUp } from './confirm-sign-up.ts'
import { dueRosterSteps } from './due-roster-steps.ts'
import { invite } from './invite.ts'
import { markAbsent } from './mark-absent.ts'
import { markPresent } from './mark-present.ts'
import { freePlaces, kindHeld, kindsFor, listOf, takenSeats } from './places.ts'
import type { SignUpPolicy, SlotRole } from './schema.ts'
import { signUp } from './sign-up.ts'
import { closingTime, restBetween } from './slot-times.ts'
import type { Duty, Slot, Volunteer } from './slot.ts'
import { swapSeats } from './swap-seats.ts'

const MINUTE = 60_000
const monday = Date.parse('2026-03-02T00:00:00Z')
const iso = (minutes: number) => new Date(monday + minutes * MINUTE).toISOString()

const slotOf = fc
  .record({
    start: fc.integer({ min: 4, max: 20 }).map((hour) => hour * 30),
    length: fc.constantFrom(30, 60, 120),
    any: fc.nat(3),
    mix: fc.uniqueArray(
      fc.record({
        role: fc.constantFrom<SlotRole[]>('buildingHead', 'dualRegistrant', 'volunteer'),
        need: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 3, selector: ({ role }) => role },
    ),
    skills: fc.subarray(['first-aid']),
  })
  .map(({ start, length, any, mix, skills }): Omit<Slot, 'id'> => ({
    startsAt: iso(start),
    endsAt: iso(start + length),
    capacity: Math.max(1, any + mix.reduce((sum, { need }) => sum + need, 0)),
    seated: [],
    waitlist: [],
    ...(mix.length > 0 && { mix }),
    ...(skills.length > 0 && { skills }),
  }))

const policyOf: fc.Arbitrary<SignUpPolicy> = fc.record(
  {
    closesBeforeMinutes: fc.constantFrom(0, 30, 90),
    minRestMinutes: fc.constantFrom(0, 30, 60),
    maxWaitlist: fc.nat(4),
    offerMinutes: fc.constantFrom(0, 20, 120),
    remindBeforeHours: fc.constantFrom(0, 2, 6),
    confirmBeforeHours: fc.constantFrom(1, 2),
    reliefMinutes: fc.constantFrom(0, 20),
  },
  { requiredKeys: ['closesBeforeMinutes', 'minRestMinutes', 'maxWaitlist'] },
)

const peopleOf = fc.array(
  fc.record({
    roles: fc.subarray<SlotRole>(['buildingHead', 'dualRegistrant']),
    skills: fc.subarray(['first-aid'], { minLength: 0 }),
  }),
  { minLength: 6, maxLength: 6 },
)

const who = fc.nat(5)
const where = fc.nat(2)
const role = fc.option(fc.constantFrom<SlotRole[]>('buildingHead', 'dualRegistrant', 'volunteer'), { nil: undefined, freq: 4 })
const actionOf = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('sign-up' as const), who, where, role }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'confirm' as const), who, where }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('invite' as const), who, where, role }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('swap' as const), who, where, to: who, for: fc.option(where) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('absent' as const), who, where }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('present' as const), who, where }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('capacity' as const), who, where, by: fc.constantFrom(-1, 1, 2) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('time' as const), minutes: fc.constantFrom(1, 10, 20, 45, 90) }) },
)

const present = (slot: Slot): string[] => [
  ...slot.seated,
  ...slot.waitlist,
  ...(slot.offered ?? []),
  ...(slot.invited ?? []),
  ...(slot.absent ?? []),
]
const binds = (slot: Slot, id: string) => ['seated', 'waitlist', 'offered'].includes(listOf(slot, id) ?? '')

/** What holds in a slot at every moment. */
function expectSound(slot: Slot, people: readonly Volunteer[]) {
  const everybody = present(slot)
  assert.equal(new Set(everybody).size, everybody.length, 'nobody is in a slot twice')
  for (const id of Object.keys(slot.places ?? {})) assert.ok(everybody.includes(id), 'nothing is kept of who has left')
  for (const id of [...slot.seated, ...(slot.offered ?? [])]) {
    const person = people.find((one) => one.id === id)!
    assert.ok(kindsFor({ roles: person.roles }, slot).includes(kindHeld(slot, id)), 'whoever has a place may fill it')
    assert.ok(
      (slot.skills ?? []).every((skill) => person.skills?.includes(skill)),
      'and has the skills',
    )
  }
}

/** Never more than there are places, unless there were fewer afterwards. */
function expectNoOversell(before: Slot, after: Slot) {
  assert.ok(takenSeats(after) <= Math.max(after.capacity, takenSeats(before)))
  const held = (slot: Slot, kind: string) =>
    [...slot.seated, ...(slot.offered ?? [])].filter((id) => kindHeld(slot, id) === kind).length
  for (const { role: kind, need } of after.mix ?? []) {
    assert.ok(held(after, kind) <= Math.max(need, held(before, kind)), `no more than ${need} as ${kind}`)
  }
}

/** The order of those who wait is that of their coming, and nobody passes them. */
function expectOrder(before: Slot, after: Slot, isHandedOn: boolean, isRelief: boolean) {
  const stayed = before.waitlist.filter((id) => after.waitlist.includes(id))
  assert.deepEqual(after.waitlist.slice(0, stayed.length), stayed, 'who waits keeps their place')
  const gained = [...after.seated, ...(after.offered ?? [])].filter(
    (id) => !before.seated.includes(id) && !(before.offered ?? []).includes(id),
  )
  if (isRelief) return
  for (const id of gained) {
    const kind = kindHeld(after, id)
    const ahead = before.waitlist.includes(id) ? stayed.filter((other) => isAhead(before, other, id)) : stayed
    const passed = ahead.filter((other) => kindsFor(after.places?.[other] ?? {}, after).includes(kind))
    assert.deepEqual(passed, [], `${id} got a place as ${kind} before who waited for it${isHandedOn ? ' (handed on)' : ''}`)
  }
}
const isAhead = (slot: Slot, one: string, other: string) => slot.waitlist.indexOf(one) < slot.waitlist.indexOf(other)

test('over any sequence of all that people and time can do, seats, order, rest and roles hold', () => {
  const seen = new Map<string, number>()
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
  fc.assert(
    fc.property(
      fc.array(slotOf, { minLength: 3, maxLength: 3 }),
      policyOf,
      peopleOf,
      fc.array(actionOf, { minLength: 20, maxLength: 90, size: 'max' }),
      (made, policy, traits, actions) => {
        const people: Volunteer[] = traits.map((trait, index) => ({ id: `p${index}`, ...trait }))
        let slots: Slot[] = structuredClone(made).map((slot, at) => ({ ...slot, id: `s${at}` }))
        let now = monday
        const dutiesOf = (id: string, ...except: string[]): Duty[] =>
          slots
            .filter((slot) => !slot.cancelled && binds(slot, id) && !except.includes(slot.id))
            .map(({ id: slotId, startsAt, endsAt }) => ({ slotId, startsAt, endsAt }))
        const put = (at: number, slot: Slot) => (slots = slots.map((one, index) => (index === at ? slot : one)))

        /** What time brings, and that it says all that it does. */
        function pass() {
          for (const [at, before] of slots.entries()) {
            const { slot, steps } = dueRosterSteps(before, { now, policy })
            const again = dueRosterSteps(slot, { now, policy })
            assert.deepEqual([again.steps, again.slot], [[], slot], 'done again, nothing is due')
            const ended = steps.flatMap((step) => (step.kind === 'ended' ? [step.personId] : []))
            const gone = present(before).filter((id) => !present(slot).includes(id))
            assert.deepEqual(ended.sort(), gone.sort(), 'whoever is gone was told why')
            assert.ok(
              present(slot).every((id) => present(before).includes(id)),
              'nobody comes in by time alone',
            )
            const moved = steps.flatMap((step) => (step.kind === 'offered' || step.kind === 'seated' ? [step.personId] : []))
            assert.deepEqual(
              before.waitlist.filter((id) => !slot.waitlist.includes(id) && !ended.includes(id)).sort(),
              moved.sort(),
            )
            for (const step of steps) count(step.kind === 'ended' ? step.why : step.kind)
            expectNoOversell(before, slot)
            expectOrder(before, slot, false, false)
            put(at, slot)
          }
        }

        function expectAllOffered(slot: Slot) {
          if (now >= closingTime(slot, policy)) return
          const free = freePlaces(slot)
          const fits = slot.waitlist.filter((id) => kindsFor(slot.places?.[id] ?? {}, slot).some((kind) => free.get(kind)! > 0))
          assert.deepEqual(fits, [], 'all that is free is offered to whoever waits for it')
        }

        function expectAllPlaced() {
          for (const slot of slots) {
            expectSound(slot, people)
            expectAllOffered(slot)
            const unheld = now >= closingTime(slot, policy) ? [...slot.waitlist, ...(slot.invited ?? [])] : []
            assert.deepEqual(unheld, [], 'nobody waits for what is closed')
            // From the start on, who comes is seen.
            const held = [...(now < Date.parse(slot.startsAt) ? slot.seated : []), ...(slot.offered ?? [])]
            const late = held.filter((id) => {
              const { confirmBy, confirmedAt } = slot.places?.[id] ?? {}
              return confirmBy !== undefined && confirmedAt === undefined && now >= Date.parse(confirmBy)
            })
            assert.deepEqual(late, [], 'no seat is held beyond its time')
          }
          for (const { id } of people) {
            const duties = dutiesOf(id)
            for (const [index, one] of duties.entries()) {
              for (const other of duties.slice(index + 1)) {
                assert.ok(restBetween(one, other) >= policy.minRestMinutes * MINUTE, 'rest is kept')
              }
            }
          }
        }

        for (const action of actions) {
          if (action.do === 'time') now += action.minutes * MINUTE
          pass()
          expectAllPlaced()
          if (action.do === 'time') continue
          const at = action.where
          const before = slots[at]!
          const frozen = structuredClone(slots)
          if (action.do === 'capacity') {
            const resized = { ...before, capacity: Math.max(1, before.capacity + action.by) }
            put(at, resized)
            // Somebody comes before anybody has looked who waits.
            const newcomer = people[action.who]!
            const result = signUp(resized, newcomer, { now, policy, duties: dutiesOf(newcomer.id, before.id) })
            if (!result.ok || result.outcome !== 'seated' || now >= closingTime(before, policy)) continue
            const settled = dueRosterSteps(result.slot, { now, policy }).slot
            const kind = kindHeld(settled, newcomer.id)
            const passed = settled.waitlist.filter((id) => kindsFor(settled.places?.[id] ?? {}, settled).includes(kind))
            assert.deepEqual(passed, [], 'a seat that is new is theirs who wait')
            count('newcomer after a raise')
            put(at, result.slot)
            continue
          }
          // Mostly somebody who has a seat to give.
          const holder =
            action.do === 'swap' || action.do === 'absent' ? before.seated[action.who % (before.seated.length + 1)] : undefined
          const person = people.find(({ id }) => id === holder) ?? people[action.who]!
          const context = { now, policy, duties: dutiesOf(person.id, before.id) }
          const isRelief = now >= closingTime(before, policy)
          if (action.do === 'sign-up' || action.do === 'invite' || action.do === 'confirm') {
            const asked = 'role' in action && action.role !== undefined ? { ...person, role: action.role } : person
            const result =
              action.do === 'sign-up'
                ? signUp(before, asked, context)
                : action.do === 'invite'
                  ? invite(before, asked, context)
                  : confirmSignUp(before, person, context)
            assert.deepEqual(slots, frozen, 'the slot given is left as it is')
            count(`${action.do} ${result.ok ? ('outcome' in result ? result.outcome : 'invited') : result.reason}`)
            if (!result.ok) continue
            if (isRelief && action.do === 'sign-up') count('relief')
            const others = present(before).filter((id) => id !== person.id)
            assert.deepEqual(
              present(result.slot)
                .filter((id) => id !== person.id)
                .sort(),
              others.sort(),
              'others stay',
            )
            assert.ok(present(result.slot).includes(person.id))
            expectNoOversell(before, result.slot)
            expectOrder(before, result.slot, false, isRelief)
            put(at, result.slot)
          } else if (action.do !== 'swap' && action.do !== 'absent' && action.do !== 'present') {
            const result = cancelSignUp(before, person.id, { now, policy })
            assert.deepEqual(slots, frozen, 'the slot given is left as it is')
            count(`cancel ${result.ok ? 'ok' : result.reason}`)
            if (!result.ok) continue
            assert.deepEqual(
              present(result.slot).sort(),
              present(before)
                .filter((id) => id !== person.id)
                .sort(),
            )
            expectNoOversell(before, result.slot)
            expectOrder({ ...before, waitlist: before.waitlist.filter((id) => id !== person.id) }, result.slot, false, false)
            put(at, result.slot)
            expectAllOffered(result.slot)
          } else if (action.do === 'absent') {
            const result = markAbsent(before, person.id, { now, policy })
            count(`absent ${result.ok ? 'ok' : result.reason}`)
            if (!result.ok) continue
            assert.deepEqual(present(result.slot).sort(), present(before).sort())
            put(at, result.slot)
          } else if (action.do === 'present') {
            const absentee = before.absent?.[action.who % Math.max(1, before.absent.length)] ?? person.id
            const result = markPresent(before, absentee, { now, policy, duties: dutiesOf(absentee, before.id) })
            assert.deepEqual(slots, frozen, 'the slot given is left as it is')
            count(
              `present ${result ? (result.kind ?? 'without relief') : listOf(before, absentee) === 'absent' ? 'taken' : 'other'}`,
            )
            if (!result) continue
            assert.deepEqual(present(result.slot).sort(), present(before).sort())
            const was = before.places?.[absentee]
            const said = listOf(before, absentee) === 'seated' && { confirmedAt: new Date(now).toISOString() }
            const places = { ...before.places, ...(was && { [absentee]: { ...was, ...said } }) }
            assert.deepEqual(result.slot.places ?? {}, places, 'they come as what they were to come')
            assert.ok(result.slot.seated.includes(absentee))
            expectNoOversell(before, result.slot)
            assert.equal((result.slot.vacated ?? []).length, (before.vacated ?? []).length - (result.kind === undefined ? 0 : 1))
            put(at, result.slot)
          } else {
            const other = action.for === null || action.for === at ? undefined : slots[action.for]
            const partner = other?.seated[action.to % (other.seated.length + 1)]
            const taker = people.find(({ id }) => id === partner) ?? people[action.to]!
            const out = [before.id, ...(other ? [other.id] : [])]
            // Each keeps what is not part of the swap.
            const keeps = (id: string, gives: Slot | undefined) =>
              dutiesOf(id, ...(gives ? [gives.id] : [])).filter(({ slotId }) => !out.includes(slotId) || slotId !== gives?.id)
            const result = swapSeats(
              { slot: before, person, duties: keeps(person.id, before) },
              { person: taker, duties: keeps(taker.id, other), givesSeat: other },
              { now, policy },
            )
            assert.deepEqual(slots, frozen, 'the slots given are left as they are')
            count(`swap ${result.ok ? (result.taken ? 'exchanged' : 'given') : result.reason}`)
            if (!result.ok) continue
            expectNoOversell(before, result.given)
            assert.equal(takenSeats(result.given), takenSeats(before))
            expectOrder(before, result.given, true, isRelief)
            assert.ok(result.given.seated.includes(taker.id) && !result.given.seated.includes(person.id))
            put(at, result.given)
            if (!result.taken) continue
            assert.ok(result.taken.seated.includes(person.id) && !result.taken.seated.includes(taker.id))
            expectOrder(other!, result.taken, true, now >= closingTime(other!, policy))
            put(action.for!, result.taken)
          }
        }
        pass()
        expectAllPlaced()
      },
    ),
    { numRuns: 1500 },
  )
  // A sequence that never gets anywhere would hold all of it too.
  const reached = [
    'sign-up seated',
    'sign-up waitlisted',
    'confirm seated',
    'relief',
    'swap given',
    'swap exchanged',
    'absent ok',
    'present any',
  ]
  const timed = [
    'newcomer after a raise',
    'offered',
    'seated',
    'offer-lapsed',
    'not-confirmed',
    'closed',
    'reminded',
    'swap others-wait',
    'cancel ok',
  ]
  for (const what of [...reached, ...timed]) assert.ok((seen.get(what) ?? 0) > 10, `${what}: ${seen.get(what) ?? 0}`)
})
