import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createGridTree } from '../../grid/index.ts'
import type { GridLevel } from '../../grid/schema.ts'
import type { Consent } from '../../privacy/schema.ts'
import { checkMemberships, mergePeople, serviceHours } from '../index.ts'
import type { HeldPlace, MergeClash, MergeContext, MergedPerson, PersonRecord } from '../index.ts'

const grid = (id: string, level: GridLevel, parentId?: string) => ({
  ...{ id, level, name: { zh: id, en: id }, codes: [{ scheme: 'local' as const, value: id }] },
  ...(parentId !== undefined && { parentId }),
})
const built = createGridTree([grid('s', 'subdistrict'), grid('c1', 'community', 's'), grid('c2', 'community', 's')])
if (!built.ok) throw new Error('expected a tree')
const NOW = Date.parse('2026-06-01T00:00:00Z')
const context: MergeContext = {
  now: NOW,
  tree: built.tree,
  organisations: [
    { id: 'o1', gridId: 'c1' },
    { id: 'o2', gridId: 'c2' },
  ],
}

const person = (id: string, more: Partial<PersonRecord> = {}): PersonRecord => ({
  ...{ id, isNamedByHost: false, minor: false, memberships: [], registrations: [] },
  ...{ appointments: [], roles: [], consents: [], places: [], ...more },
})
const place = (slotId: string, startsAt: string, more: Partial<HeldPlace> = {}): HeldPlace => ({
  ...{ signUpId: `su-${slotId}`, slotId, startsAt, endsAt: new Date(Date.parse(startsAt) + 7_200_000).toISOString() },
  ...{ state: 'seated', isCalledOff: false, isAbsent: false, ...more },
})
const merged = (one: Partial<PersonRecord>, other: Partial<PersonRecord>): MergedPerson => {
  const result = mergePeople(person('p1', one), person('p2', other), context)
  assert.ok(result.ok, JSON.stringify(result))
  return result.merged
}
const clashes = (one: Partial<PersonRecord>, other: Partial<PersonRecord>): MergeClash[] => {
  const result = mergePeople(person('p1', one), person('p2', other), context)
  assert.ok(!result.ok)
  return result.clashes
}
const reasons = (...records: Parameters<typeof clashes>) => clashes(...records).map(({ reason }) => reason)
const consent = (id: string, at: string, more: Partial<Consent> = {}): Consent => ({
  ...{ id, purpose: 'volunteer-duty', version: 1, by: 'self', at, ...more },
})
const MARCH = '2026-03-02T00:00:00Z'
const APRIL = '2026-04-01T00:00:00Z'
const JULY = '2026-07-01T09:00:00Z'

describe('merging two people', () => {
  it('gives the phone of one and the number of the other to one, under the district’s own name', () => {
    const host = { nameKey: '员工', isNamedByHost: true }
    assert.deepEqual(
      [merged({ nameKey: '甲', phoneKey: '1' }, host), merged(host, { nameKey: '甲', phoneKey: '1' })].map(
        ({ nameOf, phoneOf, isNamedByHost }) => [nameOf, phoneOf, isNamedByHost],
      ),
      [
        ['p1', 'p1', false],
        ['p2', 'p2', false],
      ],
    )
    assert.equal(merged(host, { ...host, nameKey: '职工' }).nameOf, 'p1')
    assert.deepEqual(merged({}, {}), {
      ...{ isNamedByHost: false, minor: false, memberships: [], registrations: [], appointments: [], roles: [] },
      ...{ consents: [], doubles: [] },
    })
  })

  it('tells all that contradicts, and what would make it possible, and nothing of anybody', () => {
    const one: Partial<PersonRecord> = {
      ...{ nameKey: '名甲', phoneKey: '139', partyStatus: 'applicant', minor: true },
      memberships: [{ orgId: 'o1', from: MARCH }],
      registrations: [{ kind: 'dual', communityId: 'c2' }],
      consents: [consent('k1', MARCH, { withdrawnAt: APRIL })],
      places: [place('s1', JULY, { signUpId: 'a' })],
    }
    const other: Partial<PersonRecord> = {
      ...{ nameKey: '名乙', phoneKey: '138', partyStatus: 'full' },
      memberships: [{ orgId: 'o2', from: APRIL }],
      registrations: [{ kind: 'dual', communityId: 'c1' }],
      consents: [consent('k2', MARCH)],
      places: [place('s2', '2026-07-01T10:00:00Z', { signUpId: 'b' })],
    }
    const found = clashes(one, other)
    assert.deepEqual(
      found.map(({ reason }) => reason),
      [
        ...['names-differ', 'phones-differ', 'party-status-apart', 'guardian-consent-required', 'homes-overlap'],
        ...['registrations-differ', 'dual-at-home', 'dual-at-home', 'consent-withdrawn', 'places-overlap'],
      ],
    )
    assert.deepEqual(new Set(reasons(other, one)), new Set(found.map(({ reason }) => reason)))
    for (const { message } of found) {
      assert.match(message.zh, /请先/)
      assert.match(message.en, /first/)
    }
    for (const { reason, message } of found.slice(0, 4)) {
      if (reason === 'party-status-apart') continue
      for (const words of [message.zh, message.en]) assert.match(words, /wangge person change p[12] --stdin/, reason)
    }
    assert.doesNotMatch(JSON.stringify(found), /名甲|名乙|139|138|applicant|full/)
    assert.deepEqual(mergePeople(person('p1'), person('p1'), context).ok, false)
  })

  it('keeps the further of two neighbouring steps, and a minor a minor', () => {
    assert.equal(merged({ partyStatus: 'activist' }, { partyStatus: 'applicant' }).partyStatus, 'activist')
    assert.equal(merged({}, { partyStatus: 'applicant' }).partyStatus, 'applicant')
    assert.deepEqual(reasons({ partyStatus: 'full' }, { partyStatus: 'none' }), ['party-status-apart'])
    assert.equal(merged({}, { minor: true }).minor, true)
    const guardian = consent('k', MARCH, { purpose: 'party-status', by: 'guardian' })
    const minor = { minor: true, partyStatus: 'none' as const }
    assert.deepEqual(reasons(minor, {}), ['guardian-consent-required'])
    assert.equal(merged({ ...minor, consents: [guardian] }, {}).minor, true)
  })

  it('counts the better known of two places at a shift that has begun, and refuses two that are to come', () => {
    const past = (more: Partial<HeldPlace>) => ({ places: [place('s1', MARCH, more)] })
    const came = past({ signUpId: 'b', checkedInAt: MARCH, checkedOutAt: '2026-03-02T01:00:00Z' })
    for (const worse of [past({ isAbsent: true }), past({}), past({ state: 'waitlisted' }), past({ checkedInAt: MARCH })]) {
      assert.deepEqual(
        merged(worse, came).doubles.map(({ stands, goes }) => [stands.signUpId, goes.signUpId]),
        [['b', 'su-s1']],
      )
    }
    assert.equal(merged(past({}), past({ signUpId: 'b' })).doubles[0]!.stands.signUpId, 'su-s1')
    const to = (more: Partial<HeldPlace>) => ({ places: [place('s1', JULY, more)] })
    assert.deepEqual(reasons(to({}), to({ state: 'invited' })), ['places-overlap'])
    assert.equal(merged(to({ isCalledOff: true }), to({ isCalledOff: true })).doubles.length, 1)
    assert.equal(merged(to({}), { places: [place('s2', JULY, { isCalledOff: true })] }).doubles.length, 0)
  })

  const day = (n: number) => new Date(Date.UTC(2026, 4, n)).toISOString()
  const span = fc
    .record({ from: fc.integer({ min: 1, max: 60 }), days: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }) })
    .map(({ from, days }) => ({ from: day(from), ...(days !== undefined && { to: day(from + days) }) }))
  const record = (id: string) =>
    fc
      .record({
        nameKey: fc.option(fc.constantFrom('甲', '乙'), { nil: undefined }),
        isNamedByHost: fc.boolean(),
        phoneKey: fc.option(fc.constantFrom('1', '2'), { freq: 1, nil: undefined }),
        minor: fc.boolean(),
        partyStatus: fc.option(fc.constantFrom('none', 'applicant', 'activist'), { freq: 1, nil: undefined }),
        memberships: fc.array(fc.record({ orgId: fc.constantFrom('o1', 'o2', 'o3'), span }), { maxLength: 2 }),
        registrations: fc.array(
          fc.record({
            communityId: fc.constantFrom('c1', 'c2'),
            microGridId: fc.option(fc.constantFrom('m1', 'm2'), { nil: undefined }),
          }),
          { maxLength: 1 },
        ),
        held: fc.array(fc.record({ role: fc.constantFrom('buildingHead', 'volunteer'), span }), { maxLength: 3 }),
        consents: fc.array(
          fc.record({
            purpose: fc.constantFrom('volunteer-duty', 'party-status'),
            by: fc.constantFrom('self' as const, 'guardian' as const),
            at: fc.integer({ min: 1, max: 20 }),
            taken: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
          }),
          { maxLength: 3 },
        ),
        places: fc.uniqueArray(
          fc.record({
            slot: fc.integer({ min: 0, max: 11 }),
            state: fc.constantFrom('seated' as const, 'seated' as const, 'waitlisted' as const, 'invited' as const),
            isAbsent: fc.boolean(),
            presence: fc.constantFrom(0, 0, 1, 2),
          }),
          { maxLength: 5, selector: ({ slot }) => slot },
        ),
      })
      .map((raw): PersonRecord => {
        const text = JSON.parse(JSON.stringify(raw)) as typeof raw
        return {
          ...person(id),
          ...(text.nameKey !== undefined && { nameKey: text.nameKey }),
          ...(text.phoneKey !== undefined && { phoneKey: text.phoneKey }),
          ...(text.partyStatus !== undefined && { partyStatus: text.partyStatus }),
          ...{ isNamedByHost: text.isNamedByHost, minor: text.minor },
          // One home at a time, as the district keeps it.
          memberships: text.memberships
            .map(({ orgId, span: lasts }) => ({ orgId, ...lasts }))
            .sort((a, b) => (a.from < b.from ? -1 : 1))
            .filter((one, at, all) => all.slice(0, at).every(({ to }) => to !== undefined && to <= one.from)),
          registrations: text.registrations.map(({ communityId, microGridId }) => ({
            ...{ kind: 'dual', communityId },
            ...(microGridId !== undefined && { microGridId }),
          })),
          appointments: text.held.map(({ role, span: lasts }, nth) => ({ id: `${id}-a${nth}`, role, gridId: 'm1', ...lasts })),
          consents: text.consents.map(({ at, taken, ...one }, nth) => ({
            ...{ id: `${id}-k${nth}`, version: 1, at: day(at), ...one },
            ...(taken !== undefined && { withdrawnAt: day(at + taken) }),
          })),
          places: text.places.map(({ slot, state, isAbsent, presence }) => {
            // Two hours each hour, from before now until after it.
            const startsAt = new Date(NOW + (slot - 8) * 3_600_000).toISOString()
            const hour = new Date(Date.parse(startsAt) + 3_600_000).toISOString()
            return place(`s${slot}`, startsAt, {
              ...{ signUpId: `${id}-s${slot}`, state, isAbsent },
              ...(presence > 0 && { checkedInAt: startsAt }),
              ...(presence > 1 && { checkedOutAt: hour }),
            })
          }),
        }
      })

  const minutesOf = (places: readonly HeldPlace[]) =>
    serviceHours(
      places.filter(({ state }) => state === 'seated').map((one) => ({ ...one, personId: 'p', orgId: 'o' })),
      { overrunMinutes: 0 },
    ).minutes
  const covers = (spans: readonly { from: string; to?: string }[], at: number) =>
    spans.some(({ from, to }) => Date.parse(from) <= at && (to === undefined || at < Date.parse(to)))
  const DAYS = Array.from({ length: 100 }, (_, n) => Date.UTC(2026, 4, n))

  it('loses nothing, counts nothing twice, and comes to the same whichever of the two stays', () => {
    let possible = 0
    fc.assert(
      fc.property(record('p1'), record('p2'), (one, other) => {
        const result = mergePeople(one, other, context)
        const back = mergePeople(other, one, context)
        assert.equal(result.ok, back.ok)
        if (!result.ok || !back.ok) {
          const of = (list: MergeClash[]) => list.map(({ reason }) => reason).sort()
          assert.deepEqual(!result.ok && of(result.clashes), !back.ok && of(back.clashes))
          return
        }
        possible += 1
        const all = result.merged
        const both = [one, other]
        assert.deepEqual(
          [all.minor, all.partyStatus, all.phoneOf],
          [back.merged.minor, back.merged.partyStatus, back.merged.phoneOf],
        )
        // One home at a time, on every day that either was there, and on no other.
        const own = all.memberships.map((each) => ({ ...each, personId: 'p' }))
        const { organisations, ...when } = context
        const problems = checkMemberships({ organisations, memberships: own, registrations: [] }, when)
        assert.deepEqual(problems, [])
        const begins = own.map(({ orgId, from }) => `${orgId} ${from}`)
        assert.equal(new Set(begins).size, begins.length)
        for (const orgId of ['o1', 'o2', 'o3']) {
          const of = (list: PersonRecord['memberships']) => list.filter((each) => each.orgId === orgId)
          for (const at of DAYS)
            assert.equal(
              covers(of(own), at),
              both.some(({ memberships }) => covers(of(memberships), at)),
            )
        }
        for (const role of ['buildingHead', 'volunteer']) {
          const of = (list: PersonRecord['appointments']) => list.filter((each) => each.role === role)
          const standing = of(all.appointments)
          for (const at of DAYS) {
            assert.equal(
              covers(standing, at),
              both.some(({ appointments }) => covers(of(appointments), at)),
            )
            assert.ok(standing.filter((each) => covers([each], at)).length <= 1, 'nobody is appointed twice to one thing')
          }
        }
        assert.ok(all.registrations.length <= 1)
        // What holds holds once.
        const held = (list: readonly Consent[]) =>
          list.filter(({ withdrawnAt }) => withdrawnAt === undefined).map(({ purpose, by }) => `${purpose} ${by}`)
        const kept = held(all.consents)
        assert.deepEqual([...kept].sort(), [...new Set(both.flatMap(({ consents }) => held(consents)))].sort())
        const isTaken = ({ withdrawnAt }: Consent) => withdrawnAt !== undefined
        assert.equal(all.consents.filter(isTaken).length, both.flatMap(({ consents }) => consents.filter(isTaken)).length)
        // One place at a shift, and no minute less than with the better of the two.
        const gone = new Set(all.doubles.map(({ goes }) => goes.signUpId))
        const standing = [...one.places, ...other.places].filter(({ signUpId }) => !gone.has(signUpId))
        assert.equal(new Set(standing.map(({ slotId }) => slotId)).size, standing.length)
        for (const { places } of both) assert.ok(minutesOf(standing) >= minutesOf(places))
        assert.equal(minutesOf(standing), minutesOf([...one.places, ...other.places]))
      }),
      { numRuns: 3000 },
    )
    assert.ok(possible > 100, `only ${possible} pairs could be merged`)
  })
})
