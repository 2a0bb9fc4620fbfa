import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { largestRemainder } from '../../../test/largest-remainder.ts'
import { apportion } from './apportion.ts'
import type { Apportionment, QuotaOrganisation } from './apportion.ts'
import type { QuotaCarry, Ratio } from './carry.ts'

const named = (sizes: readonly number[]): QuotaOrganisation[] =>
  sizes.map((registered, index) => ({ id: `o${String(index).padStart(3, '0')}`, registered }))
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
/** Running totals; the first is after the first day. */
function cumulative(numbers: readonly number[]): number[] {
  let total = 0
  return numbers.map((number) => (total += number))
}

/** Many of one to three, some larger, as branches are. */
const size = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 3 }), weight: 5 },
  { arbitrary: fc.integer({ min: 4, max: 30 }), weight: 2 },
  { arbitrary: fc.integer({ min: 31, max: 300 }), weight: 1 },
)
const sizes = fc.array(size, { minLength: 1, maxLength: 30 })
const ratio = fc.oneof(
  fc.integer({ min: 1, max: 100 }).chain((den) => fc.record({ num: fc.integer({ min: 0, max: den }), den: fc.constant(den) })),
  fc.constantFrom({ num: 1, den: 20 }, { num: 2, den: 100 }, { num: 1, den: 10 }, { num: 1, den: 1 }, { num: 9, den: 10 }),
)
const isSmallRatio = ({ num, den }: Ratio) => num * 10 <= den

function expectDays({ totals, organisations }: Apportionment, given: readonly QuotaOrganisation[], { num, den }: Ratio) {
  const members = sum(given.map(({ registered }) => registered))
  cumulative(totals).forEach((total, day) => assert.equal(total, Math.floor(((day + 1) * num * members) / den)))
  totals.forEach((total, day) => assert.equal(sum(organisations.map(({ due }) => due[day]!)), total))
  organisations.forEach(({ id, due }, index) => {
    const { id: expected, registered } = given[index]!
    assert.equal(id, expected)
    for (const one of due) assert.ok(Number.isInteger(one) && one >= 0 && one <= registered)
  })
}

/** Share of each within one person-day: called ⌊share⌋ or ⌈share⌉ times. */
function expectQuota({ organisations }: Apportionment, given: readonly QuotaOrganisation[], { num, den }: Ratio) {
  organisations.forEach(({ due }, index) => {
    const { registered } = given[index]!
    cumulative(due).forEach((called, day) => {
      const share = (day + 1) * num * registered
      assert.ok(Math.floor(share / den) <= called && called <= Math.ceil(share / den), `${called} of ${share}/${den}`)
    })
  })
}

function expectRest({ organisations }: Apportionment, given: readonly QuotaOrganisation[]) {
  organisations.forEach(({ due }, index) => {
    if (given[index]!.registered > 2) return
    due.forEach((one, day) => {
      assert.ok(one <= 1, 'not two on one day')
      assert.ok(one === 0 || !due[day + 1], `${given[index]!.registered} called on days ${day} and ${day + 1}`)
    })
  })
}

test('two of twenty and one of ten, each day', () => {
  const organisations = [
    { id: 'a', registered: 20 },
    { id: 'b', registered: 10 },
  ]
  assert.deepEqual(apportion({ organisations, ratio: { num: 1, den: 10 }, days: 2 }), {
    totals: [3, 3],
    organisations: [
      { id: 'a', due: [2, 2] },
      { id: 'b', due: [1, 1] },
    ],
    carry: {
      den: 10,
      total: 0,
      organisations: [
        { id: 'a', credit: 0, called: true },
        { id: 'b', credit: 0, called: true },
      ],
    },
  })
})

test('branches of one wait their turn: each of twenty comes once in twenty days at a twentieth', () => {
  const { totals, organisations } = apportion({
    organisations: named(Array<number>(20).fill(1)),
    ratio: { num: 1, den: 20 },
    days: 40,
  })
  assert.deepEqual(totals, Array<number>(40).fill(1))
  organisations.forEach(({ due }, index) => assert.deepEqual([due.indexOf(1), due.lastIndexOf(1)], [index, index + 20]))
})

test('each day: the total exact, nothing negative, nobody beyond their members, each within one person-day of the share', () => {
  fc.assert(
    fc.property(sizes, ratio, fc.integer({ min: 0, max: 60 }), (registered, asked, days) => {
      const organisations = named(registered)
      const result = apportion({ organisations, ratio: asked, days })
      assert.equal(result.totals.length, days)
      expectDays(result, organisations, asked)
      expectQuota(result, organisations, asked)
      if (isSmallRatio(asked)) expectRest(result, organisations)
    }),
    { numRuns: 20_000 },
  )
})

test('at every unit: lower and upper quota hold, and after all shares are whole everybody has had their own', () => {
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 12 }), (registered) => {
      const organisations = named(registered)
      const members = sum(registered)
      // One unit each day: the days are the units of the clock.
      const oneADay = { num: 1, den: members }
      const result = apportion({ organisations, ratio: oneADay, days: Math.min(2 * members, 500) })
      expectDays(result, organisations, oneADay)
      expectQuota(result, organisations, oneADay)
      if (members <= 250) {
        result.organisations.forEach(({ due }, index) => {
          assert.equal(sum(due.slice(0, members)), registered[index])
          assert.deepEqual(due.slice(0, members), due.slice(members))
        })
      }
    }),
    { numRuns: 10_000 },
  )
})

/** All ways to part a number of members among branches, the largest first. */
function* partitions(members: number, largest = members): Generator<number[]> {
  if (members === 0) yield []
  for (let first = Math.min(members, largest); first >= 1; first -= 1) {
    for (const rest of partitions(members - first, first)) yield [first, ...rest]
  }
}

test('in every district of up to 30 members the rest of the small costs no due date', () => {
  let districts = 0
  for (let members = 1; members <= 30; members += 1) {
    for (const registered of partitions(members)) {
      for (const asked of [
        { num: 1, den: 10 },
        { num: 2, den: 21 },
        { num: 3, den: 31 },
      ]) {
        const organisations = named(districts % 2 === 0 ? registered : registered.toReversed())
        const result = apportion({ organisations, ratio: asked, days: Math.ceil((2.2 * asked.den) / asked.num) })
        expectDays(result, organisations, asked)
        expectQuota(result, organisations, asked)
        expectRest(result, organisations)
        districts += 1
      }
    }
  }
  assert.ok(districts > 80_000)
})

test('who was called stays called when days are added, whatever the order of the list', () => {
  fc.assert(
    fc.property(sizes, ratio, fc.nat(30), fc.nat(30), (registered, asked, days, more) => {
      const organisations = named(registered)
      const all = apportion({ organisations, ratio: asked, days: days + more })
      const short = apportion({ organisations: organisations.toReversed(), ratio: asked, days })
      assert.deepEqual(all.totals.slice(0, days), short.totals)
      assert.deepEqual(
        all.organisations.map(({ due }) => due.slice(0, days)),
        short.organisations.toReversed().map(({ due }) => due),
      )
    }),
    { numRuns: 5_000 },
  )
})

test('going on with the carry is the same as one call, wherever it is cut', () => {
  fc.assert(
    fc.property(sizes, ratio, fc.nat(30), fc.nat(30), (registered, asked, first, second) => {
      const organisations = named(registered)
      const whole = apportion({ organisations, ratio: asked, days: first + second })
      const one = apportion({ organisations, ratio: asked, days: first })
      const other = apportion({ organisations, ratio: asked, days: second, carry: one.carry })
      assert.deepEqual([...one.totals, ...other.totals], whole.totals)
      whole.organisations.forEach(({ due }, index) =>
        assert.deepEqual([...one.organisations[index]!.due, ...other.organisations[index]!.due], due),
      )
      if (second > 0) assert.deepEqual(other.carry, whole.carry)
    }),
    { numRuns: 5_000 },
  )
})

interface Step {
  days: number
  /** Members each has from here on. */
  registered: number[]
  ratio: Ratio
  /** Index and days of an exemption. */
  exempt: { index: number; from: number; length: number }[]
}

const COUNT = 12
const step: fc.Arbitrary<Step> = fc.record({
  days: fc.integer({ min: 1, max: 25 }),
  registered: fc.array(fc.oneof(size, fc.constant(0)), { minLength: COUNT, maxLength: COUNT }),
  ratio: fc.constantFrom({ num: 1, den: 20 }, { num: 1, den: 10 }, { num: 1, den: 50 }, { num: 3, den: 10 }, { num: 1, den: 1 }),
  exempt: fc.array(fc.record({ index: fc.nat(COUNT - 1), from: fc.nat(20), length: fc.integer({ min: 1, max: 20 }) }), {
    maxLength: 4,
  }),
})

/** The bound of the docstring over one epoch, day by day. */
function expectBound(given: readonly QuotaOrganisation[], asked: Ratio, carry: QuotaCarry, result: Apportionment) {
  const { den } = result.carry
  const scale = den / carry.den
  const perMember = (asked.num * den) / asked.den
  const calm = isSmallRatio(asked)
  const present = given.filter(({ registered }) => registered > 0)
  const members = sum(present.map(({ registered }) => registered))
  const credits = new Map(carry.organisations.map(({ id, credit, called = false }) => [id, { credit: credit * scale, called }]))
  const owed = sum(present.map(({ id }) => credits.get(id)?.credit ?? 0))
  // In person-days: the numbers are far from the limits of a double, and 1e-9 is far below 1/den.
  const accounts = present.map(({ id, registered }) => {
    const { credit = 0, called = false } = credits.get(id) ?? {}
    const due = result.organisations.find((one) => one.id === id)!.due
    return { registered, due, start: (credit - (owed * registered) / members) / den, before: called, called: 0 }
  })
  result.totals.forEach((_, day) => {
    const clock = (carry.total * scale + (day + 1) * perMember * members) / den
    const shareOf = ({ start, registered }: (typeof accounts)[number]) => start + (clock * registered) / members
    for (const account of accounts) account.called += account.due[day]!
    let aheadOfTime = false
    for (const account of accounts) {
      const { registered, start, called } = account
      const small = calm && registered <= 2
      const late = ((present.length + 1) * registered) / members + (small ? (2 * perMember * registered) / den : 0)
      const behind = shareOf(account) - called
      assert.ok(behind < Math.max(1, start) + late + 1e-9, `behind ${behind}, began at ${start}`)
      if (account.due[day]! > 0 && -behind >= Math.max(1, -start) + 1e-9) aheadOfTime = true
    }
    if (!aheadOfTime) return
    for (const account of accounts) {
      const { registered, due, before, called } = account
      const yesterday = day === 0 ? before : due[day - 1]! > 0
      const rests = calm && registered <= 2 ? due[day]! > 0 || yesterday : due[day] === registered
      // Whatever it is behind has come up in the course of this day.
      const grown = ((result.totals[day]! + 1) * registered) / members
      assert.ok(rests || shareOf(account) - called <= grown + 1e-9, 'called ahead of time while another might have been')
    }
  })
}

test('over changes of membership, of the ratio and exemptions: exact totals, exact credits, the stated bound', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (steps) => {
      let carry: QuotaCarry = { den: 1, total: 0, organisations: [] }
      let yesterday: number[] = []
      for (const { days, registered, ratio: asked, exempt } of steps) {
        const organisations = named(registered)
        const exemptions = exempt.map(({ index, from, length }) => ({ id: organisations[index]!.id, from, to: from + length }))
        const together = apportion({ organisations, ratio: asked, days, exempt: exemptions, carry })
        const sofar: number[][] = organisations.map(() => [])
        // The same day by day, with the exempt left out: an epoch ends where they change.
        for (let day = 0; day < days;) {
          const isOut = (id: string, at: number) => exemptions.some((one) => one.id === id && one.from <= at && at < one.to)
          const out = (at: number) => organisations.filter(({ id }) => isOut(id, at)).map(({ id }) => id)
          let end = day + 1
          while (end < days && out(end).join() === out(day).join()) end += 1
          const here = organisations.map((one) => (isOut(one.id, day) ? { ...one, registered: 0 } : one))
          const part = apportion({ organisations: here, ratio: asked, days: end - day, carry })
          expectBound(here, asked, carry, part)
          part.organisations.forEach(({ due }, index) => {
            due.forEach((one) => assert.ok(one >= 0 && one <= here[index]!.registered))
            sofar[index]!.push(...due)
          })
          const members = sum(here.map((one) => one.registered))
          const { den } = part.carry
          const wanted = (carry.total * den) / carry.den + ((end - day) * members * asked.num * den) / asked.den
          assert.equal(part.carry.total, wanted - sum(part.totals) * den)
          assert.equal(sum(part.carry.organisations.map(({ credit }) => credit)), part.carry.total, 'credits are exact')
          carry = part.carry
          day = end
        }
        together.organisations.forEach(({ due }, index) => assert.deepEqual(due, sofar[index]))
        organisations.forEach((_, index) => {
          if (registered[index]! > 2 || !isSmallRatio(asked)) return
          const all = [yesterday[index] ?? 0, ...sofar[index]!]
          all.forEach((one, day) =>
            assert.ok(one === 0 || !all[day + 1], 'no two days running, not over an epoch’s begin either'),
          )
        })
        yesterday = sofar.map((due) => due.at(-1)!)
      }
    }),
    { numRuns: 10_000 },
  )
})

test('an exempt organisation is not called, and owes on its return what it owed before', () => {
  const organisations = named([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  const asked = { num: 1, den: 10 }
  const exempt = [{ id: 'o000', from: 0, to: 10 }]
  const { organisations: lines } = apportion({ organisations, ratio: asked, days: 30, exempt })
  assert.equal(sum(lines[0]!.due.slice(0, 10)), 0)
  assert.equal(sum(lines[0]!.due), 2)
  const without = apportion({ organisations, ratio: asked, days: 30, exempt: ['o000'] })
  assert.equal(sum(without.organisations[0]!.due), 0)
  assert.equal(without.carry.organisations[0]!.credit, 0)
})

test('everybody resting leaves what is open to the next day', () => {
  const before = apportion({ organisations: named(Array<number>(10).fill(1)), ratio: { num: 1, den: 1 }, days: 1 })
  const after = apportion({
    organisations: named(Array<number>(10).fill(1)),
    ratio: { num: 1, den: 10 },
    days: 3,
    carry: before.carry,
  })
  assert.deepEqual(after.totals, [0, 2, 1])
})

test('an organisation that left finds its credit when it comes back', () => {
  const both = named([3, 1])
  const first = apportion({ organisations: both, ratio: { num: 1, den: 8 }, days: 3 })
  const alone = apportion({ organisations: both.slice(0, 1), ratio: { num: 1, den: 8 }, days: 5, carry: first.carry })
  const credit = (carry: QuotaCarry) => carry.organisations.find(({ id }) => id === 'o001')
  assert.deepEqual(credit(alone.carry)?.credit, credit(first.carry)?.credit)
})

test('largest remainder each day forgets the small; ours calls everybody in their turn', () => {
  // Sizes as of the sample district: a few hundreds strong, most of one to three.
  const registered = Array.from({ length: 504 }, (_, rank) => Math.max(1, Math.round(930 / (rank + 4.5) ** 1.03)))
  const organisations = named(registered)
  const asked = { num: 5, den: 100 }
  const peer = largestRemainder(organisations, asked, 60)
  const ours = apportion({ organisations, ratio: asked, days: 60 })
  const called = organisations.filter((_, index) => peer.some((day) => day[index]! > 0)).length
  assert.equal(ours.organisations.filter(({ due }) => sum(due) > 0).length, 504)
  assert.ok(504 - called > 110, `${called} called`)
})

test('what it cannot work with it says', () => {
  const one = named([5])
  const cases: [Parameters<typeof apportion>[0], RegExp][] = [
    [{ organisations: one, ratio: { num: 2, den: 1 }, days: 1 }, /Expected a ratio .* from 0 to 1, got 2\/1/],
    [{ organisations: one, ratio: { num: 0.5, den: 1 }, days: 1 }, /got 0\.5\/1/],
    [{ organisations: one, ratio: { num: 0, den: 0 }, days: 1 }, /got 0\/0/],
    [{ organisations: one, ratio: { num: 1, den: 2 }, days: -1 }, /Expected a whole number of days, 0 or more, got -1/],
    [{ organisations: [...one, ...one], ratio: { num: 1, den: 2 }, days: 1 }, /Expected each organisation once, got o000 twice/],
    [{ organisations: [{ id: 'a', registered: 1.5 }], ratio: { num: 1, den: 2 }, days: 1 }, /members of a, 0 or more, got 1\.5/],
    [
      { organisations: one, ratio: { num: 1, den: 2 }, days: 1, exempt: ['x'] },
      /exemptions of organisations that are given, got x/,
    ],
    [
      {
        organisations: one,
        ratio: { num: 1, den: 2 },
        days: 1,
        carry: { den: 2, total: 0, organisations: [{ id: 'a', credit: 0.5 }] },
      },
      /Expected a whole credit of a in the carry, got 0\.5/,
    ],
    [{ organisations: named([2 ** 40, 1]), ratio: { num: 1, den: 2 ** 20 }, days: 1 }, /exact shares stay below 2\^53/],
  ]
  for (const [options, expected] of cases) assert.throws(() => apportion(options), expected)
})

test('no days, no members, nobody: nothing is due', () => {
  assert.deepEqual(apportion({ organisations: [], ratio: { num: 1, den: 2 }, days: 2 }).totals, [0, 0])
  assert.deepEqual(apportion({ organisations: named([0]), ratio: { num: 1, den: 2 }, days: 1 }).organisations[0]!.due, [0])
  assert.deepEqual(apportion({ organisations: named([4]), ratio: { num: 1, den: 2 }, days: 0 }).totals, [])
  assert.deepEqual(apportion({ organisations: named([4]), ratio: { num: 0, den: 3 }, days: 2 }).totals, [0, 0])
})
