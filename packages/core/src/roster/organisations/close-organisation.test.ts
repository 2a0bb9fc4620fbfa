import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  closedRefusal,
  closedRolls,
  closeOrganisation,
  isClosedOn,
  namedClosed,
  openOn,
  quotaDays,
  sponsorAt,
  sponsorGaps,
} from '../index.ts'
import type { ClosingFacts, ClosingOrder, IntersectionDuty, PlaceToCome, RollEntry } from '../index.ts'
import type { Organisation, OrganisationKind, QuotaPlan } from '../schema.ts'

const organisation = (id: string, kind: OrganisationKind, superiorId?: string, closedOn?: string): Organisation => ({
  ...{ id, kind, name: { zh: `组织${id}`, en: `Organisation ${id}` }, registered: 10 },
  ...(superiorId !== undefined && { superiorId }),
  ...(closedOn !== undefined && { closedOn }),
})
const startOf = (date: string) => new Date(`${date}T00:00:00+08:00`).toISOString()
const order = (on: string): ClosingOrder => ({
  ...{ on, today: '2026-06-01', tomorrow: '2026-06-02', now: Date.parse('2026-06-01T10:00:00+08:00'), startOf },
})
const facts = (changes: Partial<ClosingFacts> = {}): ClosingFacts => ({
  orgId: 'o',
  organisations: [
    organisation('wc', 'workCommittee'),
    organisation('cc', 'composite', 'wc'),
    organisation('o', 'twoNew', 'cc'),
    organisation('p', 'twoNew', 'cc'),
  ],
  isTold: false,
  ...{ memberships: [], places: [], appointments: [], duties: [], intersections: [], teams: [] },
  ...changes,
})
const refusals = (changes: Partial<ClosingFacts>, on = '2026-06-10') => {
  const result = closeOrganisation(facts(changes), order(on))
  return result.ok ? [] : result.refusals
}
const reasons = (changes: Partial<ClosingFacts>, on?: string) => refusals(changes, on).map(({ reason }) => reason)
const effects = (changes: Partial<ClosingFacts>, on = '2026-06-10') => {
  const result = closeOrganisation(facts(changes), order(on))
  assert.ok(result.ok, JSON.stringify(result))
  return result.effects
}
const duty = (orgId: string, from: string, to?: string, intersectionId = 'x'): IntersectionDuty => ({
  ...{ intersectionId, orgId, from: startOf(from) },
  ...(to !== undefined && { to: startOf(to) }),
})

const day = fc.integer({ min: 1, max: 28 }).map((of) => `2026-06-${String(of).padStart(2, '0')}`)

describe('closing an organisation', () => {
  it('refuses what is no organisation, what is closed already, and a day that is over or told, with the first that would do', () => {
    assert.deepEqual(reasons({ orgId: 'nobody' }), ['unknown'])
    const closed = facts().organisations.map((one) => (one.id === 'o' ? { ...one, closedOn: '2026-07-01' } : one))
    const [already] = refusals({ organisations: closed }, '2026-05-01')
    assert.ok(already?.reason === 'closed-already' && already.closedOn === '2026-07-01')
    assert.match(already.message.zh, /^组织o（o） 已登记自 2026-07-01 起撤销/)
    const [before] = refusals({ isTold: true }, '2026-05-31')
    assert.ok(before?.reason === 'before-today' && before.earliest === '2026-06-02')
    const [told] = refusals({ isTold: true }, '2026-06-01')
    assert.ok(told?.reason === 'today-is-told' && told.earliest === '2026-06-02')
    assert.deepEqual(reasons({}, '2026-06-01'), [])
    assert.deepEqual(reasons({ isTold: true }, '2026-06-02'), [])
  })

  it('never closes the root, nor what others are still below on that day', () => {
    assert.deepEqual(reasons({ orgId: 'wc' }), ['work-committee', 'subordinates-open'])
    const [open] = refusals({ orgId: 'cc' })
    assert.ok(open?.reason === 'subordinates-open')
    assert.deepEqual(
      open.organisations.map(({ id }) => id),
      ['o', 'p'],
    )
    assert.match(open.message.en, /^Organisations below it are still there then: Organisation o \(o\), Organisation p \(p\)\./)
    const closing = (on: string) => facts().organisations.map((one) => (one.superiorId === 'cc' ? { ...one, closedOn: on } : one))
    assert.deepEqual(reasons({ orgId: 'cc', organisations: closing('2026-06-10') }), [])
    assert.deepEqual(reasons({ orgId: 'cc', organisations: closing('2026-06-11') }), ['subordinates-open'])
  })

  it('names crossings and teams that would have nobody, all at once, and from when until when', () => {
    const intersections = [{ id: 'x', name: { zh: '柳岸路口', en: 'Willow crossing' } }]
    const duties = [duty('o', '2026-01-01', '2026-09-01'), duty('p', '2026-07-01')]
    const teams = [{ id: 't', name: { zh: '突击队', en: 'Task force' } }]
    const [sole, ...others] = refusals({ duties, intersections, teams })
    assert.ok(sole?.reason === 'sole-sponsor')
    assert.deepEqual(others, [])
    assert.deepEqual(sole.intersections, [{ ...intersections[0]!, from: startOf('2026-06-10'), to: startOf('2026-07-01') }])
    assert.deepEqual(sole.teams, teams)
    assert.equal(
      sole.message.zh,
      '路口将无人包保：柳岸路口（x），请先登记接手的党组织（wangge import intersections）。队伍仍属于该组织：突击队（t），请先改属其他党组织或撤销队伍（wangge import teams）。',
    )
    // Whoever takes over in time, and a duty that is over by then, stand in nobody's way.
    const done = [duty('o', '2026-01-01', '2026-06-10'), duty('p', '2026-06-10')]
    assert.deepEqual(effects({ duties: done, intersections }).duties, { end: [], drop: [] })
  })

  it('ends what lasts, drops what would only begin, and gives back places from then on, waiting ones first', () => {
    const member = (personId: string, from: string, to?: string) => ({
      ...{ personId, orgId: 'o', from: startOf(from) },
      ...(to !== undefined && { to: startOf(to) }),
    })
    const memberships = [member('a', '2020-01-01'), member('b', '2020-01-01', '2026-06-10'), member('c', '2026-06-10')]
    const place = (signUpId: string, startsAt: string, state: PlaceToCome['state']): PlaceToCome => ({
      ...{ signUpId, slotId: 's', personId: signUpId, startsAt, state },
    })
    const places = [
      place('1', '2026-06-09T23:59:00+08:00', 'seated'),
      place('2', '2026-06-10T00:00:00+08:00', 'seated'),
      place('3', '2026-06-20T00:00:00+08:00', 'waitlisted'),
    ]
    const found = effects({ memberships, places })
    assert.equal(found.closesAt, startOf('2026-06-10'))
    assert.deepEqual([found.memberships.end, found.memberships.drop], [[memberships[0]], [memberships[2]]])
    assert.deepEqual(
      found.places.map(({ signUpId }) => signUpId),
      ['3', '2'],
    )
    const today = [place('4', '2026-06-01T09:00:00+08:00', 'seated'), place('5', '2026-06-01T11:00:00+08:00', 'seated')]
    assert.deepEqual(
      effects({ places: today }, '2026-06-01').places.map(({ signUpId }) => signUpId),
      ['5'],
      'what has begun goes on',
    )
  })

  it('closes it only where no crossing is nobody’s that had a branch, over random duties', () => {
    const span = fc.record({ orgId: fc.constantFrom('o', 'p', 'q'), from: day, to: fc.option(day, { nil: undefined }) })
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), day, (spans, on) => {
        const duties = spans
          .filter(({ from, to }) => to === undefined || from < to)
          .map(({ orgId, from, to }) => duty(orgId, from, to))
        const result = closeOrganisation(facts({ duties }), order(on))
        const others = duties.filter(({ orgId }) => orgId !== 'o')
        const gaps = (list: IntersectionDuty[]) => sponsorGaps(['x'], list, startOf(on)).map(({ from, to }) => [from, to])
        // What it has before it is closed, and nothing from then on.
        const cut = duties.flatMap((one) => {
          if (one.orgId !== 'o') return [one]
          if (Date.parse(one.from) >= Date.parse(startOf(on))) return []
          return [{ ...one, to: one.to !== undefined && one.to < startOf(on) ? one.to : startOf(on) }]
        })
        assert.equal(result.ok, JSON.stringify(gaps(cut)) === JSON.stringify(gaps(duties)))
        if (!result.ok) {
          const [sole] = result.refusals
          assert.ok(sole?.reason === 'sole-sponsor')
          for (const { id, from } of sole.intersections) {
            assert.equal(sponsorAt(id, from, others), undefined, 'nobody has it')
            assert.equal(sponsorAt(id, from, duties), 'o', 'it was this one’s')
          }
        }
      }),
    )
  })

  it('ends or drops exactly what would hold from then on, and leaves the rest as it was', () => {
    const span = fc.record({ personId: fc.string(), from: day, to: fc.option(day, { nil: undefined }) })
    fc.assert(
      fc.property(fc.array(span), day, (spans, on) => {
        const memberships = spans
          .filter(({ from, to }) => to === undefined || from < to)
          .map(({ personId, from, to }) => ({
            ...{ personId, orgId: 'o', from: startOf(from) },
            ...(to !== undefined && { to: startOf(to) }),
          }))
        const { closesAt, memberships: ends } = effects({ memberships }, on)
        const isAfter = (at: string | undefined) => at === undefined || Date.parse(closesAt) < Date.parse(at)
        for (const one of memberships) {
          const isEnded = ends.end.includes(one)
          const isDropped = ends.drop.includes(one)
          assert.equal(isEnded || isDropped, isAfter(one.to))
          assert.equal(isDropped, isAfter(one.to) && Date.parse(one.from) >= Date.parse(closesAt))
        }
      }),
    )
  })
})

describe('an organisation that is closed', () => {
  const one = { id: 'o', closedOn: '2026-06-10' }

  it('is there until the day before, for whoever signs up and in every table', () => {
    assert.deepEqual(
      [isClosedOn(one, '2026-06-09'), isClosedOn(one, '2026-06-10'), isClosedOn({}, '2999-01-01')],
      [false, true, false],
    )
    assert.deepEqual(openOn([one, { id: 'p' } as { id: string; closedOn?: string }], '2026-06-10'), [{ id: 'p' }])
    assert.equal(closedRefusal(one, { id: 's', date: '2026-06-09' }), undefined)
    assert.deepEqual(closedRefusal(one, { id: 's', date: '2026-06-10' })?.detail, { slotId: 's', closedOn: '2026-06-10' })
    const rows = [{ row: 2, orgId: 'o' }, { row: 3, orgId: 'p' }, { row: 4 }]
    const told = (today: string, orClosing = false) =>
      namedClosed(rows, [one, { id: 'p' }], { column: '所属党组织', today, orClosing })
    assert.deepEqual([told('2026-06-09').length, told('2026-06-09', true).length], [0, 1])
    const [error] = told('2026-06-10')
    assert.deepEqual([error?.row, error?.column, error?.code], [2, '所属党组织', 'conflict'])
    assert.equal(error?.message.zh, '“所属党组织”应为未撤销的党组织，o 自 2026-06-10 起撤销。')
  })

  it('owes nothing from that day on and as much as before until then; each day’s total is met by those who are left', () => {
    const ids = ['a', 'b', 'c', 'o']
    const plan: QuotaPlan = { steps: [{ from: '2026-06-01', ratio: { num: 1, den: 10 }, kinds: ['twoNew'] }], exempt: [] }
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 3, max: 60 }), { minLength: 4, maxLength: 4 }), day, (sizes, on) => {
        const roll: RollEntry[] = ids.map((orgId, at) => ({ orgId, kind: 'twoNew', from: '2026-05-01', registered: sizes[at]! }))
        const owed = (entries: RollEntry[]) => quotaDays({ plan, roll: entries, from: '2026-06-01', to: '2026-06-29' })
        const closed = owed(
          closedRolls(roll, [
            { id: 'o', closedOn: on },
            { id: 'z', closedOn: on },
          ]),
        )
        const whole = owed(roll)
        closed.organisations.forEach(({ orgId, days }, at) =>
          days.forEach((line, index) => {
            if (line.date < on) assert.equal(line.due, whole.organisations[at]!.days[index]!.due)
            else if (orgId === 'o') assert.deepEqual([line.due, line.entitlement], [0, 0])
          }),
        )
        // In all, what the ratio asks of those who are there: rounded down, whatever was open before.
        const exact = closed.organisations.reduce(
          (all, { days }) => all + days.reduce((sum, { entitlement }) => sum + entitlement, 0),
          0,
        )
        const due = closed.organisations.reduce((all, { days }) => all + days.reduce((sum, line) => sum + line.due, 0), 0)
        assert.ok(exact - due * closed.den >= 0 && exact - due * closed.den < closed.den)
        // An exemption without an end says the same of the others.
        const exempt = quotaDays({
          ...{ plan: { ...plan, exempt: [{ orgId: 'o', from: on }] }, roll, from: '2026-06-01', to: '2026-06-29' },
        })
        closed.organisations.forEach(({ orgId, days }, at) => {
          if (orgId === 'o') return
          assert.deepEqual(
            days.map((line) => line.due),
            exempt.organisations[at]!.days.map((line) => line.due),
          )
        })
      }),
    )
  })

  it('takes back what its roll would have been later, and says nothing of whoever never had one', () => {
    const roll: RollEntry[] = [
      { orgId: 'o', kind: 'twoNew', from: '2026-06-01', registered: 5 },
      { orgId: 'o', kind: 'twoNew', from: '2026-06-10', registered: 6 },
    ]
    assert.deepEqual(closedRolls(roll, [one, { id: 'committee', closedOn: '2026-06-02' }]), [
      roll[0],
      { orgId: 'o', kind: 'twoNew', from: '2026-06-10', registered: 0, members: 0 },
    ])
    assert.deepEqual(closedRolls(roll, []), roll)
  })
})
