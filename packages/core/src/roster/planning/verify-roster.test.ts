import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { rosterPlanSchema, rosterProblemSchema } from '../planning-schema.ts'
import type { PlanPerson, PlanSlot, RosterPlan, RosterProblem } from '../planning-schema.ts'
import { verifyRoster } from './verify-roster.ts'

const at = (day: number, clock: string) => `2026-03-0${day}T${clock}:00+08:00`
const slot = (id: string, day: number, from: string, to: string, needs: PlanSlot['needs'] = [{ min: 1 }]): PlanSlot => {
  const endsAt = to < from ? at(day + 1, to) : at(day, to)
  return { id, postId: `post-${id}`, startsAt: at(day, from), endsAt, needs }
}

/** Monday, 2 March 2026, and Tuesday; every figure of the plan below is worked out by hand. */
const problem = (): RosterProblem => ({
  version: 1,
  timeZone: 'Asia/Shanghai',
  slots: [
    {
      ...slot('a', 2, '08:00', '12:00', [
        { role: 'buildingHead', min: 1 },
        { role: 'volunteer', skills: ['first-aid'], min: 1, wish: 2 },
      ]),
      gridPath: ['town', 'north'],
      position: [104, 30],
      priority: 2,
    },
    slot('b', 2, '18:00', '22:00'),
    {
      ...slot('c', 3, '09:30', '11:30', [
        { role: 'dualRegistrant', min: 2 },
        { min: 0, wish: 1 },
      ]),
      gridPath: ['town', 'south'],
    },
    slot('d', 3, '14:00', '15:00', [{ min: 2 }]),
  ],
  people: [
    // 0.01 degrees of a meridian: 1,112 m.
    { id: 'head', roles: ['buildingHead'], home: [104, 30.01], work: [105, 30], orgId: 'works' },
    { id: 'aid', skills: ['first-aid'], grids: ['north'], wishes: [{ postId: 'post-a', points: 5 }], carried: 2 },
    {
      id: 'dual',
      roles: ['dualRegistrant'],
      orgId: 'works',
      unavailable: [{ startsAt: at(2, '00:00'), endsAt: at(3, '00:00') }],
    },
    { id: 'pair', orgId: 'works' },
    { id: 'mate', carried: 1 },
    { id: 'idle', available: [] },
  ],
  quotas: [
    { orgId: 'works', date: '2026-03-02', due: 3 },
    { orgId: 'works', date: '2026-03-03', due: 1 },
  ],
  teams: [{ id: 'two', members: ['pair', 'mate'] }],
  apart: [['head', 'dual']],
  fixed: [{ slotId: 'a', personId: 'head' }],
  forbidden: [{ slotId: 'b', personId: 'aid' }],
})

const plan = (): RosterPlan => ({
  version: 1,
  assignments: [
    { slotId: 'a', personId: 'head', need: 0 },
    { slotId: 'a', personId: 'aid', need: 1 },
    { slotId: 'c', personId: 'dual', need: 0 },
    { slotId: 'd', personId: 'pair', need: 0 },
    { slotId: 'd', personId: 'mate', need: 0 },
  ],
  unfilled: [
    {
      slot: 'b',
      need: 0,
      missing: 1,
      eligible: 6,
      reasons: [{ code: 'team', count: 2, people: ['pair', 'mate'] }],
      proven: true,
    },
    { slot: 'c', need: 0, missing: 1, eligible: 0, reasons: [{ code: 'nobody', count: 0, people: [] }], proven: true },
  ],
  cost: 152_233,
  costs: {
    // One of anybody's seats in b, one dual registrant's in c.
    short: 50_000 + 80_000,
    // The second volunteer of a, at priority 2, and anybody in c.
    wished: 2 * 2000 + 2000,
    // Two short on Monday; two there for one on Tuesday.
    quotaShort: 10_000,
    quotaOver: 1000,
    // head 1, aid 3, dual 1, pair 1, mate 2, idle 0.
    fairness: 100 * (1 + 9 + 1 + 1 + 4),
    wish: -100,
    // 30 × 1.112 km.
    distance: 33,
    move: 0,
  },
  bound: 100_000,
  gap: 0.52233,
  ended: 'limit',
  iterations: 1,
  binding: [],
  fairness: {
    shifts: [1, 5],
    least: 0,
    most: 3,
    organisations: [
      { orgId: 'works', date: '2026-03-02', due: 3, assigned: 1 },
      { orgId: 'works', date: '2026-03-03', due: 1, assigned: 2 },
    ],
  },
})
/** The sum of its parts, so that no figure of the fixture is told twice. */
const summed = (change: Partial<RosterPlan> = {}): RosterPlan => {
  const whole = { ...plan(), ...change }
  const cost = Object.values(whole.costs).reduce((all, part) => all + part, 0)
  return { ...whole, cost, gap: (cost - whole.bound) / whole.bound, ...change }
}
const codes = (asked: RosterProblem, told: RosterPlan) => [...new Set(verifyRoster(asked, told).problems.map(({ code }) => code))]
const withPerson = (id: string, change: Partial<PlanPerson>): RosterProblem => ({
  ...problem(),
  people: problem().people.map((person) => (person.id === id ? { ...person, ...change } : person)),
})
const assigning = (...more: [slotId: string, personId: string, need?: number][]): RosterPlan => {
  const all = [...plan().assignments, ...more.map(([slotId, personId, need = 0]) => ({ slotId, personId, need }))]
  const order = 'abcde'
  return summed({ assignments: all.sort((one, other) => order.indexOf(one.slotId) - order.indexOf(other.slotId)) })
}

describe('A right plan', () => {
  test('is one of the schema and has no problem', () => {
    rosterProblemSchema.parse(problem())
    rosterPlanSchema.parse(summed())
    assert.deepEqual(verifyRoster(problem(), summed()), { valid: true, problems: [], contradictions: [] })
    assert.equal(summed().cost, 130_000 + 6000 + 11_000 + 1600 - 100 + 33)
  })

  test('may name more counts of shifts than there are', () => {
    const told = summed()
    assert.ok(verifyRoster(problem(), { ...told, fairness: { ...told.fairness, shifts: [1, 5, 0, 0] } }).valid)
  })

  test('has moves where it was repaired: whoever keeps the slot has not moved, be it in another seat', () => {
    const present = [
      { slotId: 'a', personId: 'head', need: 1 },
      { slotId: 'b', personId: 'gone', need: 0 },
    ]
    const told = summed({ costs: { ...plan().costs, move: 3000 } })
    assert.ok(verifyRoster(problem(), told, { present }).valid)
    assert.deepEqual(codes(problem(), told), ['costs'])
  })
})

describe('A plan that breaks a rule', () => {
  const found = (expected: string, asked: RosterProblem, told: RosterPlan) => {
    const own = codes(asked, told)
    assert.ok((own as string[]).includes(expected), `Expected ${expected}, came ${own.join(', ')}`)
  }

  test('names a slot, a person or a need that there is not', () => {
    found('unknown-slot', problem(), assigning(['z', 'idle']))
    found('unknown-person', problem(), assigning(['b', 'nobody']))
    found('unknown-need', problem(), assigning(['b', 'dual', 1]))
  })

  test('seats one person twice in a slot', () => found('twice-in-slot', problem(), assigning(['a', 'aid', 0])))

  test('is not in the order of the problem', () => {
    const [first, second, ...others] = plan().assignments
    found('order', problem(), summed({ assignments: [second!, first!, ...others] }))
  })

  test('seats somebody who has not the role or the skills', () => {
    found('role', problem(), assigning(['c', 'mate', 0]))
    found('skills', problem(), assigning(['a', 'mate', 1]))
  })

  test('seats somebody at a time when they cannot', () => {
    found('unavailable', problem(), assigning(['b', 'dual']))
    found('unavailable', problem(), assigning(['b', 'idle']))
    found('unavailable', withPerson('aid', { available: [{ startsAt: at(2, '08:01'), endsAt: at(3, '00:00') }] }), summed())
    const exactly = { available: [{ startsAt: at(2, '08:00'), endsAt: at(2, '12:00') }] }
    assert.deepEqual(codes(withPerson('aid', exactly), summed()), [])
    const until = { unavailable: [{ startsAt: at(2, '12:00'), endsAt: at(2, '13:00') }] }
    assert.deepEqual(codes(withPerson('aid', until), summed()), [])
  })

  test('seats somebody outside their grids, too far, or where they are forbidden', () => {
    found('outside-grids', withPerson('aid', { grids: ['south'] }), summed())
    found('outside-grids', problem(), assigning(['c', 'aid', 1]))
    found('too-far', { ...withPerson('aid', { home: [104, 30.01] }), rules: { maxDistance: 1111 } }, summed())
    assert.ok(
      !codes({ ...withPerson('aid', { home: [104, 30.01] }), rules: { maxDistance: 1112 } }, summed()).includes('too-far'),
    )
    found('forbidden', problem(), assigning(['b', 'aid']))
  })

  test('has somebody in two places at once, or too little rest, gap or way between', () => {
    const duty = (day: number, from: string, to: string, position?: [number, number]) => ({
      duties: [{ startsAt: at(day, from), endsAt: at(day, to), ...(position ? { position } : {}) }],
      limits: { shiftsPerDay: 9 },
    })
    found('overlap', withPerson('aid', duty(2, '11:59', '13:00')), summed())
    assert.deepEqual(codes(withPerson('aid', duty(2, '12:00', '13:00')), summed()), [])
    // The rest over midnight is 11 hours, from either side.
    found('rest', withPerson('dual', duty(2, '20:00', '22:31')), summed())
    assert.deepEqual(codes(withPerson('dual', duty(2, '20:00', '22:30')), summed()), [])
    found('rest', withPerson('aid', duty(1, '18:00', '21:01')), summed())
    found('gap', { ...withPerson('aid', duty(2, '12:29', '13:00')), rules: { gapMinutes: 30 } }, summed())
    assert.deepEqual(codes({ ...withPerson('aid', duty(2, '12:30', '13:00')), rules: { gapMinutes: 30 } }, summed()), [])
    const travel = { metresPerMinute: 100, extraMinutes: 3 }
    // 1,112 m are 12 minutes and 3 more.
    found('travel', { ...withPerson('aid', duty(2, '12:14', '13:00', [104, 30.01])), rules: { travel } }, summed())
    assert.deepEqual(codes({ ...withPerson('aid', duty(2, '12:15', '13:00', [104, 30.01])), rules: { travel } }, summed()), [])
    assert.deepEqual(codes({ ...withPerson('aid', duty(2, '12:00', '13:00', [104, 30])), rules: { travel } }, summed()), [])
    // Between two that are assigned: 16 hours.
    found('rest', { ...problem(), rules: { restMinutes: 961 } }, assigning(['b', 'mate']))
    assert.ok(!codes({ ...problem(), rules: { restMinutes: 960 } }, assigning(['b', 'mate'])).includes('rest'))
  })

  test('counts duties with a limit, by the day and by the week', () => {
    const duties = [{ startsAt: at(2, '20:00'), endsAt: at(2, '21:00') }]
    found('daily-maximum', withPerson('aid', { duties }), summed())
    found('weekly-maximum', withPerson('aid', { duties, limits: { shiftsPerDay: 2, shiftsPerWeek: 1 } }), summed())
    found('daily-minutes', withPerson('aid', { duties, limits: { shiftsPerDay: 2, minutesPerDay: 299 } }), summed())
    found('weekly-minutes', withPerson('aid', { duties, limits: { shiftsPerDay: 2, minutesPerWeek: 299 } }), summed())
    const enough = { shiftsPerDay: 2, shiftsPerWeek: 2, minutesPerDay: 300, minutesPerWeek: 300 }
    assert.deepEqual(codes(withPerson('aid', { duties, limits: enough }), summed()), [])
    // Sunday is of the week before.
    const sunday = [{ startsAt: at(1, '08:00'), endsAt: at(1, '09:00') }]
    assert.deepEqual(codes(withPerson('aid', { duties: sunday, limits: { shiftsPerWeek: 1 } }), summed()), [])
    // Rules that limit minutes only leave shifts free; a limit of one's own replaces the same one alone.
    assert.deepEqual(codes({ ...withPerson('aid', { duties }), rules: { limits: { minutesPerDay: 300 } } }, summed()), [])
    found('daily-maximum', withPerson('aid', { duties, limits: { shiftsPerWeek: 9 } }), summed())
  })

  test('counts by the date of the zone', () => {
    const duties = [{ startsAt: '2026-03-01T16:00:00Z', endsAt: '2026-03-01T17:00:00Z' }]
    found('daily-maximum', withPerson('aid', { duties }), summed())
    const before = [{ startsAt: '2026-03-01T11:59:00Z', endsAt: '2026-03-01T12:59:00Z' }]
    assert.deepEqual(codes(withPerson('aid', { duties: before }), summed()), [])
  })

  test('seats too many, half a team, or a pair that is kept apart', () => {
    found('over-wish', problem(), assigning(['d', 'dual']))
    found('team', problem(), assigning(['b', 'mate']))
    found('team', { ...problem(), teams: [{ id: 't', members: ['pair', 'mate', 'idle'] }] }, summed())
    found('apart', { ...problem(), apart: [['mate', 'pair']] }, summed())
  })

  test('leaves out a fixed assignment or moves it to another need', () => {
    found('fixed', { ...problem(), fixed: [{ slotId: 'b', personId: 'mate' }] }, summed())
    found('fixed', { ...problem(), fixed: [{ slotId: 'a', personId: 'head', need: 1 }] }, summed())
  })
})

describe('A plan that tells a wrong figure', () => {
  for (const part of Object.keys(plan().costs) as (keyof RosterPlan['costs'])[]) {
    test(`of ${part}`, () => {
      const costs = { ...plan().costs, [part]: plan().costs[part] + 1 }
      assert.deepEqual(codes(problem(), summed({ costs })), ['costs'])
    })
  }

  test('of the cost, the bound, the gap or how it ended', () => {
    assert.deepEqual(codes(problem(), { ...summed(), cost: 1 }).includes('cost'), true)
    const { cost } = summed()
    assert.deepEqual(codes(problem(), summed({ bound: cost + 1, gap: 0 })).includes('bound'), true)
    assert.deepEqual(codes(problem(), summed({ gap: 0.5 })), ['gap-figure'])
    assert.deepEqual(codes(problem(), summed({ ended: 'optimal' })), ['ended'])
    assert.deepEqual(codes(problem(), summed({ ended: 'optimal', bound: cost, gap: 0 })), [])
  })

  test('of unfilled needs: left out, too many, told twice, or of one that is filled', () => {
    const [b, c] = plan().unfilled
    assert.deepEqual(codes(problem(), summed({ unfilled: [b!] })), ['unfilled'])
    assert.deepEqual(codes(problem(), summed({ unfilled: [b!, { ...c!, missing: 2 }] })), ['unfilled'])
    assert.deepEqual(codes(problem(), summed({ unfilled: [b!, b!, c!] })), ['unfilled'])
    assert.deepEqual(codes(problem(), summed({ unfilled: [b!, c!, { ...c!, slot: 'd' }] })), ['unfilled'])
    assert.deepEqual(codes(problem(), summed({ unfilled: [{ ...b!, eligible: 5 }, c!] })), ['eligible'])
    // Nothing but its price keeps it empty.
    assert.deepEqual(codes(problem(), summed({ unfilled: [{ ...b!, reasons: [] }, c!] })), [])
    const uncounted = { code: 'team' as const, count: 1, people: ['pair', 'mate'] }
    assert.deepEqual(codes(problem(), summed({ unfilled: [{ ...b!, reasons: [uncounted] }, c!] })), ['reasons'])
    const stranger = { code: 'team' as const, count: 1, people: ['stranger'] }
    assert.deepEqual(codes(problem(), summed({ unfilled: [{ ...b!, reasons: [stranger] }, c!] })), ['reasons'])
  })

  test('of fairness', () => {
    const { fairness } = plan()
    const wrong: Partial<RosterPlan['fairness']>[] = [
      { shifts: [2, 4] },
      { least: 1 },
      { most: 2 },
      { organisations: fairness.organisations.slice(1) },
      { organisations: fairness.organisations.map((line) => ({ ...line, assigned: 0 })) },
    ]
    for (const change of wrong) {
      assert.deepEqual(codes(problem(), summed({ fairness: { ...fairness, ...change } })), ['fairness'])
    }
  })
})

describe('What a fixed assignment breaks', () => {
  const contradictions = (asked: RosterProblem, told = summed()) => {
    const verdict = verifyRoster(asked, told)
    assert.equal(verdict.valid, false)
    return { problems: verdict.problems, contradictions: verdict.contradictions.map(({ code }) => code) }
  }

  test('is a contradiction of the problem and no problem of the plan', () => {
    const forbidden = { ...problem(), forbidden: [{ slotId: 'a', personId: 'head' }] }
    assert.deepEqual(contradictions(forbidden), { problems: [], contradictions: ['forbidden'] })
    const ill = withPerson('head', { unavailable: [{ startsAt: at(2, '08:00'), endsAt: at(2, '09:00') }] })
    assert.deepEqual(contradictions(ill), { problems: [], contradictions: ['unavailable'] })
    const duties = [{ startsAt: at(2, '11:00'), endsAt: at(2, '13:00') }]
    assert.deepEqual(contradictions(withPerson('head', { duties })), {
      problems: [],
      contradictions: ['overlap', 'daily-maximum'],
    })
  })

  test('leaves the rules to all others', () => {
    const asked = {
      ...problem(),
      forbidden: [
        { slotId: 'a', personId: 'head' },
        { slotId: 'd', personId: 'mate' },
      ],
    }
    const { problems } = verifyRoster(asked, summed())
    assert.deepEqual(
      problems.map(({ code, people }) => ({ code, people })),
      [{ code: 'forbidden', people: ['mate'] }],
    )
  })

  test('does not let a plan add to a limit that is broken', () => {
    const duties = [{ startsAt: at(2, '05:00'), endsAt: at(2, '06:00') }]
    const asked = withPerson('head', { duties })
    assert.deepEqual(contradictions(asked), { problems: [], contradictions: ['daily-maximum'] })
    assert.ok(codes(asked, assigning(['b', 'head'])).includes('daily-maximum'))
  })

  test('stops at ids that come twice and at a zone that there is not', () => {
    const slots = [...problem().slots, problem().slots[0]!]
    assert.deepEqual(contradictions({ ...problem(), slots }), { problems: [], contradictions: ['duplicate-slot'] })
    const timeZone = 'Mars/Olympus'
    assert.deepEqual(contradictions({ ...problem(), timeZone }), { problems: [], contradictions: ['unknown-time-zone'] })
  })
})
